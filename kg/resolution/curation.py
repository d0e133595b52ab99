"""Curation: a paper's resolved annotation as a person's decisions would have it.

A pure function of that annotation and the decisions, as resolution is: the order of papers makes no difference, and
what a build writes later is decided as well. A name in a decision is looked up as the registry knows it, so that it may
be written in any way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from kg.errors import ConfigError
from kg.ids import fold_title, strong_id
from kg.resolution.keys import entity_key
from kg.resolution.pieces import fitting_relations, piece_of
from kg.schema import load_schema

if TYPE_CHECKING:
    from kg.records.annotations import Annotation, Mention, PaperEntity, Relation
    from kg.records.decisions import Decision
    from kg.records.documents import Paper
    from kg.resolution.registry import Registry

REASON = "curated"
"""Why a string stands for an entity that a decision put it with."""


@dataclass(frozen=True, slots=True)
class Curated:
    """A curated annotation, and what curating it did.

    Attributes:
        annotation: No two entities have the same key.
        applied: Ids of the decisions that changed something.
        dropped_relations: How many relations went, since an end went, their ends became one, or types do not fit.
    """

    annotation: Annotation
    applied: frozenset[str]
    dropped_relations: int = 0


@dataclass(frozen=True, slots=True)
class _Part:
    """An entity on its way.

    Attributes:
        origin: Its name before; several parts may have come of one entity.
        entity: As it is by now.
    """

    origin: str
    entity: PaperEntity


class Curation:
    """Decisions, ready to be applied. Read-only.

    Args:
        decisions: In any order.
        registry: Knows the names that decisions are about.

    Attributes:
        decisions: Sorted by id.
        names: The name that each entity with a decided one goes by, by its key.

    Raises:
        ConfigError: If two decisions contradict each other.
    """

    def __init__(self, decisions: Iterable[Decision], registry: Registry) -> None:
        self.decisions = tuple(sorted(decisions, key=lambda decision: decision.id))
        self.names: dict[str, str] = {}
        self._registry = registry
        self._apart = [(d, {entity_key(name): name for name in d.names}) for d in self._of("different")]
        self._literal = {key for _, names in self._apart for key in names}
        self._moves: dict[str, tuple[str, Decision]] = {}
        for decision in (*self._of("same"), *self._of("rename")):
            self._add_moves(decision)
        for decision in self._of("different"):
            self._check_apart(decision)
        self._types: dict[str, tuple[str, Decision]] = {}
        for decision in self._of("type"):
            self._add_type(decision)
        self._wrong = [(d, self.key(d.source) if d.source else "", self.key(d.target)) for d in self._of("wrong")]

    def _of(self, kind: str) -> list[Decision]:
        return [decision for decision in self.decisions if decision.kind == kind]

    def _add_moves(self, decision: Decision) -> None:
        first, target = decision.names[0], entity_key(decision.names[0])
        if self.names.setdefault(target, first) != first:
            raise _contradiction(decision, f"goes by {self.names[target]!r} elsewhere")
        for name in decision.names:
            key = self._known_key(name)
            if key == target:
                continue
            other = self._moves.setdefault(key, (target, decision))
            if other[0] != target:
                raise _contradiction(decision, f"{name!r} is decided to be {self.names[other[0]]!r}", other[1])
            if not self._followed(key):
                raise _contradiction(decision, "it comes back to itself by way of others")

    def _followed(self, key: str) -> str:
        """The key that an entity with this one has in the end; "" if that goes in circles."""
        seen = {key}
        while key in self._moves:
            key = self._moves[key][0]
            if key in seen:
                return ""
            seen.add(key)
        return key

    def _check_apart(self, decision: Decision) -> None:
        for a, b in combinations(decision.names, 2):
            if self._followed(entity_key(a)) == self._followed(entity_key(b)):
                raise _contradiction(decision, f"{a!r} and {b!r} are one by another decision, or in spelling alone")

    def _add_type(self, decision: Decision) -> None:
        [name] = decision.names
        other = self._types.setdefault(self.key(name), (decision.type, decision))
        if other[0] != decision.type:
            raise _contradiction(decision, f"{name!r} is decided to be a {other[0]}", other[1])

    def _known_key(self, name: str) -> str:
        own = entity_key(name)
        if own in self._literal:
            return own
        known = self._registry.canonical(name)
        return entity_key(known) if known else own

    def key(self, name: str) -> str:
        """Return the key of the entity that a name stands for, decisions included."""
        return self._followed(self._known_key(name))

    def keys(self, decision: Decision) -> set[str]:
        """Return all keys by which an entity may be known that a decision is about."""
        names = [name for name in (*decision.names, decision.source, decision.target) if name]
        return {key for name in names for key in (entity_key(name), self._known_key(name), self.key(name))}

    def apply(self, annotation: Annotation, paper: Paper) -> Curated:
        """Return a paper's annotation as the decisions would have it.

        Args:
            annotation: Resolved.
            paper: The paper that it is of.

        Example:
            >>> from kg.records.annotations import Annotation, Mention, PaperEntity
            >>> from kg.records.decisions import Decision
            >>> from kg.records.documents import Paper
            >>> from kg.resolution.registry import load_registry
            >>> curation = Curation([Decision("type", "Ada", "It is data.", ("Oak",), type="Dataset")], load_registry())
            >>> oak = PaperEntity("Oak", "Model", "uses", (Mention("Oak", 0, 3),), key="oak")
            >>> curation.apply(Annotation("p", (oak,)), Paper("Oak", "")).annotation.entities[0].type
            'Dataset'
        """
        if not self.decisions:
            return Curated(annotation, frozenset())
        applied: set[str] = set()
        parts = [_Part(entity.name, entity) for entity in annotation.entities]
        for decision, names in self._apart:
            parts = [piece for part in parts for piece in _parted(part, names, decision, applied)]
        parts = [self._moved(part, applied) for part in parts]
        parts = [self._typed(part, applied) for part in _joined(parts)]
        parts, wrong = self._without_wrong(parts, paper, applied)
        entities = sorted({p.entity.key: p.entity for p in parts}.values(), key=lambda e: (e.mentions[0].start, e.name))
        kept = [relation for relation in _relations(annotation.relations, parts) if relation]
        right = [relation for relation in kept if not self._is_wrong(relation, entities, wrong, applied)]
        relations, dropped = fitting_relations(right, {e.name: e.name for e in entities}, entities)
        gone = dropped + len(annotation.relations) - len(right)
        return Curated(replace(annotation, entities=tuple(entities), relations=relations), frozenset(applied), gone)

    def _moved(self, part: _Part, applied: set[str]) -> _Part:
        entity = part.entity
        key = self._followed(entity.key)
        name = self.names.get(key, entity.name)
        if (key, name) == (entity.key, entity.name):
            return part
        applied.update(self._movers(entity.key))
        reasons = entity.reasons
        if key != entity.key:
            reasons = tuple((text, REASON) for text in sorted({mention.text for mention in entity.mentions}))
        return replace(part, entity=replace(entity, key=key, name=name, reasons=reasons))

    def _movers(self, key: str) -> Iterator[str]:
        last = None
        while key in self._moves:
            key, last = self._moves[key]
            yield last.id
        if last is None:
            yield from (d.id for d in self.decisions if d.kind in ("same", "rename") and entity_key(d.names[0]) == key)

    def _typed(self, part: _Part, applied: set[str]) -> _Part:
        entity = part.entity
        type_, decision = self._types.get(entity.key, (entity.type, None))
        if decision is None or type_ == entity.type:
            return part
        applied.add(decision.id)
        piece = piece_of((replace(entity, type=type_),), frozenset())
        return replace(part, entity=replace(entity, type=type_, role=piece.role))

    def _without_wrong(
        self, parts: list[_Part], paper: Paper, applied: set[str]
    ) -> tuple[list[_Part], list[tuple[Decision, str, str]]]:
        """Leave out entities whose edge from the paper is wrong; return the decisions on edges between entities too."""
        here = [item for item in self._wrong if not item[0].paper or is_paper(item[0].paper, paper)]
        roles = load_schema().roles
        for decision, source, target in here:
            if source:
                continue
            kept = [p for p in parts if (p.entity.key, roles[p.entity.role].edge) != (target, decision.edge)]
            if len(kept) < len(parts):
                applied.add(decision.id)
            parts = kept
        return parts, [item for item in here if item[1]]

    def _is_wrong(
        self,
        relation: Relation,
        entities: list[PaperEntity],
        wrong: list[tuple[Decision, str, str]],
        applied: set[str],
    ) -> bool:
        keys = {entity.name: entity.key for entity in entities}
        ends = (relation.type, keys[relation.head], keys[relation.tail])
        found = {decision.id for decision, source, target in wrong if (decision.edge, source, target) == ends}
        applied |= found
        return bool(found)


def is_paper(text: str, paper: Paper) -> bool:
    """Whether a text is an id or the title of a paper.

    Example:
        >>> from kg.records.documents import Paper
        >>> is_paper("arxiv.org/abs/2106.09685v2", Paper("LoRA", "", given_id="2106.09685"))
        True
    """
    return (
        text == paper.id
        or strong_id(text) in paper.ids
        or text in paper.given_ids
        or (fold_title(text) or text) in paper.title_keys
    )


def _contradiction(decision: Decision, what: str, other: Decision | None = None) -> ConfigError:
    elsewhere = f" ({other.place or other})" if other else ""
    place = f"{decision.place}: " if decision.place else ""
    return ConfigError(
        f"{place}{decision} contradicts another decision: {what}{elsewhere}.", hint="Remove one of them."
    )


def _parted(part: _Part, names: Mapping[str, str], decision: Decision, applied: set[str]) -> Iterator[_Part]:
    """Yield the part without strings that are decided to be another thing, then one for each such thing."""
    groups: dict[str, list[Mention]] = defaultdict(list)
    entity = part.entity
    stays = entity.key if entity.key in names else ""
    for mention in entity.mentions:
        key = entity_key(mention.text)
        if key in names and not stays:
            stays = key
        groups[key if key in names and key != stays else ""].append(mention)
    if set(groups) == {""}:
        yield part
        return
    applied.add(decision.id)
    if rest := groups.pop("", None):
        texts = {mention.text for mention in rest}
        kept = tuple(pair for pair in entity.reasons if pair[0] in texts)
        yield replace(part, entity=replace(entity, mentions=tuple(rest), reasons=kept))
    for key, mentions in groups.items():
        reasons = tuple((text, REASON) for text in sorted({mention.text for mention in mentions}))
        split = replace(entity, name=names[key], key=key, mentions=tuple(mentions), reasons=reasons)
        yield replace(part, entity=split)


def _joined(parts: Iterable[_Part]) -> Iterator[_Part]:
    """Yield each part with the one entity that all parts with its key make up together."""
    parts = list(parts)
    groups: dict[str, list[PaperEntity]] = defaultdict(list)
    for part in parts:
        groups[part.entity.key].append(part.entity)
    for part in parts:
        members = groups[part.entity.key]
        if len(members) == 1:
            yield part
            continue
        piece = piece_of(tuple(members), frozenset())
        reasons = {text: reason for member in members for text, reason in member.reasons}
        entity = replace(
            members[0],
            type=piece.type,
            role=piece.role,
            mentions=piece.mentions,
            confidence=max(member.confidence for member in members),
            reasons=tuple(sorted(reasons.items())),
        )
        yield replace(part, entity=entity)


def _relations(relations: Iterable[Relation], parts: Iterable[_Part]) -> Iterator[Relation | None]:
    """Yield relations between the parts that took over their ends; None where an end is gone.

    Of several, it is the one that the relation's sentence names.
    """
    heirs: dict[str, list[PaperEntity]] = defaultdict(list)
    for part in parts:
        heirs[part.origin].append(part.entity)
    for relation in relations:
        head, tail = (_heir(heirs[name], relation) for name in (relation.head, relation.tail))
        yield replace(relation, head=head.name, tail=tail.name) if head and tail else None


def _heir(entities: list[PaperEntity], relation: Relation) -> PaperEntity | None:
    sentence = relation.sentence
    named = (e for e in entities if any(sentence.start <= m.start < sentence.end for m in e.mentions))
    return next(named, next(iter(entities), None))
