"""SHACL shapes of the graph: `python -m kg.exports.rdf.shapes > schemas/shapes.ttl`.

Each class has a shape, each property its cardinality, type and range. Rules that look at several records, such as that
evidence lies inside its text, are asked once of the whole graph, through its concept scheme: a query for each record
would take hours on a large graph.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, SH, XSD

from kg.exports.rdf.ontology import class_of
from kg.exports.rdf.vocabulary import load_vocabulary
from kg.schema import load_schema

if TYPE_CHECKING:
    from kg.exports.rdf.vocabulary import Vocabulary
    from kg.schema import EdgeType, Property, Schema

REASONS = ("name", "folded", "abbreviation", "alias", "size", "grouped")
"""Why a mention stands for its entity."""

_UNIT = {SH.minInclusive: rdflib.Literal(0.0), SH.maxInclusive: rdflib.Literal(1.0)}
_LIMITS: Mapping[str, Mapping[rdflib.URIRef, rdflib.Literal]] = {
    "kg:confidence": _UNIT,
    "kg:weight": {SH.minExclusive: rdflib.Literal(0.0)},
    "dcterms:issued": {SH.pattern: rdflib.Literal(r"^[0-9]{4}$")},
    "dcterms:identifier": {SH.pattern: rdflib.Literal(r"^(arxiv|doi|acl):\S+$")},
    "kg:contentHash": {SH.pattern: rdflib.Literal(r"^[0-9a-f]{16}$")},
    "schema:url": {SH.pattern: rdflib.Literal(r"^[^\s<>\"{}|\\^`]+$")},
}
"""What values of a property must be besides their type."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule over the whole graph: `where` and `group` find each `?value` that breaks it."""

    name: str
    message: str
    where: str
    group: str = ""


RULES = (
    Rule(
        "evidence-in-text",
        "What a claim rests on does not stand at its place in the paper's text.",
        "?claim prov:wasDerivedFrom/kg:text ?text ; kg:evidence|kg:bestEvidence|kg:mention ?value .\n"
        "?value oa:exact ?exact ; oa:start ?start ; oa:end ?end .\n"
        "FILTER (SUBSTR(?text, ?start + 1, ?end - ?start) != ?exact)",
    ),
    Rule(
        "statement-is-asserted",
        "The triple of a statement is not in the graph.",
        "?value rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o .\nFILTER NOT EXISTS { ?s ?p ?o }",
    ),
    Rule(
        "triple-has-statement",
        "A triple has no statement that says whose claim it is.",
        "EDGES\nFILTER NOT EXISTS { ?statement rdf:subject ?value ; rdf:predicate ?p ; rdf:object ?o }",
    ),
    Rule("one-class", "Nothing is two of a paper, an entity, a claim and a link.", "PAIRS"),
    Rule(
        "claim-of-its-paper",
        "A paper's claim is derived from another paper.",
        "?value rdf:subject ?subject ; prov:wasDerivedFrom ?paper .\n"
        "?subject a kg:Paper .\nFILTER (?subject != ?paper)",
    ),
    Rule(
        "paper-count",
        "An entity's kg:paperCount is not the number of papers that name it.",
        "?value kg:paperCount ?count .\n?claim rdf:object ?value ; kg:entityType ?type ; prov:wasDerivedFrom ?paper .",
        # Grouped as a whole: rdflib compares the rows of a query within with all others, one by one.
        "GROUP BY $this ?value ?count\nHAVING (COUNT(DISTINCT ?paper) != ?count)",
    ),
)


def make_shapes(schema: Schema, vocabulary: Vocabulary) -> rdflib.Graph:
    """Return the shapes."""
    return _Maker(schema, vocabulary).make()


class _Maker:
    """Puts the shapes together."""

    def __init__(self, schema: Schema, vocabulary: Vocabulary) -> None:
        self._schema = schema
        self._prefixes = {
            **schema.prefixes,
            "sh": str(SH),
            "shapes": schema.base + "shapes#",
        }
        self._disjoint = vocabulary.disjoint
        self._graph = rdflib.Graph(bind_namespaces="none")
        for prefix, iri in self._prefixes.items():
            self._graph.bind(prefix, iri)
        self._kinds = [self.term(entity.iri) for entity in schema.entities.values()]

    def term(self, compact: str) -> rdflib.URIRef:
        prefix, _, local = compact.partition(":")
        return rdflib.URIRef(self._prefixes[prefix] + local)

    def make(self) -> rdflib.Graph:
        self._nodes()
        self._claims()
        self._link()
        self._passages()
        self._rest()
        self._rules()
        return self._graph

    # -------------------------------------------------------------------------------------- shapes of classes

    def _nodes(self) -> None:
        for label in ("Paper", "Entity"):
            node = self._schema.nodes[label]
            shape = self._shape(label, SH.targetClass, node.iri)
            self._properties(shape, node.properties)
            for edge in (edge for edge in self._schema.edges if edge.source == label):
                self._property(shape, edge.iri, {SH["class"]: self.term(self._schema.nodes[edge.target].iri)})
        paper, entity = self.term("shapes:Paper"), self.term("shapes:Entity")
        self._property(paper, "owl:sameAs", {SH.nodeKind: SH.IRI})
        scheme = self.term("skos:ConceptScheme")
        self._property(entity, "skos:inScheme", {SH["class"]: scheme, SH.minCount: 1, SH.maxCount: 1})
        self._graph.add((self._last("Entity", "skos:altLabel"), SH.disjoint, self.term("skos:prefLabel")))
        kind = self._property(entity, "rdf:type", {SH.qualifiedMinCount: 1, SH.qualifiedMaxCount: 1}, name="kind")
        one_of = self.term("shapes:Kind")
        self._graph.add((one_of, RDF.type, SH.NodeShape))
        self._graph.add((one_of, SH["in"], self._list(self._kinds)))
        self._graph.add((kind, SH.qualifiedValueShape, one_of))
        self._pattern("Entity", "kg:typeVote", rf"^({'|'.join(self._schema.entities)}):[1-9][0-9]*$")

    def _claims(self) -> None:
        roles = {edge.edge for edge in self._schema.roles.values()}
        claims = self._schema.claim_edges
        role = next(edge for edge in claims if edge.source == "Paper" and edge.type in roles)
        relation = next(edge for edge in claims if edge.source == "Entity")
        shared = {item.name for item in relation.properties}
        claim = self._shape("Claim", SH.targetClass, "kg:Claim")
        self._statement(claim, claims)
        ends = [self._class_only(name) for name in ("kg:Paper", "kg:Entity")]
        self._graph.add((self._last("Claim", "rdf:subject"), SH["or"], self._list(ends)))
        self._graph.add((self._last("Claim", "rdf:object"), SH["class"], self.term("kg:Entity")))
        self._properties(claim, relation.properties)
        only = [item for item in role.properties if item.name not in shared]
        self._property(claim, "kg:bestEvidence", {SH.minCount: 1, SH.maxCount: 1, SH.nodeKind: SH.IRI})
        self._property(claim, "kg:evidence", {SH.minCount: 1, SH.nodeKind: SH.IRI})
        self._property(claim, "kg:mention", {SH.nodeKind: SH.IRI})
        closed = [item.iri for item in only if item.iri]
        for iri in closed:
            self._property(claim, iri, {SH.maxCount: 1})
        self._close(claim)
        # A claim of a paper's role: whatever has one of these has them all.
        whole = self._shape("Role", SH.targetSubjectsOf, *closed, "kg:mention")
        self._properties(whole, only)
        self._graph.add((self._last("Role", "kg:entityType"), SH["in"], self._list(self._kinds)))
        self._property(whole, "kg:mention", {SH.minCount: 1})
        subject = self._property(whole, "rdf:subject", {SH["class"]: self.term("kg:Paper")})
        self._graph.add((subject, SH.minCount, rdflib.Literal(1)))

    def _statement(self, shape: rdflib.URIRef, edges: Iterable[EdgeType]) -> None:
        for iri in ("rdf:subject", "rdf:object"):
            self._property(shape, iri, {SH.nodeKind: SH.IRI, SH.minCount: 1, SH.maxCount: 1})
        predicates = self._list([self.term(edge.iri) for edge in edges])
        self._property(shape, "rdf:predicate", {SH["in"]: predicates, SH.minCount: 1, SH.maxCount: 1})

    def _link(self) -> None:
        [edge] = [edge for edge in self._schema.edges if edge.target == "Paper"]
        link = self._shape("Link", SH.targetClass, "kg:Link")
        self._statement(link, [edge])
        for iri in ("rdf:subject", "rdf:object"):
            self._graph.add((self._last("Link", iri), SH["class"], self.term("kg:Paper")))
        self._graph.add((self._last("Link", "rdf:subject"), SH.disjoint, RDF.object))
        self._properties(link, edge.properties)
        self._close(link)

    def _passages(self) -> None:
        passage = self._shape("Passage", SH.targetObjectsOf, "kg:evidence", "kg:bestEvidence", "kg:mention")
        one = {SH.minCount: 1, SH.maxCount: 1}
        self._property(passage, "oa:exact", {**one, SH.datatype: XSD.string, SH.minLength: 1})
        for iri in ("oa:start", "oa:end"):
            self._property(passage, iri, {**one, SH.datatype: XSD.nonNegativeInteger})
        self._graph.add((self._last("Passage", "oa:start"), SH.lessThan, self.term("oa:end")))
        types = self._property(passage, "rdf:type", {SH.hasValue: self.term("oa:TextQuoteSelector")}, name="quote")
        self._graph.add((types, SH.hasValue, self.term("oa:TextPositionSelector")))
        self._property(passage, "kg:reason", {SH.maxCount: 1})
        self._close(passage)
        mention = self._shape("Mention", SH.targetObjectsOf, "kg:mention")
        reasons = self._list([rdflib.Literal(reason) for reason in REASONS])
        self._property(mention, "kg:reason", {**one, SH["in"]: reasons})

    def _rest(self) -> None:
        agent = self._shape("Agent", SH.targetClass, "prov:SoftwareAgent")
        self._property(agent, "rdfs:label", {SH.datatype: XSD.string, SH.minCount: 1, SH.maxCount: 1})
        self._property(agent, "schema:softwareVersion", {SH.datatype: XSD.string, SH.maxCount: 1})
        scheme = self._shape("Scheme", SH.targetClass, "skos:ConceptScheme")
        english = self._list([rdflib.Literal("en")])
        unique = {SH.languageIn: english, SH.uniqueLang: rdflib.Literal(True), SH.minCount: 1}
        self._property(scheme, "dcterms:title", unique)
        sequence = self._shape("Sequence", SH.targetClass, "rdf:Seq")
        self._property(sequence, "rdf:_1", {SH.minCount: 1, SH.maxCount: 1})

    def _rules(self) -> None:
        whole = self.term("shapes:Whole")
        self._graph.add((whole, RDF.type, SH.NodeShape))
        self._graph.add((whole, SH.targetClass, self.term("skos:ConceptScheme")))
        # SHACL allows no VALUES.
        edges = "\nUNION ".join(f"{{ ?value {e.iri} ?o . BIND ({e.iri} AS ?p) }}" for e in self._schema.edges)
        pairs = "\nUNION ".join(f"{{ ?value a {one}, {other} }}" for one, other in combinations(self._disjoint, 2))
        ontology = rdflib.URIRef(self._prefixes["shapes"].rstrip("#"))
        self._graph.add((ontology, RDF.type, OWL.Ontology))
        used = sorted({prefix for rule in RULES for prefix in re.findall(r"\b([a-z]+):", rule.where)} | {"skos"})
        for prefix in used:
            declared = self.term(f"shapes:prefix-{prefix}")
            self._graph.add((ontology, SH.declare, declared))
            self._graph.add((declared, SH.prefix, rdflib.Literal(prefix)))
            namespace = rdflib.Literal(self._prefixes[prefix], datatype=XSD.anyURI)
            self._graph.add((declared, SH.namespace, namespace))
        for rule in RULES:
            constraint = self.term(f"shapes:{rule.name}")
            where = rule.where.replace("EDGES", edges).replace("PAIRS", pairs)
            select = (
                f"\nSELECT $this ?value WHERE {{\n$this a skos:ConceptScheme .\n{where}\n}}\n{rule.group}".rstrip()
                + "\n"
            )
            self._graph.add((whole, SH.sparql, constraint))
            self._graph.add((constraint, RDF.type, SH.SPARQLConstraint))
            self._graph.add((constraint, SH.message, rdflib.Literal(rule.message)))
            self._graph.add((constraint, SH.prefixes, ontology))
            self._graph.add((constraint, SH.select, rdflib.Literal(select)))

    # -------------------------------------------------------------------------------------- parts

    def _shape(self, name: str, target: rdflib.URIRef, *iris: str) -> rdflib.URIRef:
        shape = self.term(f"shapes:{name}")
        self._graph.add((shape, RDF.type, SH.NodeShape))
        for iri in iris:
            self._graph.add((shape, target, self.term(iri)))
        return shape

    def _properties(self, shape: rdflib.URIRef, properties: Iterable[Property]) -> None:
        for item in properties:
            if not item.iri:
                continue
            facts: dict[rdflib.URIRef, object] = {}
            if item.reference:
                facts[SH.nodeKind] = SH.IRI
                if class_ := class_of(self._schema, item.reference):
                    facts[SH["class"]] = self.term(class_)
            else:
                own = {"integer": "xsd:integer", "integers": "xsd:integer"}.get(item.type, "xsd:string")
                facts[SH.datatype] = self.term(item.datatype or own)
            if not item.type.endswith("s"):
                facts[SH.maxCount] = 1
            if item.required:
                facts[SH.minCount] = 1
                if item.type.startswith("string") and not (item.reference or item.datatype):
                    facts[SH.minLength] = 1
            made = self._property(shape, item.iri, {**facts, **_LIMITS.get(item.iri, {})})
            self._graph.add((made, SH.description, rdflib.Literal(item.description, lang="en")))
            if item.order:
                count = {SH.minCount: 1} if item.required else {}
                self._property(shape, item.order, {SH["class"]: RDF.Seq, SH.maxCount: 1, **count})

    def _property(
        self, shape: rdflib.URIRef, iri: str, facts: Mapping[rdflib.URIRef, object], *, name: str = ""
    ) -> rdflib.URIRef:
        made = rdflib.URIRef(f"{shape}-{name or iri.partition(':')[2]}")
        self._graph.add((shape, SH.property, made))
        self._graph.add((made, RDF.type, SH.PropertyShape))
        self._graph.add((made, SH.path, self.term(iri)))
        for fact, value in facts.items():
            node = value if isinstance(value, rdflib.term.Node) else rdflib.Literal(value)
            self._graph.add((made, fact, node))
        return made

    def _last(self, shape: str, iri: str) -> rdflib.URIRef:
        return self.term(f"shapes:{shape}-{iri.partition(':')[2]}")

    def _pattern(self, shape: str, iri: str, pattern: str) -> None:
        self._graph.add((self._last(shape, iri), SH.pattern, rdflib.Literal(pattern)))

    def _class_only(self, compact: str) -> rdflib.URIRef:
        made = self.term(f"shapes:is-{compact.partition(':')[2]}")
        self._graph.add((made, RDF.type, SH.NodeShape))
        self._graph.add((made, SH["class"], self.term(compact)))
        return made

    def _close(self, shape: rdflib.URIRef) -> None:
        self._graph.add((shape, SH.closed, rdflib.Literal(True)))
        ignored = self._list([RDF.type])
        self._graph.add((shape, SH.ignoredProperties, ignored))

    def _list(self, items: Iterable[rdflib.term.Node]) -> rdflib.BNode:
        node = rdflib.BNode()
        Collection(self._graph, node, list(items))
        return node


def shapes_text(schema: Schema, vocabulary: Vocabulary) -> str:
    """Return the shapes as Turtle, the same bytes every time."""
    return make_shapes(schema, vocabulary).serialize(format="turtle")


if __name__ == "__main__":
    sys.stdout.write(shapes_text(load_schema(), load_vocabulary()))
