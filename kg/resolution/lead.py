"""Which of an entity's surface strings names it, and why each of the others stands for that name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.resolution.guard import abbreviates, are_versions, reason_against
from kg.resolution.keys import entity_key, tokens
from kg.resolution.naming import GENERIC_TYPES
from kg.resolution.reading import DISTANT, UNKNOWN, PaperContext, Reading

if TYPE_CHECKING:
    from kg.records.annotations import Mention


@dataclass(frozen=True, slots=True)
class Surface:
    """A distinct string by which a paper names an entity.

    Attributes:
        text: As it stands in the text.
        count: How often it stands there.
        start: Where it stands first.
        reading: What it stands for by itself.
    """

    text: str
    count: int
    start: int
    reading: Reading


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the choice of a name depends on beside the strings.

    Attributes:
        type: The entity's type.
        introduced: Whether it is the paper's own contribution.
        title_end: Where the paper's title ends; 0 if that is not known.
    """

    type: str
    introduced: bool = False
    title_end: int = 0


def read_surfaces(mentions: Sequence[Mention], case: Circumstances, paper: PaperContext) -> list[Surface]:
    """Return the distinct strings of some mentions, each with its reading, in order of first mention."""
    counts = Counter(mention.text for mention in mentions)
    starts = {mention.text: mention.start for mention in reversed(mentions)}
    lower = {entity_key(text) for text in counts if text[:1].islower()}
    surfaces = []
    for text in sorted(counts, key=lambda text: (starts[text], text)):
        coined = case.introduced and case.type != "Task" and entity_key(text) not in lower
        surfaces.append(Surface(text, counts[text], starts[text], paper.read(text, case.type, coined=coined)))
    return surfaces


def lead_surface(surfaces: Sequence[Surface], case: Circumstances) -> Surface:
    """Return the surface that names the entity.

    A generic string that another one holds as its beginning or end is its short hand ("grasping" beside "dexterous
    grasping") and does not name it. Of the rest, one that the registry knows goes before one that it does not. Among
    unknown strings, models and data go by their short name, the rest by their long one, coined acronyms excepted.
    """
    candidates = [surface for surface in surfaces if not _is_short_hand(surface, surfaces, case)]
    return min(candidates or surfaces, key=lambda surface: _rank(surface, surfaces, case))


def _is_short_hand(surface: Surface, surfaces: Sequence[Surface], case: Circumstances) -> bool:
    if case.type not in GENERIC_TYPES:
        return False
    words = tokens(surface.text)
    return any(
        len(words) < len(longer) and words in (longer[-len(words) :], longer[: len(words)])
        for other in surfaces
        if (longer := tokens(other.text)) and other.reading.key != surface.reading.key
    )


def _rank(
    surface: Surface, surfaces: Sequence[Surface], case: Circumstances
) -> tuple[int, int, int, int, int, int, str]:
    foundation = surface.reading.foundation
    if foundation < UNKNOWN:
        return (foundation, 0, 0, -len(tokens(surface.text)), -surface.count, surface.start, surface.text)
    shape = _shape(surface, surfaces, case)
    plural = surface.text.endswith("s") and any(other.text == surface.text[:-1] for other in surfaces)
    return (foundation, shape, plural, 0, -surface.count, surface.start, surface.text)


def _shape(surface: Surface, surfaces: Sequence[Surface], case: Circumstances) -> int:
    """How well an unknown string's shape suits a name of this type; 0 is best."""
    longs = [other for other in surfaces if abbreviates(surface.text, other.text)]
    shorts = [other for other in surfaces if abbreviates(other.text, surface.text)]
    if shorts:
        return int(any(_is_name(short, surfaces, case) for short in shorts))
    return int(bool(longs) and not _is_name(surface, surfaces, case))


def _is_name(short: Surface, surfaces: Sequence[Surface], case: Circumstances) -> bool:
    """Whether an entity that has a long form goes by this short one."""
    text = short.text[:-1] if short.text.endswith("s") else short.text
    initials = text.isalpha() and text.isupper()
    if case.type not in GENERIC_TYPES:
        return not initials or len(text) > 2
    if case.type != "Method":
        return False
    if short.start < case.title_end or len(text) > 4:
        return case.introduced or not initials or len(text) > 5
    generic = any(other.text[:1].islower() and abbreviates(short.text, other.text) for other in surfaces)
    return case.introduced and initials and len(text) == 4 and not generic


def held_apart(surface: Surface, lead: Surface, type_: str, paper: PaperContext) -> bool:
    """Return whether a surface must not be part of the entity that another surface names.

    So it is where both are strings that the registry knows as two things, or two versions of one name, and the
    guard refuses to merge them. Tasks and metrics have no versions: mAP@50 beside mAP may well be meant as one.
    """
    mine, theirs = surface.reading, lead.reading
    if (
        mine.key == theirs.key
        or type_ in ("Task", "Metric")
        or paper.long_form(surface.text)
        or paper.long_form(lead.text)
    ):
        return False
    if reason_against(mine.name, theirs.name) not in ("digits", "sign"):
        return False
    return are_versions(mine.name, theirs.name) or (_is_known_name(mine) and _is_known_name(theirs))


def _is_known_name(reading: Reading) -> bool:
    return reading.foundation < DISTANT and reading.kind in ("name", "folded", "size")


def reason_for(surface: Surface, lead: Surface, paper: PaperContext) -> str:
    """Return why a surface stands for the name of its entity: one of the guard's kinds, or "grouped".

    "grouped" means that the extractor put the string there and nothing else speaks for it.
    """
    name = lead.reading.name
    if surface.text == name:
        return "name"
    if surface.reading.key == lead.reading.key:
        return surface.reading.kind
    if entity_key(surface.text) == lead.reading.key:
        return "folded"
    if any(abbreviates(surface.text, other) or abbreviates(other, surface.text) for other in (name, lead.text)):
        return "abbreviation"
    return "abbreviation" if paper.defines(surface.text, lead.text) else "grouped"
