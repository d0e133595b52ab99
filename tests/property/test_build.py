"""The graph depends on which papers it was built from, and on nothing else."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.pipeline import build, building
from kg.records.documents import Origin, Paper
from kg.stores.memory import MemoryStore
from tests.names_extractor import NAMES, NamesExtractor, snapshot

TITLES = ["Oak", "Pine for All", "On Leaves", "Rootformer Revisited", "A Survey", "Oak and Pine"]


@st.composite
def papers(draw):
    title = draw(st.sampled_from(TITLES))
    names = draw(st.lists(st.sampled_from(sorted(NAMES)), max_size=4, unique=True))
    # Two different papers of one title, and a third record of that title without id, are left out: which of the two
    # the third belongs to cannot be known, and is decided by what is there when it comes.
    own = {"Oak": "2001.00001", "On Leaves": "10.1/x", "Oak and Pine": "2001.00001"}.get(title, "")
    given_id = draw(st.sampled_from(["", "local-1", own]))
    return Paper(
        title,
        f"We study {', '.join(names)}." if names else "",
        given_id=given_id,
        year=draw(st.sampled_from([None, 2020, 2021])),
    )


def built(*inputs):
    store = MemoryStore()
    reports = [build(list(batch), store, extractor=NamesExtractor()) for batch in inputs]
    return store, reports


@settings(max_examples=60, deadline=None)
@given(st.lists(papers(), max_size=8), st.randoms(use_true_random=False))
def test_neither_order_nor_batches_matter(records, random):
    once, _ = built(records)
    turned = records[:]
    random.shuffle(turned)
    cut = random.randint(0, len(turned))
    assert snapshot(built(turned)[0]) == snapshot(once)
    assert snapshot(built(turned[:cut], turned[cut:])[0]) == snapshot(once)


@settings(max_examples=40, deadline=None)
@given(st.lists(papers(), max_size=8))
def test_a_second_run_changes_nothing(records):
    store, _ = built(records)
    before = snapshot(store)
    report = build(records, store, extractor=NamesExtractor())
    assert not report.counts
    assert report.added == report.updated == 0
    assert snapshot(store) == before


@settings(max_examples=40, deadline=None)
@given(st.lists(papers(), max_size=8), st.data())
def test_retracting_leaves_the_graph_that_was_never_told(records, data):
    from kg.pipeline import retract

    store, _ = built(records)
    held = [node.id for node in store.nodes("Paper")]
    gone = set(data.draw(st.lists(st.sampled_from(held), unique=True))) if held else set()
    retract(gone, store)
    kept_ids = set(held) - gone
    from kg.documents.identity import group_papers

    kept = [paper for paper in group_papers(records) if paper.id in kept_ids]
    assert snapshot(store) == snapshot(built(kept)[0])


def test_the_report_counts_papers_once_over_batches(monkeypatch):
    monkeypatch.setattr(building, "PAPERS_AT_ONCE", 2)
    oak = Paper("Oak", "We study Pine.", given_id="2001.00001")
    _, [report] = built([oak, Paper("Pine for All", ""), Paper("Oak", ""), oak, Paper("A Survey", "")])
    assert (report.read, report.papers, report.added, report.updated, report.unchanged) == (5, 3, 3, 0, 0)
    assert report.without_entities == 1


def test_a_copy_with_an_id_takes_the_place_of_one_without(tmp_path):
    store, reports = built(
        [Paper("Oak", "We study Pine.")], [Paper("OAK", "We study Pine and ForestBench.", given_id="2001.00001")]
    )
    assert [node.id for node in store.nodes("Paper")] == ["arxiv:2001.00001"]
    assert (reports[1].added, reports[1].updated) == (0, 1)


def test_two_papers_with_one_abstract_stay_two():
    store, _ = built([Paper("Oak", "We study Pine."), Paper("Pine for All", "We study Pine.")])
    assert len(list(store.nodes("Paper"))) == 2


def test_a_changed_extractor_reads_again():
    class Newer(NamesExtractor):
        version = "kg.names/2"

    store, _ = built([Paper("Oak", "We study Pine."), Paper("A Survey", "Of ForestBench.")])
    report = build([Paper("Oak", "We study Pine.")], store, extractor=Newer())
    assert (report.reread, report.unchanged) == (2, 1)
    assert {node.properties["extractor"] for node in store.nodes("Paper")} == {"kg.names/2"}, (
        "others are read again too"
    )
    assert not build([Paper("Oak", "We study Pine.")], store, extractor=Newer()).counts


def test_a_source_that_breaks_leaves_a_graph_of_what_was_read_before(monkeypatch):
    def broken():
        yield from records
        raise SourceError("The file ends too early.")

    monkeypatch.setattr(building, "PAPERS_AT_ONCE", 2)
    records = [Paper("Oak", "We study Pine."), Paper("Pine for All", "We study Pine.")]
    store = MemoryStore()
    with pytest.raises(SourceError):
        build(broken(), store, extractor=NamesExtractor())
    assert snapshot(store) == snapshot(built(records)[0])
    [info] = store.nodes("GraphInfo")
    assert "pending" not in info.properties


class TornExtractor(NamesExtractor):
    """Takes Pine for a task where the title has the word."""

    def _extract(self, paper):
        annotation = super()._extract(paper)
        if "task" not in paper.title:
            return annotation
        tasks = tuple(replace(entity, type="Task", role="addresses") for entity in annotation.entities)
        return replace(annotation, entities=tasks)


def test_a_link_goes_when_what_it_went_through_becomes_a_task():
    first = [Paper("First", "We study Pine."), Paper("Second", "We study Pine.")]
    tasks = [Paper(f"A task {n}", "We study Pine.") for n in range(3)]
    store, once = MemoryStore(), MemoryStore()
    build(first, store, extractor=TornExtractor())
    assert len(list(store.edges("SHARES_TECHNIQUE", "Paper"))) == 1
    build(tasks, store, extractor=TornExtractor())
    build([*first, *tasks], once, extractor=TornExtractor())
    assert list(store.edges("SHARES_TECHNIQUE", "Paper")) == []
    assert snapshot(store) == snapshot(once)


def killed_at(store, step, records):
    """Build until the store is asked to write once more than `step` times."""
    write, calls = store.write, []

    def dying(change):
        calls.append(change)
        if len(calls) > step:
            raise KeyboardInterrupt
        return write(change)

    store.write = dying
    with suppress(KeyboardInterrupt):
        build(records, store, extractor=NamesExtractor())
    store.write = write


@pytest.mark.parametrize("step", range(6))
def test_a_paper_that_comes_under_another_id_is_not_lost_when_the_build_dies(step):
    early, late = Paper("Oak", "We study Pine and ForestBench."), Paper("OAK", "", given_id="2001.00001")
    clean, _ = built([early], [late])
    store, _ = built([early])
    killed_at(store, step, [late])
    build([late], store, extractor=NamesExtractor())
    assert snapshot(store) == snapshot(clean)


@pytest.mark.parametrize("step", range(6))
def test_a_build_that_dies_at_any_write_and_is_repeated_ends_as_one_that_did_not(step):
    records = [Paper(f"Oak {n}", f"We study Pine and {name}.") for n, name in enumerate(sorted(NAMES))]
    clean, _ = built(records)
    store = MemoryStore()
    killed_at(store, step, records)
    build(records[:2], store, extractor=NamesExtractor())
    build(records, store, extractor=NamesExtractor())
    assert snapshot(store) == snapshot(clean)


def test_a_paper_keeps_the_names_of_all_files_that_it_comes_from():
    def oak(path):
        return Paper("Oak", "We study Pine.", given_id="2001.00001", origin=Origin(path, 3))

    store, reports = built([oak("in/a.jsonl"), oak("-")], [oak("b.bib")], [oak("x/a.jsonl")])
    [node] = store.nodes("Paper")
    assert node.properties["sources"] == ("-", "a.jsonl", "b.bib")
    assert [(r.unchanged, r.counts.nodes_changed) for r in reports] == [(0, 0), (1, 1), (1, 0)]
    assert snapshot(store) == snapshot(built([oak("b.bib"), oak("a.jsonl"), oak("-")])[0])
