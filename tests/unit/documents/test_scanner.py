from __future__ import annotations

import pytest

from kg.documents.scanner import Scanner, is_plain


@pytest.mark.parametrize("text", ["", "We train BERT.", "3 < 4? No: 4 > 3", "a - b", "it's", "two\nlines"])
def test_most_text_is_plain(text):
    assert is_plain(text) == ("<" not in text)


@pytest.mark.parametrize(
    "text", ["$x$", r"\%", "a~b", "a--b", "``a''", "{a}", "&amp;", "tab\t", "é", "bell\x07", "a\rb"]
)
def test_what_may_read_otherwise_is_not_plain(text):
    assert not is_plain(text)


def test_text_that_reads_as_it_stands_needs_no_pieces():
    assert Scanner("Łódź {a} & b < c").scan().pieces == ()


@pytest.mark.parametrize(
    "part",
    ["$", "{", "}", "\\", "$a ", "\\(", "{\\it ", "a~", "<i>", "^{", "&amp;", "\ud800", "a\u0301", "\\cite{", "--"],
)
def test_a_long_run_of_one_mark_is_read(part):
    # A cost that grew with the square of the length would not end here.
    text = part * (100_000 // len(part))
    readable = Scanner(text).scan()
    assert readable.to_source(0, len(readable.text)) == (0, len(text)) or not readable.text
