"""The encoder: word pieces in, a vector and tag scores for each word out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import onnxruntime

from kg.extraction.model.words import CLS, SEP, Pieces, Words, shape

if TYPE_CHECKING:
    from kg.extraction.model.gazetteer import Gazetteer

Floats = npt.NDArray[np.float32]

WINDOW = 510
"""Word pieces that the encoder reads at once, its two or three marks included."""
OVERLAP = 64
"""Words that two windows share: each word is taken from the window that holds more of its surroundings."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text as the heads see it.

    Attributes:
        words: Float32, shape (n_words, width): the vector of each word, that of its first piece.
        whole: Float32, shape (width,): the vector of the whole text.
        tags: Float32, shape (n_words, n_tags): scores before softmax; columns as the settings' `tags`.
    """

    words: Floats
    whole: Floats
    tags: Floats


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a text as the encoder reads it.

    Attributes:
        first_word: Where in the text it begins.
        columns: For each piece its id, its word's shape, whether it stands in the title, and its word's feature.
        places: The first piece of each word.
    """

    first_word: int
    columns: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], tuple[int, ...]]
    places: tuple[int, ...]


class Encoder:
    """Reads texts with the encoder.

    Args:
        model: The ONNX file.
        pieces: Makes word pieces.
        gazetteer: Gives each word its feature.
        threads: Of onnxruntime.
    """

    def __init__(self, model: Path, pieces: Pieces, gazetteer: Gazetteer, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # it keeps the largest batch ever seen
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._pieces = pieces
        self._gazetteer = gazetteer

    def encode(self, words: Words) -> Encoded:
        """Return a text encoded; it has a word at least.

        A long one is read in overlapping windows, and nothing is cut off.

        Each window goes through the encoder alone: its int8 arithmetic scales with all that is in a batch, and what a
        paper says must not depend on the papers beside it. Nothing is padded, so it costs nothing either.
        """
        return _joined([(window, self._run(window)) for window in self._windows(words)])

    def _windows(self, words: Words) -> Iterator[Window]:
        features = self._gazetteer.features(words.strings)
        start = 0
        while True:
            window = read_window(words, features, self._pieces, start)
            yield window
            end = start + len(window.places)
            if end >= len(words):
                return
            # A window of few, long words overlaps by half of them: by all but one it would crawl.
            start = max(end - min(OVERLAP, len(window.places) // 2), start + 1)

    def _run(self, window: Window) -> Encoded:
        inputs = np.array(window.columns, dtype=np.int64)[:, None, :]
        names = ("ids", "shapes", "titles", "gazetteer")
        hidden, tags = self._session.run(["hidden", "tags"], dict(zip(names, inputs, strict=True)))
        places = list(window.places)
        return Encoded(hidden[0, places], hidden[0, 0], tags[0, places])


def read_window(words: Words, features: Sequence[int], pieces: Pieces, start: int = 0) -> Window:
    """Return the words from one on as the encoder reads them, as many as fit.

    Args:
        words: The text.
        features: The gazetteer's feature of each word.
        pieces: Makes word pieces.
        start: The first word.
    """
    ids, shapes, titles, gazetteer, places = [CLS], [1], [0], [0], []
    for position in range(start, len(words)):
        if position == words.title and position > start:
            _add(SEP, 1, 0, 0, ids, shapes, titles, gazetteer)
        word = words.strings[position]
        found = pieces(word)
        if len(ids) + len(found) > WINDOW:
            break
        places.append(len(ids))
        for piece in found:
            _add(piece, shape(word), int(position < words.title), features[position], ids, shapes, titles, gazetteer)
    _add(SEP, 1, 0, 0, ids, shapes, titles, gazetteer)
    return Window(start, (tuple(ids), tuple(shapes), tuple(titles), tuple(gazetteer)), tuple(places))


def _add(piece: int, shape_: int, title: int, feature: int, *columns: list[int]) -> None:
    for column, value in zip(columns, (piece, shape_, title, feature), strict=True):
        column.append(value)


def _joined(parts: list[tuple[Window, Encoded]]) -> Encoded:
    """One text from its windows; where two overlap, each gives the half that is farther from its own edge."""
    if len(parts) == 1:
        return parts[0][1]
    words, tags = [], []
    for index, (window, encoded) in enumerate(parts):
        begin = _middle(parts, index - 1) - window.first_word if index else 0
        end = _middle(parts, index) - window.first_word if index + 1 < len(parts) else len(window.places)
        words.append(encoded.words[begin:end])
        tags.append(encoded.tags[begin:end])
    return Encoded(np.concatenate(words), parts[0][1].whole, np.concatenate(tags))


def _middle(parts: list[tuple[Window, Encoded]], index: int) -> int:
    """The word at which window `index` hands over to the next one."""
    window, following = parts[index][0], parts[index + 1][0]
    return (following.first_word + window.first_word + len(window.places)) // 2
