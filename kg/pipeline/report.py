"""What the verbs return, and what they tell while they run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kg.records.graph import Counts


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a step is.

    Attributes:
        step: What is being done, in a few words.
        done: Units done.
        total: Units in all, or None where that is not known.
    """

    step: str
    done: int
    total: int | None = None


OnProgress = Callable[[Progress], None]


def ignore_progress(_: Progress) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class BuildReport:
    """What a build did.

    Attributes:
        read: Records read, copies included.
        papers: Different papers among them.
        unchanged: Papers that the graph held already, just so.
        added: Papers that are new to the graph.
        updated: Papers that the graph held otherwise.
        repaired: Papers that an interrupted build had left half written.
        reread: Papers of the graph that another version had read, and that were read again.
        curated: Papers of the graph that were read again, since decisions on them changed.
        decisions: The decisions in force, with the number of papers written now that each changed.
        without_entities: Papers written now in which nothing was found.
        entities: Claims written now of what papers name: one for each paper and entity.
        relations: Claims written now of how two entities relate.
        dropped_relations: Relations that resolution dropped, since their ends became one or their types do not fit.
        linked_papers: Papers whose links were worked out anew.
        counts: What changed in the store.
    """

    read: int = 0
    papers: int = 0
    unchanged: int = 0
    added: int = 0
    updated: int = 0
    repaired: int = 0
    reread: int = 0
    curated: int = 0
    decisions: dict[str, int] = field(default_factory=dict)
    without_entities: int = 0
    entities: int = 0
    relations: int = 0
    dropped_relations: int = 0
    linked_papers: int = 0
    counts: Counts = field(default_factory=Counts)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON can hold it."""
        names = [name for name in self.__slots__ if name != "counts"]
        return {name: getattr(self, name) for name in names} | {
            "counts": {name: getattr(self.counts, name) for name in Counts.__slots__}
        }


@dataclass(frozen=True, slots=True)
class RetractReport:
    """What taking papers back did.

    Attributes:
        retracted: Ids of the papers taken back, sorted.
        counts: What changed in the store.
    """

    retracted: tuple[str, ...]
    counts: Counts

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON can hold it."""
        return {
            "retracted": list(self.retracted),
            "counts": {name: getattr(self.counts, name) for name in Counts.__slots__},
        }
