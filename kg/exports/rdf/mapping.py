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
from kg.exports.rdf.vocabulary import load_vocabulary
from kg.exports.reader import clean_text

if TYPE_CHECKING:
    from kg.exports.reader import GraphReader
    from kg.records.graph import Edge, Node, Value
    from kg.schema import EdgeType, Property, Schema

NODES_AT_ONCE = 500
Term = ox.NamedNode | ox.Literal
Record = TypeVar("Record")

_Edges = dict[str, list[tuple["Edge", "EdgeType"]]]
Block = tuple[ox.NamedNode | None, list[ox.Triple]]
"""Triples of one subject, with the named graph of the paper that says so; None for what no single paper says."""


class Mapper:
    """Turns records into triples; remembers the agents that it has met.

    Args:
        schema: Has the IRIs.
        reifiers: Whether a statement names its triple as RDF 1.2 does, by `rdf:reifies`, in place of `rdf:subject`,
            `rdf:predicate` and `rdf:object`.
        graphs: Whether each paper has a named graph, and so says a triple itself that others say too.
    """

    def __init__(self, schema: Schema, *, reifiers: bool = False, graphs: bool = False) -> None:
        self._schema = schema
        self._vocabulary = load_vocabulary()
        self._reifiers = reifiers
        self._graphs = graphs
        self._terms: dict[str, ox.NamedNode] = {}
        self._iris: dict[tuple[str, str], ox.NamedNode] = {}
        self._agents: set[str] = set()
        self._plans: dict[int, list[tuple[str, ox.NamedNode, Callable[[Value], Term], str]]] = {}

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
        """Yield a paper, its links to papers, its claims, and the sentences that these rest on."""
        subject, graph = self._iri("Paper", node.id), self._iri("Graph", node.id)
        pairs = list(edges)
        claims = [pair for pair in pairs if pair[1].target == "Entity"]
        links = [pair for pair in pairs if pair[1].target != "Entity"]
        own, orders = self._node(subject, node)
        ids = cast("tuple[str, ...]", node.properties.get("ids", ()))
        own += [ox.Triple(subject, self.term("owl:sameAs"), ox.NamedNode(iri)) for iri in terms.same_as(ids)]
        yield graph, own + [self._plain(*pair) for pair in claims if pair[1].source == "Paper"]
        if links:
            yield None, [self._plain(*pair) for pair in links]
        for order in orders:
            yield graph, order
        if self._graphs:
            yield graph, [self._plain(*pair) for pair in claims if pair[1].source == "Entity"]
        sentences: dict[str, list[ox.Triple]] = {}
        for edge, kind in claims:
            for block in self._claim(edge, kind, node, sentences):
                yield graph, block
        for triples in sentences.values():
            yield graph, triples
        for edge, kind in links:
            triples, orders = self._statement(edge, kind, "kg:Link")
            yield None, triples
            for order in orders:
                yield None, order

    def entity(self, node: Node, edges: Iterable[tuple[Edge, EdgeType]]) -> Iterator[Block]:
        """Yield an entity. What papers claim of it and others is one triple, however many claim it."""
        subject = self._iri("Entity", node.id)
        own, orders = self._node(subject, node)
        own.append(ox.Triple(subject, self.term("skos:inScheme"), ox.NamedNode(scheme_iri(self._schema))))
        if not self._graphs:
            own += dict.fromkeys(self._plain(*pair) for pair in edges)
        yield None, own
        for order in orders:
            yield None, order

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
        own = [self._schema.nodes[node.label].iri]
        if node.kind:
            own.append(self._schema.entities[node.kind].iri)
        kinds = [kind for class_ in own for kind in (class_, self._vocabulary.data_class(class_))]
        triples = [ox.Triple(subject, TYPE, self.term(kind)) for kind in kinds]
        more, orders = self._properties(subject, self._schema.nodes[node.label].properties, node.properties)
        return triples + more, orders

    def _plain(self, edge: Edge, kind: EdgeType) -> ox.Triple:
        source, target = self._iri(kind.source, edge.source), self._iri(kind.target, edge.target)
        return ox.Triple(source, self.term(kind.iri), target)

    def _statement(self, edge: Edge, kind: EdgeType, class_: str) -> tuple[list[ox.Triple], list[list[ox.Triple]]]:
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
        return triples + more, orders

    def _claim(
        self, edge: Edge, kind: EdgeType, paper: Node, sentences: dict[str, list[ox.Triple]]
    ) -> Iterator[list[ox.Triple]]:
        """Yield a claim and its mentions; its sentences, which other claims rest on too, go to `sentences`."""
        subject = self._iri("Statement", edge.id)
        triples, orders = self._statement(edge, kind, "kg:Claim")
        for name, place in self._sentences(edge, str(paper.properties.get("text", ""))):
            passage, made = self._passage(self._iri("Passage", paper.id), *place)
            triples.append(ox.Triple(subject, self.term(name), passage))
            sentences.setdefault(passage.value, made)
        mentions = list(self._mentions(subject, edge))
        triples += [ox.Triple(subject, self.term("kg:mention"), mention[0].subject) for mention in mentions]
        yield triples
        yield from orders
        yield from mentions

    def _sentences(self, edge: Edge, text: str) -> Iterator[tuple[str, tuple[str, int, int]]]:
        """Yield each sentence that a claim rests on, with the property that leads to it."""
        values = edge.properties
        if "sentence" not in values:
            return
        start, end = (cast("int", values.get(name, -1)) for name in ("sentenceStart", "sentenceEnd"))
        best = str(values["sentence"]), start, end
        yield "kg:bestEvidence", best
        for place in _places(_strings(values, "sentences"), text) if "sentences" in values else (best,):
            yield "kg:evidence", place

    def _mentions(self, subject: ox.NamedNode, edge: Edge) -> Iterator[list[ox.Triple]]:
        reasons = dict(zip(*(_strings(edge.properties, name) for name in ("surfaces", "reasons")), strict=False))
        columns = [_strings(edge.properties, name) for name in ("mentions", "starts", "ends")]
        for text, start, end in zip(*columns, strict=True):
            passage, triples = self._passage(subject, text, int(start), int(end))
            if text in reasons:
                triples.append(ox.Triple(passage, self.term("kg:reason"), ox.Literal(clean_text(reasons[text]))))
            yield triples

    def _passage(self, owner: ox.NamedNode, text: str, start: int, end: int) -> tuple[ox.NamedNode, list[ox.Triple]]:
        """A selector by quote, and by position where that is known."""
        place = f"{start}-{end}" if start >= 0 else quote(text, safe="", errors="replace")
        passage = ox.NamedNode(f"{owner.value}.{place}")
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
        self, subject: ox.NamedNode, properties: tuple[Property, ...], values: Mapping[str, Value]
    ) -> tuple[list[ox.Triple], list[list[ox.Triple]]]:
        """The triples of the subject, and those of the sequences that keep its values in order."""
        triples: list[ox.Triple] = []
        orders: list[list[ox.Triple]] = []
        for name, predicate, make, order_iri in self._plan(properties):
            if name not in values:
                continue
            value = values[name]
            if not isinstance(value, tuple):
                triples.append(ox.Triple(subject, predicate, make(value)))
                continue
            made = [make(each) for each in value]
            triples += [ox.Triple(subject, predicate, each) for each in dict.fromkeys(made)]
            if order_iri:
                order = ox.NamedNode(f"{subject.value}/{order_iri.partition(':')[2]}")
                triples.append(ox.Triple(subject, self.term(order_iri), order))
                orders.append([ox.Triple(order, TYPE, SEQ)])
                orders[-1] += [ox.Triple(order, self.term(f"rdf:_{i}"), each) for i, each in enumerate(made, 1)]
        return triples, orders

    def _plan(self, properties: tuple[Property, ...]) -> list[tuple[str, ox.NamedNode, Callable[[Value], Term], str]]:
        """Name, predicate, maker of objects and order of each property, worked out once."""
        # By identity, which is quick: the schema holds the tuples.
        if id(properties) not in self._plans:
            self._plans[id(properties)] = [
                (item.name, self.term(item.iri), self._maker(item), item.order) for item in properties if item.iri
            ]
        return self._plans[id(properties)]

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


def iter_blocks(
    reader: GraphReader, schema: Schema, *, reifiers: bool = False, graphs: bool = False
) -> Iterator[Block]:
    """Yield the whole graph, papers before entities, holding a few hundred nodes at a time."""
    mapper = Mapper(schema, reifiers=reifiers, graphs=graphs)
    yield from mapper.head()
    for nodes in _chunks(reader.nodes("Paper")):
        said = _said(reader, schema, [node.id for node in nodes])
        for node in nodes:
            yield from mapper.paper(node, said[node.id])
    for nodes in _chunks(reader.nodes("Entity")):
        ids = [node.id for node in nodes]
        related = {} if graphs else _related(reader, schema, ids)
        for node in nodes:
            yield from mapper.entity(node, related.get(node.id, ()))
    yield from mapper.agents()


def _said(reader: GraphReader, schema: Schema, papers: list[str]) -> _Edges:
    """The claims and the links of some papers."""
    found: _Edges = {id_: [] for id_ in papers}
    for kind in schema.edges:
        if kind.source == "Paper":
            for edge in reader.edges(kind.type, "Paper", sources=papers):
                found[edge.source].append((edge, kind))
        else:
            for edge in reader.edges(kind.type, kind.source, papers=papers):
                found[str(edge.properties["paperId"])].append((edge, kind))
    return found


def _related(reader: GraphReader, schema: Schema, entities: list[str]) -> _Edges:
    """What any paper claims of some entities and others, without their properties."""
    found: _Edges = {id_: [] for id_ in entities}
    for kind in schema.edges:
        if kind.source == "Entity":
            for edge in reader.edges(kind.type, "Entity", sources=entities, properties=()):
                found[edge.source].append((edge, kind))
    return found


def iter_triples(reader: GraphReader, schema: Schema, *, reifiers: bool = False) -> Iterator[ox.Triple]:
    """Yield every triple once, those of a subject together."""
    for _, triples in iter_blocks(reader, schema, reifiers=reifiers):
        yield from triples


def iter_quads(reader: GraphReader, schema: Schema) -> Iterator[ox.Quad]:
    """Yield every triple in the named graph of the paper that says it; what no single paper says, in none."""
    for graph, triples in iter_blocks(reader, schema, graphs=True):
        name = graph or ox.DefaultGraph()
        for triple in triples:
            yield ox.Quad(triple.subject, triple.predicate, triple.object, name)


def _chunks(records: Iterator[Record]) -> Iterator[list[Record]]:
    while chunk := list(islice(records, NODES_AT_ONCE)):
        yield chunk
