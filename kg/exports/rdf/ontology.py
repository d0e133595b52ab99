"""The ontology of the graph: `python -m kg.exports.rdf.ontology > schemas/ontology.ttl`.

Every class and property of an export is declared: ours with labels, comments, ends and what they are kinds of; those of
other vocabularies with where they are defined.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS

from kg.exports.rdf.vocabulary import load_vocabulary
from kg.schema import load_schema

if TYPE_CHECKING:
    from kg.exports.rdf.vocabulary import Vocabulary
    from kg.schema import Property, Schema

_STRUCTURAL = ("rdf:", "rdfs:", "owl:", "xsd:")
"""Prefixes of RDF's own terms, which need no declaration."""

_USED = {
    "classes": ("skos:ConceptScheme", "prov:SoftwareAgent", "oa:TextQuoteSelector", "oa:TextPositionSelector"),
    "object": ("skos:inScheme",),
    "datatype": ("oa:exact", "oa:start", "oa:end", "schema:softwareVersion"),
}
"""Terms of other vocabularies that every export has, whatever the schema."""


_LABELS = ("skos:prefLabel", "skos:altLabel")


@dataclass(frozen=True, slots=True)
class PropertyTerm:
    """A property of an export, with compact IRIs; `domains` has the classes of what has it."""

    iri: str
    description: str
    domains: tuple[str, ...]
    range: str
    is_object: bool


def class_of(schema: Schema, reference: str) -> str:
    """Return the class of what a property names: of nodes with a label, or of software; "" for classes themselves."""
    if reference == "Class":
        return ""
    return "prov:SoftwareAgent" if reference == "Agent" else schema.nodes[reference].iri


def property_terms(schema: Schema, vocabulary: Vocabulary) -> Iterator[PropertyTerm]:
    """Yield each property of an export once, in the schema's order."""
    found: dict[str, PropertyTerm] = {}
    owners: list[tuple[str, Iterable[Property]]] = [(n.iri, n.properties) for n in schema.nodes.values() if n.iri]
    owners += [("kg:Claim" if e.target == "Entity" else "kg:Link", e.properties) for e in schema.edges]
    for class_, properties in owners:
        for item in properties:
            for term in _terms_of(schema, class_, item):
                known = found.setdefault(term.iri, term)
                if class_ not in known.domains:
                    domains = (*known.domains, class_)
                    found[term.iri] = PropertyTerm(term.iri, known.description, domains, known.range, known.is_object)
    for edge in schema.edges:
        ends = schema.nodes[edge.source].iri, schema.nodes[edge.target].iri
        found[edge.iri] = PropertyTerm(edge.iri, edge.description, (ends[0],), ends[1], is_object=True)
    for iri, extra in vocabulary.properties.items():
        is_object = not extra.range.startswith("xsd:")
        found[iri] = PropertyTerm(iri, extra.description, (extra.domain,), extra.range, is_object)
    yield from found.values()


def _terms_of(schema: Schema, class_: str, item: Property) -> Iterator[PropertyTerm]:
    if not item.iri:
        return
    if item.reference:
        range_ = class_of(schema, item.reference)
    else:
        range_ = item.datatype or {"integer": "xsd:integer", "integers": "xsd:integer"}.get(item.type, "xsd:string")
    yield PropertyTerm(item.iri, item.description, (class_,), range_, bool(item.reference))
    if item.order:
        description = f"Leads to the values of {item.iri} in their order."
        yield PropertyTerm(item.order, description, (class_,), "rdf:Seq", is_object=True)


def make_ontology(schema: Schema, vocabulary: Vocabulary) -> rdflib.Graph:
    """Return the ontology."""
    return _Maker(schema, vocabulary).make()


class _Maker:
    """Puts the ontology together."""

    def __init__(self, schema: Schema, vocabulary: Vocabulary) -> None:
        self._schema = schema
        self._vocabulary = vocabulary
        self._prefixes = {**schema.prefixes, **vocabulary.prefixes}
        self._graph = rdflib.Graph(bind_namespaces="none")
        self._ontology = rdflib.URIRef(schema.expand("kg:").rstrip("#/"))
        for prefix, iri in self._prefixes.items():
            self._graph.bind(prefix, iri)

    def term(self, compact: str) -> rdflib.URIRef:
        prefix, _, local = compact.partition(":")
        return rdflib.URIRef(self._prefixes[prefix] + local)

    def make(self) -> rdflib.Graph:
        self._head()
        for iri, description in self._classes():
            self._declare(iri, OWL.Class, description, RDFS.subClassOf)
            for other in self._vocabulary.equivalents.get(iri, ()):
                self._graph.add((self.term(iri), OWL.equivalentClass, self.term(other)))
        for term in property_terms(self._schema, self._vocabulary):
            self._property(term)
        for kind, names in ((OWL.Class, "classes"), (OWL.ObjectProperty, "object"), (OWL.DatatypeProperty, "datatype")):
            for iri in _USED[names]:
                self._foreign(iri, kind)
        for iri, others in (*self._vocabulary.parents.items(), *self._vocabulary.equivalents.items()):
            # Classes begin with a capital, except in LPWC.
            kind = OWL.Class if iri.partition(":")[2][0].isupper() else OWL.ObjectProperty
            for other in others:
                self._foreign(other, kind)
        self._disjoint()
        return self._graph

    def _head(self) -> None:
        add, words = self._graph.add, self._vocabulary
        version = rdflib.URIRef(f"{self._ontology}/{self._schema.version}")
        add((self._ontology, RDF.type, OWL.Ontology))
        add((self._ontology, DCTERMS.title, _english(words.title)))
        add((self._ontology, DCTERMS.description, _english(words.description)))
        add((self._ontology, DCTERMS.license, rdflib.URIRef(words.license)))
        add((self._ontology, OWL.versionIRI, version))
        add((self._ontology, OWL.versionInfo, rdflib.Literal(str(self._schema.version))))
        add((self._ontology, self.term("vann:preferredNamespacePrefix"), rdflib.Literal("kg")))
        add((self._ontology, self.term("vann:preferredNamespaceUri"), rdflib.Literal(self._schema.expand("kg:"))))

    def _classes(self) -> Iterator[tuple[str, str]]:
        yield from ((node.iri, node.description) for node in self._schema.nodes.values() if node.iri)
        yield from ((entity.iri, entity.description) for entity in self._schema.entities.values())
        yield from self._vocabulary.classes.items()

    def _declare(self, iri: str, kind: rdflib.URIRef, description: str, parent: rdflib.URIRef) -> None:
        subject = self.term(iri)
        self._graph.add((subject, RDF.type, kind))
        self._graph.add((subject, RDFS.label, _english(_words(iri.partition(":")[2]))))
        self._graph.add((subject, RDFS.comment, _english(description)))
        self._graph.add((subject, RDFS.isDefinedBy, self._ontology))
        for other in self._vocabulary.parents.get(iri, ()):
            self._graph.add((subject, parent, self.term(other)))
        if iri in {entity.iri for entity in self._schema.entities.values()}:
            self._graph.add((subject, parent, self.term(self._schema.nodes["Entity"].iri)))

    def _property(self, term: PropertyTerm) -> None:
        kind = OWL.ObjectProperty if term.is_object else OWL.DatatypeProperty
        if not term.iri.startswith("kg:"):
            # SKOS has its labels as annotations.
            self._foreign(term.iri, OWL.AnnotationProperty if term.iri in _LABELS else kind)
            return
        self._declare(term.iri, kind, term.description, RDFS.subPropertyOf)
        subject = self.term(term.iri)
        if len(term.domains) == 1:
            self._graph.add((subject, RDFS.domain, self.term(term.domains[0])))
        if term.range:
            self._graph.add((subject, RDFS.range, self.term(term.range)))
        if term.iri in self._vocabulary.symmetric:
            self._graph.add((subject, RDF.type, OWL.SymmetricProperty))
        if item := self._vocabulary.properties.get(term.iri):
            if item.inverse:
                self._graph.add((subject, OWL.inverseOf, self.term(item.inverse)))
            if item.chain:
                self._graph.add((subject, OWL.propertyChainAxiom, self._list(item.chain)))

    def _foreign(self, iri: str, kind: rdflib.URIRef) -> None:
        """Say of a term of another vocabulary what it is, and whose."""
        if not iri.startswith(("kg:", *_STRUCTURAL)):
            vocabulary = self._prefixes[iri.partition(":")[0]]
            self._graph.add((self.term(iri), RDF.type, kind))
            self._graph.add((self.term(iri), RDFS.isDefinedBy, rdflib.URIRef(vocabulary.rstrip("#"))))

    def _disjoint(self) -> None:
        axiom = rdflib.BNode("disjoint")
        self._graph.add((axiom, RDF.type, OWL.AllDisjointClasses))
        self._graph.add((axiom, OWL.members, self._list(self._vocabulary.disjoint)))

    def _list(self, items: Iterable[str]) -> rdflib.BNode:
        node = rdflib.BNode()
        Collection(self._graph, node, [self.term(item) for item in items])
        return node


def _english(text: str) -> rdflib.Literal:
    return rdflib.Literal(text, lang="en")


def _words(name: str) -> str:
    """Return the words of a name: `evaluatesOn` is "evaluates on", a class's stays as it is.

    Example:
        >>> _words("evaluatesOn"), _words("Benchmark")
        ('evaluates on', 'Benchmark')
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return words if name[0].isupper() else words.lower()


def ontology_text(schema: Schema, vocabulary: Vocabulary) -> str:
    """Return the ontology as Turtle, the same bytes every time."""
    return make_ontology(schema, vocabulary).serialize(format="turtle")


if __name__ == "__main__":
    sys.stdout.write(ontology_text(load_schema(), load_vocabulary()))
