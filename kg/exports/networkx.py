"""The graph as networkx's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from kg.exports.reader import NODE_LABELS
from kg.schema import load_schema

if TYPE_CHECKING:
    from kg.exports.reader import GraphReader


def to_networkx(reader: GraphReader) -> nx.MultiDiGraph[str]:
    """Return the whole graph in memory.

    Nodes are named by their id and carry `label`, `labels` and their properties; edges are keyed by their id and
    carry `type` and their properties. Lists are Python lists.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for label in NODE_LABELS:
        for node in reader.nodes(label):
            graph.add_node(node.id, label=node.kind or node.label, labels=list(node.labels), **_plain(node.properties))
    for kind in load_schema().edges:
        for edge in reader.edges(kind.type, kind.source):
            graph.add_edge(edge.source, edge.target, key=edge.id, type=edge.type, **_plain(edge.properties))
    return graph


def _plain(properties: object) -> dict[str, object]:
    items = dict(properties)  # type: ignore[call-overload]
    return {name: list(value) if isinstance(value, tuple) else value for name, value in items.items()}
