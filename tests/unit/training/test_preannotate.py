from __future__ import annotations

from kg.records.annotations import Annotation, Mention, PaperEntity, Relation, Span
from kg.records.documents import Paper
from kg.training.preannotate import least_sure, text_record, to_correct, uncertainty

PAPER = Paper("TinyBERT", "TinyBERT is smaller than BERT. See tinybert.org for BERT.", given_id="p1")


def entity(name, *texts, confidence=1.0):
    mentions = tuple(
        Mention(text, PAPER.text.index(text), PAPER.text.index(text) + len(text)) for text in texts or (name,)
    )
    return PaperEntity(name, "Model", "uses", mentions, confidence)


def test_mentions_are_strings_and_relations_triples():
    entities = (entity("TinyBERT"), entity("BERT", "BERT"))
    relations = (Relation("TinyBERT", "BASED_ON", "BERT", Span(0, 5), 0.7),)
    assert to_correct(PAPER, Annotation("x", entities, relations)) == {
        "id": "p1",
        "entities": [
            {"name": "TinyBERT", "type": "Model", "role": "uses", "mentions": ["TinyBERT"]},
            {"name": "BERT", "type": "Model", "role": "uses", "mentions": ["BERT"]},
        ],
        "relations": [["TinyBERT", "BASED_ON", "BERT"]],
    }


def test_a_string_belongs_to_one_entity_and_what_is_left_without_any_goes():
    entities = (entity("TinyBERT"), entity("Tiny", "Tiny"), entity("other", "TinyBERT"))
    relations = (Relation("TinyBERT", "USES", "Tiny", Span(0, 5)), Relation("other", "USES", "TinyBERT", Span(0, 5)))
    record = to_correct(PAPER, Annotation("x", entities, relations))
    assert [found["name"] for found in record["entities"]] == ["TinyBERT"]
    assert record["relations"] == []


def test_the_least_sure_paper_comes_first():
    other = Paper("B", "", given_id="b")
    sure = Annotation("s", (entity("TinyBERT", confidence=0.95), entity("BERT", confidence=0.9)))
    unsure = Annotation("u", (entity("TinyBERT", confidence=0.3),))
    nothing = Annotation("n")
    assert uncertainty(sure) < uncertainty(nothing) < uncertainty(unsure)
    third = Paper("A", "", given_id="a")
    order = least_sure([(PAPER, sure), (other, nothing), (third, nothing)], 2)
    assert [paper.given_id for paper, _ in order] == ["a", "b"]


def test_the_text_has_the_id_of_the_annotation():
    assert text_record(PAPER) == {"id": "p1", "title": PAPER.title, "abstract": PAPER.abstract}
    assert text_record(Paper("T", "", ids=frozenset({"arxiv:1706.03762"})))["id"] == "arxiv:1706.03762"
