"""What strings were names in the training papers: the gazetteer, counted, and its features in training.

A paper's own annotations must not tell the network what they are: in training each paper sees the counts of all other
papers. The features are those of `kg.extraction.model.gazetteer`, which reads the same counts when the model runs.
"""

from __future__ import annotations

import gzip
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.extraction.model.gazetteer import TYPES, Gazetteer

if TYPE_CHECKING:
    from kg.training.dataset import Example

Key = tuple[str, ...]
Counts = tuple[int, tuple[int, ...]]

_LONGEST = 8
"""Words; a longer string is seldom a name twice."""


@dataclass(frozen=True, slots=True)
class Entry:
    """How often a string stood in texts, and how often it was a name of each type."""

    stood: int
    named: tuple[int, ...]

    def without(self, stood: int, named: Sequence[int]) -> Entry:
        """Return the entry without what one paper adds to it."""
        return Entry(self.stood - stood, tuple(a - b for a, b in zip(self.named, named, strict=True)))


class Dictionary:
    """The names of annotated papers.

    Args:
        examples: The papers.
        least: How often a string must be a name, in all papers, to be kept.
        known: What other papers said of strings before, as `read_entries` gives it.

    Example:
        >>> Dictionary([]).entries
        {}
    """

    def __init__(
        self,
        examples: Iterable[Example],
        least: int = 1,
        known: Mapping[Key, tuple[int, tuple[int, ...]]] | None = None,
    ) -> None:
        before = known or {}
        papers = list(examples)
        self._named = {paper.id: _named(paper) for paper in papers}
        totals: dict[Key, list[int]] = defaultdict(lambda: [0] * len(TYPES))
        totals.update((key, list(named)) for key, (_, named) in before.items())
        for named in self._named.values():
            for key, counts in named.items():
                totals[key] = [a + b for a, b in zip(totals[key], counts, strict=True)]
        totals = {key: counts for key, counts in totals.items() if sum(counts) >= least}
        self._lengths: dict[str, set[int]] = defaultdict(set)
        for key in totals:
            self._lengths[key[0]].add(len(key))
        self._stood = {paper.id: self._standing(paper.words.strings, totals) for paper in papers}
        stood = Counter({key: count for key, (count, _) in before.items()})
        for standing in self._stood.values():
            stood.update(standing)
        self.entries = {key: Entry(max(stood[key], sum(named)), tuple(named)) for key, named in sorted(totals.items())}

    def _standing(self, words: Sequence[str], known: Mapping[Key, object]) -> Counter[Key]:
        """How often each known string stands in a text."""
        lower = tuple(word.lower() for word in words)
        found: Counter[Key] = Counter()
        for start, word in enumerate(lower):
            for length in self._lengths.get(word, ()):
                key = lower[start : start + length]
                if len(key) == length and key in known:
                    found[key] += 1
        return found

    def features(self, example: Example) -> list[int]:
        """Return the feature of each word of a paper, as all other papers have it."""
        named, stood = self._named.get(example.id, {}), self._stood.get(example.id)
        own = {} if stood is None else stood
        nothing = (0,) * len(TYPES)
        here = self._standing(example.words.strings, self.entries)
        left = {key: self.entries[key].without(own.get(key, 0), named.get(key, nothing)) for key in here}
        return Gazetteer({key: (entry.stood, entry.named) for key, entry in left.items()}).features(
            example.words.strings
        )

    def lines(self) -> Iterator[str]:
        """Yield the lines of the gazetteer's file, sorted."""
        for key, entry in sorted(self.entries.items(), key=lambda item: " ".join(item[0])):
            yield "\t".join([" ".join(key), str(entry.stood), *map(str, entry.named)]) + "\n"

    def write(self, path: Path) -> None:
        """Write the gazetteer's file; the same entries give the same bytes."""
        with path.open("wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed:
            packed.write("".join(self.lines()).encode("utf-8"))


def _named(paper: Example) -> dict[Key, list[int]]:
    """How often each string is a name of each type in one paper."""
    named: dict[Key, list[int]] = {}
    for start, end, entity in paper.spans:
        if end - start <= _LONGEST:
            key = tuple(word.lower() for word in paper.words.strings[start:end])
            named.setdefault(key, [0] * len(TYPES))[paper.entities[entity][0]] += 1
    return named
