"""Laws of stores, with generated graphs: the embedded store does what the one in memory does."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.config import Target
from kg.records.graph import Change, Counts, Edge, Node
from kg.schema import load_schema
from kg.stores import open_store
from kg.stores.checks import checked
from kg.stores.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.stores.base import Store

SCHEMA = load_schema()
TEXTS = st.text(st.characters(exclude_categories=()), max_size=6)
IDS = st.sampled_from(["a", "b", "B", "é", "10", "9", "\U0001d6fc", "\uffee", "x'y`z\"\\", "n\nl"])
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
INTEGERS = st.integers(-(2**63), 2**63 - 1)


def optional(**values: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries({}, optional=values)


PAPERS = st.builds(
    Node,
    IDS,
    st.just("Paper"),
    properties=optional(title=TEXTS, year=INTEGERS, authors=st.lists(TEXTS, max_size=3).map(tuple)),
)
ENTITIES = st.builds(
    Node, IDS, st.just("Entity"), st.sampled_from(["", *SCHEMA.entities]), optional(name=TEXTS, paperCount=INTEGERS)
)


@st.composite
def edges(draw: st.DrawFn) -> Edge:
    source, target, paper = draw(IDS), draw(IDS), draw(IDS)
    properties = {"paperId": paper, **draw(optional(confidence=FLOATS, sentence=TEXTS, sentenceStart=INTEGERS))}
    roles = optional(mentions=st.lists(TEXTS, max_size=2).map(tuple), starts=st.lists(INTEGERS, max_size=2).map(tuple))
    kind = draw(st.sampled_from(["INTRODUCES", "BASED_ON"]))
    if kind == "INTRODUCES":
        properties |= draw(roles)
    return Edge(f"{kind} {source} {target}", kind, source, target, properties)


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """A change whose edges have their ends in it: so it can be written to any graph."""
    nodes = draw(st.lists(PAPERS | ENTITIES, max_size=6))
    wanted = draw(st.lists(edges(), max_size=6))
    for edge in wanted:
        nodes.append(Node(edge.source, "Paper" if edge.type == "INTRODUCES" else "Entity"))
        nodes.append(Node(edge.target, "Entity"))
    gone = draw(st.lists(st.tuples(st.sampled_from(["Paper", "Entity"]), IDS), max_size=2))
    gone_edges = draw(st.lists(edges(), max_size=2))
    return Change(tuple((edge.type, edge.id) for edge in gone_edges), tuple(gone), tuple(nodes), tuple(wanted))


def contents(store: Store) -> list[object]:
    found: list[object] = [node for label in SCHEMA.nodes for node in store.nodes(label)]
    return [*found, *(edge for kind in SCHEMA.edges for edge in store.edges(kind.type, kind.source))]


@pytest.fixture(scope="module")
def embedded(empty_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("property") / "graph"
    shutil.copytree(empty_graph, folder)
    with open_store(Target(folder=folder)) as store:
        yield store


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(changes(), min_size=1, max_size=3))
def test_every_change_does_what_it_does_in_memory(embedded: Store, sequence: list[Change]) -> None:
    everything = tuple((node.label, node.id) for label in ("Paper", "Entity") for node in embedded.nodes(label))
    embedded.write(Change(delete_nodes=everything))
    memory = MemoryStore()
    for change in sequence:
        assert embedded.write(change) == memory.write(change)
        assert contents(embedded) == contents(memory)
        again = Change(nodes=change.nodes, edges=change.edges)
        assert embedded.write(again) == memory.write(again) == Counts()


@settings(max_examples=50, deadline=None)
@given(changes())
def test_checking_twice_is_checking_once(change: Change) -> None:
    once = checked(change, SCHEMA)
    assert checked(once, SCHEMA) == once


@settings(max_examples=50, deadline=None)
@given(changes(), st.randoms(use_true_random=False))
def test_the_order_of_distinct_records_does_not_matter(change: Change, random: object) -> None:
    change = checked(change, SCHEMA)
    nodes, found = list(change.nodes), list(change.edges)
    random.shuffle(nodes)  # type: ignore[attr-defined]
    random.shuffle(found)  # type: ignore[attr-defined]
    first, second = MemoryStore(), MemoryStore()
    first.write(change)
    second.write(Change(nodes=tuple(nodes), edges=tuple(found)))
    assert contents(first) == contents(second)
