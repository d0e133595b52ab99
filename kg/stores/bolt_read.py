"""Nodes and edges read back in pages, so that memory does not grow with the graph."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from kg.records.graph import Edge, Node
from kg.stores import read_cypher
from kg.stores.batches import batches
from kg.stores.bolt_write import as_record
from kg.stores.checks import clean_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from kg.records.graph import Properties, Value
    from kg.schema import EdgeType, NodeType

    Read = Callable[[str, Mapping[str, Any]], list[list[Any]]]

PAGE = 1000
"""Nodes of a page."""
SOURCES = 500
"""Nodes whose edges make a page."""


def iter_nodes(
    read: Read,
    kind: NodeType,
    *,
    ids: Collection[str] | None,
    where: tuple[str, Collection[Value]] | None,
    names: tuple[str, ...] | None,
    kinds: Collection[str],
) -> Iterator[Node]:
    """Yield nodes ordered by id.

    Args:
        read: Runs a statement.
        kind: What nodes.
        ids: See `Store.nodes`.
        where: See `Store.nodes`.
        names: The properties to read, None for all of the schema.
        kinds: What may be a second label; others were put there by somebody else.
    """
    make = partial(_node, kind, names, kinds)
    if ids is not None:
        ids = {clean_text(id_) for id_ in ids}
    if where is not None:
        found = _ids_where(read, kind, *where)
        ids = found if ids is None else ids & found
    if ids is None:
        yield from map(make, _all_nodes(read, kind.label, names))
        return
    statement = read_cypher.nodes_by_id(kind.label, names)
    for part in batches(sorted(ids), PAGE):
        yield from sorted(map(make, read(statement, {"ids": part})), key=_id)


def _ids_where(read: Read, kind: NodeType, name: str, wanted: Collection[Value]) -> set[str]:
    types = {item.name: item.type for item in kind.properties}
    if name not in types:
        return set()
    statement = read_cypher.ids_where(kind.label, name, in_list=types[name] in ("strings", "integers"))
    values = sorted({clean_text(value) if isinstance(value, str) else value for value in wanted}, key=repr)
    return {row[0] for part in batches(values, PAGE) for row in read(statement, {"wanted": part})}


def _all_nodes(read: Read, label: str, names: tuple[str, ...] | None) -> Iterator[Sequence[Any]]:
    statement = read_cypher.node_page(label, names)
    after = ""
    while page := read(statement, {"after": after, "limit": PAGE}):
        yield from page
        after = page[-1][0]


def _id(node: Node) -> str:
    return node.id


def _node(kind: NodeType, names: tuple[str, ...] | None, kinds: Collection[str], row: Sequence[Any]) -> Node:
    id_, labels, values = row
    second = next((name for name in sorted(labels) if name in kinds), "") if kind.label == "Entity" else ""
    return Node(id_, kind.label, second, _properties(kind, names, values))


def _properties(kind: NodeType | EdgeType, names: tuple[str, ...] | None, values: Any) -> Properties:
    if names is None:
        return MappingProxyType(as_record(values, {item.name for item in kind.properties}))
    return MappingProxyType(as_record(dict(zip(names, values, strict=True)), names))


@dataclass(frozen=True, slots=True)
class Filters:
    """What is wanted of edges: ids of sources, of targets and of papers; None for any."""

    sources: Collection[str] | None
    targets: Collection[str] | None
    papers: Collection[str] | None

    def hold(self, row: Sequence[Any]) -> bool:
        """Whether they all hold for a row of source, target, id, paper, values."""
        wanted = (self.sources, row[0]), (self.targets, row[1]), (self.papers, row[3])
        return all(ids is None or id_ in ids for ids, id_ in wanted)


def iter_edges(read: Read, kind: EdgeType, wanted: Filters, *, names: tuple[str, ...] | None) -> Iterator[Edge]:
    """Yield edges ordered by source, target, id.

    Without filters, or with a filter on the sources, the edges of a page of sources are held at a time; with another,
    all that it leaves are.
    """
    ends = (kind.type, kind.source, kind.target, names)
    given = [ids for ids in (wanted.papers, wanted.targets, wanted.sources) if ids is not None]
    fewest = min(given, key=len, default=None)
    if fewest is None or fewest is wanted.sources:
        pages = _source_pages(read, kind.source) if fewest is None else batches(_texts(fewest), SOURCES)
        statement = read_cypher.edges_from(*ends)
        for part in pages:
            yield from _edges(kind, names, filter(wanted.hold, read(statement, {"ids": part})))
        return
    if fewest is wanted.papers and "paperId" not in {item.name for item in kind.properties}:
        return
    statement = read_cypher.edges_of_papers(*ends) if fewest is wanted.papers else read_cypher.edges_to(*ends)
    rows = (row for part in batches(_texts(fewest), SOURCES) for row in read(statement, {"ids": part}))
    yield from _edges(kind, names, filter(wanted.hold, rows))


def _texts(ids: Iterable[str]) -> list[str]:
    return sorted({clean_text(id_) for id_ in ids})


def _source_pages(read: Read, label: str) -> Iterator[list[str]]:
    statement = read_cypher.node_page(label, ())
    after = ""
    while page := [row[0] for row in read(statement, {"after": after, "limit": SOURCES})]:
        yield page
        after = page[-1]


def _edges(kind: EdgeType, names: tuple[str, ...] | None, rows: Iterable[Sequence[Any]]) -> Iterator[Edge]:
    for source, target, id_, _, values in sorted(rows, key=lambda row: tuple(row[:3])):
        yield Edge(id_, kind.type, source, target, _properties(kind, names, values))
