"""The graph as GraphML, written as it is read: networkx's writer would hold all of it."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, cast
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from kg.exports.reader import NODE_LABELS, caption, clean_text

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
            xml.startElement("node", AttributesImpl({"id": node.id}))
            _write_data(xml, "n", {"label": caption(node), "labels": ":".join(node.labels), **node.properties})
            xml.endElement("node")
            xml.characters("\n")
    for kind in schema.edges:
        for edge in reader.edges(kind.type, kind.source):
            xml.startElement("edge", AttributesImpl({"id": edge.id, "source": edge.source, "target": edge.target}))
            _write_data(xml, "e", {"label": edge.type, "type": edge.type, **edge.properties})
            xml.endElement("edge")
            xml.characters("\n")
    xml.endElement("graph")
    xml.endElement("graphml")
    xml.endDocument()


def owners(schema: Schema) -> dict[str, dict[str, str]]:
    """Return the types of the properties of nodes and of edges, by name."""
    nodes = {item.name: item.type for label in NODE_LABELS for item in schema.nodes[label].properties}
    edges = {item.name: item.type for edge in schema.edges for item in edge.properties}
    return {"node": {"labels": "string", **nodes}, "edge": {"type": "string", **edges}}


def _write_keys(xml: XMLGenerator, schema: Schema) -> None:
    for owner, types in owners(schema).items():
        for name, kind in sorted({"label": "string", **types}.items()):
            attributes = {"id": owner[0] + "." + name, "for": owner, "attr.name": name}
            xml.startElement("key", AttributesImpl({**attributes, "attr.type": _TYPES.get(kind, "string")}))
            xml.endElement("key")
            xml.characters("\n")


def _write_data(xml: XMLGenerator, owner: str, values: Mapping[str, Value]) -> None:
    for name in sorted(values):
        xml.startElement("data", AttributesImpl({"key": f"{owner}.{name}"}))
        xml.characters(clean_text(text_value(values[name])))
        xml.endElement("data")


def text_value(value: Value) -> str:
    """Return a value as text; the items of a list are joined by " | ".

    Example:
        >>> text_value(("a", "b")), text_value(True), text_value(0.5)
        ('a | b', 'true', '0.5')
    """
    if isinstance(value, tuple):
        return " | ".join(str(item) for item in value)
    return str(value).lower() if isinstance(value, bool) else str(value)
