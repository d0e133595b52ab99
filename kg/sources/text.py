"""From bytes to lines of text, with the place of every byte that is no UTF-8.

Readers decode with `surrogateescape`, so that a broken byte travels with its record as a lone surrogate and spoils that
record only.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BROKEN = re.compile("[\udc80-\udcff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BOM = b"\xef\xbb\xbf"
_BUFFER = 1 << 16


class Line(NamedTuple):
    """A line without its end, and its number, counted from 1."""

    number: int
    text: str


def iter_lines(stream: BinaryIO) -> Iterator[Line]:
    r"""Yield the lines of UTF-8 text.

    Lines end at "\n", "\r\n" or a lone "\r". A byte order mark at the start is dropped; a byte that is no UTF-8
    becomes a lone surrogate, which `broken_byte` finds.

    Example:
        >>> import io
        >>> [tuple(line) for line in iter_lines(io.BytesIO(b"one\r\ntwo\n\nfour"))]
        [(1, 'one'), (2, 'two'), (3, ''), (4, 'four')]
    """
    number = 0
    for raw in stream:
        data = raw.removeprefix(_BOM) if number == 0 else raw
        text = data.decode("utf-8", "surrogateescape").removesuffix("\n").removesuffix("\r")
        for part in text.split("\r"):
            number += 1
            yield Line(number, part)


def broken_byte(text: str) -> str | None:
    r"""Say which byte of a decoded text is no UTF-8, or return None if all are.

    Example:
        >>> broken_byte(b"caf\xe9".decode("utf-8", "surrogateescape"))
        'byte 4 (0xE9) is not UTF-8'
        >>> broken_byte("café") is None
        True
    """
    found = _BROKEN.search(text)
    if found is None:
        return None
    offset = len(text[: found.start()].encode("utf-8", "surrogateescape")) + 1
    return f"byte {offset} (0x{ord(found[0]) - 0xDC00:02X}) is not UTF-8"


def without_surrogates(text: str) -> str:
    r"""Return a text with U+FFFD for every lone surrogate: JSON can write them, no store can hold them.

    Example:
        >>> without_surrogates("a\ud800b")
        'a\ufffdb'
    """
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


class _Rejoined(io.RawIOBase):
    def __init__(self, head: bytes, rest: BinaryIO, closes: bool) -> None:
        self._head = memoryview(head)
        self._rest = rest
        self._closes = closes

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        part: memoryview | bytes
        if self._head:
            part, self._head = self._head[: len(view)], self._head[len(view) :]
        else:
            part = self._rest.read(len(view))
        view[: len(part)] = part
        return len(part)

    def close(self) -> None:
        if self._closes and not self.closed:
            self._rest.close()
        super().close()


def rejoined(head: bytes, rest: BinaryIO, *, closes: bool = True) -> BinaryIO:
    """Return a stream of what was already read of a stream and of the rest.

    Args:
        head: What was read.
        rest: The stream.
        closes: Whether closing the new stream closes the rest.

    Example:
        >>> import io
        >>> rejoined(b"ab", io.BytesIO(b"cd")).read()
        b'abcd'
    """
    return cast("BinaryIO", io.BufferedReader(_Rejoined(head, rest, closes), _BUFFER))
