"""The graph as JSON Lines."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING

from kg.exports.reader import NODE_LABELS

if TYPE_CHECKING:
    from kg.exports.reader import GraphReader
    from kg.schema import Schema


def write_json_lines(reader: GraphReader, stream: IO[str], schema: Schema) -> None:
    """Write each node, then each edge, an object a line.

    A node has `kind` "node", `id`, `labels` and `properties`; an edge has `kind` "edge", `id`, `type`, `source`,
    `target` and `properties`.
    """
    for label in NODE_LABELS:
        for node in reader.nodes(label):
            record = {"kind": "node", "id": node.id, "labels": node.labels, "properties": dict(node.properties)}
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
    for kind in schema.edges:
        for edge in reader.edges(kind.type, kind.source):
            record = {
                "kind": "edge",
                "id": edge.id,
                "type": edge.type,
                "source": edge.source,
                "target": edge.target,
                "properties": dict(edge.properties),
            }
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
