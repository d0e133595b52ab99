"""Tables: CSV, TSV, and the same with semicolons or bars."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.errors import SourceError
from kg.records.documents import Origin, Paper
from kg.sources import fields as known
from kg.sources.fields import RecordError, fold_name, paper_from_fields
from kg.sources.problems import Problem, excerpt
from kg.sources.text import broken_byte, iter_lines

_DELIMITERS = ",\t;|"


def find_delimiter(header: str) -> str:
    r"""Return the delimiter of a table: the one that makes a title column, else the one that makes most columns.

    Example:
        >>> find_delimiter("title;abstract, in English;year")
        ';'
    """

    def rank(delimiter: str) -> tuple[bool, int]:
        names = _names(header, delimiter)
        return has_title(names), len(names)

    return max(_DELIMITERS, key=rank)


def has_title(names: list[str]) -> bool:
    """Tell whether one of these folded names is a title's."""
    return any(name in known.TITLE for name in names)


def is_csv(start: str) -> bool:
    """Tell whether a text begins with a header row: it has a title column, or at least one of abstracts."""
    header = start.split("\n", 1)[0]
    names = _names(header, find_delimiter(header))
    # One column is a table only if nothing else stands in the row; else any text that begins with "Title" would be.
    if len(names) > 1:
        return has_title(names) or any(name in known.ABSTRACT for name in names)
    return has_title(names) and fold_name(header) == names[0]


def _names(header: str, delimiter: str) -> list[str]:
    return [fold_name(cell) for cell in next(csv.reader([header], delimiter=delimiter), [])]


def read_csv(stream: BinaryIO, path: str) -> Iterator[Paper | Problem]:
    r"""Yield the papers of a table whose first row names the columns.

    Raises:
        SourceError: If no column has titles.

    Example:
        >>> import io
        >>> table = io.BytesIO(b'Title,Year\n"Attention, Again",2017\n')
        >>> [(paper.title, paper.year) for paper in read_csv(table, "p.csv")]
        [('Attention, Again', 2017)]
    """
    lines = _Lines(stream)
    header = next((line for line in lines if line.strip()), "")
    delimiter = find_delimiter(header)
    names = _names(header, delimiter)
    if not has_title(names):
        raise _no_title(header, delimiter, Origin(path, lines.number))
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        lines.begin_record()
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as err:
            yield Problem(Origin(path, lines.first), f"the row cannot be read ({err})", excerpt(lines.shown))
            rows = csv.reader(lines, delimiter=delimiter)
            continue
        if any(cell.strip() for cell in row):
            yield _read_row(row, names, Origin(path, lines.first), lines.shown)


def _no_title(header: str, delimiter: str, origin: Origin) -> SourceError:
    cells = [cell.strip() for cell in next(csv.reader([header], delimiter=delimiter), [])]
    found = ", ".join(repr(excerpt(cell)) for cell in cells[:12])
    return SourceError(
        f"{origin}: the table has no column of titles; its first row is {found}.",
        hint="Name the columns in the first row: title is needed; abstract (or summary), id, doi, arxiv_id, year, "
        "authors, venue and url are read too.",
    )


def _read_row(row: list[str], names: list[str], origin: Origin, shown: str) -> Paper | Problem:
    if any(cell.strip() for cell in row[len(names) :]):
        reason = f"the row has {len(row)} cells, the header {len(names)}: a cell with a delimiter needs quotes"
        return Problem(origin, reason, excerpt(shown))
    if broken := next(filter(None, map(broken_byte, row)), None):
        return Problem(origin, f"{broken}; counted within its cell", excerpt(shown))
    cells: dict[str, Any] = {}
    for name, cell in zip(names, row, strict=False):
        cells.setdefault(name, cell)
    try:
        return paper_from_fields(cells, origin)
    except RecordError as err:
        return Problem(origin, str(err), excerpt(shown))


class _Lines:
    """Gives the csv module its lines and remembers where the record that it reads began."""

    def __init__(self, stream: BinaryIO) -> None:
        self._lines = iter_lines(stream)
        self._is_new = False
        self.number = 0
        self.first = 0
        self.shown = ""

    def begin_record(self) -> None:
        """Take note that the next line begins a record."""
        self._is_new = True

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.number = line.number
        if self._is_new:
            self.first, self.shown, self._is_new = line.number, line.text, not line.text.strip()
        return f"{line.text}\n"
