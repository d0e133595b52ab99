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


def test_the_program_parts_and_joins_files(tmp_path, capsys):
    texts, gold, parted = tmp_path / "texts.jsonl", tmp_path / "gold.jsonl", tmp_path / "papers.jsonl"
    title, _, abstract = TEXT.partition("\n")
    texts.write_text(json.dumps({"id": "p", "title": title, "abstract": abstract}) + "\n", encoding="utf-8")
    gold.write_text(json.dumps(RECORD) + "\n", encoding="utf-8")
    assert main(["part", str(gold), str(texts)]) == 0
    parted.write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["join", str(parted), str(texts)]) == 0
    assert json.loads(capsys.readouterr().out) == RECORD
    texts.write_text(json.dumps({"id": "q", "title": title, "abstract": abstract}) + "\n", encoding="utf-8")
    assert main(["join", str(parted), str(texts)]) == 1
    assert "lacks paper p" in capsys.readouterr().err
    assert main(["join"]) == 2
