"""A graph in memory: the reference that the other stores are compared with."""

from __future__ import annotations

from contextlib import nullcontext
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

import networkx as nx

from kg.errors import StoreError
from kg.records.graph import Change, Counts, Edge, Node
from kg.schema import load_schema
from kg.stores.checks import checked, clean_text, edge_candidates
from kg.stores.info import info_node

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from contextlib import AbstractContextManager
    from types import TracebackType

    from kg.records.graph import Properties, Value
    from kg.schema import Schema

Key = tuple[str, str]


class MemoryStore:
    """A store that lives as long as its object.

    Example:
        >>> store = MemoryStore()
        >>> change = Change(nodes=(Node("p1", "Paper", properties={"title": "A title"}),))
        >>> store.write(change).nodes_created, store.write(change).nodes_created
        (1, 0)
        >>> [node.id for node in store.nodes("Paper")]
        ['p1']
    """

    def __init__(self, schema: Schema | None = None) -> None:
        self.target = "memory"
        self._schema = schema or load_schema()
        self._graph: nx.MultiDiGraph[Key] = nx.MultiDiGraph()
        self._ends: dict[str, tuple[Key, Key]] = {}
        self.write(Change(nodes=(info_node(self._schema),)))

    def write(self, change: Change) -> Counts:
        """Write a change; see `Store.write`."""
        change = checked(change, self._schema)
        counts = Counts(edges_deleted=sum(self._delete_edge(kind, id_) for kind, id_ in set(change.delete_edges)))
        for key in set(change.delete_nodes):
            counts += self._delete_node(key)
        for node in change.nodes:
            counts += self._put_node(node)
        for edge in change.edges:
            counts += self._put_edge(edge)
        return counts

    def _delete_edge(self, kind: str, id_: str) -> bool:
        if id_ not in self._ends or self._edge(id_).type != kind:
            return False
        self._graph.remove_edge(*self._ends.pop(id_), key=id_)
        return True

    def _delete_node(self, key: Key) -> Counts:
        if key not in self._graph:
            return Counts()
        edges = {id_ for *_, id_ in self._graph.in_edges(key, keys=True)}
        edges |= {id_ for *_, id_ in self._graph.out_edges(key, keys=True)}
        for id_ in edges:
            del self._ends[id_]
        self._graph.remove_node(key)
        return Counts(nodes_deleted=1, edges_deleted=len(edges))

    def _put_node(self, node: Node) -> Counts:
        key = (node.label, node.id)
        old = self._graph.nodes[key]["record"] if key in self._graph else None
        if old == node:
            return Counts()
        self._graph.add_node(key, record=node)
        return Counts(nodes_changed=1) if old else Counts(nodes_created=1)

    def _put_edge(self, edge: Edge) -> Counts:
        old = self._edge(edge.id) if edge.id in self._ends else None
        if old == edge:
            return Counts()
        ends = self._find_ends(edge)
        if old:
            self._delete_edge(old.type, old.id)
        self._graph.add_edge(*ends, key=edge.id, record=edge)
        self._ends[edge.id] = ends
        return Counts(edges_changed=1) if old else Counts(edges_created=1)

    def _find_ends(self, edge: Edge) -> tuple[Key, Key]:
        candidates = edge_candidates(edge, self._schema)
        for kind in candidates:
            ends = (kind.source, edge.source), (kind.target, edge.target)
            if all(end in self._graph for end in ends):
                return ends
        kind = candidates[0]
        label, id_ = next(
            end for end in ((kind.source, edge.source), (kind.target, edge.target)) if end not in self._graph
        )
        raise StoreError(f"{edge.type} from {edge.source!r} to {edge.target!r}: there is no {label} {id_!r}.")

    def _edge(self, id_: str) -> Edge:
        source, target = self._ends[id_]
        record: Edge = self._graph.edges[source, target, id_]["record"]
        return record

    def nodes(
        self,
        label: str,
        *,
        ids: Collection[str] | None = None,
        where: tuple[str, Collection[Value]] | None = None,
        properties: Collection[str] | None = None,
    ) -> Iterator[Node]:
        """Yield nodes; see `Store.nodes`."""
        ids = _clean(ids)
        found = [data["record"] for key, data in self._graph.nodes(data=True) if key[0] == label]
        for node in sorted(found, key=lambda node: str(node.id)):
            if (ids is None or node.id in ids) and (where is None or _matches(node.properties, *where)):
                yield Node(node.id, node.label, node.kind, _only(node.properties, properties))

    def edges(
        self,
        kind: str,
        source: str,
        *,
        sources: Collection[str] | None = None,
        targets: Collection[str] | None = None,
        papers: Collection[str] | None = None,
        properties: Collection[str] | None = None,
    ) -> Iterator[Edge]:
        """Yield edges; see `Store.edges`."""
        self._schema.edge(kind, source)
        sources, targets, papers = _clean(sources), _clean(targets), _clean(papers)
        found = [
            edge
            for edge in (self._edge(id_) for id_, ends in self._ends.items() if ends[0][0] == source)
            if edge.type == kind
            and (sources is None or edge.source in sources)
            and (targets is None or edge.target in targets)
            and (papers is None or edge.properties.get("paperId") in papers)
        ]
        for edge in sorted(found, key=lambda edge: (edge.source, edge.target, edge.id)):
            yield Edge(edge.id, edge.type, edge.source, edge.target, _only(edge.properties, properties))

    def exclusive(self) -> AbstractContextManager[None]:
        """Do nothing: nobody else has the object."""
        return nullcontext()

    def close(self) -> None:
        """Do nothing: the graph goes with the object."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _clean(ids: Collection[str] | None) -> set[str] | None:
    return None if ids is None else {clean_text(id_) for id_ in ids}


def _matches(properties: Mapping[str, Value], name: str, wanted: Collection[Value]) -> bool:
    value = properties.get(name)
    return any(item in wanted for item in value) if isinstance(value, tuple) else value in wanted


def _only(properties: Properties, names: Collection[str] | None) -> Properties:
    if names is None:
        return properties
    return MappingProxyType({name: value for name, value in properties.items() if name in names})
