"""Which papers share techniques, how strongly, and through what.

The weight of a pair of papers is the sum, over the entities that both hold, of

    rarity(entity) · linking(entity type) · strength(first paper) · strength(second paper)

where strength is the role's linking factor times the claim's confidence. Rarity is that of Adamic and
Adar ("Friends and neighbors on the Web", 2003), 1 / log2(1 + n) for an entity of n papers, with n rounded
up to a power of two: a new paper then changes the weights of others only when it carries an entity over
such a step, so that most of a growing graph stays as it is.

Each paper keeps its `LINKS_PER_PAPER` strongest links; a pair is linked if either keeps it. Entities of more
than `HUB` papers find no pairs, they only add weight to pairs found by rarer ones. So the work is linear in
the number of papers.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.ids import edge_id
from kg.records.graph import Edge, Value, freeze

if TYPE_CHECKING:
    from kg.schema import Schema

LINKS_PER_PAPER = 10
HUB = 256
MIN_WEIGHT = 0.05
LINK = "SHARES_TECHNIQUE"


@dataclass(frozen=True, slots=True)
class Linking:
    """An entity as links see it.

    Attributes:
        name: Its display name.
        papers: How many papers claim it.
        factor: Its type's linking factor.
    """

    name: str
    papers: int
    factor: float

    @property
    def step(self) -> int:
        """The number of papers, rounded up to a power of two."""
        return 1 << max(self.papers - 1, 0).bit_length()

    @property
    def is_hub(self) -> bool:
        """Whether too many papers hold it for it to find pairs."""
        return self.step > HUB

    @property
    def rarity(self) -> float:
        """What sharing it counts before roles, 0 for a type that does not link."""
        return self.factor / math.log2(1 + self.step)


class Postings:
    """Who holds what, how strongly.

    Args:
        claims: Triples of paper id, entity id and strength; the strongest counts where a pair comes twice.
        entities: All entities of the claims that can link; claims of others are passed over.
    """

    def __init__(self, claims: Iterable[tuple[str, str, float]], entities: Mapping[str, Linking]) -> None:
        self.entities = entities
        self.by_paper: dict[str, dict[str, float]] = defaultdict(dict)
        self.by_entity: dict[str, dict[str, float]] = defaultdict(dict)
        for paper, entity, strength in claims:
            if entity in entities and strength > self.by_paper[paper].get(entity, 0.0):
                self.by_paper[paper][entity] = self.by_entity[entity][paper] = strength

    def holders(self, entities: Iterable[str]) -> set[str]:
        """Return all papers that hold one of these entities."""
        return {paper for entity in entities for paper in self.by_entity.get(entity, ())}

    def shared(self, first: str, second: str) -> list[tuple[float, str]]:
        """Return weight and id of each entity that both hold, weightiest first, ties by name and id."""
        a, b = self.by_paper.get(first, {}), self.by_paper.get(second, {})
        found = [(self.entities[e].rarity * a[e] * b[e], e) for e in a.keys() & b.keys()]
        return sorted(found, key=lambda item: (-item[0], self.entities[item[1]].name, item[1]))

    def strongest(self, paper: str) -> list[str]:
        """Return the papers that this one keeps a link to, strongest first, ties by id."""
        weights: dict[str, float] = defaultdict(float)
        for entity in sorted(self.by_paper.get(paper, ())):
            if not self.entities[entity].is_hub:
                self._add(weights, paper, entity, self.by_entity[entity])
        for entity in sorted(self.by_paper.get(paper, ())):
            if self.entities[entity].is_hub:
                holders = self.by_entity[entity]
                self._add(weights, paper, entity, [other for other in weights if other in holders])
        weights.pop(paper, None)
        candidates = ((-round(weight, 4), other) for other, weight in weights.items())
        best = heapq.nsmallest(LINKS_PER_PAPER, (item for item in candidates if -item[0] >= MIN_WEIGHT))
        return [other for _, other in best]

    def _add(self, weights: dict[str, float], paper: str, entity: str, others: Iterable[str]) -> None:
        holders = self.by_entity[entity]
        own = self.entities[entity].rarity * holders[paper]
        for other in others:
            weights[other] += own * holders[other]


def strength(role_factor: float, confidence: float) -> float:
    """Return how strongly a claim of this role and confidence counts."""
    return role_factor * confidence


def affected_papers(
    changed: Collection[str],
    held: Collection[str],
    before: Mapping[str, Linking],
    after: Postings,
) -> set[str]:
    """Return every paper whose links may differ between two states of the graph.

    Args:
        changed: The papers whose claims differ, added and withdrawn ones included.
        held: Every entity that one of them holds or held.
        before: The entities as they were.
        after: The graph as it is.

    Returns:
        The changed papers; those that share or shared an entity that finds pairs with one of them; and those that
        hold an entity whose name, type or step of frequency differs.
    """
    found = set(changed)
    for entity in sorted(held):
        states = [state for state in (before.get(entity), after.entities.get(entity)) if state]
        if any(not state.is_hub for state in states):
            found |= after.holders([entity])
    for entity in before.keys() | after.entities.keys():
        old, new = before.get(entity), after.entities.get(entity)
        if old is None or new is None or (old.step, old.factor, old.name) != (new.step, new.factor, new.name):
            found |= after.holders([entity])
    return found


def link_edges(
    postings: Postings, papers: Collection[str] | None = None, linked: Collection[str] = ()
) -> Iterator[Edge]:
    """Yield the links that touch these papers; None for all links. Sorted by their ends.

    Args:
        postings: The graph as it is.
        papers: The papers whose links are wanted.
        linked: The papers that were linked with them before. One that is not affected itself may
            keep a link to an affected paper that does not keep it.

    Cost: for each paper, the sum of the holders of its entities, hubs left out.

    Example:
        >>> entities = {"entity:lora": Linking("LoRA", 2, 1.0)}
        >>> postings = Postings([("a", "entity:lora", 1.0), ("b", "entity:lora", 1.0)], entities)
        >>> [(e.source, e.target, e.properties["through"]) for e in link_edges(postings)]
        [('a', 'b', ('LoRA',))]
    """
    wanted = postings.by_paper.keys() if papers is None else set(papers)
    kept = {paper: postings.strongest(paper) for paper in wanted}
    for paper in ({other for others in kept.values() for other in others} | set(linked)) - kept.keys():
        kept[paper] = postings.strongest(paper)
    ranks: dict[tuple[str, str], tuple[int, int]] = {}
    for paper, others in kept.items():
        for rank, other in enumerate(others, 1):
            if paper in wanted or other in wanted:
                first = paper < other
                pair = (paper, other) if first else (other, paper)
                source_rank, target_rank = ranks.get(pair, (0, 0))
                ranks[pair] = (rank, target_rank) if first else (source_rank, rank)
    for pair in sorted(ranks):
        yield _edge(postings, pair, ranks[pair])


def _edge(postings: Postings, pair: tuple[str, str], ranks: tuple[int, int]) -> Edge:
    shared = postings.shared(*pair)
    properties: dict[str, Value] = {
        "weight": round(sum(weight for weight, _ in sorted(shared)), 4),
        "through": tuple(postings.entities[entity].name for _, entity in shared),
        "entityIds": tuple(entity for _, entity in shared),
    }
    properties |= {name: rank for name, rank in zip(("sourceRank", "targetRank"), ranks, strict=True) if rank}
    return Edge(edge_id(LINK, *pair), LINK, *pair, freeze(properties))


def linking_entities(nodes: Iterable[tuple[str, str, str, int]], schema: Schema) -> dict[str, Linking]:
    """Return what links need of the entities that can link.

    Args:
        nodes: Id, type, name and number of papers of each entity.
        schema: Says how much each type counts.
    """
    factors = {label: kind.linking for label, kind in schema.entities.items()}
    return {id_: Linking(name, papers, factors[kind]) for id_, kind, name, papers in nodes if factors.get(kind)}
