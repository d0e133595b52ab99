"""Communities of papers, and which techniques are central, worked out by networkx.

Communities are those of Blondel and others ("Fast unfolding of communities in large networks", 2008) among the links
between papers. A technique is central if central techniques are used with it: eigenvector centrality (Bonacich, "Power
and centrality", 1987) where a paper with n techniques ties each two of them by 1/(n-1), after Newman ("Scientific
collaboration networks II", 2001), so that a long list of techniques counts no more than a short one.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from kg.assembly.links import LINK
from kg.errors import ConfigError
from kg.records.graph import Change, Counts, Node, Value

if TYPE_CHECKING:
    import networkx as nx

    from kg.stores.base import Store

TECHNIQUES = ("Model", "Method")
NAMED = 5
"""Techniques that a community is described by."""
_SEED = 0
_NODES_AT_ONCE = 1_000
_ITERATIONS = 1_000


@dataclass(frozen=True, slots=True)
class Community:
    """Papers that are linked with each other more than with the rest.

    Attributes:
        number: From 1, the largest first.
        papers: Id and title of each, those most strongly linked within it first.
        techniques: Names of what sets it apart, most first: what many of its papers introduce or use and few others.
    """

    number: int
    papers: tuple[tuple[str, str], ...]
    techniques: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CentralTechnique:
    """A model or method, and how central it is.

    Attributes:
        id: Its id.
        name: Its name.
        type: Model or Method.
        papers: How many papers introduce or use it.
        centrality: From 0 to 1, that of the most central.
    """

    id: str
    name: str
    type: str
    papers: int
    centrality: float


def find_communities(store: Store, resolution: float = 1.0) -> list[Community]:
    """Return the communities of the linked papers, largest first, ties by the least id; always the same.

    Args:
        store: The graph.
        resolution: Above 1 for more and smaller communities, below 1 for fewer and larger ones.

    Raises:
        ConfigError: If the resolution is not above 0.
    """
    if not resolution > 0:
        raise ConfigError(
            f"A resolution of {resolution} makes no communities.", hint="Give a number above 0, such as 1."
        )
    import networkx as nx

    graph, ids = _linked(store)
    found = nx.community.louvain_communities(graph, weight="weight", resolution=resolution, seed=_SEED)
    titles = {node.id: str(node.properties.get("title", "")) for node in store.nodes("Paper", properties=("title",))}
    used, _ = _used(store)
    names = {entity: name for entity, (name, _) in _techniques(store).items()}
    spread = Counter(entity for entities in used.values() for entity in entities)
    communities = []
    for number, members in enumerate(sorted(map(sorted, found), key=lambda group: (-len(group), group)), 1):
        strength = {ids[node]: weight for node, weight in graph.subgraph(members).degree(weight="weight")}
        papers = sorted(strength, key=lambda paper: (-round(strength[paper], 6), paper))
        techniques = _characteristic(papers, used, spread, len(titles))
        communities.append(
            Community(number, tuple((paper, titles[paper]) for paper in papers), tuple(names[e] for e in techniques))
        )
    return communities


def _linked(store: Store) -> tuple[nx.Graph[int], list[str]]:
    """Return the links as a graph of numbers, and the papers' ids by number: sets of strings have no fixed order."""
    import networkx as nx

    edges = [
        (edge.source, edge.target, cast("float", edge.properties["weight"]))
        for edge in store.edges(LINK, "Paper", properties=("weight",))
    ]
    ids = sorted({end for source, target, _ in edges for end in (source, target)})
    numbers = {id_: number for number, id_ in enumerate(ids)}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(ids)))
    graph.add_weighted_edges_from((numbers[source], numbers[target], weight) for source, target, weight in edges)
    return graph, ids


def _characteristic(
    papers: Sequence[str], used: Mapping[str, set[str]], spread: Mapping[str, int], total: int
) -> list[str]:
    """Return what these papers use more than others: by how many do, times the logarithm of how much more often."""
    here = Counter(entity for paper in papers for entity in used.get(paper, ()))
    score = {
        entity: number * math.log(number * total / (len(papers) * spread[entity]))
        for entity, number in here.items()
        if number > 1
    }
    best = sorted(
        (entity for entity in score if score[entity] > 0), key=lambda entity: (-round(score[entity], 6), entity)
    )
    return best[:NAMED]


def central_techniques(store: Store) -> list[CentralTechnique]:
    """Return the models and methods that papers use together with others, most central first, ties by id."""
    import networkx as nx

    used, papers = _used(store)
    techniques = _techniques(store)
    weights: dict[tuple[str, str], float] = defaultdict(float)
    for paper in sorted(used):
        for pair in combinations(sorted(used[paper]), 2):
            weights[pair] += 1 / (len(used[paper]) - 1)
    graph: nx.Graph[str] = nx.Graph()
    graph.add_weighted_edges_from((first, second, weights[first, second]) for first, second in sorted(weights))
    if not graph:
        return []
    try:
        values = nx.eigenvector_centrality(graph, max_iter=_ITERATIONS, weight="weight")
    except nx.PowerIterationFailedConvergence:
        # Two groups of techniques that nothing ties are equally central: what is used with most then counts.
        values = dict(graph.degree(weight="weight"))
    most = max(values.values())
    central = [
        CentralTechnique(id_, *techniques[id_], papers[id_], round(value / most, 4)) for id_, value in values.items()
    ]
    return sorted(central, key=lambda each: (-each.centrality, each.id))


def _techniques(store: Store) -> dict[str, tuple[str, str]]:
    nodes = store.nodes("Entity", properties=("name",))
    return {node.id: (str(node.properties["name"]), node.kind) for node in nodes if node.kind in TECHNIQUES}


def _used(store: Store) -> tuple[dict[str, set[str]], Counter[str]]:
    """Return the techniques that each paper introduces or uses, and the number of papers of each."""
    techniques = _techniques(store)
    used: dict[str, set[str]] = defaultdict(set)
    for kind in ("INTRODUCES", "USES"):
        for edge in store.edges(kind, "Paper", properties=()):
            if edge.target in techniques:
                used[edge.source].add(edge.target)
    return used, Counter(entity for entities in used.values() for entity in entities)


def write_back(store: Store, communities: Iterable[Community], central: Iterable[CentralTechnique]) -> Counts:
    """Note the communities on the papers and the centralities on the techniques, in place of those that are noted.

    They describe the graph as it is: a later build does not bring them up to date.
    """
    numbers = {paper: community.number for community in communities for paper, _ in community.papers}
    values = {technique.id: technique.centrality for technique in central}
    return _note(store, "Paper", "community", numbers) + _note(store, "Entity", "centrality", values)


def take_back(store: Store) -> Counts:
    """Take the noted communities and centralities off the graph."""
    return write_back(store, (), ())


def _note(store: Store, label: str, name: str, values: Mapping[str, Value]) -> Counts:
    counts = Counts()
    nodes = _noted(store, label, name, values)
    while part := tuple(islice(nodes, _NODES_AT_ONCE)):
        counts += store.write(Change(nodes=part))
    return counts


def _noted(store: Store, label: str, name: str, values: Mapping[str, Value]) -> Iterator[Node]:
    for node in store.nodes(label):
        properties: dict[str, Any] = {key: value for key, value in node.properties.items() if key != name}
        if node.id in values:
            properties[name] = values[node.id]
        if properties != dict(node.properties):
            yield replace(node, properties=MappingProxyType(properties))
