"""Atom feeds, as arXiv's API answers."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from kg.errors import SourceError
from kg.records.documents import Origin, Paper
from kg.sources.arxiv_snapshot import unwrapped
from kg.sources.fields import RecordError, paper_from_fields
from kg.sources.problems import Problem, excerpt

_CHUNK = 1 << 16
_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_FIELDS = {
    f"{_ATOM}id": "id",
    f"{_ATOM}title": "title",
    f"{_ATOM}summary": "summary",
    f"{_ATOM}published": "published",
    f"{_ARXIV}doi": "doi",
    f"{_ARXIV}journal_ref": "venue",
}


def read_atom(stream: BinaryIO, path: str) -> Iterator[Paper | Problem]:
    """Yield the papers of an Atom feed, in any encoding that it declares.

    Raises:
        SourceError: If the XML is broken, or does what a feed has no need of (entities of its own, other files).
    """
    entries = _Entries()
    parser = DefusedXMLParser(target=entries)
    entries.parser = parser.parser
    while True:
        data = stream.read(_CHUNK)
        try:
            if data:
                parser.feed(data)
            else:
                parser.close()
        except ParseError as err:
            line, column = err.position
            reason = str(err).partition(":")[0]
            raise SourceError(
                f"{path}:{line}: the XML is broken at column {column + 1} ({reason}).", hint="Save the feed again."
            ) from err
        except DefusedXmlException as err:
            raise SourceError(
                f"{path}: the XML declares entities or refers to other files, which is not read.",
                hint="Remove its DOCTYPE.",
            ) from err
        while entries.done:
            line, fields = entries.done.popleft()
            yield _to_paper(fields, Origin(path, line))
        if not data:
            return


def _to_paper(fields: dict[str, Any], origin: Origin) -> Paper | Problem:
    id_ = fields.get("id", "")
    shown = excerpt(" ".join(str(fields.get(name, "")) for name in ("title", "summary")))
    if "/api/errors" in id_:  # the API reports a wrong request as an entry
        return Problem(origin, "the entry is an error that arXiv reported", shown)
    fields["summary"] = unwrapped(fields.get("summary", ""))
    fields["title"] = unwrapped(fields.get("title", ""), one_paragraph=True)
    try:
        return paper_from_fields({"url": id_, "venue": "arXiv" if "arxiv.org" in id_ else "", **fields}, origin)
    except RecordError as err:
        return Problem(origin, str(err), shown)


class _Entries:
    """Collects the entries of a feed while it is parsed; nothing else of the feed is kept."""

    def __init__(self) -> None:
        self.done: deque[tuple[int, dict[str, Any]]] = deque()
        self.parser: Any = None
        self._entry: dict[str, Any] | None = None
        self._line = 0
        self._path: list[str] = []
        self._text: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._path.append(tag)
        if tag == f"{_ATOM}entry":
            self._entry, self._line = {"authors": []}, self.parser.CurrentLineNumber
        elif self._entry is not None and self._path[-2] == f"{_ATOM}entry":
            self._text = []
            if tag == f"{_ATOM}link" and attributes.get("rel", "alternate") == "alternate":
                self._entry["url"] = attributes.get("href", "")

    def data(self, data: str) -> None:
        if self._entry is not None:
            self._text.append(data)

    def end(self, tag: str) -> None:
        self._path.pop()
        if self._entry is None:
            return
        if tag == f"{_ATOM}entry":
            self.done.append((self._line, self._entry))
            self._entry = None
        elif self._path[-1] == f"{_ATOM}entry" and tag in _FIELDS:
            # Markup inside a title or summary counts as its text.
            self._entry[_FIELDS[tag]] = "".join(self._text).strip()
        elif tag == f"{_ATOM}name" and self._path[-1] == f"{_ATOM}author":
            self._entry["authors"].append("".join(self._text).strip())

    def close(self) -> None:
        """Nothing is left to return: entries are taken from `done` as they end."""
