from __future__ import annotations

import json

import pytest

from kg.errors import SourceError
from kg.evaluation.gold import paper_from_record, read_annotations, read_gold, read_texts

TEXT = {"id": "p", "title": "Oak", "abstract": "Oak uses BERT."}
OAK = {"name": "Oak", "type": "Model", "role": "introduces", "mentions": ["Oak"]}
BERT = {"name": "BERT", "type": "Model", "role": "uses", "mentions": ["BERT"]}


def record(*entities, relations=(), **other):
    return {"id": "p", "entities": list(entities), "relations": [list(relation) for relation in relations]} | other


def write(path, *records, bom=False):
    lines = "".join((each if isinstance(each, str) else json.dumps(each)) + "\n" for each in records)
    path.write_text(lines, encoding="utf-8-sig" if bom else "utf-8")
    return path


@pytest.fixture
def texts(tmp_path):
    return write(tmp_path / "texts.jsonl", TEXT)


@pytest.fixture
def gold(tmp_path):
    return tmp_path / "gold.jsonl"


def without(record, key):
    return {name: value for name, value in record.items() if name != key}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[1", "g.jsonl:2: not JSON: Expecting ',' delimiter, column 3."),
        ("[" * 100_000, "g.jsonl:2: not JSON that can be read"),
        ("5", "g.jsonl:2: not a JSON object: 5."),
        ({}, "g.jsonl:2: the record has no 'id'."),
        (record(id=None), "g.jsonl:2: the id is null; it must be a text or a whole number."),
        (record(id=["p"]), 'g.jsonl:2: the id is ["p"];'),
        (without(record(), "relations"), "g.jsonl:2: paper p: the annotation has no 'relations'."),
        (record(entities={}), "g.jsonl:2: paper p: 'entities' of the annotation is {}; it must be a list."),
        (record(5), "g.jsonl:2: paper p: an entity is 5; it must be a JSON object."),
        (record(without(OAK, "role")), "g.jsonl:2: paper p: the entity 'Oak' has no 'role'."),
        (record(OAK | {"name": ["Oak"]}), 'g.jsonl:2: paper p: the name of an entity is ["Oak"]; it must be a text.'),
        (record(OAK | {"type": ["Task"]}), "g.jsonl:2: paper p: the type of the entity 'Oak' is [\"Task\"]; it must be a text."),
        (record(OAK | {"mentions": "Oak"}), "g.jsonl:2: paper p: 'mentions' of the entity 'Oak' is \"Oak\"; it must be a list."),
        (record(OAK | {"mentions": [None]}), "g.jsonl:2: paper p: a mention of the entity 'Oak' is null; it must be a text."),
        (record(OAK, relations=["Oak USES BERT"[:2]]), "g.jsonl:2: paper p: a relation is [\"O\", \"a\"]; it must be a list"),
        (record() | {"relations": ["abc"]}, 'g.jsonl:2: paper p: a relation is "abc"; it must be a list of head, relation and tail.'),
        (record() | {"relations": [{"head": "a", "tail": "b"}]}, "g.jsonl:2: paper p: a relation has no 'type'."),
        (record() | {"relations": [["a", ["USES"], "b"]]}, 'g.jsonl:2: paper p: a part of a relation is ["USES"];'),
    ],
)  # fmt: skip
def test_a_record_of_another_form_is_refused_with_its_line(tmp_path, line, said):
    path = write(tmp_path / "g.jsonl", "", line)
    with pytest.raises(SourceError) as error:
        read_annotations(path)
    assert error.value.message.startswith(f"{tmp_path}/{said}")


def test_a_long_value_is_cut_in_the_message(tmp_path):
    with pytest.raises(SourceError) as error:
        read_annotations(write(tmp_path / "g.jsonl", json.dumps("x" * 1000)))
    assert len(error.value.message) < len(str(tmp_path)) + 120


def test_what_a_model_said_may_be_impossible(tmp_path):
    odd = record(
        {"name": "Oak", "type": None, "role": None, "mentions": []},
        OAK | {"type": "Robot", "mentions": [{"text": "Elm", "start": 0}]},
        relations=[("Oak", "KNOWS", "nobody", 0.5)],
    )
    (paper,) = read_annotations(write(tmp_path / "said.jsonl", odd)).values()
    assert [(e.type, e.role, e.strings) for e in paper.entities] == [("", "", ()), ("Robot", "introduces", ("Elm",))]
    assert paper.relations == {("Oak", "KNOWS", "nobody")}


def test_relations_are_lists_or_objects():
    as_object = paper_from_record(record() | {"relations": [{"head": "Oak", "type": "USES", "tail": "BERT"}]})
    assert as_object == paper_from_record(record(relations=[("Oak", "USES", "BERT")]))


def test_a_byte_order_mark_is_no_part_of_the_file(tmp_path):
    texts = write(tmp_path / "texts.jsonl", TEXT, bom=True)
    gold = write(tmp_path / "gold.jsonl", record(OAK), bom=True)
    assert list(read_gold(texts, gold)[1]) == ["p"]


def test_line_separators_within_a_string_are_no_ends_of_lines(tmp_path):
    abstract = "Oak\u2028uses\x85BERT."
    line = json.dumps(TEXT | {"abstract": abstract}, ensure_ascii=False)
    assert read_texts(write(tmp_path / "texts.jsonl", line)) == {"p": f"Oak\n{abstract}"}


def test_a_file_that_is_no_text_or_is_missing_is_named_once(tmp_path):
    (tmp_path / "bad").write_bytes(b"{}\n\xff\n")
    with pytest.raises(SourceError, match=rf"^{tmp_path}/bad cannot be read: line 2 is not UTF-8.$"):
        read_texts(tmp_path / "bad")
    with pytest.raises(SourceError, match=rf"^{tmp_path}/no cannot be read: No such file or directory.$"):
        read_texts(tmp_path / "no")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (without(TEXT, "abstract"), "paper p: the text has no 'abstract'."),
        (TEXT | {"abstract": None}, "paper p: the abstract is null; it must be a text."),
        (TEXT | {"title": 5}, "paper p: the title is 5; it must be a text."),
    ],
)
def test_a_text_needs_title_and_abstract(tmp_path, text, said):
    with pytest.raises(SourceError, match=f"texts.jsonl:1: {said}"):
        read_texts(write(tmp_path / "texts.jsonl", text))


def test_one_paper_has_one_text_and_one_annotation(tmp_path, texts, gold):
    assert len(read_texts(write(tmp_path / "twice.jsonl", TEXT, TEXT))) == 1
    with pytest.raises(SourceError, match="two.jsonl:3: paper p has another text in line 1."):
        read_texts(write(tmp_path / "two.jsonl", TEXT, "", TEXT | {"abstract": "Other."}))
    with pytest.raises(SourceError, match="gold.jsonl:2: paper p has another annotation in line 1."):
        read_gold(texts, write(gold, record(OAK), record(BERT)))


def test_gold_needs_annotations_and_their_texts(texts, gold):
    with pytest.raises(SourceError, match="gold.jsonl has no annotations"):
        read_gold(texts, write(gold))
    papers = [record(id=f"q{number}") for number in range(7)]
    with pytest.raises(SourceError, match=r"gold.jsonl:2: .* lacks: q0, q1, q2, q3, q4 and 2 more."):
        read_gold(texts, write(gold, record(OAK), *papers))


def test_gold_that_cannot_be_is_refused_with_line_and_paper(texts, gold):
    write(gold, "", record(OAK | {"type": "Molecule"}))
    with pytest.raises(SourceError, match="gold.jsonl:2: paper p: 'Oak' has the unknown type 'Molecule'"):
        read_gold(texts, gold)
    assert list(read_annotations(gold)) == ["p"]


def test_the_first_faults_are_named_and_the_others_counted(texts, gold):
    write(gold, record(*({**OAK, "name": f"n{n}", "mentions": [f"m{n}"]} for n in range(8))))
    with pytest.raises(SourceError) as error:
        read_gold(texts, gold)
    lines = error.value.message.splitlines()
    assert [line.split(": ")[2] for line in lines[:5]] == [f"'n{n}'" for n in range(5)]
    assert lines[5:] == ["… and 3 more."]
