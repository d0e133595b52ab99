from __future__ import annotations

import io

import pytest

from kg.sources.text import broken_byte, iter_lines, rejoined, without_surrogates


def lines(data):
    return [tuple(line) for line in iter_lines(io.BytesIO(data))]


def test_every_line_end_counts():
    assert lines(b"a\nb\r\nc\rd") == [(1, "a"), (2, "b"), (3, "c"), (4, "d")]


def test_a_last_line_end_begins_no_line():
    assert lines(b"a\n\n") == [(1, "a"), (2, "")]
    assert lines(b"") == []


def test_only_the_first_byte_order_mark_goes():
    assert lines(b"\xef\xbb\xbfa\n\xef\xbb\xbfb") == [(1, "a"), (2, "\ufeffb")]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"abc", None),
        ("é".encode(), None),
        (b"\xe9", "byte 1 (0xE9) is not UTF-8"),
        ("éa".encode() + b"\xff", "byte 4 (0xFF) is not UTF-8"),
        (b"ab\xe2\x82", "byte 3 (0xE2) is not UTF-8"),
    ],
)
def test_the_first_broken_byte_is_named(data, message):
    assert broken_byte(data.decode("utf-8", "surrogateescape")) == message


def test_lone_surrogates_become_the_sign_for_what_cannot_be_read():
    assert without_surrogates("a\ud83d\udc80b") == "a\ufffd\ufffdb"
    assert without_surrogates("é😀") == "é😀"


def test_a_rejoined_stream_reads_as_one():
    stream = rejoined(b"one\ntw", io.BytesIO(b"o\nthree"))
    assert list(stream) == [b"one\n", b"two\n", b"three"]
    assert rejoined(b"", io.BytesIO(b"x")).read() == b"x"


def test_closing_a_rejoined_stream_closes_the_rest():
    rest = io.BytesIO(b"x")
    rejoined(b"", rest, closes=False).close()
    assert not rest.closed
    rejoined(b"", rest).close()
    assert rest.closed
