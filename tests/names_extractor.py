"""An extractor that finds a handful of names: fast, and known by heart. Not a test."""

from __future__ import annotations

import re

from kg.extraction.sentences import iter_sentences
from kg.records.annotations import Annotation, Mention, PaperEntity, Relation, Span

NAMES = {
    "Oak": "Model",
    "Pine": "Model",
    "Rootformer": "Method",
    "leaf masking": "Method",
    "Leaves-1M": "Dataset",
    "ForestBench": "Benchmark",
    "leaf classification": "Task",
}
ROLES = {"Model": "uses", "Method": "uses", "Dataset": "uses", "Benchmark": "evaluates_on", "Task": "addresses"}


class NamesExtractor:
    """Finds `NAMES`; a model uses every method, and is introduced if the title has it."""

    pipeline = None
    version = "kg.names/1"

    def extract_many(self, papers, *, batch_size=64):
        for paper in papers:
            yield self._extract(paper)

    def _extract(self, paper):
        text = paper.text
        sentences = tuple(Span(*span) for span in iter_sentences(text))
        entities = []
        for name, kind in NAMES.items():
            mentions = tuple(
                Mention(name, *match.span(), 0.9) for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
            )
            if mentions:
                role = "introduces" if kind == "Model" and name in paper.title else ROLES[kind]
                entities.append(PaperEntity(name, kind, role, mentions, 0.8))
        entities.sort(key=lambda entity: entity.mentions[0].start)
        relations = tuple(
            Relation(head.name, "USES", tail.name, sentences[-1], 0.7)
            for head in entities
            for tail in entities
            if head.type == "Model" and tail.type == "Method"
        )
        return Annotation(paper.id, tuple(entities), relations, sentences, (), self.version)


def snapshot(store):
    """Everything that a store holds, to compare two by."""
    from kg.schema import load_schema

    nodes = {
        (node.label, node.id): (node.kind, dict(node.properties))
        for label in load_schema().nodes
        for node in store.nodes(label)
    }
    edges = {
        edge.id: (edge.type, edge.source, edge.target, dict(edge.properties))
        for kind in load_schema().edges
        for edge in store.edges(kind.type, kind.source)
    }
    nodes.pop(("GraphInfo", "kg"), None)
    return nodes, edges
