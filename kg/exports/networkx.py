"""The graph as networkx's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from kg.exports.graphml import text_value
from kg.exports.reader import NODE_LABELS
from kg.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.exports.reader import GraphReader
    from kg.records.graph import Value


def to_networkx(reader: GraphReader, *, lists: bool = False) -> nx.MultiDiGraph[str]:
    """Return the whole graph in memory.

    Nodes are named by their id and carry `label` (their type), `labels` and their properties; edges are keyed by their
    id and carry `type` and their properties.

    Args:
        reader: The graph.
        lists: Whether lists are Python lists, which networkx cannot write to GraphML or GEXF; else they are strings,
            their items joined by " | ".
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for label in NODE_LABELS:
        for node in reader.nodes(label):
            own = _plain({"labels": node.labels, **node.properties}, lists=lists)
            graph.add_node(node.id, label=node.kind or node.label, **own)
    for kind in load_schema().edges:
        for edge in reader.edges(kind.type, kind.source):
            own = _plain(edge.properties, lists=lists)
            graph.add_edge(edge.source, edge.target, key=edge.id, type=edge.type, **own)
    return graph


def _plain(values: Mapping[str, Value], *, lists: bool) -> dict[str, object]:
    return {
        name: (list(value) if lists else text_value(value)) if isinstance(value, tuple) else value
        for name, value in values.items()
    }
