"""RDF in the formats of the W3C, written as it is made."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from kg.exports.rdf.mapping import iter_quads, iter_triples

if TYPE_CHECKING:
    from kg.exports.reader import GraphReader
    from kg.schema import Schema

Write = Callable[["GraphReader", IO[str], "Schema"], None]


_TURTLE_HEAD = re.compile(r"((?:@prefix [^\n]*\n)+)(?=[^@])")
_XML_HEAD = re.compile(r"(?<=<rdf:RDF)((?: xmlns:[^\s>]+)+)(?=>)")


class _Text:
    """A stream of bytes on a stream of text, line by line.

    The serializer declares prefixes in an order of its own, which changes from run to run: they are sorted here. In
    Turtle, an empty line comes before each subject; line ends of literals are escaped there.
    """

    def __init__(self, stream: IO[str], head: re.Pattern[str] | None = None, *, spaced: bool = False) -> None:
        self._stream = stream
        self._head = head
        self._spaced = spaced
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._kept = ""

    def write(self, data: bytes) -> int:
        text = self._kept + self._decoder.decode(data)
        if self._head is not None:
            found = self._head.search(text)
            if not found:
                self._kept = text
                return len(data)
            self._stream.write(text[: found.start()] + self._sorted(found[1]))
            text = text[found.end() :]
            self._head = None
        whole, newline, self._kept = text.rpartition("\n")
        text = whole + newline
        self._stream.write(text.replace(" .\n", " .\n\n") if self._spaced else text)
        return len(data)

    @staticmethod
    def _sorted(head: str) -> str:
        if head.startswith("@"):
            return "".join(sorted(head.splitlines(keepends=True))) + "\n"
        return " " + " ".join(sorted(head.split()))

    def flush(self) -> None:
        """Do nothing: `close` writes what is left."""

    def close(self) -> None:
        """Write what is left."""
        self._stream.write(self._kept + "\n" if self._kept else "")


def data_prefixes(schema: Schema) -> dict[str, str]:
    """Return the prefixes that a file of the graph declares."""
    return dict(sorted(schema.prefixes.items()))


def serialize(
    data: Iterable[ox.Triple] | Iterable[ox.Quad], stream: IO[str], format_: ox.RdfFormat, prefixes: dict[str, str]
) -> None:
    """Write triples as they come; the same triples give the same bytes."""
    if format_ in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG):
        text = _Text(stream, _TURTLE_HEAD, spaced=True)
    else:
        text = _Text(stream, _XML_HEAD if format_ == ox.RdfFormat.RDF_XML else None)
    ox.serialize(data, text, format=format_, prefixes=prefixes)  # type: ignore[arg-type]  # a whole IO[bytes], says the stub
    text.close()


def write_turtle(reader: GraphReader, stream: IO[str], schema: Schema) -> None:
    """Write Turtle: the prefixes once, then each subject with its properties in the schema's order."""
    serialize(iter_triples(reader, schema), stream, ox.RdfFormat.TURTLE, data_prefixes(schema))


def write_turtle12(reader: GraphReader, stream: IO[str], schema: Schema) -> None:
    """Write the Turtle of RDF 1.2: each claim reifies its triple."""
    serialize(iter_triples(reader, schema, reifiers=True), stream, ox.RdfFormat.TURTLE, data_prefixes(schema))


def write_ntriples(reader: GraphReader, stream: IO[str], schema: Schema) -> None:
    """Write N-Triples: a triple a line."""
    serialize(iter_triples(reader, schema), stream, ox.RdfFormat.N_TRIPLES, data_prefixes(schema))


def write_nquads(reader: GraphReader, stream: IO[str], schema: Schema) -> None:
    """Write N-Quads: a triple a line, with the named graph of the paper that says it."""
    serialize(iter_quads(reader, schema), stream, ox.RdfFormat.N_QUADS, data_prefixes(schema))


def write_trig(reader: GraphReader, stream: IO[str], schema: Schema) -> None:
    """Write TriG: Turtle with a named graph for each paper."""
    serialize(iter_quads(reader, schema), stream, ox.RdfFormat.TRIG, data_prefixes(schema))


def write_rdfxml(reader: GraphReader, stream: IO[str], schema: Schema) -> None:
    """Write RDF/XML."""
    serialize(iter_triples(reader, schema), stream, ox.RdfFormat.RDF_XML, data_prefixes(schema))
