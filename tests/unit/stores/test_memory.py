"""The memory store beyond the conformance suite."""

from __future__ import annotations

from kg.records.graph import Change, Edge, Node, freeze
from kg.stores.base import CypherStore
from kg.stores.memory import MemoryStore


def test_two_stores_share_nothing() -> None:
    first, second = MemoryStore(), MemoryStore()
    first.write(Change(nodes=(Node("p", "Paper"),)))
    assert not list(second.nodes("Paper"))


def test_does_not_answer_cypher() -> None:
    assert not isinstance(MemoryStore(), CypherStore)


def test_several_edges_between_two_nodes() -> None:
    nodes = (Node("p", "Paper"), Node("e", "Entity"))
    edges = tuple(Edge(id_, "USES", "p", "e", freeze({"paperId": "p"})) for id_ in ("1", "2"))
    store = MemoryStore()
    store.write(Change(nodes=nodes, edges=edges))
    assert list(store.edges("USES", "Paper")) == list(edges)
