"""A readable text maps to its source and back, whatever the source is."""

from __future__ import annotations

import itertools
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents.readable import read_text

PARTS = [
    *"ab C1.,-~$^_{}\\&<>`'\n\t",
    r"\emph{",
    r"\alpha",
    r"\it ",
    r"\"o",
    r"\'{e}",
    r"\%",
    r"\frac{",
    r"\text{",
    r"\cite{a}",
    r"\textsuperscript{2}",
    "$$",
    r"\(",
    r"\)",
    "^{2}",
    "_{ij}",
    "--",
    "``",
    "''",
    "&amp;",
    "&#945;",
    "<i>",
    "</i>",
    "<p>",
    "\ufb01",
    "\u00a0",
    "\u200b",
    "\u00ad",
    "\x07",
    "\r\n",
    "\ud800",
    "e\u0301",
    "\u0301",
    "\uff22",
    "\U0001d401",
    "\u2011",
    "图",
]
marked = st.lists(st.sampled_from(PARTS), max_size=30).map("".join)
anything = st.text(st.characters(), max_size=60) | marked | st.builds(str.__add__, st.text(max_size=20), marked)
plain = st.text(st.sampled_from('abcXYZ 0123456789.,:;!?()[]/+=*%#@|"\n'), max_size=80)


@settings(max_examples=60, deadline=None)
@given(anything)
def test_the_whole_stands_for_the_whole(source):
    readable = read_text(source)
    assert readable.to_source(0, len(readable.text)) == (0, len(source))
    assert readable.from_source(0, len(source)) == (0, len(readable.text))


@settings(max_examples=60, deadline=None)
@given(anything)
def test_places_keep_their_order(source):
    readable = read_text(source)
    places = [(piece.start, piece.end) for piece in readable.pieces]
    assert places == sorted(places)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(places))
    assert all(start < end for start, end in places)
    assert sum(piece.length for piece in readable.pieces) in (0, len(readable.text))


@settings(max_examples=60, deadline=None)
@given(anything, st.data())
def test_ranges_grow_with_what_they_stand_for(source, data):
    readable = read_text(source)
    start = data.draw(st.integers(0, len(readable.text)))
    end = data.draw(st.integers(start, len(readable.text)))
    first, last = readable.to_source(start, end)
    assert 0 <= first <= last <= len(source)
    assert (start == end) or first < last
    inner = readable.to_source(start, max(start, end - 1))
    assert start == end or inner[0] >= first or inner[0] == inner[1]
    assert start == end or inner[1] <= last


@settings(max_examples=60, deadline=None)
@given(anything, st.data())
def test_there_and_back_gives_at_least_the_range(source, data):
    readable = read_text(source)
    start = data.draw(st.integers(0, len(readable.text)))
    end = data.draw(st.integers(start, len(readable.text)))
    first, last = readable.from_source(*readable.to_source(start, end))
    if start < end:
        assert first <= start
        assert end <= last


@settings(max_examples=60, deadline=None)
@given(plain)
def test_plain_text_is_untouched(source):
    readable = read_text(source)
    assert (readable.text, readable.pieces) == (source, ())


@settings(max_examples=60, deadline=None)
@given(anything)
def test_what_is_read_can_be_stored_and_seen(source):
    text = read_text(source).text
    text.encode("utf-8")
    assert not any(unicodedata.category(char) in ("Cc", "Cs") and char != "\n" for char in text)
    assert not set(text) & set("\u200b\u00ad\ufeff\u00a0\u2011\ufb01")


@settings(max_examples=60, deadline=None)
@given(anything)
def test_braces_may_be_read_as_groups_anywhere(source):
    readable = read_text(source, braces=True)
    assert readable.to_source(0, len(readable.text)) == (0, len(source))
