from __future__ import annotations

import pytest

from kg.documents.mapping import Pair, Piece, ReadableText
from kg.errors import SpanError

# Source "ab<<ﬃ>>cd", read as "abfficd".
PIECES = (Piece(0, 2, 0, 2), Piece(2, 3, 4, 5), Piece(5, 2, 7, 9))
MAPPED = ReadableText("abfficd", 9, PIECES, (Pair(2, 4, 5, 7, is_math=False),))


def test_runs_of_one_length_go_character_by_character():
    assert MAPPED.to_source(1, 2) == (1, 2)
    assert MAPPED.to_source(5, 6) == (7, 8)


def test_other_runs_go_as_a_whole():
    assert MAPPED.to_source(3, 4) == (4, 5)
    assert MAPPED.from_source(4, 5) == (2, 5)


def test_half_of_a_pair_takes_the_other_half_in():
    assert MAPPED.to_source(1, 5) == (1, 7)
    assert MAPPED.to_source(2, 6) == (2, 8)


def test_a_half_stays_out_where_something_readable_stands_between():
    # Behind "ff" of "ffi" nothing is cut, since the ligature is one; so between the marks stand two ligatures here.
    text = ReadableText("affcb", 6, (Piece(0, 1, 0, 1), Piece(1, 3, 2, 5)), (Pair(1, 2, 5, 6, is_math=False),))
    assert text.to_source(0, 2) == (0, 3)


def test_markup_within_the_range_stays_inside():
    assert MAPPED.to_source(1, 6) == (1, 8)


def test_a_formula_is_taken_with_its_marks():
    formula = ReadableText("abfficd", 9, PIECES, (Pair(2, 4, 5, 7, is_math=True),))
    assert formula.to_source(2, 5) == (2, 7)
    assert MAPPED.to_source(2, 5) == (4, 5)


def test_places_that_are_not_read_lie_between_those_that_are():
    assert MAPPED.from_source(2, 4) == (2, 2)
    assert MAPPED.from_source(5, 7) == (5, 5)
    assert MAPPED.from_source(0, 9) == (0, 7)


def test_ranges_must_fit():
    with pytest.raises(SpanError, match="range 0:8 does not fit a text of 7 characters"):
        MAPPED.to_source(0, 8)
    with pytest.raises(SpanError, match="range 3:2"):
        MAPPED.from_source(3, 2)
