"""A graph small enough to know by heart: six papers, written by us, annotated by hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.assembly.claims import claim_edges, content_hash, paper_node
from kg.extraction.sentences import iter_sentences
from kg.pipeline.report import ignore_progress
from kg.pipeline.update import GraphUpdate
from kg.records.annotations import Annotation, Mention, PaperEntity, Relation, Span
from kg.records.documents import Paper
from kg.resolution.registry import load_registry
from kg.resolution.resolve import resolve
from kg.schema import load_schema

if TYPE_CHECKING:
    from kg.stores.base import Store

EXTRACTOR = "kg.hand/1"

PAPERS = {
    "Oak": (
        Paper(
            "Oak: A Model of Leaves",
            "We present Oak, a model built on the Rootformer. Oak is trained on Leaves-1M by leaf masking. "
            "It outperforms Pine on ForestBench.",
            given_id="2001.00001",
            year=2020,
        ),
        "Oak Model introduces, Rootformer Method uses, Leaves-1M Dataset uses, leaf masking Method uses, "
        "Pine Model compares_with, ForestBench Benchmark evaluates_on",
        "Oak BASED_ON Rootformer, Oak TRAINED_ON Leaves-1M, Oak USES leaf masking, Oak OUTPERFORMS Pine, "
        "Oak EVALUATED_ON ForestBench",
    ),
    "Pine": (
        Paper(
            "Pine Needs Fewer Leaves",
            "Pine is a model that uses leaf masking. It is evaluated on ForestBench and does leaf classification.",
            given_id="1901.00002",
            year=2019,
        ),
        "Pine Model introduces, leaf masking Method introduces, ForestBench Benchmark evaluates_on, "
        "leaf classification Task addresses",
        "Pine USES leaf masking, Pine EVALUATED_ON ForestBench, Pine APPLIED_TO leaf classification",
    ),
    "Bonsai": (
        Paper(
            "Bonsai: Oak, Distilled",
            "Bonsai is distilled from Oak. It keeps most of its accuracy in leaf classification on Leaves-1M.",
            given_id="2101.00003",
            year=2021,
        ),
        "Bonsai Model introduces, Oak Model uses, Leaves-1M Dataset evaluates_on, leaf classification Task addresses, "
        "accuracy Metric uses",
        "Bonsai BASED_ON Oak, Bonsai APPLIED_TO leaf classification, Bonsai EVALUATED_ON Leaves-1M",
    ),
    "Bench": (
        Paper(
            "ForestBench: Testing Models of Trees",
            "We release ForestBench, a benchmark for leaf classification, made from Leaves-1M.",
            given_id="1801.00004",
            year=2018,
        ),
        "ForestBench Benchmark introduces, leaf classification Task addresses, Leaves-1M Dataset uses",
        "ForestBench TARGETS leaf classification, ForestBench PART_OF Leaves-1M",
    ),
    "Survey": (
        Paper("A Survey of Gardens", "Gardens are described, and the Rootformer is mentioned.", given_id="g-5"),
        "Rootformer Method mentions",
        "",
    ),
    "Nothing": (Paper("On Silence", "Nothing is said here.", year=2022), "", ""),
}

CONTRADICTED = {
    **PAPERS,
    "Willow": (
        Paper(
            "Pine Still Stands",
            "In our hands Pine outperforms Oak, on TreeNet. Willow is based on Oak, with root pruning, and counts trees. "
            "Tree counting has no benchmark yet.",
            given_id="2201.00006",
            year=2022,
        ),
        "Willow Model introduces, Pine Model uses, Oak Model compares_with, TreeNet Dataset evaluates_on, "
        "root pruning Method uses, Tree counting Task addresses",
        "Pine OUTPERFORMS Oak, Pine EVALUATED_ON TreeNet, Willow BASED_ON Oak, Willow USES root pruning, "
        "Willow APPLIED_TO Tree counting",
    ),
}
"""One paper more, which contradicts another and leaves gaps."""


def annotate(paper: Paper, entities: str, relations: str) -> Annotation:
    """Annotate a paper from `NAME TYPE ROLE, …` and `HEAD RELATION TAIL, …`."""
    text = paper.text
    sentences = tuple(Span(*span) for span in iter_sentences(text))
    found = []
    for item in filter(None, entities.split(", ")):
        name, kind, role = item.rsplit(" ", 2)
        places = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
        mentions = tuple(Mention(name, start, end, 0.9) for start, end in places)
        found.append(PaperEntity(name, kind, role, mentions, 0.9))
    links = []
    for item in filter(None, relations.split(", ")):
        head, kind, tail = re.fullmatch(r"(.+) ([A-Z_]+) (.+)", item).groups()
        holding = [s for s in sentences if head in text[s.start : s.end] and tail in text[s.start : s.end]]
        links.append(Relation(head, kind, tail, holding[0] if holding else sentences[-1], 0.8))
    return Annotation(paper.id, tuple(found), tuple(links), sentences, (), EXTRACTOR)


def fill(store: Store, papers: dict[str, tuple[Paper, str, str]] = PAPERS) -> None:
    """Write the graph into a store."""
    schema, registry = load_schema(), load_registry()
    nodes, edges = [], []
    for paper, entities, relations in papers.values():
        annotation = resolve(annotate(paper, entities, relations), registry).annotation
        nodes.append(paper_node(paper, annotation, content_hash(paper, EXTRACTOR)))
        edges += claim_edges(paper, annotation, schema)
    update = GraphUpdate(store, registry, ignore_progress)
    update.replace(nodes, edges, ())
    update.finish()
