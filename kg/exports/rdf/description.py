"""What a graph's RDF holds, counted: its description in VoID and DCAT."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from kg.exports.rdf.mapping import iter_triples
from kg.exports.rdf.terms import INTEGER, TYPE
from kg.exports.rdf.vocabulary import load_vocabulary
from kg.exports.rdf.writers import data_prefixes, serialize

if TYPE_CHECKING:
    from kg.exports.reader import GraphReader
    from kg.schema import Schema

_PREFIXES = {"void": "http://rdfs.org/ns/void#", "dcat": "http://www.w3.org/ns/dcat#"}


def write_description(reader: GraphReader, stream: IO[str], schema: Schema) -> None:
    """Write Turtle that says of the graph's RDF how many triples, subjects, and of which classes and properties."""
    prefixes = {**data_prefixes(schema), **_PREFIXES}
    serialize(_describe(reader, schema), stream, ox.RdfFormat.TURTLE, prefixes)


def _describe(reader: GraphReader, schema: Schema) -> Iterator[ox.Triple]:
    triples, subjects, example = 0, 0, None
    classes: Counter[str] = Counter()
    properties: Counter[str] = Counter()
    previous = None
    paper = ox.NamedNode(schema.expand(schema.nodes["Paper"].iri))
    for triple in iter_triples(reader, schema):
        triples += 1
        # A subject's triples stand together.
        subjects += triple.subject != previous
        previous = triple.subject
        properties[triple.predicate.value] += 1
        if triple.predicate == TYPE and isinstance(triple.object, ox.NamedNode):
            classes[triple.object.value] += 1
            if example is None and triple.object == paper:
                example = triple.subject
    dataset = ox.NamedNode(schema.base + "dataset")
    words = load_vocabulary()
    yield ox.Triple(dataset, TYPE, _void("Dataset"))
    yield ox.Triple(dataset, TYPE, ox.NamedNode(_PREFIXES["dcat"] + "Dataset"))
    for name, text in (("title", words.title), ("description", words.description)):
        yield ox.Triple(dataset, ox.NamedNode(schema.expand(f"dcterms:{name}")), ox.Literal(text, language="en"))
    conforms = ox.NamedNode(schema.expand("dcterms:conformsTo"))
    yield ox.Triple(dataset, conforms, ox.NamedNode(schema.expand("kg:").rstrip("#/")))
    yield ox.Triple(dataset, _void("uriSpace"), ox.Literal(schema.base))
    if example is not None:
        yield ox.Triple(dataset, _void("exampleResource"), example)
    for _, iri in sorted(schema.prefixes.items()):
        if any(name.startswith(iri) for name in (*classes, *properties)):
            yield ox.Triple(dataset, _void("vocabulary"), ox.NamedNode(iri))
    for name, number in (
        ("triples", triples),
        ("distinctSubjects", subjects),
        ("classes", len(classes)),
        ("properties", len(properties)),
    ):
        yield ox.Triple(dataset, _void(name), _count(number))
    yield from _partitions(dataset, "class", "entities", classes)
    yield from _partitions(dataset, "property", "triples", properties)


def _partitions(dataset: ox.NamedNode, kind: str, counted: str, counts: Counter[str]) -> Iterator[ox.Triple]:
    parts = [(ox.NamedNode(f"{dataset.value}/{kind}/{number}"), iri) for number, iri in enumerate(sorted(counts), 1)]
    for part, _ in parts:
        yield ox.Triple(dataset, _void(f"{kind}Partition"), part)
    for part, iri in parts:
        yield ox.Triple(part, _void(kind), ox.NamedNode(iri))
        yield ox.Triple(part, _void(counted), _count(counts[iri]))


def _void(name: str) -> ox.NamedNode:
    return ox.NamedNode(_PREFIXES["void"] + name)


def _count(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=INTEGER)
