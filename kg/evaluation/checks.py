"""What no annotation of a paper can say: nothing would be measured by it, and nothing learned from it as written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.schema import load_schema

if TYPE_CHECKING:
    from kg.evaluation.gold import GoldEntity, GoldPaper


def faults(paper: GoldPaper, text: str) -> Iterator[str]:
    """Yield a sentence for each thing that is wrong with an annotation: of its entities, then of its relations.

    Args:
        paper: The annotation.
        text: Title, newline, abstract.

    Example:
        >>> from kg.evaluation.gold import GoldEntity, GoldPaper
        >>> list(faults(GoldPaper("p", (GoldEntity("BERT", "Model", "uses", ("BERT",)),)), "We use RoBERTa."))
        ["'BERT': 'BERT' does not stand in the text as whole words."]
    """
    for name, count in Counter(entity.name for entity in paper.entities).items():
        if count > 1:
            yield f"{count} entities have the name {name!r}."
    owners: dict[str, str] = {}
    for entity in paper.entities:
        yield from _of_kind(entity)
        yield from _of_mentions(entity, text, owners)
    types = {entity.name: entity.type for entity in paper.entities}
    for head, kind, tail in sorted(paper.relations):
        yield from _of_relation(head, kind, tail, types)


def _of_kind(entity: GoldEntity) -> Iterator[str]:
    schema = load_schema()
    if not entity.name.strip():
        yield "an entity has an empty name."
    if entity.type not in schema.entities:
        yield f"{entity.name!r} {_unknown('type', entity.type, schema.entities)}"
    if entity.role not in schema.roles:
        yield f"{entity.name!r} {_unknown('role', entity.role, schema.roles)}"
    elif entity.type in schema.entities and entity.type not in schema.roles[entity.role].types:
        allowed = (role.name for role in schema.roles.values() if entity.type in role.types)
        yield (
            f"{entity.name!r}, a {entity.type}, cannot have the role {entity.role!r}; for a {entity.type} "
            f"{_there_are(allowed)}."
        )


def _of_mentions(entity: GoldEntity, text: str, owners: dict[str, str]) -> Iterator[str]:
    if not entity.strings:
        yield f"{entity.name!r} has no mentions."
    for string in entity.strings:
        owner = owners.setdefault(string, entity.name)
        if not string.strip():
            yield f"{entity.name!r} has an empty mention."
        elif not _stands(string, text):
            yield f"{entity.name!r}: {string!r} does not stand in the text as whole words."
        elif owner != entity.name:
            yield f"{string!r} is a mention of both {owner!r} and {entity.name!r}."


def _stands(string: str, text: str) -> bool:
    """Whether a string stands in a text as whole words: as a pattern would find it, without making one of each."""
    start = text.find(string)
    while start >= 0:
        around = text[max(0, start - 1) : start], text[start + len(string) : start + len(string) + 1]
        if not any(char.isalnum() or char == "_" for char in around):
            return True
        start = text.find(string, start + 1)
    return False


def _of_relation(head: str, kind: str, tail: str, types: dict[str, str]) -> Iterator[str]:
    schema = load_schema()
    for end in dict.fromkeys((head, tail)):
        if end not in types:
            yield f"the relation {kind} names {end!r}, which is no entity of the paper."
    if kind not in schema.relations:
        yield f"{head!r} and {tail!r} have the unknown relation {kind!r}; {_there_are(schema.relations)}."
        return
    rule = schema.relations[kind]
    if head == tail:
        yield f"{head!r} has the relation {kind} with itself."
    elif {types.get(head), types.get(tail)} <= schema.entities.keys() and not (
        types[head] in rule.heads and types[tail] in rule.tails
    ):
        yield (
            f"{kind} cannot go from {head!r}, a {types[head]}, to {tail!r}, a {types[tail]}; "
            f"it goes from {_any_of(rule.heads)} to {_any_of(rule.tails)}."
        )


def _unknown(what: str, value: str, known: Iterable[str]) -> str:
    return f"has {f'the unknown {what} {value!r}' if value else f'no {what}'}; {_there_are(known)}."


def _there_are(names: Iterable[str]) -> str:
    return f"there are {', '.join(names)}"


def _any_of(types: frozenset[str]) -> str:
    return " or ".join(kind for kind in load_schema().entities if kind in types)
