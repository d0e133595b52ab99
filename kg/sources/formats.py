"""The formats that can be read, and how a file's content tells its format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from kg.errors import SourceError
from kg.sources.arxiv_snapshot import read_arxiv_snapshot
from kg.sources.atom import read_atom
from kg.sources.bibtex import is_bibtex, read_bibtex
from kg.sources.csv_table import is_csv, read_csv
from kg.sources.jsonl import read_jsonl
from kg.sources.pages import is_pages, read_pages

if TYPE_CHECKING:
    from kg.records.documents import Paper
    from kg.sources.problems import Problem

Reader = Callable[[BinaryIO, str], "Iterator[Paper | Problem]"]

HEAD = 1 << 16
"""Bytes at the start of a file that tell its format."""

_FIRST_RECORD = 20_000


class UnknownFormatError(SourceError):
    """A file's format cannot be told."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of papers.

    Attributes:
        name: As `--format` takes it.
        description: One line.
        read: Yields the papers of an unpacked stream, and the problems in their places; gets the path for origins.
        suffixes: Of files that have it, in small letters.
        matches: Tells from the start of a text, without byte order mark and blank start, whether it has the format.
    """

    name: str
    description: str
    read: Reader
    suffixes: tuple[str, ...]
    matches: Callable[[str], bool]


def _is_snapshot(start: str) -> bool:
    """The snapshot's objects have `authors_parsed`; nothing else has."""
    return start.startswith(("{", "[")) and '"authors_parsed"' in start[:_FIRST_RECORD]


def _is_json(start: str) -> bool:
    return re.match(r'\{\s*["}]|\[\s*(?:[\[{\]"]|$)', start) is not None


def _is_atom(start: str) -> bool:
    found = re.search(r"<(?![?!])([^\s>/]+)", start)
    return start.startswith("<") and found is not None and found[1].rpartition(":")[2] == "feed"


FORMATS = (
    Format(
        "arxiv-snapshot",
        "arXiv's metadata snapshot: JSON Lines with authors_parsed and versions",
        read_arxiv_snapshot,
        (".json", ".jsonl", ".ndjson"),
        _is_snapshot,
    ),
    Format(
        "jsonl",
        "JSON Lines, or one JSON array, of objects with title, abstract and more",
        read_jsonl,
        (".jsonl", ".json", ".ndjson"),
        _is_json,
    ),
    Format("atom", "Atom feed, as arXiv's API answers", read_atom, (".xml", ".atom"), _is_atom),
    Format("bibtex", "BibTeX, such as the ACL Anthology's", read_bibtex, (".bib", ".bibtex"), is_bibtex),
    Format("csv", "CSV or TSV with a header row that has a title column", read_csv, (".csv", ".tsv"), is_csv),
    Format("pages", "saved pages of papers: a title line, then its abstract", read_pages, (".txt", ".text"), is_pages),
)
"""In the order in which they are tried: the ones that are easily told come first."""

SUFFIXES = frozenset(suffix for format_ in FORMATS for suffix in format_.suffixes)


def formats() -> dict[str, str]:
    """Return the names of the formats that can be read, each with a line that describes it; sorted.

    Example:
        >>> formats()["atom"]
        "Atom feed, as arXiv's API answers"
    """
    return {format_.name: format_.description for format_ in sorted(FORMATS, key=lambda format_: format_.name)}


def named_format(name: str) -> Format:
    """Return the format of that name.

    Raises:
        SourceError: If there is none.
    """
    for format_ in FORMATS:
        if format_.name == name:
            return format_
    raise SourceError(f"There is no format {name!r}.", hint=f"Formats are {', '.join(formats())}.")


def find_format(head: bytes, path: str) -> Format:
    """Return the format that the start of a file shows.

    The content decides. Only where it shows none does the suffix: such a file is read as what it claims to be, so that
    the message can say what is wrong with it.

    Args:
        head: Up to `HEAD` bytes from the start, unpacked, not blank.
        path: The file's name.

    Raises:
        UnknownFormatError: If the content shows no format, nor does the suffix.
    """
    start = head.decode("utf-8", "surrogateescape").lstrip("\ufeff \t\r\n")
    for format_ in FORMATS:
        if format_.matches(start):
            return format_
    if re.match(r"<!doctype html|<html", start, re.IGNORECASE):
        raise UnknownFormatError(f"{path} is a web page in HTML.", hint="Save it as text in the browser.")
    suffix = file_suffix(path)
    for format_ in FORMATS:
        if suffix in format_.suffixes and format_.name != "pages":
            return format_
    raise UnknownFormatError(
        f"The format of {path} cannot be told from its content.",
        hint=f"Name it with --format, one of {', '.join(formats())}.",
    )


def file_suffix(path: str) -> str:
    """Return a file's suffix in small letters, that of the packed file if it is gzipped.

    Example:
        >>> file_suffix("papers.JSONL.gz"), file_suffix("README")
        ('.jsonl', '')
    """
    name = re.split(r"[/\\]", path.lower())[-1].removesuffix(".gz")
    stem, dot, suffix = name.rpartition(".")
    return dot + suffix if stem else ""
