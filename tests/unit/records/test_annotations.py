from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace

import pytest

from kg.records.annotations import Annotation, Mention, PaperEntity, Relation, Span

MENTION = Mention("Oak", 0, 3, 0.9)
OAK = PaperEntity("Oak", "Model", "introduces", (MENTION,), 0.8)
RELATION = Relation("Oak", "USES", "leaf masking", Span(0, 24), 0.7)
ANNOTATION = Annotation("p1", (OAK,), (RELATION,), (Span(0, 24),), (("LM", "leaf masking"),), "kg.names/1")
RECORDS = [Span(0, 3), MENTION, OAK, RELATION, ANNOTATION]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
class TestEveryRecord:
    def test_is_frozen(self, record):
        name = fields(record)[0].name
        with pytest.raises(FrozenInstanceError):
            setattr(record, name, getattr(record, name))

    def test_takes_no_other_attribute(self, record):
        assert not hasattr(record, "__dict__")

    def test_is_equal_by_content_and_can_be_in_a_set(self, record):
        copy = replace(record)
        assert copy is not record
        assert {record, copy} == {record}

    def test_differs_where_any_field_differs(self, record):
        for field in fields(record):
            assert replace(record, **{field.name: "another"}) != record


def test_spans_are_ordered_by_start_then_end():
    assert sorted([Span(5, 9), Span(0, 4), Span(0, 2)]) == [Span(0, 2), Span(0, 4), Span(5, 9)]


def test_an_entity_is_unresolved_until_resolution_has_seen_it():
    assert (OAK.key, OAK.reasons) == ("", ())


def test_what_is_not_said_is_certain_and_empty():
    assert Mention("Oak", 0, 3).confidence == 1.0
    assert Annotation("p1") == Annotation("p1", (), (), (), (), "")
