"""JSON-LD with its context inside, so that no tool asks the network for it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from typing import IO, TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import SchemaError
from kg.exports.rdf.mapping import iter_triples
from kg.exports.rdf.terms import TYPE, XSD
from kg.exports.rdf.writers import data_prefixes

if TYPE_CHECKING:
    from kg.exports.reader import GraphReader
    from kg.schema import Schema

_NUMBERS = {XSD + "integer", XSD + "nonNegativeInteger", XSD + "positiveInteger"}
_RESOURCES = (
    *("rdf:subject", "rdf:predicate", "rdf:object", "owl:sameAs", "skos:inScheme"),
    *("kg:evidence", "kg:bestEvidence", "kg:mention"),
)
_LITERALS = {
    "oa:exact": "",
    "oa:start": "xsd:nonNegativeInteger",
    "oa:end": "xsd:nonNegativeInteger",
    "kg:reason": "",
    "rdfs:label": "",
    "schema:softwareVersion": "",
}


def context(schema: Schema) -> dict[str, Any]:
    """Return the context: prefixes, and a short name for each property, with the type of its values.

    Example:
        >>> from kg.schema import load_schema
        >>> context(load_schema())["confidence"]
        {'@id': 'kg:confidence', '@type': 'xsd:double'}
    """
    found: dict[str, Any] = {"id": "@id", "type": "@type"}
    properties = {item for node in schema.nodes.values() for item in node.properties}
    properties |= {item for edge in schema.edges for item in edge.properties}
    integers = {"integer": "xsd:integer", "integers": "xsd:integer"}
    types = dict(_LITERALS) | dict.fromkeys((*_RESOURCES, *(edge.iri for edge in schema.edges)), "@id")
    for item in properties:
        if item.iri:
            types[item.iri] = "@id" if item.reference else item.datatype or integers.get(item.type, "")
        if item.order:
            types[item.order] = "@id"
    for compact, kind in sorted(types.items()):
        name = compact.partition(":")[2]
        if name in found:
            raise SchemaError(f"graph.toml: {compact} and {found[name]['@id']} have one name in JSON-LD.")
        found[name] = {"@id": compact, **({"@type": kind} if kind else {})}
    return data_prefixes(schema) | found


def write_jsonld(reader: GraphReader, stream: IO[str], schema: Schema) -> None:
    """Write JSON-LD: one object with its context and all subjects, one a line."""
    names = _Names(schema)
    stream.write('{"@context": ' + json.dumps(context(schema), indent=1) + ',\n"@graph": [')
    separator = "\n"
    for _, triples in groupby(iter_triples(reader, schema), key=lambda triple: triple.subject):
        stream.write(separator + json.dumps(names.resource(triples), ensure_ascii=False))
        separator = ",\n"
    stream.write("\n]}\n")


class _Names:
    """Shortens triples by the context."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._terms = {
            schema.expand(value["@id"]): (name, value.get("@type", ""))
            for name, value in context(schema).items()
            if isinstance(value, dict)
        }
        # The longest first: one base may begin another.
        self._prefixes = sorted(schema.prefixes.items(), key=lambda item: -len(item[1]))

    def resource(self, triples: Iterable[ox.Triple]) -> dict[str, Any]:
        """Return a subject's object."""
        found: dict[str, list[Any]] = {}
        subject = ""
        for triple in triples:
            subject = triple.subject.value  # type: ignore[union-attr]  # no triple of ours has a triple as its subject
            if triple.predicate == TYPE:
                found.setdefault("type", []).append(self._compact(triple.object.value))  # type: ignore[union-attr]
            else:
                name, kind = self._terms.get(triple.predicate.value, (self._compact(triple.predicate.value), ""))
                found.setdefault(name, []).append(self._value(triple.object, kind))
        values = {name: items[0] if len(items) == 1 else items for name, items in found.items()}
        return {"id": subject, **values}

    def _value(self, term: Any, kind: str) -> Any:
        if isinstance(term, ox.NamedNode):
            return term.value if kind == "@id" else {"id": term.value}
        if term.language:
            return {"@value": term.value, "@language": term.language}
        if kind and term.datatype.value in _NUMBERS:
            return int(term.value)
        return term.value

    def _compact(self, iri: str) -> str:
        for prefix, base in self._prefixes:
            if iri.startswith(base):
                return f"{prefix}:{iri.removeprefix(base)}"
        return iri
