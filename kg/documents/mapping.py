"""The way between a readable text and the source that it was made of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from kg.errors import SpanError


class Piece(NamedTuple):
    """A run of readable text and the run of source that it stands for.

    Runs of one length go character by character; else every character stands for the whole run.
    """

    at: int
    length: int
    start: int
    end: int

    @property
    def is_plain(self) -> bool:
        """Whether characters stand for characters."""
        return self.length == self.end - self.start


class Pair(NamedTuple):
    """An opening and a closing piece of markup, as ranges of the source."""

    open_start: int
    open_end: int
    close_start: int
    close_end: int
    is_math: bool


_at, _start, _end = attrgetter("at"), attrgetter("start"), attrgetter("end")


@dataclass(frozen=True, slots=True)
class ReadableText:
    r"""A text as a person reads it.

    Attributes:
        text: What is read.
        source_length: Number of characters of the source.
        pieces: How `text` comes from the source, in text order; empty if the two are the same.
        pairs: Markup that belongs together, innermost first.

    Example:
        >>> from kg.documents.readable import read_text
        >>> readable = read_text(r"The $\beta$-VAE beats \emph{VAEs}.")
        >>> readable.text
        'The β-VAE beats VAEs.'
        >>> readable.to_source(4, 9), readable.to_source(16, 20)
        ((4, 15), (28, 32))
        >>> readable.from_source(4, 15)
        (4, 9)
    """

    text: str
    source_length: int
    pieces: tuple[Piece, ...] = ()
    pairs: tuple[Pair, ...] = ()

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the source that a range of the readable text stands for.

        Markup around the range is left out, except where the range would hold only one half of it: then the other
        half is taken in if nothing readable stands between. A formula is taken with its dollars. The whole text stands
        for the whole source.

        Raises:
            SpanError: If the range is not one of the text.
        """
        _check(start, end, len(self.text))
        if self._is_same:
            return start, end
        if start == 0 and end == len(self.text):
            return 0, self.source_length
        if start == end:
            place = self._source_start(start) if start < len(self.text) else self.source_length
            return place, place
        return self._balanced(self._source_start(start), self._source_end(end))

    def from_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the readable text that a range of the source is read as; empty if it is not read.

        Raises:
            SpanError: If the range is not one of the source.
        """
        _check(start, end, self.source_length)
        if self._is_same:
            return start, end
        first = self._read_after(start)
        return first, max(first, self._read_before(end))

    @property
    def _is_same(self) -> bool:
        return not self.pieces and len(self.text) == self.source_length

    def _source_start(self, place: int) -> int:
        piece = self.pieces[bisect_right(self.pieces, place, key=_at) - 1]
        return piece.start + (place - piece.at if piece.is_plain else 0)

    def _source_end(self, place: int) -> int:
        piece = self.pieces[bisect_left(self.pieces, place, key=_at) - 1]
        return piece.start + (place - piece.at) if piece.is_plain else piece.end

    def _read_after(self, place: int) -> int:
        """Where the first character begins that comes from behind a place of the source."""
        index = bisect_right(self.pieces, place, key=_end)
        if index == len(self.pieces):
            return len(self.text)
        piece = self.pieces[index]
        return piece.at + (max(0, place - piece.start) if piece.is_plain else 0)

    def _read_before(self, place: int) -> int:
        """Where the last character ends that comes from before a place of the source."""
        index = bisect_left(self.pieces, place, key=_start)
        if index == 0:
            return 0
        piece = self.pieces[index - 1]
        return piece.at + (min(piece.length, place - piece.start) if piece.is_plain else piece.length)

    def _is_unread(self, start: int, end: int) -> bool:
        return start <= end and self._read_after(start) >= self._read_before(end)

    def _balanced(self, start: int, end: int) -> tuple[int, int]:
        """Take in the other halves of markup until nothing changes."""
        while True:
            before = start, end
            for pair in self.pairs:
                if pair.close_end <= start or pair.open_start >= end:
                    continue
                opens = start <= pair.open_start and pair.open_end <= end
                closes = start <= pair.close_start and pair.close_end <= end
                inside = pair.open_end <= start and end <= pair.close_start
                fits_left = pair.open_end <= start and self._is_unread(pair.open_end, start)
                fits_right = end <= pair.close_start and self._is_unread(end, pair.close_start)
                if closes and not opens and fits_left:
                    start = pair.open_start
                elif opens and not closes and fits_right:
                    end = pair.close_end
                elif pair.is_math and inside and fits_left and fits_right:
                    start, end = pair.open_start, pair.close_end
            if before == (start, end):
                return before


def _check(start: int, end: int, length: int) -> None:
    if not 0 <= start <= end <= length:
        raise SpanError(f"The range {start}:{end} does not fit a text of {length} characters.")
