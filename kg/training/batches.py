"""Papers in batches of like length, as arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from kg.extraction.model.encoder import Window, read_window
from kg.training.targets import gold_target

if TYPE_CHECKING:
    from kg.extraction.model.words import Pieces
    from kg.training.dataset import Example
    from kg.training.dictionary import Dictionary
    from kg.training.targets import Target

Indices = npt.NDArray[np.int64]

_SORTED_TOGETHER = 8
"""Batches whose papers are sorted by length together: enough to save padding, too few to lose chance."""
_STEP = 32
"""Texts are padded to a multiple of this length: torch on a processor makes and keeps programs of their own for every
length, which with all lengths take gigabytes."""
_WAYS = 4
"""Ways in which an annotated paper is asked, each with other mentions hidden; epochs take them in turn."""


@dataclass(frozen=True, slots=True)
class Item:
    """A paper that is learned from.

    Attributes:
        id: Of the paper.
        window: What the encoder sees of it: its first window.
        targets: What the network should say of it; epochs take them in turn.
        labelled: Whether a model said so, not a person.
    """

    id: str
    window: Window
    targets: tuple[Target, ...]
    labelled: bool = False


def make_items(
    papers: Iterable[tuple[Example, Target | None]], dictionary: Dictionary, pieces: Pieces, seed: int = 0
) -> list[Item]:
    """Return papers as the encoder sees them.

    Left out are those without a word, and those that a model labelled and that are longer than the encoder's window.

    Args:
        papers: With what a model says of each; None if it is annotated.
        dictionary: Gives each word its feature.
        pieces: Makes word pieces.
        seed: Of the mentions that are hidden.
    """
    items = []
    for example, label in papers:
        if not len(example.words):
            continue
        window = read_window(example.words, dictionary.features(example), pieces)
        if label is not None:
            if len(window.places) == len(example.words):
                items.append(Item(example.id, window, (label,), labelled=True))
            continue
        chances = [Random(f"{seed}:{example.id}:{way}") for way in range(_WAYS)]  # noqa: S311 - nothing secret
        targets = [gold_target(example, len(window.places), chance) for chance in chances]
        tags = targets[0].tags  # the same in every way, and the largest part by far
        items.append(Item(example.id, window, tuple(replace(target, tags=tags) for target in targets)))
    return items


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


def columns(windows: Sequence[Window]) -> Indices:
    """Return the encoder's inputs, shape (4, n_papers, n_pieces): ids, shapes, titles, gazetteer; padded with 0."""
    longest = -(-max(len(window.columns[0]) for window in windows) // _STEP) * _STEP
    filled = np.zeros((4, len(windows), longest), dtype=np.int64)
    for row, window in enumerate(windows):
        for number, column in enumerate(window.columns):
            filled[number, row, : len(column)] = column
    return filled


def word_places(windows: Sequence[Window]) -> Indices:
    """Return the first piece of each word, shape (n_papers, n_words); padded with 0."""
    filled = np.zeros((len(windows), max(len(window.places) for window in windows)), dtype=np.int64)
    for row, window in enumerate(windows):
        filled[row, : len(window.places)] = window.places
    return filled
