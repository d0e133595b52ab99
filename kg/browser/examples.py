"""Values with which the questions have answers in a graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, permutations
from typing import TYPE_CHECKING, cast

from kg.assembly.links import LINK
from kg.errors import NotFoundError, QueryError
from kg.queries import load_queries
from kg.schema import load_schema

if TYPE_CHECKING:
    from kg.handle import GraphHandle
    from kg.queries.catalogue import Query, Scalar
    from kg.stores.base import Store

OF_A_KIND = 3
"""How many entities of each kind, links and relations are tried."""


def examples(handle: GraphHandle) -> dict[str, dict[str, Scalar]]:
    """Return, by question, a value for each parameter with which it has an answer in the graph.

    They are the question's own examples if these have one, by the names that the graph has for them; else what most
    papers name, or what is linked, is tried. Where nothing has an answer, the question's own stay.
    """
    found = _Found(handle.store)
    return {query.name: _example(handle, query, found) for query in load_queries().values()}


def _example(handle: GraphHandle, query: Query, found: _Found) -> dict[str, Scalar]:
    own = {parameter.name: parameter.value for parameter in query.parameters}
    wanted = [parameter for parameter in query.parameters if parameter.required]
    if not wanted:
        return own
    if _has_answer(handle, query, own):
        return handle.bound(query.name, own)
    for values in found.candidates([parameter.type for parameter in wanted]):
        given = own | dict(zip((parameter.name for parameter in wanted), values, strict=True))
        if _has_answer(handle, query, given):
            return handle.bound(query.name, given)
    return own


def _has_answer(handle: GraphHandle, query: Query, values: Mapping[str, Scalar]) -> bool:
    try:
        return bool(handle.query(query.name, **values))
    except (NotFoundError, QueryError):
        return False


class _Found:
    """What a graph holds that questions can be asked of, read when it is first needed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._names: list[str] = []
        self._relations: list[tuple[str, str]] = []
        self._links: list[tuple[str, str]] = []

    def candidates(self, types: Sequence[str]) -> Iterable[Sequence[str]]:
        """Return values to try for parameters of these types."""
        if types[0] in ("paper", "string"):
            self._links = self._links or list(_ends(self._store, LINK, "Paper"))
            return self._links if len(types) == 2 else [[paper] for link in self._links for paper in link]
        self._names = self._names or _most_named(self._store)
        if len(types) == 1:
            return [[name] for name in self._names]
        self._relations = self._relations or _related(self._store)
        return [*self._relations, *permutations(self._names, 2)]


def _most_named(store: Store) -> list[str]:
    kinds: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for node in store.nodes("Entity", properties=("name", "paperCount")):
        kinds[node.kind].append((-cast("int", node.properties.get("paperCount", 0)), str(node.properties["name"])))
    best = (sorted(kinds[kind])[:OF_A_KIND] for kind in load_schema().entities)
    return [name for kind in best for _, name in kind]


def _related(store: Store) -> list[tuple[str, str]]:
    pairs = [pair for kind in load_schema().relations for pair in _ends(store, kind, "Entity")]
    ids = {end for pair in pairs for end in pair}
    names = {node.id: str(node.properties["name"]) for node in store.nodes("Entity", ids=ids, properties=("name",))}
    return [(names[source], names[target]) for source, target in pairs]


def _ends(store: Store, kind: str, source: str) -> Iterator[tuple[str, str]]:
    return ((edge.source, edge.target) for edge in islice(store.edges(kind, source, properties=()), OF_A_KIND))
