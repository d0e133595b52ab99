"""A small graph whose names are hard to write down: quotes, brackets, other scripts, other directions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.assembly.claims import claim_edges, content_hash, paper_node
from kg.pipeline.report import ignore_progress
from kg.pipeline.update import GraphUpdate
from kg.records.documents import Paper
from kg.records.entities import alias_text
from kg.records.graph import Change, freeze
from kg.resolution.registry import load_registry
from kg.resolution.resolve import resolve
from kg.schema import load_schema
from tests.conformance.small_graph import EXTRACTOR, annotate

if TYPE_CHECKING:
    from kg.stores.base import Store

NAMES = (
    'the "Quoted" one',
    "back\\slash\\nnet",
    "<b>Bold</b>&amp;",
    "{braces} [brackets]",
    "שלום Net",
    "مرحبا-٢",
    "漢字モデル",
    "😀 Smile",
    "e\u0301accent",
    "a|b;c",
    "100%25 ~$^`",
    "ends with .",
    "@prefix x: <y>",
    "=SUM(A1)",
    "zero\u200bwidth",
    "‮right‬",
)
"""Each stands in both papers."""

LINES = 'line\nbreak, tab\t, "quotes", \\ and \r return'


def papers() -> list[Paper]:
    """Return two papers that name everything, with ids and titles as hard as the names."""
    abstract = "".join(f"We use {name} here. " for name in NAMES)
    return [
        Paper(
            'First <i>of</i> "two" & more',
            abstract + LINES,
            given_id='10.1234/a<b>"c"',
            authors=("Ö. Ä", 'B "C" D', "Ö. Ä"),
        ),
        Paper(
            "Second 😀 שלום",
            "As well. " + abstract,
            given_id="p/2 ?#%",
            year=987,
            url="https://example.org/a?c=d%20e&f=é",
        ),
    ]


def fill(store: Store) -> None:
    """Write the graph into a store."""
    schema, registry = load_schema(), load_registry()
    nodes, edges = [], []
    for paper in papers():
        entities = ", ".join(f"{name} {'Model' if i % 2 else 'Method'} uses" for i, name in enumerate(NAMES))
        relations = f"{NAMES[1]} BASED_ON {NAMES[3]}, {NAMES[5]} OUTPERFORMS {NAMES[0]}"
        annotation = resolve(annotate(paper, entities, relations), registry).annotation
        nodes.append(paper_node(paper, annotation, content_hash(paper, EXTRACTOR)))
        edges += claim_edges(paper, annotation, schema)
    update = GraphUpdate(store, registry, ignore_progress)
    update.replace(nodes, edges, ())
    update.finish()
    _rename(store, {edge.target: edge.properties["mentions"][0] for edge in edges if edge.type == "USES"})


def _rename(store: Store, names: dict[str, str]) -> None:
    """Give entities the names that papers write, which resolution makes easier."""
    entities = []
    for node in store.nodes("Entity"):
        name, aliases = names[node.id], (node.properties["name"], *node.properties.get("aliases", ()))
        others = tuple(dict.fromkeys(alias for alias in aliases if alias != name))
        changed = {"name": name, "aliases": others, "aliasText": alias_text(others)}
        entities.append(replace(node, properties=freeze({**node.properties, **changed})))
    links = [
        replace(edge, properties={**edge.properties, "through": tuple(map(names.get, edge.properties["entityIds"]))})
        for edge in store.edges("SHARES_TECHNIQUE", "Paper")
    ]
    store.write(Change(nodes=tuple(entities), edges=tuple(links)))
