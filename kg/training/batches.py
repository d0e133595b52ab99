"""Papers in batches of like length, as arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from kg.extraction.model.encoder import Window, read_window

if TYPE_CHECKING:
    from kg.extraction.model.words import Pieces
    from kg.training.dataset import Example
    from kg.training.dictionary import Dictionary
    from kg.training.targets import Target

_SORTED_TOGETHER = 8
"""Batches whose papers are sorted by length together: enough to save padding, too few to lose chance."""


@dataclass(frozen=True, slots=True)
class Item:
    """A paper that is learned from.

    Attributes:
        example: The paper.
        window: What the encoder sees of it: its first window.
        label: What a model says of it; None if it is annotated.
    """

    example: Example
    window: Window
    label: Target | None = None


def make_items(papers: Iterable[tuple[Example, Target | None]], dictionary: Dictionary, pieces: Pieces) -> list[Item]:
    """Return papers as the encoder sees them.

    Left out are those without a word, and those that a model labelled and that are longer than the encoder's window.
    """
    items = [
        Item(example, read_window(example.words, dictionary.features(example), pieces), label)
        for example, label in papers
        if len(example.words)
    ]
    return [item for item in items if item.label is None or len(item.window.places) == len(item.example.words)]


def epoch_items(gold: Sequence[Item], labelled: Sequence[Item], each: int, epoch: int) -> list[Item]:
    """Return what an epoch reads: all annotated papers, and the next so many of the others, round and round.

    Example:
        >>> epoch_items([], "abcde", 2, 2)
        ['e', 'a']
    """
    count = min(each, len(labelled))
    return [*gold, *(labelled[(epoch * count + index) % len(labelled)] for index in range(count))]


def make_batches(items: Iterable[Item], size: int, random: Random) -> list[list[Item]]:
    """Return the papers in batches, in an order by chance."""
    left = list(items)
    random.shuffle(left)
    batches = []
    block = size * _SORTED_TOGETHER
    for start in range(0, len(left), block):
        alike = sorted(left[start : start + block], key=lambda item: len(item.window.columns[0]))
        batches += [alike[index : index + size] for index in range(0, len(alike), size)]
    random.shuffle(batches)
    return batches


def columns(batch: Sequence[Item]) -> npt.NDArray[np.int64]:
    """Return the encoder's inputs, shape (4, n_papers, n_pieces): ids, shapes, titles, gazetteer; padded with 0."""
    longest = max(len(item.window.columns[0]) for item in batch)
    filled = np.zeros((4, len(batch), longest), dtype=np.int64)
    for row, item in enumerate(batch):
        for number, column in enumerate(item.window.columns):
            filled[number, row, : len(column)] = column
    return filled
