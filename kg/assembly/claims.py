"""One paper's node, and the edges that are its claims."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.documents.readable import read_text
from kg.errors import SpanError
from kg.ids import digest, edge_id, entity_id
from kg.records.annotations import Span
from kg.records.graph import Edge, Node, Value, freeze

if TYPE_CHECKING:
    from kg.records.annotations import Annotation, PaperEntity, Relation
    from kg.records.documents import Paper
    from kg.schema import Schema


def content_hash(paper: Paper, *versions: str) -> str:
    """Return what changes whenever the paper's part of the graph would: its record, and what reads it.

    Args:
        paper: The paper.
        versions: Of the extractor, the registry and the schema.

    Example:
        >>> from kg.records.documents import Paper
        >>> paper = Paper("BERT", "We introduce BERT.")
        >>> content_hash(paper, "kg.model/1") == content_hash(paper, "kg.model/2")
        False
    """
    metadata = (str(paper.year), *paper.authors, paper.venue, paper.url)
    given = (*sorted(paper.ids), *sorted(paper.given_ids), *sorted(paper.title_keys))
    return digest(paper.text, "\0", *metadata, "\0", *given, "\0", *versions)


def paper_node(paper: Paper, annotation: Annotation, hash_: str) -> Node:
    """Return the node of a paper.

    Args:
        paper: The paper.
        annotation: What was read off it.
        hash_: From `content_hash`.
    """
    properties: dict[str, Value] = {
        "title": " ".join(read_text(paper.title).text.split()),
        "titleKeys": tuple(sorted(paper.title_keys)),
        "text": paper.text,
        "authors": paper.authors,
        "venue": paper.venue,
        "url": paper.url,
        "ids": tuple(sorted(paper.ids)),
        "givenIds": tuple(sorted(paper.given_ids)),
        "sources": tuple(sorted(paper.sources)),
        "entityCount": len(annotation.entities),
        "extractor": annotation.extractor,
        "contentHash": hash_,
    }
    if paper.year is not None:
        properties["year"] = paper.year
    return Node(paper.id, "Paper", properties=freeze(properties))


def claim_edges(paper: Paper, annotation: Annotation, schema: Schema) -> list[Edge]:
    """Return the edges that are one paper's claims, sorted by type, source and target.

    Args:
        paper: The paper.
        annotation: Resolved: each entity has its key.
        schema: Says which relationship type a role becomes.

    Raises:
        SpanError: If a mention is not the slice of the text at its offsets.
    """
    text = paper.text
    sentences = annotation.sentences or (Span(0, len(text)),)
    ids = {entity.name: entity_id(entity.key) for entity in annotation.entities}
    edges = [
        _role_edge(paper, annotation, entity, sentences, schema.roles[entity.role].edge)
        for entity in annotation.entities
    ]
    edges += [_relation_edge(paper, annotation, relation, ids) for relation in annotation.relations]
    return sorted(edges, key=lambda edge: (edge.type, edge.source, edge.target))


def _role_edge(
    paper: Paper, annotation: Annotation, entity: PaperEntity, sentences: tuple[Span, ...], kind: str
) -> Edge:
    text, mentions = paper.text, entity.mentions
    for mention in mentions:
        if text[mention.start : mention.end] != mention.text:
            raise SpanError(f"Paper {paper.id}: {mention.text!r} does not stand at {mention.start}:{mention.end}.")
    holding = [s for s in sentences if any(s.start <= m.start < s.end for m in mentions)] or [sentences[0]]
    best = _best_sentence(holding)
    reasons = dict(entity.reasons)
    surfaces = tuple(sorted({mention.text for mention in mentions}))
    target = entity_id(entity.key)
    properties: dict[str, Value] = {
        **_evidence(paper, annotation, best, entity.confidence),
        "name": entity.name,
        "entityType": entity.type,
        "mentions": tuple(mention.text for mention in mentions),
        "starts": tuple(mention.start for mention in mentions),
        "ends": tuple(mention.end for mention in mentions),
        "sentences": tuple(text[s.start : s.end] for s in holding),
        "surfaces": surfaces,
        "reasons": tuple(reasons.get(surface, "name") for surface in surfaces),
    }
    return Edge(edge_id(kind, paper.id, target, paper.id), kind, paper.id, target, freeze(properties))


def _best_sentence(holding: list[Span]) -> Span:
    """The first sentence of the abstract that holds a mention says more than the title does."""
    return next((sentence for sentence in holding if sentence.start > 0), holding[0])


def _relation_edge(paper: Paper, annotation: Annotation, relation: Relation, ids: Mapping[str, str]) -> Edge:
    source, target = ids[relation.head], ids[relation.tail]
    properties = _evidence(paper, annotation, relation.sentence, relation.confidence)
    return Edge(edge_id(relation.type, source, target, paper.id), relation.type, source, target, freeze(properties))


def _evidence(paper: Paper, annotation: Annotation, sentence: Span, confidence: float) -> dict[str, Value]:
    return {
        "paperId": paper.id,
        "confidence": round(confidence, 4),
        "sentence": paper.text[sentence.start : sentence.end],
        "sentenceStart": sentence.start,
        "sentenceEnd": sentence.end,
        "extractor": annotation.extractor,
    }
