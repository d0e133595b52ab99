"""The graph as GEXF, for Gephi; written as it is read."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, cast
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from kg.exports.graphml import owners, text_value
from kg.exports.reader import NODE_LABELS, caption, clean_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.exports.reader import GraphReader
    from kg.records.graph import Value
    from kg.schema import Schema

NAMESPACE = "http://www.gexf.net/1.2draft"
"""Gephi reads newer ones too; networkx reads none later."""

_TYPES = {"string": "string", "integer": "long", "float": "double", "boolean": "boolean"}


def write_gexf(reader: GraphReader, stream: IO[str], schema: Schema) -> None:
    """Write GEXF with a label for each node and edge, and a weight for links; lists are joined by " | "."""
    # The stubs know binary streams only; a text stream is taken as it is.
    xml = XMLGenerator(cast("Any", stream), "utf-8", short_empty_elements=True)
    xml.startDocument()
    _open(xml, "gexf", xmlns=NAMESPACE, version="1.2")
    _open(xml, "graph", mode="static", defaultedgetype="directed")
    for owner, types in owners(schema).items():
        _open(xml, "attributes", **{"class": owner})
        for name in sorted(types):
            _open(xml, "attribute", id=f"{owner[0]}.{name}", title=name, type=_TYPES.get(types[name], "string"))
            _close(xml, "attribute")
        _close(xml, "attributes")
    _open(xml, "nodes")
    for label in NODE_LABELS:
        for node in reader.nodes(label):
            _open(xml, "node", id=node.id, label=caption(node))
            _values(xml, "n", {"labels": ":".join(node.labels), **node.properties})
            _close(xml, "node")
    _close(xml, "nodes")
    _open(xml, "edges")
    for kind in schema.edges:
        for edge in reader.edges(kind.type, kind.source):
            weight = {"weight": str(edge.properties["weight"])} if "weight" in edge.properties else {}
            _open(xml, "edge", id=edge.id, source=edge.source, target=edge.target, label=edge.type, **weight)
            _values(xml, "e", {"type": edge.type, **edge.properties})
            _close(xml, "edge")
    _close(xml, "edges")
    for name in ("graph", "gexf"):
        _close(xml, name)
    xml.endDocument()


def _open(xml: XMLGenerator, name: str, **attributes: str) -> None:
    xml.startElement(name, AttributesImpl({key: clean_text(value) for key, value in attributes.items()}))


def _close(xml: XMLGenerator, name: str) -> None:
    xml.endElement(name)
    xml.characters("\n")


def _values(xml: XMLGenerator, owner: str, values: Mapping[str, Value]) -> None:
    xml.startElement("attvalues", AttributesImpl({}))
    for name in sorted(values):
        attributes = {"for": f"{owner}.{name}", "value": clean_text(text_value(values[name]))}
        xml.startElement("attvalue", AttributesImpl(attributes))
        xml.endElement("attvalue")
    xml.endElement("attvalues")
