"""What will be one entity of a paper: some of its entities, or parts of them, with type and role of all together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.schema import load_schema

if TYPE_CHECKING:
    from kg.records.annotations import Mention, PaperEntity, Relation


@dataclass(frozen=True, slots=True)
class Piece:
    """What will be one entity.

    Attributes:
        members: What it is made of; each has at least one mention.
        origins: Indices of the entities whose relations it takes over.
        type: The type with the most confidence, summed in thousandths so that the order cannot matter.
        role: The strongest role that the type allows; if it allows none of them, the weakest of all.
        mentions: All mentions in text order, each place once.
    """

    members: tuple[PaperEntity, ...]
    origins: frozenset[int]
    type: str
    role: str
    mentions: tuple[Mention, ...]


def piece_of(members: tuple[PaperEntity, ...], origins: frozenset[int]) -> Piece:
    """Return the piece that these entities, or parts of entities, make up."""
    schema = load_schema()
    votes: dict[str, int] = defaultdict(int)
    for member in members:
        votes[member.type] += round(1000 * member.confidence)
    order = list(schema.entities)
    type_ = min(votes, key=lambda type_: (-votes[type_], order.index(type_)))
    held = {member.role for member in members}
    allowed = [name for name, role in schema.roles.items() if type_ in role.types]
    places: dict[tuple[int, int], Mention] = {}
    for mention in sorted(
        (mention for member in members for mention in member.mentions),
        key=lambda mention: (mention.start, mention.end, -mention.confidence, mention.text),
    ):
        places.setdefault((mention.start, mention.end), mention)
    role = next((name for name in allowed if name in held), allowed[-1])
    return Piece(members, origins, type_, role, tuple(places.values()))


def with_texts(piece: Piece, texts: set[str], origins: frozenset[int]) -> Piece:
    """Return the part of a piece whose mentions have these texts."""
    members = (
        replace(member, mentions=tuple(mention for mention in member.mentions if mention.text in texts))
        for member in piece.members
    )
    return piece_of(tuple(member for member in members if member.mentions), origins)


def union(pieces: Sequence[Piece]) -> Piece:
    """Return the piece that several make up together; at least one."""
    if len(pieces) == 1:
        return pieces[0]
    members = tuple(member for piece in pieces for member in piece.members)
    return piece_of(members, frozenset(origin for piece in pieces for origin in piece.origins))


def fitting_relations(
    relations: Iterable[Relation], names: Mapping[str, str], entities: Sequence[PaperEntity]
) -> tuple[tuple[Relation, ...], int]:
    """Rename the ends of relations; leave out what no longer makes sense, and count it.

    Args:
        relations: Of one paper.
        names: The new name of each end.
        entities: Under their new names.
    """
    schema = load_schema()
    place = {entity.name: index for index, entity in enumerate(entities)}
    order = {type_: index for index, type_ in enumerate(schema.relations)}
    best: dict[tuple[int, int, int], Relation] = {}
    dropped = 0
    for relation in relations:
        head, tail = names[relation.head], names[relation.tail]
        allowed = schema.relations[relation.type]
        fits = entities[place[head]].type in allowed.heads and entities[place[tail]].type in allowed.tails
        if head == tail or not fits:
            dropped += 1
            continue
        renamed = replace(relation, head=head, tail=tail)
        key = (place[head], order[relation.type], place[tail])
        if key not in best or _surer(renamed) > _surer(best[key]):
            best[key] = renamed
    return tuple(best[key] for key in sorted(best)), dropped


def _surer(relation: Relation) -> tuple[float, int, int]:
    return (relation.confidence, -relation.sentence.start, -relation.sentence.end)
