"""An entity's node, from all claims of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from kg.records.entities import alias_text
from kg.records.graph import Edge, Node, freeze
from kg.resolution.consensus import EntityClaim, agree

if TYPE_CHECKING:
    from kg.resolution.registry import Registry


def entity_node(id_: str, claims: Iterable[Edge], registry: Registry) -> Node:
    """Return the node on which all claims of an entity agree; the order of the claims does not matter.

    Args:
        id_: The entity's id.
        claims: Its edges from papers; at least one.
        registry: Knows canonical names.
    """
    consensus = agree((_claim(edge) for edge in claims), registry)
    return Node(
        id_,
        "Entity",
        consensus.type,
        freeze(
            {
                "name": consensus.name,
                "key": consensus.key,
                "aliases": consensus.aliases,
                "aliasText": alias_text(consensus.aliases),
                "paperCount": consensus.papers,
                "typeVotes": consensus.votes,
            }
        ),
    )


def _claim(edge: Edge) -> EntityClaim:
    return EntityClaim(
        name=cast("str", edge.properties["name"]),
        type=cast("str", edge.properties["entityType"]),
        surfaces=cast("tuple[str, ...]", edge.properties["surfaces"]),
        confidence=cast("float", edge.properties["confidence"]),
    )
