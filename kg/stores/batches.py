"""A change cut into batches: one shape each, sorted, small enough for one transaction. Pure.

Rows are sorted so that two writers lock nodes in the same order.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.records.graph import Edge, Node

T = TypeVar("T")
BATCH_SIZE = 1000
"""Rows of one transaction in the embedded store, which is fastest from 250 to 5,000."""
SERVER_BATCH_SIZE = 10_000
"""Rows of one transaction on a server, where each commit waits for a disk: faster by half than 1,000."""


def batches(rows: Sequence[T], size: int = BATCH_SIZE) -> Iterator[Sequence[T]]:
    """Yield slices of at most `size` rows.

    Example:
        >>> list(batches([1, 2, 3], 2))
        [[1, 2], [3]]
    """
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def grouped(steps: Iterable[tuple[int, T]], size: int) -> Iterator[list[T]]:
    """Yield steps, given with their numbers of rows, in groups of at most `size` rows; a larger one alone.

    Example:
        >>> list(grouped([(2, "a"), (1, "b"), (5, "c"), (1, "d")], 4))
        [['a', 'b'], ['c'], ['d']]
    """
    group: list[T] = []
    total = 0
    for rows, step in steps:
        if group and total + rows > size:
            yield group
            group, total = [], 0
        group.append(step)
        total += rows
    if group:
        yield group


def id_batches(pairs: Iterable[tuple[str, str]], size: int = BATCH_SIZE) -> Iterator[tuple[str, list[str]]]:
    """Yield a label or a type with ids of it, each id once, sorted.

    Example:
        >>> list(id_batches([("Paper", "b"), ("Entity", "c"), ("Paper", "a"), ("Paper", "b")]))
        [('Entity', ['c']), ('Paper', ['a', 'b'])]
    """
    groups: dict[str, set[str]] = defaultdict(set)
    for kind, id_ in pairs:
        groups[kind].add(id_)
    for kind in sorted(groups):
        for part in batches(sorted(groups[kind]), size):
            yield kind, list(part)


def node_batches(nodes: Iterable[Node], size: int = BATCH_SIZE) -> Iterator[tuple[str, Sequence[Node]]]:
    """Yield a label with nodes of it, sorted by id."""
    groups: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        groups[node.label].append(node)
    for label in sorted(groups):
        for part in batches(sorted(groups[label], key=lambda node: node.id), size):
            yield label, part


def edge_batches(edges: Iterable[Edge], size: int = BATCH_SIZE) -> Iterator[tuple[str, Sequence[Edge]]]:
    """Yield a relationship type with edges of it, sorted by source, target, id."""
    groups: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        groups[edge.type].append(edge)
    for kind in sorted(groups):
        for part in batches(sorted(groups[kind], key=lambda edge: (edge.source, edge.target, edge.id)), size):
            yield kind, part
