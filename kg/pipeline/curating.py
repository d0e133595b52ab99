"""Decisions in a graph: those that it keeps, and the papers that others would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from kg.assembly.decisions import LABEL, decision_from_node, decision_node
from kg.ids import entity_id, fold_title, strong_id
from kg.pipeline.derive import role_types
from kg.pipeline.extracting import chunks
from kg.records.graph import Change, Counts
from kg.resolution.keys import entity_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kg.records.decisions import Decision
    from kg.resolution.curation import Curation
    from kg.stores.base import Store

_ENTITIES_AT_ONCE = 1_000


def kept_decisions(store: Store) -> tuple[Decision, ...]:
    """Return the decisions that a graph keeps, by id."""
    return tuple(decision_from_node(node) for node in store.nodes(LABEL))


def keep_decisions(store: Store, decisions: Iterable[Decision]) -> Counts:
    """Let a graph keep these decisions in place of those that it keeps."""
    nodes = tuple(decision_node(decision) for decision in decisions)
    wanted = {node.id for node in nodes}
    held = [node.id for node in store.nodes(LABEL, properties=())]
    gone = tuple((LABEL, id_) for id_ in held if id_ not in wanted)
    return store.write(Change(delete_nodes=gone, nodes=nodes))


def changed_papers(store: Store, old: Curation, new: Curation) -> set[str]:
    """Return the ids of the papers that a change of decisions may change, and perhaps some that it does not.

    They are those with a claim on an entity that such a decision is about, under any name by which the graph knows it.
    Where a wrong edge of any paper is right after all, they are all: its claims are gone, and nothing tells where.
    """
    before, after = ({decision.id: decision for decision in each.decisions} for each in (old, new))
    differing = [*(before[i] for i in before.keys() - after.keys()), *(after[i] for i in after.keys() - before.keys())]
    if any(d.kind == "wrong" and not d.paper for d in differing if d.id in before):
        return {node.id for node in store.nodes("Paper", properties=())}
    papers = {id_ for decision in differing if decision.paper for id_ in _named_paper(store, decision.paper)}
    keys = {key for d in differing if not d.paper for each in (old, new) for key in each.keys(d)}
    entities = set(_entities(store, keys)) if keys else set()
    for part in chunks(sorted(entities), _ENTITIES_AT_ONCE):
        for kind in role_types():
            papers.update(edge.source for edge in store.edges(kind, "Paper", targets=part, properties=()))
    return papers


def _named_paper(store: Store, text: str) -> Iterator[str]:
    strong = strong_id(text)
    ids = [strong or text]
    for where in (("ids", [strong or text]), ("givenIds", [text]), ("titleKeys", [fold_title(text) or text])):
        yield from (node.id for node in store.nodes("Paper", where=where, properties=()))
    yield from (node.id for node in store.nodes("Paper", ids=ids, properties=()))


def _entities(store: Store, keys: Collection[str]) -> Iterator[str]:
    yield from map(entity_id, keys)
    for node in store.nodes("Entity", properties=("name", "aliases")):
        names = (str(node.properties.get("name", "")), *cast("tuple[str, ...]", node.properties.get("aliases", ())))
        if any(entity_key(name) in keys for name in names):
            yield node.id
