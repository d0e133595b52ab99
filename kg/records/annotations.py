"""What one paper says: its entities, their roles, and how they relate.

All offsets are half-open and count code points from 0 in `Paper.text`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a paper's text, half-open."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an entity stands in the text.

    Attributes:
        text: Exactly `paper.text[start:end]`.
        start: First code point.
        end: One past the last code point.
        confidence: Probability in [0, 1] that this is a mention of an entity of the given type.
    """

    text: str
    start: int
    end: int
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class PaperEntity:
    """One thing that one paper names, with all its mentions there.

    Attributes:
        name: Unique within the paper. After extraction the best surface form; after resolution the
            canonical name.
        type: One of the schema's entity types.
        role: One of the schema's roles, allowed for the type.
        mentions: In text order; at least one.
        confidence: Probability in [0, 1] that entity, type and role are right.
        key: The entity's key in the graph; "" before resolution.
        reasons: After resolution, why each distinct surface string stands for this entity, sorted:
            pairs of string and reason ("name", "folded", "abbreviation", "alias", "size", or "grouped" where
            only the extractor says so).
    """

    name: str
    type: str
    role: str
    mentions: tuple[Mention, ...]
    confidence: float = 1.0
    key: str = ""
    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation between two entities of one paper.

    Attributes:
        head: `name` of the entity that it goes from.
        type: One of the schema's relation types.
        tail: `name` of the entity that it goes to.
        sentence: The sentence that it rests on best.
        confidence: Probability in [0, 1].
    """

    head: str
    type: str
    tail: str
    sentence: Span
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Annotation:
    """All that was read off one paper.

    Attributes:
        paper_id: `Paper.id`.
        entities: In order of first mention; ties by name.
        relations: Sorted by head, type, tail as the entities are ordered; no duplicates.
        sentences: All sentences of `Paper.text` in order; the title is the first. They do not overlap.
        abbreviations: Pairs of short and long form that the text defines, in text order.
        extractor: Name and version of what read it, such as "kg.model/2.c79ef000".
    """

    paper_id: str
    entities: tuple[PaperEntity, ...] = ()
    relations: tuple[Relation, ...] = ()
    sentences: tuple[Span, ...] = ()
    abbreviations: tuple[tuple[str, str], ...] = ()
    extractor: str = ""
