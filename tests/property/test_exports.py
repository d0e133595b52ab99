"""Whatever texts a graph holds, its RDF is read back equal; what no syntax can hold becomes a replacement character."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.exports import EXPORTERS, export_graph
from kg.exports.rdf.reading import read_records
from kg.exports.reader import clean_text
from kg.ids import edge_id, entity_id
from kg.records.graph import Change, Edge, Node, freeze
from kg.schema import load_schema
from kg.stores.memory import MemoryStore

SCHEMA = load_schema()
SUFFIXES = {"turtle": ".ttl", "ntriples": ".nt", "trig": ".trig", "jsonld": ".jsonld", "rdfxml": ".rdf"}

text = st.text(st.characters(exclude_categories=()), min_size=1, max_size=12)
"""Any characters: controls, lone surrogates, what stands in no XML."""


@st.composite
def changes(draw):
    """A paper, an entity that it names where its text does, and a link to a second paper."""
    title, name, before = draw(text), draw(text), draw(text)
    body = f"{title}\n{before}{name}."
    start = len(title) + 1 + len(before)
    first = draw(text.filter(lambda id_: id_ != "second"))
    authors = tuple(draw(st.lists(text, max_size=3)))
    common = {"titleKeys": ("k",), "entityCount": 1, "extractor": draw(text), "contentHash": "0" * 16}
    papers = [
        Node(first, "Paper", "", freeze({"title": title, "text": body, "authors": authors, "year": 2020, **common})),
        Node("second", "Paper", "", freeze({"title": "Second", "text": "Second\n", **common})),
    ]
    id_ = entity_id(name)
    votes = ("Task:1",)
    entity = Node(id_, "Entity", "Task", freeze({"name": name, "key": name, "paperCount": 1, "typeVotes": votes}))
    sentence = body[len(title) + 1 :]
    claim = {
        "paperId": first,
        "confidence": draw(st.floats(0, 1)),
        "sentence": sentence,
        "sentenceStart": len(title) + 1,
        "sentenceEnd": len(body),
        "extractor": common["extractor"],
        "name": name,
        "entityType": "Task",
        "mentions": (name,),
        "starts": (start,),
        "ends": (start + len(name),),
        "sentences": (sentence,),
        "surfaces": (name,),
        "reasons": ("name",),
    }
    link = {"weight": draw(st.floats(0.1, 1e9)), "through": (name,), "entityIds": (id_,)}
    edges = [
        Edge(edge_id("ADDRESSES", first, id_, first), "ADDRESSES", first, id_, freeze(claim)),
        Edge(edge_id("SHARES_TECHNIQUE", first, "second"), "SHARES_TECHNIQUE", first, "second", freeze(link)),
    ]
    return Change(nodes=(*papers, entity), edges=tuple(edges))


def cleaned(value):
    if isinstance(value, str):
        return clean_text(value)
    return tuple(map(cleaned, value)) if isinstance(value, tuple) else value


def records(store):
    """All records, with the texts that RDF can hold; what stands in IRIs stays, it is percent-encoded there."""

    def values(record):
        return {k: v if k in ("paperId", "extractor") else cleaned(v) for k, v in record.properties.items()}

    nodes = [(n.id, n.kind, values(n)) for label in ("Paper", "Entity") for n in store.nodes(label)]
    edges = [
        (e.id, e.source, e.target, values(e)) for kind in SCHEMA.edges for e in store.edges(kind.type, kind.source)
    ]
    return nodes, edges


@pytest.mark.parametrize("name", SUFFIXES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(change=changes())
def test_rdf_is_read_back_equal(name, change):
    store, copy = MemoryStore(), MemoryStore()
    store.write(change)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"graph{SUFFIXES[name]}"
        export_graph(store, path, name)
        found = read_records(path, SCHEMA)
        copy.write(Change(nodes=tuple(found.nodes()), edges=tuple(found.edges())))
    assert records(copy) == records(store)


@pytest.mark.parametrize("name", [name for name, exporter in EXPORTERS.items() if exporter.write])
@settings(max_examples=15, deadline=None)
@given(change=changes())
def test_no_text_breaks_an_export(name, change):
    store = MemoryStore()
    store.write(change)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph"
        export_graph(store, path, name)
        assert path.read_bytes().decode("utf-8")
