"""What a graph derives from all its claims: the entities' names and types, and the links between papers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, cast

from kg.assembly.entities import entity_node
from kg.assembly.links import LINK, Linking, Postings, affected_papers, link_edges, linking_entities, strength
from kg.ids import ENTITY
from kg.pipeline.extracting import chunks
from kg.pipeline.report import OnProgress, Progress
from kg.records.graph import Change, Counts, Edge, Node
from kg.schema import load_schema

if TYPE_CHECKING:
    from kg.resolution.registry import Registry
    from kg.stores.base import Store

ENTITIES_AT_ONCE = 2_000
EDGES_AT_ONCE = 5_000
_CLAIM = ("name", "entityType", "surfaces", "confidence")


def role_types() -> tuple[str, ...]:
    """The relationship types from a paper to what it names."""
    return tuple(role.edge for role in load_schema().roles.values())


def claims_of(store: Store, papers: Collection[str]) -> list[Edge]:
    """Return every edge that is a claim of one of these papers."""
    schema = load_schema()
    return [edge for kind in schema.claim_edges for edge in store.edges(kind.type, kind.source, papers=papers)]


def update_entities(
    store: Store,
    touched: Collection[str] | None,
    new: Collection[str],
    registry: Registry,
    on_progress: OnProgress,
) -> Counts:
    """Bring the entities up to date with the claims of them; those without any go.

    Args:
        store: Where they are.
        touched: Ids of the entities whose claims changed; None for all.
        new: Those that were made provisionally: that they change now does not count.
        registry: Knows canonical names.
        on_progress: Is told how far it is.
    """
    if touched is None:
        touched = [node.id for node in store.nodes("Entity", properties=()) if node.id.startswith(ENTITY)]
    counts, done = Counts(), 0
    for part in chunks(sorted(touched), ENTITIES_AT_ONCE):
        on_progress(Progress("naming entities", done, len(touched)))
        claims: dict[str, list[Edge]] = {id_: [] for id_ in part}
        for kind in role_types():
            for edge in store.edges(kind, "Paper", targets=part, properties=_CLAIM):
                claims[edge.target].append(edge)
        held = {node.id for node in store.nodes("Entity", ids=part, properties=())}
        nodes = tuple(entity_node(id_, edges, registry) for id_, edges in claims.items() if edges)
        gone = tuple(("Entity", id_) for id_, edges in claims.items() if not edges and id_ in held)
        counts += store.write(Change(delete_nodes=gone, nodes=tuple(node for node in nodes if node.id not in new)))
        store.write(Change(nodes=tuple(node for node in nodes if node.id in new)))
        done += len(part)
    on_progress(Progress("naming entities", done, done))
    return counts


def linking_state(store: Store, ids: Collection[str] | None = None) -> dict[str, Linking]:
    """Return what links need of the entities that the store holds, by id."""
    nodes = store.nodes("Entity", ids=ids, properties=("name", "paperCount"))
    return linking_entities(
        (
            (
                node.id,
                node.kind,
                str(node.properties.get("name", "")),
                cast("int", node.properties.get("paperCount", 0)),
            )
            for node in nodes
        ),
        load_schema(),
    )


def update_links(
    store: Store,
    changed: Collection[str] | None,
    held: Collection[str],
    before: dict[str, Linking],
    on_progress: OnProgress,
) -> tuple[Counts, int]:
    """Bring `SHARES_TECHNIQUE` up to date.

    Args:
        store: Where the claims and entities are, up to date.
        changed: The papers whose claims changed; None for all papers, when nothing is known of the state before.
        held: The entities that these papers hold or held.
        before: The entities as they were before the change.
        on_progress: Is told how far it is.

    Returns:
        What changed, and the number of papers whose links were worked out.
    """
    on_progress(Progress("linking papers", 0))
    postings = Postings(_strengths(store), linking_state(store))
    affected = None if changed is None else affected_papers(changed, held, before, postings)
    if affected is not None:
        # What has become a task or a metric links no more, and the postings know nothing of it.
        affected |= _holders(store, sorted(before.keys() - postings.entities.keys()))
    existing = _existing_links(store, affected)
    linked = {end for _, source, target in existing for end in (source, target)}
    counts, done = Counts(), 0
    kept: set[str] = set()
    edges = link_edges(postings, affected, () if affected is None else linked)
    for part in chunks(edges, EDGES_AT_ONCE):
        counts += store.write(Change(edges=tuple(part)))
        kept.update(edge.id for edge in part)
        done += len(part)
        on_progress(Progress("linking papers", done))
    gone = tuple((LINK, id_) for id_, _, _ in existing if id_ not in kept)
    counts += store.write(Change(delete_edges=gone))
    return counts, len(postings.by_paper) if affected is None else len(affected)


def _strengths(store: Store) -> Iterator[tuple[str, str, float]]:
    for role in load_schema().roles.values():
        if role.linking:
            for edge in store.edges(role.edge, "Paper", properties=("confidence",)):
                confidence = cast("float", edge.properties["confidence"])
                yield edge.source, edge.target, strength(role.linking, confidence)


def _holders(store: Store, entities: Collection[str]) -> set[str]:
    found: set[str] = set()
    for kind in role_types() if entities else ():
        found.update(edge.source for edge in store.edges(kind, "Paper", targets=entities, properties=()))
    return found


def _existing_links(store: Store, affected: Collection[str] | None) -> list[tuple[str, str, str]]:
    if affected is None:
        found: Iterable[Edge] = store.edges(LINK, "Paper", properties=())
        return [(edge.id, edge.source, edge.target) for edge in found]
    ends: dict[str, tuple[str, str]] = {}
    for part in chunks(sorted(affected), ENTITIES_AT_ONCE):
        for edge in store.edges(LINK, "Paper", sources=part, properties=()):
            ends[edge.id] = (edge.source, edge.target)
        for edge in store.edges(LINK, "Paper", targets=part, properties=()):
            ends[edge.id] = (edge.source, edge.target)
    return [(id_, source, target) for id_, (source, target) in ends.items()]


def provisional_entities(store: Store, claims: Iterable[Edge]) -> tuple[Node, ...]:
    """Return a node for each claimed entity that the store lacks, named and typed as its first claim says.

    They make the claims writable at once; `update_entities` decides names and types when all claims are there.
    """
    first: dict[str, Edge] = {}
    for edge in claims:
        if "entityType" in edge.properties:
            first.setdefault(edge.target, edge)
    held = {node.id for node in store.nodes("Entity", ids=list(first), properties=())}
    return tuple(
        Node(id_, "Entity", str(edge.properties["entityType"]), {"name": edge.properties["name"]})
        for id_, edge in sorted(first.items())
        if id_ not in held
    )
