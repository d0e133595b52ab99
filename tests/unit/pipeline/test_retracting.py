"""Taking back by source and by extractor."""

from __future__ import annotations

import pytest

from kg.errors import NotFoundError
from kg.pipeline import build, retract
from kg.records.decisions import Decision
from kg.records.documents import Origin, Paper
from kg.stores.memory import MemoryStore
from tests.names_extractor import NamesExtractor, snapshot


def paper(title, *paths):
    return [Paper(title, f"{title} is Oak, and Pine.", origin=Origin(path, 1)) for path in paths]


A, B, BOTH = paper("First", "in/a.jsonl"), paper("Second", "b.bib"), paper("Third", "b.bib", "x/a.jsonl")


def built(*papers):
    store = MemoryStore()
    build([each for copies in papers for each in copies], store, extractor=NamesExtractor())
    return store


def test_a_source_takes_only_what_comes_from_it_alone():
    store = built(A, B, BOTH)
    report = retract((), store, source="a.jsonl")
    assert len(report.retracted) == 1
    assert snapshot(store) == snapshot(built(B, BOTH[:1]))
    retract((), store, source="b.bib")
    assert snapshot(store) == snapshot(MemoryStore())


@pytest.mark.parametrize("extractor", ["kg.names", "kg.names/1"])
def test_an_extractor_takes_what_it_read(extractor):
    store = built(A, B)
    assert len(retract((), store, extractor=extractor).retracted) == 2


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"source": "c.bib"}, "read from a file named 'c.bib'. There are: a.jsonl, b.bib."),
        ({"extractor": "kg.names/2"}, "was read by 'kg.names/2'. There are: kg.names/1."),
        ({"extractor": "kg"}, "was read by 'kg'"),
        ({"papers": ["none"], "source": "a.jsonl"}, "has no paper 'none'"),
    ],
)
def test_what_is_not_there_changes_nothing(wanted, message):
    store = built(A, B)
    before = snapshot(store)
    with pytest.raises(NotFoundError) as caught:
        retract(wanted.pop("papers", ()), store, **wanted)
    assert message in str(caught.value)
    assert snapshot(store) == before


def test_decided_names_stay_when_a_paper_goes():
    store = built(A, B)
    build((), store, extractor=NamesExtractor(), decisions=[Decision("rename", "Ada", "So.", ("OAK", "Oak"))])
    retract((), store, source="a.jsonl")
    assert {node.properties["name"] for node in store.nodes("Entity")} == {"OAK", "Pine"}
