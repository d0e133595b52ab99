"""From what a user names to open streams: files, folders, globs and standard input, unpacked."""

from __future__ import annotations

import glob
import gzip
import os
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from kg.errors import SourceError
from kg.records.documents import Origin, Paper
from kg.sources.formats import HEAD, SUFFIXES, Format, UnknownFormatError, file_suffix, find_format, named_format
from kg.sources.problems import Problem
from kg.sources.text import rejoined

STDIN = "-"
_GZIP = b"\x1f\x8b"
_OTHER_KINDS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive",
    b"BZh": "packed with bzip2",
    b"\xfd7zXZ": "packed with xz",
    b"\x28\xb5\x2f\xfd": "packed with zstd",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"SQLite": "an SQLite database",
    b"PAR1": "a Parquet file",
}
_HINTS = {
    "UTF-16": "Save it as UTF-8.",
    "a ZIP archive": "Unpack it and name what is inside.",
}
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was looked into.

    Attributes:
        path: As messages name it.
        format: Its format; None for a file of a folder that has none.
        stream: The open stream, where it cannot be opened twice (standard input, pipes); else None.
    """

    path: str
    format: Format | None
    stream: BinaryIO | None = None

    def read(self) -> Iterator[Paper | Problem]:
        """Yield papers and problems as they are read; can be done once.

        Raises:
            SourceError: If the file cannot be opened or read, or is broken as a whole.
        """
        if self.format is None:
            yield Problem(Origin(self.path), "no format of papers is found in the file, which is left out")
            return
        with _readable(self.path), self.stream or _open(Path(self.path)) as stream:
            yield from self.format.read(stream, self.path)


def find_sources(
    inputs: Iterable[str | Path], *, format_name: str | None = None, stdin: BinaryIO | None = None
) -> list[Source]:
    """Return the files that inputs stand for, in the order in which they are to be read.

    Every file is looked into, so that a wrong name, an empty file or an unknown format is told before any is read.

    Args:
        inputs: Files, folders, globs, and "-" for standard input. A folder stands for all files in it and below whose
            suffix is a format's, sorted by path, without hidden ones. What matches a glob is sorted.
        format_name: The format of all of them; None to find it for each.
        stdin: What "-" reads; `sys.stdin` by default.

    Raises:
        SourceError: If an input is not there, has nothing to read, or its format is unknown.
    """
    format_ = named_format(format_name) if format_name else None
    sources: list[Source] = []
    for name in inputs:
        if str(name) == STDIN:
            if any(source.path == STDIN for source in sources):
                raise SourceError("Standard input can be read only once.", hint="Give - only once.")
            sources.append(_look_into(STDIN, format_, stdin or sys.stdin.buffer))
        else:
            sources += _look_into_all(str(name), format_)
    if all(source.format is None for source in sources):
        names = ", ".join(source.path for source in sources[:3])
        raise SourceError(
            f"No papers are found in {names}." if sources else "There is nothing to read.",
            hint="Name files, folders or globs of papers, or - for standard input.",
        )
    return sources


def _look_into_all(name: str, format_: Format | None) -> list[Source]:
    path = Path(name)
    if not path.exists():
        path = path.expanduser()
    if path.is_dir():
        return [_look_into_part(file, format_) for file in _files_of(path)]
    if path.exists():
        return [_look_into(str(path), format_)]
    if not glob.has_magic(name):
        raise SourceError(f"There is no file {name}.", hint="Check the path; a relative one starts at this folder.")
    found: list[Source] = []
    for match in sorted(glob.glob(str(path), recursive=True)):  # noqa: PTH207 (Path.glob takes no absolute pattern)
        found += _look_into_all(match, format_)
    if not found:
        raise SourceError(f"No file matches {name}.", hint="Check the pattern; ** stands for folders of any depth.")
    return list({source.path: source for source in found}.values())


def _look_into_part(path: Path, format_: Format | None) -> Source:
    """Look into a file that nobody named: that it is no paper's is no reason to stop."""
    try:
        return _look_into(str(path), format_)
    except UnknownFormatError:
        return Source(str(path), None)


def _files_of(folder: Path) -> list[Path]:
    """Return the files in a folder and below that have a format's suffix, sorted; links to folders are not followed."""
    found: list[Path] = []
    with _readable(str(folder)):
        for parent, folders, names in os.walk(folder, onerror=_raise):
            folders[:] = [name for name in folders if not name.startswith(".")]
            found += [
                Path(parent, name) for name in names if not name.startswith(".") and file_suffix(name) in SUFFIXES
            ]
    if not found:
        raise SourceError(
            f"The folder {folder} has no file of papers.", hint=f"Files end in {', '.join(sorted(SUFFIXES))}, or .gz."
        )
    return sorted(found)


def _raise(error: OSError) -> None:
    raise error


def _look_into(path: str, format_: Format | None, stdin: BinaryIO | None = None) -> Source:
    """Find the format of a file from its start."""
    shown = "Standard input" if path == STDIN else path
    with _readable(shown), ExitStack() as unread:
        is_kept = stdin is not None or not Path(path).is_file()  # a pipe gives its content only once
        stream = unread.enter_context(_unpacked(stdin, closes=False) if stdin else _open(Path(path)))
        head = _read_head(stream)
        _check_text(head, shown)
        found = format_ or find_format(head, shown)
        if is_kept:
            unread.pop_all()
    return Source(path, found, rejoined(head, stream) if is_kept else None)


def _open(path: Path) -> BinaryIO:
    return _unpacked(cast("BinaryIO", path.open("rb")))


def _unpacked(stream: BinaryIO, *, closes: bool = True) -> BinaryIO:
    start = stream.read(len(_GZIP))
    whole = rejoined(start, stream, closes=closes)
    return cast("BinaryIO", _Unpacked(whole)) if start == _GZIP else whole


class _Unpacked(gzip.GzipFile):
    """Closes what it unpacks, which its base leaves open."""

    def __init__(self, packed: BinaryIO) -> None:
        super().__init__(fileobj=packed)
        self._packed = packed

    def close(self) -> None:
        super().close()
        self._packed.close()


def _read_head(stream: BinaryIO) -> bytes:
    """Read until `HEAD` bytes are there or the stream ends: a pipe gives less at a time."""
    head = b""
    while len(head) < HEAD and (data := stream.read(HEAD - len(head))):
        head += data
    return head


def _check_text(head: bytes, shown: str) -> None:
    """Refuse what is no text.

    Raises:
        SourceError: If it is empty, of another kind, or has bytes that no text has.
    """
    text = head.removeprefix(b"\xef\xbb\xbf")
    if not text.strip():
        raise SourceError(f"{shown} is empty.", hint="Check that it was saved.")
    for mark, kind in _OTHER_KINDS.items():
        if head.startswith(mark):
            raise SourceError(f"{shown} is {kind}, not text.", hint=_HINTS.get(kind, "Give its papers as text."))
    if found := _CONTROL.search(text):
        # Some abstracts have a stray control character; a binary has many, or a zero.
        many = len(_CONTROL.findall(text)) > len(text) / 100
        if many or found[0] == b"\0" or b"\0" in text:
            raise _not_text(shown, head, head.index(found[0]), "a control character")
    decoded = text.decode("utf-8", "surrogateescape")
    broken = [index for index, char in enumerate(decoded) if "\udc80" <= char <= "\udcff"]
    if len(broken) > len(decoded) / 4:
        raise _not_text(shown, head, len(decoded[: broken[0]].encode()), "no UTF-8")


def _not_text(shown: str, head: bytes, offset: int, what: str) -> SourceError:
    line = head.count(b"\n", 0, offset) + 1
    return SourceError(
        f"{shown}:{line}: byte {offset + 1} of the file (0x{head[offset]:02X}) is {what}; this is not text.",
        hint="Give papers as UTF-8 text, gzipped or not.",
    )


@contextmanager
def _readable(path: str) -> Iterator[None]:
    """Say of every fault in reading which file has it.

    Raises:
        SourceError: For an error of the system, or of the packing.
    """
    try:
        yield
    except (gzip.BadGzipFile, zlib.error, EOFError) as err:
        raise SourceError(f"{path} is gzipped, but broken ({err}).", hint="Fetch or pack it again.") from err
    except OSError as err:
        raise SourceError(f"{path} cannot be read: {err.strerror or err}.", hint="Check its permissions.") from err
