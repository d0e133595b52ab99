"""Nodes and edges as triples, as the schema says.

An edge is a triple, and besides an `rdf:Statement` of its own with what it rests on: the paper, the sentences and
mentions as selectors of Web Annotation, what read it, and how sure that was. Every subject's triples stand together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, TypeVar, cast
from urllib.parse import quote

import pyoxigraph as ox

from kg.exports.rdf import terms
from kg.exports.rdf.terms import NON_NEGATIVE, SEQ, TYPE, node_iri, scheme_iri
from kg.exports.reader import clean_text

if TYPE_CHECKING:
    from kg.exports.reader import GraphReader
    from kg.records.graph import Edge, Node, Value
    from kg.schema import EdgeType, Property, Schema

NODES_AT_ONCE = 500
Term = ox.NamedNode | ox.Literal
Record = TypeVar("Record")

Block = tuple[ox.NamedNode | None, list[ox.Triple]]
"""Triples of one subject, with the named graph of the paper that says so; None for what no single paper says."""


class Mapper:
    """Turns records into triples; remembers the agents that it has met.

    Args:
        schema: Has the IRIs.
        reifiers: Whether a statement names its triple as RDF 1.2 does, by `rdf:reifies`, in place of `rdf:subject`,
            `rdf:predicate` and `rdf:object`.
    """

    def __init__(self, schema: Schema, *, reifiers: bool = False) -> None:
        self._schema = schema
        self._reifiers = reifiers
        self._terms: dict[str, ox.NamedNode] = {}
        self._iris: dict[tuple[str, str], ox.NamedNode] = {}
        self._agents: set[str] = set()
        self._makers: dict[Property, Callable[[Value], Term]] = {}

    def term(self, compact: str) -> ox.NamedNode:
        """Return the node of a compact IRI."""
        if compact not in self._terms:
            self._terms[compact] = ox.NamedNode(self._schema.expand(compact))
        return self._terms[compact]

    def head(self) -> Iterator[Block]:
        """Yield what every graph has: the scheme of its entities."""
        scheme = ox.NamedNode(scheme_iri(self._schema))
        title = ox.Literal("What machine-learning papers are made of", language="en")
        yield (
            None,
            [
                ox.Triple(scheme, TYPE, self.term("skos:ConceptScheme")),
                ox.Triple(scheme, self.term("dcterms:title"), title),
            ],
        )

    def paper(self, node: Node, edges: Iterable[tuple[Edge, EdgeType]]) -> Iterator[Block]:
        """Yield a paper, its claims of entities, and its links to papers."""
        subject = self._iri("Paper", node.id)
        graph = self._iri("Graph", node.id)
        edges = list(edges)
        claims = [pair for pair in edges if pair[1].target == "Entity"]
        links = [pair for pair in edges if pair[1].target != "Entity"]
        own, orders = self._node(subject, node)
        ids = cast("tuple[str, ...]", node.properties.get("ids", ()))
        own += [ox.Triple(subject, self.term("owl:sameAs"), ox.NamedNode(iri)) for iri in terms.same_as(ids)]
        yield graph, own + [self._plain(*pair) for pair in claims]
        if links:
            yield None, [self._plain(*pair) for pair in links]
        for order in orders:
            yield graph, order
        text = str(node.properties.get("text", ""))
        for edge, kind in claims:
            for block in self._statement(edge, kind, "kg:Claim", text):
                yield graph, block
        for edge, kind in links:
            for block in self._statement(edge, kind, "kg:Link", ""):
                yield None, block

    def entity(self, node: Node, edges: Iterable[tuple[Edge, EdgeType]]) -> Iterator[Block]:
        """Yield an entity, and what papers claim of it and others."""
        subject = self._iri("Entity", node.id)
        own, orders = self._node(subject, node)
        own.append(ox.Triple(subject, self.term("skos:inScheme"), ox.NamedNode(scheme_iri(self._schema))))
        yield None, own
        claims = [(edge, kind, self._iri("Graph", str(edge.properties["paperId"]))) for edge, kind in edges]
        # Papers that claim the same say one triple: they stand one after the other.
        for edge, kind, graph in claims:
            yield graph, [self._plain(edge, kind)]
        for order in orders:
            yield None, order
        for edge, kind, graph in claims:
            for block in self._statement(edge, kind, "kg:Claim", ""):
                yield graph, block

    def agents(self) -> Iterator[Block]:
        """Yield the software that the records before name."""
        for name in sorted(self._agents):
            agent = self._iri("Agent", name)
            label, _, version = name.partition("/")
            triples = [
                ox.Triple(agent, TYPE, self.term("prov:SoftwareAgent")),
                ox.Triple(agent, self.term("rdfs:label"), ox.Literal(clean_text(label))),
            ]
            if version:
                version_of = self.term("schema:softwareVersion")
                triples.append(ox.Triple(agent, version_of, ox.Literal(clean_text(version))))
            yield None, triples

    def _node(self, subject: ox.NamedNode, node: Node) -> tuple[list[ox.Triple], list[list[ox.Triple]]]:
        kinds = [*terms.CLASSES[node.label]]
        if node.kind:
            kinds += [self._schema.entities[node.kind].iri, terms.ENTITY_CLASSES[node.kind]]
        triples = [ox.Triple(subject, TYPE, self.term(kind)) for kind in kinds]
        more, orders = self._properties(subject, self._schema.nodes[node.label].properties, node.properties)
        return triples + more, orders

    def _plain(self, edge: Edge, kind: EdgeType) -> ox.Triple:
        source, target = self._iri(kind.source, edge.source), self._iri(kind.target, edge.target)
        return ox.Triple(source, self.term(kind.iri), target)

    def _statement(self, edge: Edge, kind: EdgeType, class_: str, text: str) -> Iterator[list[ox.Triple]]:
        subject = self._iri("Statement", edge.id)
        plain = self._plain(edge, kind)
        triples = [ox.Triple(subject, TYPE, self.term(class_))]
        if self._reifiers:
            triples.append(ox.Triple(subject, self.term("rdf:reifies"), plain))
        else:
            triples += [
                ox.Triple(subject, TYPE, self.term("rdf:Statement")),
                ox.Triple(subject, self.term("rdf:subject"), plain.subject),
                ox.Triple(subject, self.term("rdf:predicate"), plain.predicate),
                ox.Triple(subject, self.term("rdf:object"), plain.object),
            ]
        more, orders = self._properties(subject, kind.properties, edge.properties)
        passages: dict[str, list[ox.Triple]] = {}
        for name, passage, found in self._evidence(subject, edge, text):
            more.append(ox.Triple(subject, self.term(name), passage))
            known = passages.setdefault(passage.value, [])
            known += [triple for triple in found if triple not in known]
        yield triples + more
        yield from orders
        yield from passages.values()

    def _evidence(
        self, subject: ox.NamedNode, edge: Edge, text: str
    ) -> Iterator[tuple[str, ox.NamedNode, list[ox.Triple]]]:
        """Yield each passage that a claim rests on, with the property that leads to it."""
        values = edge.properties
        if "sentence" in values:
            start, end = (cast("int", values.get(name, -1)) for name in ("sentenceStart", "sentenceEnd"))
            yield "kg:bestEvidence", *self._passage(subject, str(values["sentence"]), start, end)
            sentences = cast("tuple[str, ...]", values.get("sentences", ()))
            places = _places(sentences, text) if sentences else [(str(values["sentence"]), start, end)]
            for sentence, start, end in places:
                yield "kg:evidence", *self._passage(subject, sentence, start, end)
        reasons = dict(zip(*(_strings(values, name) for name in ("surfaces", "reasons")), strict=False))
        columns = [cast("tuple[str, ...]", values.get(name, ())) for name in ("mentions", "starts", "ends")]
        for mention, start, end in zip(*columns, strict=True):
            passage, triples = self._passage(subject, mention, int(start), int(end))
            if mention in reasons:
                triples.append(ox.Triple(passage, self.term("kg:reason"), ox.Literal(clean_text(reasons[mention]))))
            yield "kg:mention", passage, triples

    def _passage(self, subject: ox.NamedNode, text: str, start: int, end: int) -> tuple[ox.NamedNode, list[ox.Triple]]:
        """A selector by quote, and by position where that is known."""
        place = f"{start}-{end}" if start >= 0 else quote(text, safe="", errors="replace")
        passage = ox.NamedNode(f"{subject.value}.{place}")
        triples = [ox.Triple(passage, TYPE, self.term("oa:TextQuoteSelector"))]
        if start >= 0:
            triples.append(ox.Triple(passage, TYPE, self.term("oa:TextPositionSelector")))
        triples.append(ox.Triple(passage, self.term("oa:exact"), ox.Literal(clean_text(text))))
        if start >= 0:
            for name, offset in (("oa:start", start), ("oa:end", end)):
                literal = ox.Literal(str(offset), datatype=NON_NEGATIVE)
                triples.append(ox.Triple(passage, self.term(name), literal))
        return passage, triples

    def _properties(
        self, subject: ox.NamedNode, properties: Iterable[Property], values: Mapping[str, Value]
    ) -> tuple[list[ox.Triple], list[list[ox.Triple]]]:
        """The triples of the subject, and those of the sequences that keep its values in order."""
        triples: list[ox.Triple] = []
        orders: list[list[ox.Triple]] = []
        for item in properties:
            if not item.iri or item.name not in values:
                continue
            value = values[item.name]
            made = [self._object(item, each) for each in (value if isinstance(value, tuple) else (value,))]
            predicate = self.term(item.iri)
            triples += [ox.Triple(subject, predicate, each) for each in dict.fromkeys(made)]
            if item.order:
                order = ox.NamedNode(f"{subject.value}/{item.order.partition(':')[2]}")
                triples.append(ox.Triple(subject, self.term(item.order), order))
                orders.append([ox.Triple(order, TYPE, SEQ)])
                orders[-1] += [ox.Triple(order, self.term(f"rdf:_{i}"), each) for i, each in enumerate(made, 1)]
        return triples, orders

    def _object(self, item: Property, value: Value) -> Term:
        if item not in self._makers:
            self._makers[item] = self._maker(item)
        return self._makers[item](value)

    def _maker(self, item: Property) -> Callable[[Value], Term]:
        if item.reference:
            return lambda value: self._reference(item.reference, str(value))
        if item.datatype == "xsd:anyURI":
            return lambda value: ox.Literal(terms.clean_uri(str(value)), datatype=terms.ANY_URI)
        if item.datatype == "xsd:gYear":
            year = self.term(item.datatype)
            return lambda value: ox.Literal(f"{value:04d}", datatype=year)
        if item.datatype:
            datatype = self.term(item.datatype)
            return lambda value: ox.Literal(str(value), datatype=datatype)
        if item.type in ("integer", "integers"):
            return lambda value: ox.Literal(str(value), datatype=terms.INTEGER)
        return lambda value: ox.Literal(clean_text(str(value)))

    def _reference(self, label: str, id_: str) -> ox.NamedNode:
        if label == "Agent":
            self._agents.add(id_)
        return self._iri(label, id_)

    def _iri(self, label: str, id_: str) -> ox.NamedNode:
        key = label, id_
        found = self._iris.get(key)
        if found is None:
            if len(self._iris) >= 100_000:  # memory stays flat
                self._iris.clear()
            found = self._iris[key] = ox.NamedNode(node_iri(self._schema, label, id_))
        return found


def _strings(values: Mapping[str, Value], name: str) -> tuple[str, ...]:
    return cast("tuple[str, ...]", values.get(name, ()))


def _places(sentences: Iterable[str], text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each sentence with its offsets: they stand in the text in this order. One that does not gets -1."""
    after = 0
    for sentence in sentences:
        start = text.find(sentence, after)
        after = start + len(sentence) if start >= 0 else after
        yield sentence, start, start + len(sentence)


def iter_blocks(reader: GraphReader, schema: Schema, *, reifiers: bool = False) -> Iterator[Block]:
    """Yield the whole graph, papers before entities, holding a few hundred nodes at a time."""
    mapper = Mapper(schema, reifiers=reifiers)
    yield from mapper.head()
    for label, blocks in (("Paper", mapper.paper), ("Entity", mapper.entity)):
        for nodes in _chunks(reader.nodes(label)):
            edges: dict[str, list[tuple[Edge, EdgeType]]] = {node.id: [] for node in nodes}
            for kind in schema.edges:
                if kind.source == label:
                    for edge in reader.edges(kind.type, label, sources=edges):
                        edges[edge.source].append((edge, kind))
            for node in nodes:
                yield from blocks(node, edges[node.id])
    yield from mapper.agents()


def iter_triples(reader: GraphReader, schema: Schema, *, reifiers: bool = False) -> Iterator[ox.Triple]:
    """Yield every triple once, those of a subject together."""
    previous = None
    for _, triples in iter_blocks(reader, schema, reifiers=reifiers):
        for triple in triples:
            if triple != previous:
                yield triple
            previous = triple


def iter_quads(reader: GraphReader, schema: Schema) -> Iterator[ox.Quad]:
    """Yield every triple in the named graph of the paper that says it; what no single paper says, in none."""
    previous = None
    for graph, triples in iter_blocks(reader, schema):
        name = graph or ox.DefaultGraph()
        for triple in triples:
            quad = ox.Quad(triple.subject, triple.predicate, triple.object, name)
            if quad != previous:
                yield quad
            previous = quad


def _chunks(records: Iterator[Record]) -> Iterator[list[Record]]:
    while chunk := list(islice(records, NODES_AT_ONCE)):
        yield chunk
