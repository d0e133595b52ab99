"""The one way in: from what a user names to papers."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kg.errors import SourceError
from kg.sources.files import Source, find_sources
from kg.sources.problems import Problem

if TYPE_CHECKING:
    from kg.records.documents import Paper

_logger = logging.getLogger(__name__)


def read_papers(
    inputs: Iterable[str | Path],
    *,
    format: str | None = None,
    strict: bool = False,
    on_problem: Callable[[Problem], None] | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Paper]:
    r"""Return the papers of files, folders and globs, in their order, as they are read.

    What was named is checked at once; papers are read as they are asked for, and memory does not grow with the size
    of a file. Copies of one paper are not joined: see `kg.documents.identity`.

    Args:
        inputs: Files, folders (with all below; hidden files and files of other suffixes are left out), globs, and "-"
            for standard input. Any may be gzipped.
        format: A name of `formats`; None to find it from each file's content.
        strict: Whether a record that cannot be read is an error.
        on_problem: Called with each record that cannot be read, which is then left out; by default it is logged as a
            warning.
        stdin: What "-" reads; standard input by default.

    Raises:
        SourceError: At once if an input is not there, is empty or no text, or has no known format; while reading if a
            file as a whole turns out to be broken, or, with `strict`, at the first record that cannot be read.

    Example:
        >>> import io
        >>> lines = io.BytesIO(b'{"id": "1810.04805", "title": "BERT"}\n{"title": ""}\n')
        >>> problems = []
        >>> [paper.id for paper in read_papers(["-"], stdin=lines, on_problem=problems.append)]
        ['arxiv:1810.04805']
        >>> print(problems[0])
        -:2: the record has no title: {"title": ""}
    """
    named = [inputs] if isinstance(inputs, str | Path) else inputs
    report = _refuse if strict else on_problem or _log
    return _iter_papers(find_sources(named, format_name=format, stdin=stdin), report)


def _iter_papers(sources: list[Source], report: Callable[[Problem], None]) -> Iterator[Paper]:
    for source in sources:
        for found in source.read():
            if isinstance(found, Problem):
                report(found)
            else:
                yield found


def _refuse(problem: Problem) -> None:
    raise SourceError(
        f"{problem.origin}: {problem.reason}.", hint="Correct the record, or read without --strict to leave it out."
    )


def _log(problem: Problem) -> None:
    _logger.warning("%s", problem)
