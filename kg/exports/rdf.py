"""The graph as RDF.

The mapping comes from the schema: classes, properties, datatypes and prefixes. An edge is a triple, and besides an
`rdf:Statement` of its own, which carries what the edge's properties are: paper, sentence, confidence, extractor.
Plain reification is what every RDF tool reads; RDF 1.2's triple terms are not yet read by rdflib.

Nothing is held in memory but a chunk: rdflib serialises each chunk, and the chunks are joined.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote

import rdflib
from rdflib.namespace import RDF, XSD

from kg.exports.reader import clean_text

if TYPE_CHECKING:
    from kg.exports.reader import GraphReader
    from kg.records.graph import Edge, Node, Value
    from kg.schema import EdgeType, Property, Schema

SUBJECTS_AT_ONCE = 200
_SAFE = "-._~+:@!$&'()*,;="
_PREFIXES = re.compile(r"\A\s*(?:@prefix [^\n]*\n)*")
_PATHS = {"Paper": "paper/", "Entity": "entity/"}

Triple = tuple[rdflib.URIRef, rdflib.URIRef, rdflib.URIRef | rdflib.Literal]


def node_iri(schema: Schema, label: str, id_: str) -> str:
    """Return the IRI of a node: valid whatever its id holds.

    Example:
        >>> from kg.schema import load_schema
        >>> node_iri(load_schema(), "Entity", "entity:gpt-2")
        'https://w3id.org/paper-kg/entity/gpt-2'
        >>> node_iri(load_schema(), "Paper", "doi:10.1/a<b>")
        'https://w3id.org/paper-kg/paper/doi:10.1%2Fa%3Cb%3E'
    """
    local = id_.removeprefix("entity:") if label == "Entity" else id_
    return schema.base + _PATHS[label] + quote(local, safe=_SAFE, errors="replace")


class Mapping:
    """Turns nodes and edges into triples as the schema says."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema

    def node(self, node: Node) -> Iterator[Triple]:
        """Yield the triples of a node: its classes, then its properties in the schema's order."""
        kind = self.schema.nodes[node.label]
        subject = rdflib.URIRef(node_iri(self.schema, node.label, node.id))
        yield subject, RDF.type, self._term(kind.iri)
        if node.kind:
            yield subject, RDF.type, self._term(self.schema.entities[node.kind].iri)
        yield from self._properties(subject, kind.properties, node.properties)

    def edge(self, edge: Edge, kind: EdgeType) -> Iterator[Triple]:
        """Yield the triple that an edge is, then its statement."""
        ends = (
            rdflib.URIRef(node_iri(self.schema, kind.source, edge.source)),
            self._term(kind.iri),
            rdflib.URIRef(node_iri(self.schema, kind.target, edge.target)),
        )
        statement = rdflib.URIRef(f"{self.schema.base}statement/{edge.id}")
        yield ends
        yield statement, RDF.type, RDF.Statement
        for predicate, term in zip((RDF.subject, RDF.predicate, RDF.object), ends, strict=True):
            yield statement, predicate, term
        yield from self._properties(statement, kind.properties, edge.properties)
        yield from self._mentions(statement, edge)

    def _properties(
        self,
        subject: rdflib.URIRef,
        properties: Iterable[Property],
        values: Any,
    ) -> Iterator[Triple]:
        for item in properties:
            if item.iri and item.name in values:
                value = values[item.name]
                for each in value if isinstance(value, tuple) else (value,):
                    yield subject, self._term(item.iri), self._object(item, each)

    def _object(self, item: Property, value: Value) -> rdflib.URIRef | rdflib.Literal:
        if item.reference:
            return rdflib.URIRef(node_iri(self.schema, item.reference, str(value)))
        if item.datatype == "xsd:anyURI":
            return rdflib.Literal(quote(str(value), safe=_SAFE + "/?#[]%"), datatype=XSD.anyURI)
        if item.datatype:
            return rdflib.Literal(str(value), datatype=self._term(item.datatype))
        return rdflib.Literal(clean_text(value) if isinstance(value, str) else value)

    def _mentions(self, statement: rdflib.URIRef, edge: Edge) -> Iterator[Triple]:
        names = self.schema.mention
        columns = [edge.properties.get(name, ()) for name in ("mentions", "starts", "ends")]
        for text, start, end in zip(*(c for c in columns if isinstance(c, tuple)), strict=True):
            mention = rdflib.URIRef(f"{statement}/{start}-{end}")
            yield statement, self._term(names["iri"]), mention
            yield mention, RDF.type, self._term(names["class"])
            yield mention, self._term(names["text"]), rdflib.Literal(clean_text(str(text)))
            for name, offset in (("start", start), ("end", end)):
                yield mention, self._term(names[name]), rdflib.Literal(offset, datatype=XSD.nonNegativeInteger)

    def _term(self, compact: str) -> rdflib.URIRef:
        return rdflib.URIRef(self.schema.expand(compact))


def iter_subjects(reader: GraphReader, schema: Schema) -> Iterator[list[Triple]]:
    """Yield the triples of each node and each edge, nodes first, in the stores' order."""
    mapping = Mapping(schema)
    for label in _PATHS:
        for node in reader.nodes(label):
            yield list(mapping.node(node))
    for kind in schema.edges:
        for edge in reader.edges(kind.type, kind.source):
            yield list(mapping.edge(edge, kind))


def _chunks(reader: GraphReader, schema: Schema) -> Iterator[rdflib.Graph]:
    subjects = iter_subjects(reader, schema)
    while block := list(islice(subjects, SUBJECTS_AT_ONCE)):
        graph = rdflib.Graph(bind_namespaces="none")
        for prefix, iri in schema.prefixes.items():
            graph.bind(prefix, iri)
        for triples in block:
            for triple in triples:
                graph.add(triple)
        yield graph


def write_ntriples(reader: GraphReader, stream: IO[str], schema: Schema) -> None:
    """Write N-Triples: a triple a line, node by node and edge by edge."""
    for triples in iter_subjects(reader, schema):
        for subject, predicate, value in triples:
            stream.write(f"{subject.n3()} {predicate.n3()} {_ntriples_object(value)} .\n")


def _ntriples_object(value: rdflib.URIRef | rdflib.Literal) -> str:
    """Rdflib's own N3 of a literal may span lines, which N-Triples forbids."""
    if isinstance(value, rdflib.URIRef):
        return value.n3()
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"' + (f"^^{value.datatype.n3()}" if value.datatype else "")


def write_turtle(reader: GraphReader, stream: IO[str], schema: Schema) -> None:
    """Write Turtle: the prefixes once, then a block a subject, sorted within each chunk."""
    for prefix, iri in sorted(schema.prefixes.items()):
        stream.write(f"@prefix {prefix}: <{iri}> .\n")
    for graph in _chunks(reader, schema):
        # Only the head of the text has prefixes: a line of a literal may begin with the same word.
        stream.write("\n" + _PREFIXES.sub("", graph.serialize(format="turtle"), count=1).strip("\n") + "\n")


def write_jsonld(reader: GraphReader, stream: IO[str], schema: Schema) -> None:
    """Write JSON-LD: one object with its context and all subjects."""
    context = dict(sorted(schema.prefixes.items()))
    stream.write('{"@context": ' + json.dumps(context) + ',\n"@graph": [\n')
    separator = ""
    for graph in _chunks(reader, schema):
        data = json.loads(graph.serialize(format="json-ld", context=context, sort_keys=True))
        for subject in sorted(data.get("@graph", [data]), key=lambda item: str(item.get("@id"))):
            subject.pop("@context", None)
            stream.write(separator + json.dumps(subject, ensure_ascii=False, sort_keys=True))
            separator = ",\n"
    stream.write("\n]}\n")
