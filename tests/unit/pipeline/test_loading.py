"""Loading gives the graph that a build of the same papers would have given."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import SourceError, StoreError
from kg.pipeline import build, diff, extract, load
from kg.pipeline.update import GraphUpdate
from kg.pipeline.written import extraction_record
from kg.records.decisions import Decision
from kg.records.documents import Origin, Paper
from kg.stores.memory import MemoryStore
from tests.names_extractor import NamesExtractor, snapshot

PAPERS = [
    Paper("Oak", "We study Pine, leaf masking and the Rootformer.", given_id="2001.00001", origin=Origin("a.jsonl", 1)),
    Paper("Pine for All", "Pine is tested on ForestBench.", given_id="local-2", year=2020, authors=("A. Able", "B, C")),
    Paper("A Survey", "Oak and Pine, and leaf classification.", venue="Trees", url="https://trees.example/1"),
    Paper("Rootformer Revisited", ""),
    Paper("Nothing", "No tree.", ids=frozenset({"doi:10.1/x"})),
]
DECISION = Decision("rename", "Ada", "Its name.", ("Piney", "Pine"))


def built(papers, decisions=None, store=None):
    store = store or MemoryStore()
    build(papers, store, extractor=NamesExtractor(), decisions=decisions)
    return store


def written(path, papers, change=lambda record: record):
    found = extract(papers, extractor=NamesExtractor())
    lines = [json.dumps(change(extraction_record(paper, annotation))) for paper, annotation in found]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def noted(store):
    [info] = store.nodes("GraphInfo")
    return dict(info.properties)


def test_an_empty_graph_becomes_equal_to_the_loaded_one():
    source, store = built(PAPERS, [DECISION]), MemoryStore()
    report = load(source, store)
    assert snapshot(store) == snapshot(source)
    assert noted(store) == noted(source)
    assert (report.papers, report.added, report.counts.nodes_created) == (5, 5, len(snapshot(source)[0]))
    again = load(source, store)
    assert (again.unchanged, bool(again.counts)) == (5, False)
    assert not build(PAPERS, store, extractor=NamesExtractor()).counts


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(PAPERS)), st.sets(st.sampled_from(PAPERS)))
def test_two_graphs_become_the_graph_of_all_their_papers(held, loaded):
    source, store = built(loaded), built(held)
    report = load(source, store)
    assert snapshot(store) == snapshot(built(held | loaded))
    assert report.unchanged == (len(held & loaded) if held else 0)
    assert report.added == len(loaded - held)


def test_a_paper_that_the_loaded_graph_has_otherwise_is_replaced():
    other = Paper("Oak", "It is a tree.", given_id="2001.00001")
    store = built([other, Paper("oak", ""), *PAPERS[1:]])
    report = load(built(PAPERS[:1]), store)
    assert (report.updated, report.added) == (1, 0)
    assert snapshot(store) == snapshot(built(PAPERS))


@pytest.mark.parametrize("packed", [False, True])
def test_what_was_extracted_gives_the_graph_that_a_build_gives(tmp_path, packed):
    path = written(tmp_path / "read.jsonl", PAPERS)
    if packed:
        path.write_bytes(gzip.compress(path.read_bytes()))
    expected, store = built(PAPERS), MemoryStore()
    sources = {node.id: node.properties.get("sources") for node in expected.nodes("Paper")}
    load(path, store)
    nodes, edges = snapshot(store)
    for node in expected.nodes("Paper"):
        if not sources[node.id]:
            assert nodes["Paper", node.id][1].pop("sources") == ("read.jsonl",)
    assert (nodes, edges) == snapshot(expected)
    assert noted(store) == noted(expected)
    assert not load(path, store).counts
    assert not build(PAPERS, store, extractor=NamesExtractor()).reread


def test_decisions_of_the_graph_win_over_what_was_extracted(tmp_path):
    store = built([], [DECISION])
    load(written(tmp_path / "read.jsonl", PAPERS[:2]), store)
    assert "Piney" in {node.properties["name"] for node in store.nodes("Entity")}


def test_an_annotation_of_a_shorter_text_leaves_the_longer_one(tmp_path):
    store = built(PAPERS)
    short = Paper("Oak", "We.", given_id="2001.00001", origin=Origin("a.jsonl", 1))
    report = load(written(tmp_path / "read.jsonl", [short]), store)
    assert (report.unchanged, bool(report.counts)) == (1, False)


def test_another_reader_of_the_same_text_takes_the_place(tmp_path):
    def by_hand(record):
        record["entities"] = [e for e in record["entities"] if e["name"] == "Pine"]
        return record | {"relations": [], "extractor": "hand/1"}

    store = built(PAPERS)
    report = load(written(tmp_path / "read.jsonl", PAPERS[:1], by_hand), store)
    assert report.updated == 1
    assert {e.target for e in store.edges("USES", "Paper", sources=["arxiv:2001.00001"])} == {"entity:pine"}
    assert "readBy" not in noted(store), "two versions read it"


BAD = {
    "no title": lambda r: {k: v for k, v in r.items() if k != "title"},
    "no 'entities'": lambda r: {k: v for k, v in r.items() if k != "entities"},
    "not one line": lambda r: r | {"title": "a\nb"},
    "does not stand at": lambda r: r | {"abstract": "Pine only."},
    "there is no such pair": lambda r: r | {"entities": [r["entities"][0] | {"role": "addresses"}]},
    "none of the entities": lambda r: r | {"entities": []},
    "not as kg extract writes it": lambda r: r | {"entities": 7},
    "no relation": lambda r: r | {"relations": [r["relations"][0] | {"type": "LOVES"}]},
    "have one name": lambda r: r | {"entities": [r["entities"][0]] * 2, "relations": []},
    "has no mention": lambda r: r | {"entities": [r["entities"][0] | {"mentions": []}], "relations": []},
}


@pytest.mark.parametrize("message", BAD)
def test_a_record_that_cannot_be_loaded_is_left_out_with_its_reason(tmp_path, message):
    path = written(tmp_path / "read.jsonl", PAPERS[:1], BAD[message])
    good = written(tmp_path / "good.jsonl", PAPERS[1:2])
    path.write_text(good.read_text() + path.read_text())
    problems = []
    report = load(path, store := MemoryStore(), on_problem=problems.append)
    assert report.papers == 1
    [problem] = problems
    assert problem.origin.line == 2
    assert message.replace("no title", "no 'title'") in problem.reason
    with pytest.raises(SourceError, match="read.jsonl:2: "):
        load(path, store, strict=True)
    assert "pending" not in noted(store), "what came before it is whole"


def test_a_file_without_any_record_makes_nothing(tmp_path):
    path = tmp_path / "papers.jsonl"
    path.write_text('{"title": "Oak", "abstract": ""}\n')
    with pytest.raises(SourceError, match="kg build reads papers"):
        load(path, tmp_path / "none.graph", on_problem=lambda _: None)
    assert not (tmp_path / "none.graph").exists()


def test_graphs_that_do_not_fit_together_are_not_mixed():
    class Newer(NamesExtractor):
        version = "kg.names/2"

    store = built(PAPERS[:2])
    other = MemoryStore()
    build(PAPERS[2:], other, extractor=Newer())
    with pytest.raises(StoreError, match="different versions"):
        load(other, store)
    with pytest.raises(StoreError, match="different decisions"):
        load(built(PAPERS[2:], [DECISION]), store)
    assert snapshot(store) == snapshot(built(PAPERS[:2]))


def test_an_interrupted_graph_is_not_loaded(monkeypatch):
    source = MemoryStore()
    monkeypatch.setattr(GraphUpdate, "finish", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        built(PAPERS, store=source)
    with pytest.raises(StoreError, match="was interrupted"):
        load(source, MemoryStore())


@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_load_that_is_killed_and_repeated_is_whole(monkeypatch, after):
    source, store = built(PAPERS), MemoryStore()
    original, left = MemoryStore.write, [after]

    def write(self, change):
        if self is store:
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
        return original(self, change)

    with monkeypatch.context() as patch:
        patch.setattr(MemoryStore, "write", write)
        with pytest.raises(KeyboardInterrupt):
            load(source, store)
    assert noted(store)["pending"]
    load(source, store)
    assert snapshot(store) == snapshot(source)
    assert "pending" not in noted(store)


def test_a_load_leaves_the_note_of_papers_that_it_does_not_bring(monkeypatch):
    store = built(PAPERS)
    with monkeypatch.context() as patch:
        patch.setattr(GraphUpdate, "finish", lambda self: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            build(
                [Paper("Oak", "Oak is a much longer abstract, and leaf masking.", given_id="2001.00001")],
                store,
                extractor=NamesExtractor(),
            )
    load(built(PAPERS[1:2]), store)
    assert noted(store)["inFlight"] == ("arxiv:2001.00001",)


def test_what_differs_is_named():
    first, second = built(PAPERS[:3]), built(PAPERS[1:3], [DECISION])
    assert not diff(first, first)
    found = diff(first, second)
    assert found.kinds["Paper"].first_only == ["arxiv:2001.00001"]
    assert found.kinds["Paper"].same == 2
    assert found.kinds["Decision"].second_only == [DECISION.id]
    assert found.kinds["Entity"].names["entity:piney"] == "Piney"
    assert found.to_dict()["Paper"]["firstOnly"] == [{"id": "arxiv:2001.00001", "name": "Oak"}]
    turned = diff(second, first)
    assert turned.kinds["Paper"].second_only == ["arxiv:2001.00001"]
    changed = diff(first, built([*PAPERS[:2], Paper("A Survey", PAPERS[2].abstract, venue="Wood", url=PAPERS[2].url)]))
    assert [name for name, kind in changed.kinds.items() if kind] == ["Paper"]
    assert len(changed.kinds["Paper"].changed) == 1
