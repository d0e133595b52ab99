"""Each error of an extractor, by its kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from kg.evaluation.gold import GoldEntity, GoldPaper, fold, occurrences
from kg.evaluation.score import match

ErrorKind = Literal[
    "missed",
    "spurious",
    "wrong type",
    "wrong boundary",
    "wrong role",
    "unresolved name",
    "missed relation",
    "spurious relation",
    "wrong relation",
]
KINDS: tuple[ErrorKind, ...] = get_args(ErrorKind)


@dataclass(frozen=True, slots=True)
class StatedRelation:
    """A relation of a paper, between entities by their names."""

    head: str
    type: str
    tail: str

    def __str__(self) -> str:
        """Return it as people read it.

        Example:
            >>> str(StatedRelation("BERT", "USES", "dropout"))
            'BERT USES dropout'
        """
        return f"{self.head} {self.type} {self.tail}"


@dataclass(frozen=True, slots=True)
class ReadingError:
    """One error.

    Attributes:
        paper: Id of the paper.
        kind: What is wrong.
        gold: The true entity or relation, or None for a spurious one.
        predicted: The one that was said, or None for a missed one.
    """

    paper: str
    kind: ErrorKind
    gold: GoldEntity | StatedRelation | None
    predicted: GoldEntity | StatedRelation | None


def reading_errors(
    texts: Mapping[str, str], gold: Mapping[str, GoldPaper], predicted: Mapping[str, GoldPaper]
) -> Iterator[ReadingError]:
    """Yield every error, paper by paper in the order of `gold`: those in the entities, then those in the relations.

    An entity that shares a string with one of another type has the wrong type; one whose mentions overlap those of a
    true one has the wrong boundary. A right entity may have the wrong role and an unresolved name besides. A relation
    is wrong where its two ends have another one, or have it the other way round.
    """
    for id_, true in gold.items():
        said = predicted.get(id_, GoldPaper(id_))
        yield from _paper_errors(true, said, texts[id_])
        yield from _relation_errors(true, said)


def _paper_errors(true: GoldPaper, said: GoldPaper, text: str) -> Iterator[ReadingError]:
    typed = match(true, said, lambda a, b: a == b)
    for predicted, gold in typed:
        if predicted.role != gold.role:
            yield ReadingError(true.id, "wrong role", gold, predicted)
        if predicted.name != gold.name:
            yield ReadingError(true.id, "unresolved name", gold, predicted)
    left_gold = [e for e in true.entities if all(e is not gold for _, gold in typed)]
    left_said = [e for e in said.entities if all(e is not predicted for predicted, _ in typed)]
    overlapping = _overlaps(true, said, text)
    for gold in left_gold:
        other = next((e for e in left_said if _share(gold, e)), None)
        kind: ErrorKind = "wrong type"
        if other is None:
            other, kind = next((e for e in left_said if (gold.name, e.name) in overlapping), None), "wrong boundary"
        if other is not None:
            left_said.remove(other)
            yield ReadingError(true.id, kind, gold, other)
        else:
            yield ReadingError(true.id, "missed", gold, None)
    for predicted in left_said:
        yield ReadingError(true.id, "spurious", None, predicted)


def _share(first: GoldEntity, second: GoldEntity) -> bool:
    return bool({fold(s) for s in first.strings} & {fold(s) for s in second.strings})


def _overlaps(true: GoldPaper, said: GoldPaper, text: str) -> set[tuple[str, str]]:
    places = occurrences(said, text)
    return {
        (gold.name, predicted.name)
        for start, end, gold in occurrences(true, text)
        for other_start, other_end, predicted in places
        if start < other_end and other_start < end
    }


def _relation_errors(true: GoldPaper, said: GoldPaper) -> Iterator[ReadingError]:
    """What keeps the relations from being as gold has them, counted as the measure counts them."""
    names = {predicted.name: gold.name for predicted, gold in match(true, said, lambda _a, _b: True)}
    mapped = {triple: (names.get(triple[0]), triple[1], names.get(triple[2])) for triple in sorted(said.relations)}
    left_gold = sorted(true.relations - set(mapped.values()))
    left_said = [triple for triple, in_gold in mapped.items() if in_gold not in true.relations]
    for triple in left_gold:
        ends = {triple[0], triple[2]}
        other = next((each for each in left_said if {mapped[each][0], mapped[each][2]} == ends), None)
        if other is None:
            yield ReadingError(true.id, "missed relation", StatedRelation(*triple), None)
        else:
            left_said.remove(other)
            yield ReadingError(true.id, "wrong relation", StatedRelation(*triple), StatedRelation(*other))
    for triple in left_said:
        yield ReadingError(true.id, "spurious relation", None, StatedRelation(*triple))
