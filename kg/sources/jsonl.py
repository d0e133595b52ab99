"""JSON: one object a line, an array of objects, or objects written over several lines."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, TypeVar

from kg.errors import SourceError
from kg.records.documents import Origin, Paper
from kg.sources.fields import RecordError, fold_name, paper_from_fields
from kg.sources.problems import Problem, excerpt
from kg.sources.text import broken_byte, iter_lines, rejoined

T = TypeVar("T")

_CHUNK = 1 << 16
_LONGEST = 1 << 26
_BOM = "\ufeff"
_BETWEEN = " \t\r\n,"


def read_jsonl(stream: BinaryIO, path: str) -> Iterator[Paper | Problem]:
    r"""Yield the papers of JSON Lines, or of one JSON array of objects.

    Example:
        >>> import io
        >>> lines = io.BytesIO(b'{"title": "BERT", "abstract": "We introduce BERT."}\n{"title": 7}\n')
        >>> [str(found.origin) for found in read_jsonl(lines, "p.jsonl")]
        ['p.jsonl:1', 'p.jsonl:2']
    """
    yield from read_objects(stream, path, _to_paper)


def _to_paper(record: dict[str, Any], origin: Origin) -> Paper:
    return paper_from_fields({fold_name(key): value for key, value in record.items()}, origin)


def read_objects(stream: BinaryIO, path: str, to_paper: Callable[[dict[str, Any], Origin], T]) -> Iterator[T | Problem]:
    """Yield what `to_paper` makes of each JSON object, and a problem for each record that is none or is refused.

    Args:
        stream: UTF-8; never held as a whole.
        path: For origins.
        to_paper: Makes a paper, or what else is wanted, of an object; may raise `RecordError`.

    Raises:
        SourceError: If an array, or an object over several lines, is broken: nobody knows where the next begins.
    """
    head = stream.read(_CHUNK)
    start = head.decode("utf-8", "replace").lstrip(_BOM + " \t\r\n")
    first_line = start.split("\n", 1)[0].strip()
    texts = _iter_values if start[:1] == "[" or first_line == "{" else _iter_line_texts
    for number, text in texts(rejoined(head, stream), path):
        yield _read_object(text, Origin(path, number), to_paper)


def _read_object(text: str, origin: Origin, to_paper: Callable[[dict[str, Any], Origin], T]) -> T | Problem:
    if broken := broken_byte(text):
        return Problem(origin, f"{broken}; counted from the start of the record", excerpt(text))
    try:
        value = json.loads(text)
        if not isinstance(value, dict):
            return Problem(origin, "the record is not a JSON object", excerpt(text))
        return to_paper(value, origin)
    except json.JSONDecodeError as err:
        return Problem(origin, f"the line is not JSON ({err.msg}, column {err.colno})", excerpt(text))
    except RecursionError:
        return Problem(origin, "the record nests too deeply to be a paper", excerpt(text))
    except RecordError as err:
        return Problem(origin, str(err), excerpt(text))


def _iter_line_texts(stream: BinaryIO, path: str) -> Iterator[tuple[int, str]]:  # noqa: ARG001 (as _iter_values)
    for number, text in iter_lines(stream):
        if text.strip():
            yield number, text


def _iter_values(stream: BinaryIO, path: str) -> Iterator[tuple[int, str]]:
    """Yield each value with the line on which it begins: those of an array, or those written one after the other."""
    buffer = _Buffer(stream, path)
    is_array = buffer.next_char() == "["
    if is_array:
        buffer.skip(1)
    while char := buffer.next_char():
        if is_array and char == "]":
            buffer.skip(1)
            if buffer.next_char():
                raise buffer.error("text follows the end of the array")
            return
        yield buffer.line, buffer.take_value()
    if is_array:
        raise buffer.error("the array has no end")


class _Buffer:
    """The part of a text that is looked at: it grows to the longest value and no further."""

    def __init__(self, stream: BinaryIO, path: str) -> None:
        self._stream = stream
        self._path = path
        self._decode = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode
        self._text = ""
        self._at = 0
        self._ended = False
        self.line = 1

    def error(self, reason: str) -> SourceError:
        return SourceError(
            f"{self._path}:{self.line}: {reason}.", hint="Check the JSON, or write one object a line (JSON Lines)."
        )

    def skip(self, count: int) -> None:
        self.line += self._text.count("\n", self._at, self._at + count)
        self._at += count

    def next_char(self) -> str:
        """Skip what stands between values; return the next character, or "" at the end."""
        while True:
            rest = self._text[self._at : self._at + _CHUNK]
            found = rest.lstrip(_BETWEEN + _BOM)
            self.skip(len(rest) - len(found))
            if found:
                return found[0]
            if self._at >= len(self._text) and not self._grow(_CHUNK):
                return ""

    def take_value(self) -> str:
        decoder, size = json.JSONDecoder(), _CHUNK
        while True:
            try:
                _, end = decoder.raw_decode(self._text, self._at)
                break
            except json.JSONDecodeError as err:
                # A cut-off text fails at its end, or at the start of the string that it cuts.
                is_cut = err.pos > len(self._text) - 8 or err.msg.startswith("Unterminated")
                if not is_cut or len(self._text) > _LONGEST or not self._grow(size):
                    line = self.line + self._text.count("\n", self._at, err.pos)
                    raise self.error(f"the record that begins here is not JSON ({err.msg}, line {line})") from err
                size *= 2
            except RecursionError as err:
                raise self.error("the record that begins here nests too deeply") from err
        text = self._text[self._at : end]
        self.skip(end - self._at)
        return text

    def _grow(self, size: int) -> bool:
        if self._ended:
            return False
        data = self._stream.read(size)
        self._ended = not data
        self._text = self._text[self._at :] + self._decode(data, self._ended)
        self._at = 0
        return True
