"""What a graph knows, in the form in which it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that papers name.

    Attributes:
        id: Its id in the graph.
        name: Its canonical name.
        type: The type that most papers give it.
        aliases: Every other way in which papers write it, most frequent first.
        papers: How many papers name it.
        votes: Each type that papers gave it with their number, such as "Method:12", most first.
    """

    id: str
    name: str
    type: str
    aliases: tuple[str, ...] = ()
    papers: int = 0
    votes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """What a paper says of an entity, with the sentences that it rests on.

    Attributes:
        paper_id: The paper.
        paper_title: Its title.
        entity_id: The entity.
        entity: Its name.
        type: The type that the graph gives it.
        role: The relationship type, such as "USES".
        confidence: Probability in [0, 1].
        sentence: The sentence that it rests on best.
        mentions: The mentions as they stand in the text.
        sentences: Every sentence that mentions it, in text order.
    """

    paper_id: str
    paper_title: str
    entity_id: str
    entity: str
    type: str
    role: str
    confidence: float
    sentence: str
    mentions: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntityRelation:
    """What a paper says of two entities, with the sentence that it rests on."""

    head: str
    type: str
    tail: str
    paper_id: str
    confidence: float
    sentence: str


@dataclass(frozen=True, slots=True)
class RelatedPaper:
    """A paper that shares techniques with another.

    Attributes:
        id: Its id.
        title: Its title.
        weight: How much the two share.
        through: Names of what they share, weightiest first.
    """

    id: str
    title: str
    weight: float
    through: tuple[str, ...]


def alias_text(aliases: Iterable[str]) -> str:
    """Return other names in one string, for full-text search.

    Example:
        >>> alias_text(["low-rank adaptation", "Lora"])
        'low-rank adaptation · Lora'
    """
    return " · ".join(aliases)
