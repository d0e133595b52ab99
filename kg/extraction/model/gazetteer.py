"""What strings were names in the annotated papers: features for the model, not decisions."""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from kg.errors import ExtractionError

TYPES = ("Model", "Method", "Dataset", "Benchmark", "Task", "Metric")
RATIOS = 5
FEATURES = 1 + len(TYPES) * RATIOS * 2
"""None; or a type, how often the string is a name where it stands, and whether a word begins it."""

_COMMON_WORD = 0.1


class Gazetteer:
    """Strings with what they were.

    Args:
        entries: Lower-cased words, how often the string stood in the texts, and how often it was a name of each type.
    """

    def __init__(self, entries: dict[tuple[str, ...], tuple[int, tuple[int, ...]]]) -> None:
        self._features = {words: _feature(len(words), stood, named) for words, (stood, named) in entries.items()}
        lengths: dict[str, set[int]] = defaultdict(set)
        for words in entries:
            lengths[words[0]].add(len(words))
        self._lengths = {word: sorted(found, reverse=True) for word, found in lengths.items()}

    @classmethod
    def read(cls, path: Path) -> Gazetteer:
        """Read a gzipped table, as `read_entries` does."""
        return cls(read_entries(path))

    def features(self, words: Sequence[str]) -> list[int]:
        """Return the feature of each word, from the longest string that covers it, from the left."""
        lower = tuple(word.lower() for word in words)
        features = [0] * len(lower)
        index = 0
        while index < len(lower):
            length, feature = self._longest(lower, index)
            for inside in range(length):
                features[index + inside] = feature + (inside > 0)
            index += max(1, length)
        return features

    def _longest(self, lower: tuple[str, ...], index: int) -> tuple[int, int]:
        for length in self._lengths.get(lower[index], ()):
            feature = self._features.get(lower[index : index + length], 0)
            if feature and index + length <= len(lower):
                return length, feature
        return 0, 0


def _feature(length: int, stood: int, named: tuple[int, ...]) -> int:
    total = sum(named)
    ratio = total / (max(stood, total) + 0.5)
    if not total or (length == 1 and ratio < _COMMON_WORD):
        return 0
    kind = named.index(max(named))
    step = min(3, int(ratio * 4)) + (ratio >= 0.75 and total >= 3)
    return 1 + (kind * RATIOS + step) * 2


def read_entries(path: Path) -> dict[tuple[str, ...], tuple[int, tuple[int, ...]]]:
    """Return what a gzipped table says of each string: its occurrences, and how often it was a name of each type.

    Raises:
        ExtractionError: If a line is no entry.
    """
    entries = {}
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            try:
                words, *counts = line.rstrip("\n").split("\t")
                stood, *named = map(int, counts)
            except ValueError as err:
                raise ExtractionError(f"{path}:{number}: no entry of a gazetteer.") from err
            entries[tuple(words.split(" "))] = (stood, tuple(named))
    return entries
