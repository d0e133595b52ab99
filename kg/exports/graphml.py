"""The graph as GraphML, written as it is read: networkx's writer would hold all of it."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, cast
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from kg.exports.reader import NODE_LABELS, clean_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.exports.reader import GraphReader
    from kg.records.graph import Value
    from kg.schema import Schema

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_TYPES = {"string": "string", "integer": "long", "float": "double", "boolean": "boolean"}


def write_graphml(reader: GraphReader, stream: IO[str], schema: Schema) -> None:
    """Write GraphML with a `label` for each node and edge; lists become strings joined by " | "."""
    # The stubs know binary streams only; a text stream is taken as it is.
    xml = XMLGenerator(cast("Any", stream), "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement("graphml", AttributesImpl({"xmlns": NAMESPACE}))
    _write_keys(xml, schema)
    xml.startElement("graph", AttributesImpl({"id": "kg", "edgedefault": "directed"}))
    xml.characters("\n")
    for label in NODE_LABELS:
        for node in reader.nodes(label):
            caption = node.properties.get("title") or node.properties.get("name") or node.id
            xml.startElement("node", AttributesImpl({"id": node.id}))
            _write_data(xml, "n", {"label": caption, "labels": ":".join(node.labels), **node.properties})
            xml.endElement("node")
            xml.characters("\n")
    for kind in schema.edges:
        for edge in reader.edges(kind.type, kind.source):
            xml.startElement("edge", AttributesImpl({"id": edge.id, "source": edge.source, "target": edge.target}))
            _write_data(xml, "e", {"label": edge.type, **edge.properties})
            xml.endElement("edge")
            xml.characters("\n")
    xml.endElement("graph")
    xml.endElement("graphml")
    xml.endDocument()


def _write_keys(xml: XMLGenerator, schema: Schema) -> None:
    owners = {
        "node": {p.name: p.type for label in NODE_LABELS for p in schema.nodes[label].properties},
        "edge": {p.name: p.type for edge in schema.edges for p in edge.properties},
    }
    extra = {"node": {"label": "string", "labels": "string"}, "edge": {"label": "string"}}
    for owner, types in owners.items():
        for name, kind in sorted({**extra[owner], **types}.items()):
            attributes = {"id": owner[0] + "." + name, "for": owner, "attr.name": name}
            xml.startElement("key", AttributesImpl({**attributes, "attr.type": _TYPES.get(kind, "string")}))
            xml.endElement("key")
            xml.characters("\n")


def _write_data(xml: XMLGenerator, owner: str, values: Mapping[str, Value]) -> None:
    for name in sorted(values):
        xml.startElement("data", AttributesImpl({"key": f"{owner}.{name}"}))
        xml.characters(clean_text(_text(values[name])))
        xml.endElement("data")


def _text(value: Value) -> str:
    if isinstance(value, tuple):
        return " | ".join(str(item) for item in value)
    return str(value).lower() if isinstance(value, bool) else str(value)
