"""The graph as one JSON object: networkx's node-link form, and that of Cytoscape."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, Any

from kg.exports.reader import NODE_LABELS, caption

if TYPE_CHECKING:
    from kg.exports.reader import GraphReader
    from kg.schema import Schema


def write_node_link(reader: GraphReader, stream: IO[str], schema: Schema) -> None:
    """Write what `networkx.node_link_graph` reads: `nodes` with `id`, `edges` with `source`, `target` and `key`."""
    stream.write('{"directed": true, "multigraph": true, "graph": {},\n')
    nodes = (
        {"id": node.id, "label": caption(node), "labels": node.labels, **node.properties}
        for label in NODE_LABELS
        for node in reader.nodes(label)
    )
    edges = (
        {"source": edge.source, "target": edge.target, "key": edge.id, "type": edge.type, **edge.properties}
        for kind in schema.edges
        for edge in reader.edges(kind.type, kind.source)
    )
    _arrays(stream, nodes, edges)
    stream.write("}\n")


def write_cytoscape(reader: GraphReader, stream: IO[str], schema: Schema) -> None:
    """Write what Cytoscape and Cytoscape.js read: `elements`, each with its `data`; edges have an `interaction`."""
    stream.write('{"directed": true, "multigraph": true, "data": [], "elements": {\n')
    nodes = ({"data": _cytoscape_node(node)} for label in NODE_LABELS for node in reader.nodes(label))
    edges = (
        {
            "data": {
                **edge.properties,
                "id": edge.id,
                "key": edge.id,
                "source": edge.source,
                "target": edge.target,
                "interaction": edge.type,
                "type": edge.type,
            }
        }
        for kind in schema.edges
        for edge in reader.edges(kind.type, kind.source)
    )
    _arrays(stream, nodes, edges)
    stream.write("}}\n")


def _cytoscape_node(node: Any) -> dict[str, Any]:
    """Cytoscape shows `name`; networkx takes `value` as the node."""
    return {
        **node.properties,
        "id": node.id,
        "value": node.id,
        "name": caption(node),
        "label": caption(node),
        "labels": node.labels,
    }


def _arrays(stream: IO[str], nodes: Iterable[dict[str, Any]], edges: Iterable[dict[str, Any]]) -> None:
    stream.write('"nodes": [')
    stream.writelines(_items(nodes))
    stream.write('],\n"edges": [')
    stream.writelines(_items(edges))
    stream.write("]")


def _items(records: Iterable[dict[str, Any]]) -> Iterator[str]:
    separator = "\n"
    for record in records:
        yield separator + json.dumps(record, ensure_ascii=False)
        separator = ",\n"
