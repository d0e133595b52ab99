"""Decisions over builds: they are kept, they win, and what they change is what a build from nothing would give."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ConfigError
from kg.pipeline import build
from kg.pipeline.update import GraphUpdate
from kg.records.decisions import Decision
from kg.records.documents import Paper
from kg.stores.memory import MemoryStore
from tests.names_extractor import NamesExtractor, snapshot

PAPERS = [
    Paper("Oak", "We study Pine, leaf masking and the Rootformer.", given_id="2001.00001"),
    Paper("Pine for All", "Pine is tested on ForestBench and Leaves-1M.", given_id="2001.00002"),
    Paper("A Survey", "Oak and Pine, and leaf classification."),
    Paper("Rootformer Revisited", "No tree."),
]
POOL = [
    Decision("same", "Ada", "One tree.", ("Tree", "Oak", "Pine")),
    Decision("same", "Ada", "One tree.", ("Rootformer", "leaf masking")),
    Decision("different", "Ada", "No.", ("Leaves-1M", "ForestBench")),
    Decision("rename", "Ada", "Its name.", ("ForestMark", "ForestBench")),
    Decision("type", "Ada", "It is data.", ("ForestBench",), type="Dataset"),
    Decision("type", "Ada", "It is data.", ("Tree",), type="Method"),
    Decision("wrong", "Ada", "Not used.", edge="USES", target="Pine", paper="2001.00001"),
    Decision("wrong", "Ada", "Not used.", edge="USES", target="Rootformer"),
    Decision("wrong", "Ada", "It does not.", edge="USES", source="Oak", target="leaf masking"),
]
SETS = st.lists(st.sampled_from(POOL), unique=True)


def built(papers, decisions=None, store=None):
    store = store or MemoryStore()
    return store, build(papers, store, extractor=NamesExtractor(), decisions=decisions)


@settings(max_examples=60, deadline=None)
@given(SETS, SETS, st.integers(0, 4))
def test_decisions_that_come_later_give_what_they_give_at_first(first, then, cut):
    store, _ = built(PAPERS[:cut], first)
    built([], then, store)
    built(PAPERS, store=store)
    assert snapshot(store) == snapshot(built(PAPERS, then)[0])
    assert not built(PAPERS, store=store)[1].counts, "they are kept, and change nothing a second time"


def test_only_papers_that_a_decision_is_about_are_read_again():
    store, _ = built(PAPERS)
    _, report = built([], [POOL[3]], store)
    assert (report.curated, report.decisions) == (1, {"rename: 'ForestBench' to 'ForestMark'": 1})
    _, report = built([], [POOL[3], POOL[6]], store)
    assert report.curated == 1


def test_taking_all_back_gives_the_graph_without():
    store, _ = built(PAPERS, POOL[:1] + POOL[2:4] + POOL[6:])
    _, report = built([], [], store)
    assert report.curated == len(PAPERS), "where an edge was wrong in any paper, all are read"
    assert snapshot(store) == snapshot(built(PAPERS)[0])


def test_another_reason_reads_nothing_again():
    store, _ = built(PAPERS, [POOL[0]])
    told = Decision("same", "Bo", "Botany.", POOL[0].names)
    _, report = built([], [told], store)
    assert (report.curated, report.counts.nodes_changed) == (0, 1)
    [node] = store.nodes("Decision")
    assert (node.properties["author"], node.properties["reason"]) == ("Bo", "Botany.")


def test_decisions_that_contradict_each_other_change_nothing():
    store, _ = built(PAPERS)
    before = snapshot(store)
    with pytest.raises(ConfigError):
        built(PAPERS, [POOL[0], Decision("different", "Bo", "Two.", ("Oak", "Pine"))], store)
    assert snapshot(store) == before


def test_a_build_that_is_killed_while_it_applies_decisions_and_repeated_is_whole(monkeypatch):
    expected = snapshot(built(PAPERS, POOL[:4])[0])
    for calls in range(3):
        store, _ = built(PAPERS)
        left = [calls]
        original = GraphUpdate.replace

        def replace(self, *args, left=left, original=original):
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            original(self, *args)

        with monkeypatch.context() as patch:
            patch.setattr(GraphUpdate, "replace", replace)
            patch.setattr("kg.pipeline.building.PAPERS_AT_ONCE", 2)
            try:
                built([], POOL[:4], store)
            except KeyboardInterrupt:
                [info] = store.nodes("GraphInfo")
                assert info.properties["pending"]
        built([], store=store)
        assert snapshot(store) == expected
