from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SpanError
from kg.evaluation.gold import occurrences, paper_from_record
from kg.training.standoff import from_standoff, main, to_standoff

TEXT = "BERT and BERT-large\nWe train BERT, a Transformer; BERT-large is bigger than BERT."
RECORD = {
    "id": "p",
    "entities": [
        {"name": "BERT", "type": "Model", "role": "uses", "mentions": ["BERT", "BERT-large"]},
        {"name": "Transformer", "type": "Method", "role": "uses", "mentions": ["Transformer"]},
    ],
    "relations": [["BERT", "USES", "Transformer"]],
}


def test_joining_gives_back_what_was_parted():
    assert from_standoff(json.loads(json.dumps(to_standoff(RECORD, TEXT))), TEXT) == RECORD


def test_a_record_holds_no_word_of_the_text():
    record = to_standoff(RECORD, TEXT)
    assert record["text"] not in TEXT
    assert [TEXT[slice(*span)] for span in record["entities"][0]["mentions"]] == [
        "BERT", "BERT-large", "BERT", "BERT-large", "BERT",
    ]  # fmt: skip
    assert not {"train", "bigger"} & set(json.dumps(record).split())


def test_another_text_is_refused():
    with pytest.raises(SpanError, match="Paper p: the text is not the one"):
        from_standoff(to_standoff(RECORD, TEXT), TEXT + " More.")


def test_an_entity_that_stands_nowhere_is_refused():
    lost = {"name": "GPT", "type": "Model", "role": "uses", "mentions": ["GPT"]}
    with pytest.raises(SpanError, match="'GPT'"):
        to_standoff({**RECORD, "entities": [lost]}, TEXT)


@given(st.lists(st.sampled_from(["BERT", "BERT-large", "Transformer", "LoRA", "we", "-", "."]), min_size=1))
def test_places_survive_the_round_trip(words):
    text = "LoRA\n" + " ".join(words)
    names = [name for name in ("BERT", "LoRA", "Transformer") if name in words or name == "LoRA"]
    entities = [{"name": name, "type": "Model", "role": "uses", "mentions": [name]} for name in names]
    record = {"id": "p", "entities": entities, "relations": []}
    back = from_standoff(to_standoff(record, text), text)
    assert occurrences(paper_from_record(back), text) == occurrences(paper_from_record(record), text)


def test_relations_may_be_objects():
    relation = {"head": "BERT", "type": "USES", "tail": "Transformer", "confidence": 0.9}
    assert to_standoff({**RECORD, "relations": [relation]}, TEXT) == to_standoff(RECORD, TEXT)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"entities": [{"name": "BERT"}]}, "it has no 'mentions'"),
        ({"entities": [{"name": "BERT", "mentions": ["BERT"]}]}, "too many values"),
        ({"entities": 5}, "not iterable"),
    ],
)
def test_a_record_of_another_form_is_no_stand_off_record(change, reason):
    with pytest.raises(SpanError, match=f"Paper p: not a stand-off record: .*{reason}"):
        from_standoff(to_standoff(RECORD, TEXT) | change, TEXT)


def write(path, *records):
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return str(path)


def text(id_, body=TEXT):
    title, _, abstract = body.partition("\n")
    return {"id": id_, "title": title, "abstract": abstract}


def test_the_program_parts_and_joins_files(tmp_path, capsys):
    texts, gold, parted = tmp_path / "texts.jsonl", tmp_path / "gold.jsonl", tmp_path / "papers.jsonl"
    write(texts, text("p"))
    write(gold, RECORD)
    assert main(["part", str(gold), str(texts)]) == 0
    parted.write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["join", str(parted), str(texts)]) == 0
    assert json.loads(capsys.readouterr().out) == RECORD
    write(texts, text("q"))
    assert main(["join", str(parted), str(texts)]) == 1
    assert f"{parted}:1: {texts} lacks paper p. --skip-missing" in capsys.readouterr().err
    assert main(["join"]) == main(["join", "--skip-missing"]) == 2


def test_papers_without_their_texts_may_be_left_out(tmp_path, capsys):
    texts = write(tmp_path / "texts.jsonl", text("p"), text("other", TEXT + " More."))
    records = [to_standoff({**RECORD, "id": id_}, TEXT) for id_ in ("p", "q", "r", "other")]
    parted = write(tmp_path / "papers.jsonl", *records)
    assert main(["join", "--skip-missing", parted, texts]) == 0
    said = capsys.readouterr()
    assert [json.loads(line) for line in said.out.splitlines()] == [RECORD]
    assert said.err == (
        "papers left out, with another text than was annotated: 1\npapers left out, without a text: 2\n"
    )
    gold = write(tmp_path / "gold.jsonl", RECORD, {**RECORD, "id": "q"})
    assert main(["part", "--skip-missing", gold, texts]) == 0
    said = capsys.readouterr()
    assert [json.loads(line) for line in said.out.splitlines()] == [records[0]]
    assert said.err == "papers left out, without a text: 1\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": "p", "ent', "gold.jsonl:1: not JSON: "),
        ('{"id": "p", "entities": []}', "gold.jsonl:1: the annotation has no 'relations'."),
    ],
)
def test_a_broken_line_is_named(tmp_path, capsys, line, said):
    texts, gold = write(tmp_path / "texts.jsonl", text("p")), tmp_path / "gold.jsonl"
    gold.write_text(line, encoding="utf-8")
    assert main(["part", str(gold), texts]) == 1
    assert said in capsys.readouterr().err
