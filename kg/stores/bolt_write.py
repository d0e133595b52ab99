"""One batch of a change, inside one transaction: read what is there, send only what differs, count it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.errors import StoreError
from kg.records.graph import Counts
from kg.stores import read_cypher, write_cypher
from kg.stores.checks import edge_candidates

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from neo4j import ManagedTransaction

    from kg.records.graph import Edge, Node, Properties
    from kg.schema import EdgeType, Schema


@dataclass(slots=True)
class Moves:
    """Ids of nodes that lose a second label, and of those that get one, by label."""

    lose: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    get: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


class Relabelling:
    """Changes of second labels: made in the transaction that finds them, or left for after it.

    The embedded engine would find a node's id twice if the label that goes and the one that comes were one transaction.
    A kill in between leaves a node without second label, which the next write repairs.

    Attributes:
        left: Statements, each with its ids, that are to be transactions of their own.
    """

    def __init__(self, *, in_transaction: bool) -> None:
        self._in_transaction = in_transaction
        self.left: list[tuple[str, list[str]]] = []

    def take(self, tx: ManagedTransaction, label: str, moves: Moves) -> None:
        """Make the changes, or note them."""
        found = list(relabelling(label, moves))
        if not self._in_transaction:
            self.left += found
            return
        for statement, ids in found:
            relabel(tx, statement, ids)


Step = Callable[["ManagedTransaction", Relabelling], Counts]
"""A part of a change inside a transaction; it says what it did."""


def run_steps(tx: ManagedTransaction, steps: Sequence[Step], later: Relabelling) -> Counts:
    """Run parts of a change in one transaction."""
    later.left.clear()  # of an earlier try, which was undone
    counts = Counts()
    for step in steps:
        counts += step(tx, later)
    return counts


def write_nodes(
    tx: ManagedTransaction, later: Relabelling, label: str, nodes: Sequence[Node], schema: Schema
) -> Counts:
    """Write nodes of one label."""
    ids = [node.id for node in nodes]
    names = [item.name for item in schema.nodes[label].properties]
    found: dict[str, tuple[list[str], Properties]] = {
        id_: ([name for name in labels if name in schema.entities], as_record(values, names))
        for id_, labels, values in tx.run(read_cypher.nodes_by_id(label, None), ids=ids).values()
    }
    new: dict[str, list[Node]] = defaultdict(list)
    changed: dict[str, dict[str, Any]] = {}
    moves = Moves()
    moved = set()
    for node in nodes:
        if node.id not in found:
            new[node.kind].append(node)
            continue
        kinds, properties = found[node.id]
        if properties != node.properties:
            changed[node.id] = _as_map(node, names)
        for kind in kinds:
            if kind != node.kind:
                moves.lose[kind].append(node.id)
                moved.add(node.id)
        if node.kind and node.kind not in kinds:
            moves.get[node.kind].append(node.id)
            moved.add(node.id)
    _create_nodes(tx, label, new, schema)
    if changed:
        tx.run(write_cypher.set_nodes(label), ids=list(changed), rows=changed).consume()
    later.take(tx, label, moves)
    return Counts(nodes_created=sum(map(len, new.values())), nodes_changed=len(changed.keys() | moved))


def _create_nodes(tx: ManagedTransaction, label: str, new: Mapping[str, Sequence[Node]], schema: Schema) -> None:
    node_type = schema.nodes[label]
    names = [item.name for item in node_type.properties]
    for kind, nodes in sorted(new.items()):
        rows = [[node.id, *_cells(node.properties, names)] for node in nodes]
        tx.run(write_cypher.create_nodes(node_type, kind), rows=rows).consume()


def relabelling(label: str, moves: Moves) -> Iterator[tuple[str, list[str]]]:
    """Yield the statements that change second labels, each with its ids; each is a transaction of its own."""
    for kind, ids in sorted(moves.lose.items()):
        yield write_cypher.remove_label(label, kind), ids
    for kind, ids in sorted(moves.get.items()):
        yield write_cypher.add_label(label, kind), ids


def relabel(tx: ManagedTransaction, statement: str, ids: Sequence[str]) -> None:
    """Run one statement of `relabelling`."""
    tx.run(statement, ids=ids).consume()


def write_edges(tx: ManagedTransaction, _: Relabelling, kind: str, edges: Sequence[Edge], schema: Schema) -> Counts:
    """Write edges of one relationship type.

    Raises:
        StoreError: If an end is not there; nothing of the batch is written then.
    """
    ids = [edge.id for edge in edges]
    names = {item.name for edge_type in schema.edges if edge_type.type == kind for item in edge_type.properties}
    found = {
        id_: (source, target, as_record(values, names))
        for source, target, id_, _, values in tx.run(read_cypher.edges_by_id(kind), ids=ids).values()
    }
    new = [edge for edge in edges if edge.id not in found]
    changed: dict[str, dict[str, Any]] = {}
    moved = []
    for edge in edges:
        if edge.id not in found:
            continue
        source, target, properties = found[edge.id]
        if (source, target) != (edge.source, edge.target):
            moved.append(edge)
        elif properties != edge.properties:
            changed[edge.id] = _as_map(edge, names)
    if moved:
        tx.run(write_cypher.delete_edges(kind), ids=[edge.id for edge in moved]).consume()
    for edge_type, group in _by_type(tx, [*new, *moved], schema):
        _create_edges(tx, edge_type, group)
    if changed:
        tx.run(write_cypher.set_edges(kind), ids=list(changed), rows=changed).consume()
    return Counts(edges_created=len(new), edges_changed=len(moved) + len(changed))


def _by_type(
    tx: ManagedTransaction, edges: Sequence[Edge], schema: Schema
) -> Iterator[tuple[EdgeType, Sequence[Edge]]]:
    """Yield edges by the labels of their ends: where properties leave a choice, the first whose ends are there."""
    groups: dict[tuple[str, str], tuple[EdgeType, list[Edge]]] = {}
    open_edges = []
    for edge in edges:
        candidates = edge_candidates(edge, schema)
        if len(candidates) == 1:
            _put(groups, candidates[0], edge)
        else:
            open_edges.append((edge, candidates))
    if open_edges:
        ends = {end for edge, _ in open_edges for end in (edge.source, edge.target)}
        labels = {label for _, kinds in open_edges for kind in kinds for label in (kind.source, kind.target)}
        there = {(label, id_) for label in sorted(labels) for id_ in _present(tx, label, ends)}
        for edge, candidates in open_edges:
            fitting = (kind for kind in candidates if {(kind.source, edge.source), (kind.target, edge.target)} <= there)
            _put(groups, next(fitting, candidates[0]), edge)
    yield from groups.values()


def _put(groups: dict[tuple[str, str], tuple[EdgeType, list[Edge]]], kind: EdgeType, edge: Edge) -> None:
    groups.setdefault((kind.source, kind.target), (kind, []))[1].append(edge)


def _create_edges(tx: ManagedTransaction, kind: EdgeType, edges: Sequence[Edge]) -> None:
    names = [item.name for item in kind.properties]
    rows = [[edge.id, edge.source, edge.target, *_cells(edge.properties, names)] for edge in edges]
    done = tx.run(write_cypher.create_edges(kind), rows=rows).single(strict=True)["done"]
    if done == len(rows):
        return
    there = {
        (label, id_)
        for label, ends in (
            (kind.source, {edge.source for edge in edges}),
            (kind.target, {edge.target for edge in edges}),
        )
        for id_ in _present(tx, label, ends)
    }
    for edge in edges:
        for end in ((kind.source, edge.source), (kind.target, edge.target)):
            if end not in there:
                raise StoreError(
                    f"{edge.type} from {edge.source!r} to {edge.target!r}: there is no {end[0]} {end[1]!r}."
                )
    raise StoreError(f"Of {len(rows)} edges of type {kind.type}, {done} were written.", retryable=True)


def _present(tx: ManagedTransaction, label: str, ids: Iterable[str]) -> set[str]:
    rows = tx.run(read_cypher.nodes_by_id(label, ()), ids=sorted(ids)).values()
    return {row[0] for row in rows}


def delete_edges(tx: ManagedTransaction, _: Relabelling, kind: str, ids: Sequence[str]) -> Counts:
    """Delete edges."""
    return Counts(edges_deleted=_done(tx, write_cypher.delete_edges(kind), ids))


def delete_nodes(tx: ManagedTransaction, _: Relabelling, label: str, ids: Sequence[str], schema: Schema) -> Counts:
    """Delete nodes with our edges of them; one that somebody else hung edges on stays, without our labels."""
    edges = _done(tx, write_cypher.delete_edges_of(label, schema), ids)
    nodes = _done(tx, write_cypher.delete_nodes(label), ids)
    if nodes < len(ids):
        nodes += _done(tx, write_cypher.disown_nodes(label, schema), ids)
    return Counts(nodes_deleted=nodes, edges_deleted=edges)


def _done(tx: ManagedTransaction, statement: str, ids: Sequence[str]) -> int:
    return int(tx.run(statement, ids=ids).single(strict=True)["done"])


def as_record(values: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """Return stored properties as a record has them: only these, lists as tuples, sorted by name."""
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in sorted(values.items())
        if value is not None and name in names
    }


def _as_map(record: Node | Edge, names: Iterable[str]) -> dict[str, Any]:
    return {"id": record.id, **dict(zip(names, _cells(record.properties, names), strict=True))}


def _cells(properties: Properties, names: Iterable[str]) -> Iterator[Any]:
    for name in names:
        value = properties.get(name)
        yield list(value) if isinstance(value, tuple) else value
