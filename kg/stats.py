"""What a graph holds, counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from kg.schema import load_schema

if TYPE_CHECKING:
    from kg.stores.base import Store

MOST_SHARED = 10
EMPTY_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Stats:
    """A graph's figures.

    Attributes:
        papers: Number of papers.
        entities: Number of entities by type, in the schema's order.
        edges: Number of edges by what leaves them and their type, such as "Paper USES", in the schema's order.
        most_shared: Name, type and number of papers of the entities that link papers, most shared first.
        without_entities: Id and title of papers in which nothing was found, the first by id.
        papers_without_entities: How many there are.
        extractors: Number of papers by what read them, most first.
        pending: Whether a build was interrupted and is to be run again.
    """

    papers: int
    entities: dict[str, int]
    edges: dict[str, int]
    most_shared: tuple[tuple[str, str, int], ...]
    without_entities: tuple[tuple[str, str], ...]
    papers_without_entities: int
    extractors: dict[str, int]
    pending: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as JSON can hold them."""
        return {
            "papers": self.papers,
            "entities": self.entities,
            "edges": self.edges,
            "mostShared": [{"name": name, "type": kind, "papers": n} for name, kind, n in self.most_shared],
            "papersWithoutEntities": self.papers_without_entities,
            "withoutEntities": [{"id": id_, "title": title} for id_, title in self.without_entities],
            "extractors": self.extractors,
            "pending": self.pending,
        }


def is_pending(store: Store) -> bool:
    """Return whether a build was interrupted, so that names and links are not up to date."""
    return any(node.properties.get("pending") for node in store.nodes("GraphInfo"))


def graph_stats(store: Store) -> Stats:
    """Count what a store holds. Cost: one pass over its nodes and the ids of its edges."""
    schema = load_schema()
    extractors: Counter[str] = Counter()
    empty: list[tuple[str, str]] = []
    for node in store.nodes("Paper", properties=("title", "extractor", "entityCount")):
        extractors[str(node.properties.get("extractor", ""))] += 1
        if not node.properties.get("entityCount"):
            empty.append((node.id, str(node.properties.get("title", ""))))
    shared: list[tuple[str, str, int]] = []
    kinds: Counter[str] = Counter()
    for node in store.nodes("Entity", properties=("name", "paperCount")):
        kinds[node.kind] += 1
        if node.kind in schema.entities and schema.entities[node.kind].linking:
            shared.append((str(node.properties["name"]), node.kind, cast("int", node.properties.get("paperCount", 0))))
    edges = {
        f"{edge.source} {edge.type}": sum(1 for _ in store.edges(edge.type, edge.source, properties=()))
        for edge in schema.edges
    }
    return Stats(
        papers=extractors.total(),
        entities={kind: kinds[kind] for kind in schema.entities},
        edges=edges,
        most_shared=tuple(sorted(shared, key=lambda s: (-s[2], s[0].casefold(), s[0]))[:MOST_SHARED]),
        without_entities=tuple(empty[:EMPTY_SHOWN]),
        papers_without_entities=len(empty),
        extractors=dict(sorted(extractors.items(), key=lambda item: (-item[1], item[0]))),
        pending=is_pending(store),
    )
