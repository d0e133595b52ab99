"""From tag scores to the strings that are entities."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from kg.extraction.model.settings import Settings
    from kg.extraction.model.words import Words

Floats = npt.NDArray[np.float32]
NEVER = -1e4


@dataclass(frozen=True, slots=True)
class Found:
    """A string that is an entity, with all its places.

    Attributes:
        text: The string.
        places: Pairs of first word and one past the last word.
        scores: Float32, shape (n_types,): for each type, its probability summed over the places.
        confidence: Probability in [0, 1] that it is an entity of the likeliest type.
    """

    text: str
    places: tuple[tuple[int, int], ...]
    scores: Floats
    confidence: float


def log_softmax(scores: Floats) -> Floats:
    """Return the logarithms of the probabilities that scores stand for, row by row."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def best_tags(log_probabilities: Floats) -> list[int]:
    """Return the likeliest sequence of tags in which every inside tag follows a tag of its type (Viterbi).

    Args:
        log_probabilities: Shape (n_words, 1 + 2 * n_types): outside, then for each type its begin and inside tag.
    """
    n_words, n_tags = log_probabilities.shape
    if not n_words:
        return []
    moves = np.zeros((n_tags, n_tags), dtype=np.float32)
    for inside in range(2, n_tags, 2):
        moves[:, inside] = NEVER
        moves[[inside - 1, inside], inside] = 0
    state = log_probabilities[0].copy()
    state[2::2] = NEVER
    back = np.zeros((n_words, n_tags), dtype=np.int64)
    for word in range(1, n_words):
        reached = state[:, None] + moves
        back[word] = reached.argmax(axis=0)
        state = reached.max(axis=0) + log_probabilities[word]
    tags = [int(state.argmax())]
    for word in range(n_words - 1, 0, -1):
        tags.append(int(back[word, tags[-1]]))
    return tags[::-1]


def tagged_spans(tags: list[int]) -> list[tuple[int, int]]:
    """Return first word and one past the last word of each tagged stretch.

    Example:
        >>> tagged_spans([0, 1, 2, 0, 3])
        [(1, 3), (4, 5)]
    """
    spans = []
    for start, tag in enumerate(tags):
        if tag % 2:
            end = start + 1
            while end < len(tags) and tags[end] == tag + 1:
                end += 1
            spans.append((start, end))
    return spans


def find_strings(words: Words, tags: Floats, settings: Settings) -> list[Found]:
    """Return the strings of a text that are entities, in the order of their first place.

    A string that is one somewhere is one wherever it stands as whole words, the longest winning, if its occurrences
    together speak for it: with `settings.keep` as their mean probability.
    """
    scores = tags / np.float32(settings.temperatures[0])
    probabilities: Floats = np.exp(log_softmax(scores))
    biased = scores.copy()
    biased[:, 0] -= settings.outside_bias
    spans = tagged_spans(best_tags(log_softmax(biased)))
    said = {words.text[words.starts[start] : words.ends[end - 1]] for start, end in spans}
    found = []
    for text, places in _places(words, said).items():
        each = np.stack([_type_probabilities(probabilities, start, end) for start, end in places])
        total: Floats = each.sum(axis=0)
        if total.sum() / len(places) >= settings.keep:
            confidence = float(min(1.0, total.max() / len(places)))
            found.append(Found(text, tuple(places), total, confidence))
    return sorted(found, key=lambda item: item.places[0])


def _places(words: Words, strings: set[str]) -> dict[str, list[tuple[int, int]]]:
    """Where the strings stand as whole words, the longest winning where two overlap."""
    if not strings:
        return {}
    longest_first = "|".join(re.escape(text) for text in sorted(strings, key=lambda text: (-len(text), text)))
    pattern = re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)")
    first = {start: index for index, start in enumerate(words.starts)}
    last = {end: index for index, end in enumerate(words.ends)}
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for match in pattern.finditer(words.text):
        if match.start() in first and match.end() in last:
            places[match.group()].append((first[match.start()], last[match.end()] + 1))
    return places


def _type_probabilities(probabilities: Floats, start: int, end: int) -> Floats:
    """For each type, the mean over the words of the probability that the first begins and the others continue it."""
    begins = probabilities[start, 1::2]
    inside = probabilities[start + 1 : end, 2::2].sum(axis=0)
    result: Floats = (begins + inside) / np.float32(end - start)
    return result
