"""A graph, record by record, into another store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.pipeline.extracting import chunks
from kg.pipeline.report import OnProgress, Progress, ignore_progress
from kg.records.graph import Change, Counts
from kg.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.records.graph import Edge, Node
    from kg.stores.base import Store

RECORDS_AT_ONCE = 10_000


def copy_graph(source: Store, target: Store, on_progress: OnProgress = ignore_progress) -> Counts:
    """Write every node and edge of a graph into a store, the node that says what wrote the graph last.

    What the target holds besides stays.
    """
    counts, done = Counts(), 0
    for nodes in chunks(_nodes(source), RECORDS_AT_ONCE):
        counts += target.write(Change(nodes=tuple(nodes)))
        done += len(nodes)
        on_progress(Progress("copying nodes and edges", done))
    for edges in chunks(_edges(source), RECORDS_AT_ONCE):
        counts += target.write(Change(edges=tuple(edges)))
        done += len(edges)
        on_progress(Progress("copying nodes and edges", done))
    target.write(Change(nodes=tuple(source.nodes("GraphInfo"))))
    return counts


def _nodes(source: Store) -> Iterator[Node]:
    for label in load_schema().nodes:
        if label != "GraphInfo":
            yield from source.nodes(label)


def _edges(source: Store) -> Iterator[Edge]:
    for kind in load_schema().edges:
        yield from source.edges(kind.type, kind.source)
