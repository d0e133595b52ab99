"""Triples as the objects of rdflib."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox
import rdflib

from kg.errors import KgError

_STRING = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")


def to_rdflib(triples: Iterable[ox.Triple], prefixes: Mapping[str, str] | None = None) -> rdflib.Graph:
    """Return triples as rdflib's graph."""
    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, iri in (prefixes or {}).items():
        graph.bind(prefix, iri)
    for triple in triples:
        graph.add((_node(triple.subject), _node(triple.predicate), _node(triple.object)))
    return graph


def _node(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Literal):
        return rdflib.Literal(
            term.value,
            lang=term.language,
            datatype=None if term.language or term.datatype == _STRING else rdflib.URIRef(term.datatype.value),
        )
    raise KgError("rdflib does not know triples as values, as RDF 1.2 has them.", hint="Use another format.")
