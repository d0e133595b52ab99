"""Resolution: the entities of one paper under their canonical names.

A pure function of that paper's annotation and the registry. So the order in which papers come makes no
difference, and papers added later get what they would have got at first. What several papers decide together,
such as an entity's type, is an aggregate over their claims (`kg.resolution.consensus`).

Within a paper, entities become one where the paper defines one as the short form of the other, and where they get
the same key. Surface strings that the guard holds apart (GPT-2 and GPT-3) become two even if they came as one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.records.annotations import Annotation, PaperEntity
from kg.resolution.guard import abbreviates
from kg.resolution.keys import entity_key
from kg.resolution.lead import Circumstances, Surface, held_apart, lead_surface, read_surfaces, reason_for
from kg.resolution.pieces import Piece, fitting_relations, piece_of, union, with_texts
from kg.resolution.reading import PaperContext

if TYPE_CHECKING:
    from kg.resolution.registry import Registry

_MOST_ROUNDS = 8
"""Two rounds are usual: one that joins and parts, and one that finds nothing left to do."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """A resolved annotation, and what resolving it did.

    Attributes:
        annotation: Entities with canonical names, keys and reasons; no two have the same key.
        joined: How many entities became part of another.
        parted: How many strings were split off an entity, since the guard holds them apart.
        dropped_relations: How many relations went, since their two ends became one or their types do not fit.
    """

    annotation: Annotation
    joined: int = 0
    parted: int = 0
    dropped_relations: int = 0


def resolve(annotation: Annotation, registry: Registry) -> Resolution:
    """Give the entities of a paper their canonical names, keys and reasons, and join those that are one.

    A joined entity has all mentions, the strongest role by the schema's order that its type allows, the type with
    the most confidence in sum, and the highest confidence. Resolving a resolved annotation changes nothing.

    Args:
        annotation: Of one paper; the names of its entities are not looked at but by its relations.
        registry: Knows canonical names and aliases.

    Example:
        >>> from kg.records.annotations import Mention
        >>> from kg.resolution.registry import load_registry
        >>> entities = (
        ...     PaperEntity("CNNs", "Method", "uses", (Mention("CNNs", 0, 4),)),
        ...     PaperEntity("convolutional networks", "Method", "uses", (Mention("convolutional networks", 9, 31),)),
        ... )
        >>> done = resolve(Annotation("p1", entities), load_registry())
        >>> [(entity.name, len(entity.mentions)) for entity in done.annotation.entities], done.joined
        ([('convolutional neural network', 2)], 1)
    """
    pieces = [piece_of((entity,), frozenset({index})) for index, entity in enumerate(annotation.entities)]
    joined = parted = 0
    for _ in range(_MOST_ROUNDS):
        paper = _Paper(annotation, pieces, registry)
        split = [part for piece in pieces for part in paper.part(piece)]
        merged = paper.merge(split)
        parted += len(split) - len(pieces)
        joined += len(split) - len(merged)
        stable = len(split) == len(pieces) == len(merged)
        pieces = merged
        if stable:
            break
    paper = _Paper(annotation, pieces, registry)
    entities = [(piece, paper.entity(piece)) for piece in pieces]
    entities.sort(key=lambda pair: (pair[1].mentions[0].start, pair[1].name))
    names = {annotation.entities[origin].name: entity.name for piece, entity in entities for origin in piece.origins}
    ordered = tuple(entity for _, entity in entities)
    relations, dropped = fitting_relations(annotation.relations, names, ordered)
    return Resolution(replace(annotation, entities=ordered, relations=relations), joined, parted, dropped)


class _Paper:
    """One round of resolution: what the strings of the paper stand for, as its entities are grouped now."""

    def __init__(self, annotation: Annotation, pieces: Sequence[Piece], registry: Registry) -> None:
        definitions = list(annotation.abbreviations)
        for piece in sorted(pieces, key=lambda piece: (piece.mentions[0].start, piece.mentions[0].text)):
            texts = sorted({mention.text for mention in piece.mentions})
            definitions += [(short, long) for short in texts for long in texts if abbreviates(short, long)]
        surfaces = {mention.text for piece in pieces for mention in piece.mentions}
        self._context = PaperContext(registry, definitions, surfaces)
        self._title_end = annotation.sentences[0].end if annotation.sentences else 0

    def _read(self, piece: Piece) -> tuple[list[Surface], Surface]:
        """The surfaces of a piece, and the one that names it."""
        case = Circumstances(piece.type, piece.role == "introduces", self._title_end)
        surfaces = read_surfaces(piece.mentions, case, self._context)
        return surfaces, lead_surface(surfaces, case)

    def part(self, piece: Piece) -> list[Piece]:
        """Split strings off that must not be with the one that names the entity; it keeps the relations."""
        surfaces, lead = self._read(piece)
        apart = {
            surface.text: surface.reading.key
            for surface in surfaces
            if held_apart(surface, lead, piece.type, self._context)
        }
        if not apart:
            return [piece]
        groups: dict[str, set[str]] = defaultdict(set)
        for text, key in apart.items():
            groups[key].add(text)
        kept = {surface.text for surface in surfaces} - set(apart)
        return [
            with_texts(piece, kept, piece.origins),
            *(with_texts(piece, groups[key], frozenset()) for key in sorted(groups)),
        ]

    def merge(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Join pieces that get one key, and those of which the paper defines one as the short form of the other."""
        labels: list[set[str]] = []
        for piece in pieces:
            surfaces, lead = self._read(piece)
            labels.append({lead.reading.key} | self._defined(surfaces, lead))
        return [union([pieces[index] for index in group]) for group in _components(labels)]

    def _defined(self, surfaces: Sequence[Surface], lead: Surface) -> set[str]:
        """A label for each long form that the paper defines and one of these strings is.

        The string that names the entity also has that of the long form that it abbreviates. Another string has not:
        a stray short form must not pull its entity over to where it belongs itself.
        """
        keys = {entity_key(surface.text) for surface in surfaces} & self._context.long_keys
        if long := self._context.long_form(lead.text):
            keys.add(entity_key(long))
        return {f"long form {key}" for key in keys}

    def entity(self, piece: Piece) -> PaperEntity:
        """Return the resolved entity."""
        surfaces, lead = self._read(piece)
        return PaperEntity(
            name=lead.reading.name,
            type=piece.type,
            role=piece.role,
            mentions=piece.mentions,
            confidence=max(member.confidence for member in piece.members),
            key=lead.reading.key,
            reasons=tuple(sorted((surface.text, reason_for(surface, lead, self._context)) for surface in surfaces)),
        )


def _components(labels: Sequence[set[str]]) -> list[list[int]]:
    """Group indices that are connected by labels, each group and the groups in order."""
    parent = list(range(len(labels)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    first: dict[str, int] = {}
    for index, own in enumerate(labels):
        for label in own:
            a, b = root(index), root(first.setdefault(label, index))
            parent[max(a, b)] = min(a, b)
    groups: dict[int, list[int]] = defaultdict(list)
    for index in range(len(labels)):
        groups[root(index)].append(index)
    return list(groups.values())
