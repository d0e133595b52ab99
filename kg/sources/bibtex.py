"""BibTeX, read entry by entry, so that a file of any size needs the memory of one entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from kg.documents.readable import read_text
from kg.records.documents import Origin, Paper
from kg.sources.fields import RecordError, paper_from_fields
from kg.sources.problems import Problem, excerpt
from kg.sources.text import broken_byte, iter_lines

_ENTRY = re.compile(r"@\s*([a-zA-Z]+)\s*([{(])")
_NEXT_ENTRY = re.compile(r"\s{0,3}@\s*[a-zA-Z]+\s*\{\s*[^\s,={}\"']+\s*,")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_KEY = re.compile(r"\s*([^,\s{}\"=]*)\s*(?:,|$)")
_NAME = re.compile(r"[\s,]*([^\W\d][\w:.+/-]*)\s*=\s*")
_WORD = re.compile(r"[^\s,{}\"#=]+")
_JOIN = re.compile(r"\s*#\s*")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_PLAIN = re.compile(r"\\([%&_#$~{}])")

_NO_PAPERS = frozenset({"comment", "preamble", "proceedings"})
"""Kinds of entries that describe no paper: a volume of proceedings is none."""

_LATEX_FIELDS = ("title", "subtitle", "abstract", "booktitle", "journal", "journaltitle")


_ANY_ENTRY = re.compile(
    r"^\s{0,3}@\s*(?:[a-z]+\s*\{\s*[^\s,]*\s*,|(?:string|preamble|comment)\s*[{(])", re.IGNORECASE | re.MULTILINE
)


def is_bibtex(start: str) -> bool:
    """Tell whether a text has an entry of BibTeX at the start of a line."""
    return _ANY_ENTRY.search(start) is not None


class _Raw(NamedTuple):
    """An entry as it stands: its kind, its line, and the text between its braces; or what is wrong with it."""

    kind: str
    line: int
    text: str
    fault: str = ""


def read_bibtex(stream: BinaryIO, path: str) -> Iterator[Paper | Problem]:
    r"""Yield the papers of a BibTeX file, with their LaTeX as it is read.

    `@string` definitions are used; comments, preambles and volumes of proceedings are no papers.

    Example:
        >>> import io
        >>> entry = rb'@article{vae, title = {{$\beta$}-{VAE}}, author = {K{\"o}rner, Ada and Li, Bo}, year = 2017}'
        >>> paper = next(read_bibtex(io.BytesIO(entry), "refs.bib"))
        >>> paper.title, paper.authors, paper.given_id
        ('β-VAE', ('Ada Körner', 'Bo Li'), 'vae')
    """
    strings: dict[str, str] = {}
    for raw in _iter_entries(stream):
        origin = Origin(path, raw.line)
        try:
            if paper := _read_entry(raw, strings, origin):
                yield paper
        except RecordError as err:
            yield Problem(origin, str(err), excerpt(f"@{raw.kind}{{{raw.text}"))


def _read_entry(raw: _Raw, strings: dict[str, str], origin: Origin) -> Paper | None:
    """Return the paper of an entry, None if it describes none; note the strings that it defines."""
    if raw.fault:
        raise RecordError(raw.fault)
    if raw.kind in _NO_PAPERS:
        return None
    if broken := broken_byte(raw.text):
        raise RecordError(f"{broken}; counted from the entry's key")
    if raw.kind == "string":
        strings |= _parse_fields(raw.text, 0, strings)
        return None
    key = _KEY.match(raw.text)
    if not key:
        raise RecordError("the entry does not begin with a key and a comma")
    return _to_paper(key[1], _parse_fields(raw.text, key.end(), strings), origin)


def _iter_entries(stream: BinaryIO) -> Iterator[_Raw]:
    """Yield entries in order; text between them is a comment, as BibTeX has it."""
    kind, first, depth, parts = "", 0, 0, [""]
    for number, line in iter_lines(stream):
        if kind and _NEXT_ENTRY.match(line):
            yield _Raw(
                kind, first, "\n".join(parts), f"the entry is not closed before the next begins in line {number}"
            )
            kind = ""
        position = 0
        while True:
            if not kind:
                found = _ENTRY.search(line, position)
                if not found:
                    break
                if found[2] == "(":
                    yield _Raw(found[1].lower(), number, line[found.end() :], "entries in parentheses are not read")
                    break
                kind, first, depth, parts, position = found[1].lower(), number, 1, [], found.end()
            end, depth = _closing(line, position, depth)
            parts.append(line[position:end] if end >= 0 else line[position:])
            if end < 0:
                break
            yield _Raw(kind, first, "\n".join(parts))
            kind, position = "", end + 1
    if kind:
        yield _Raw(kind, first, "\n".join(parts), "the entry is not closed before the end of the file")


def _closing(text: str, position: int, depth: int) -> tuple[int, int]:
    """Return where a group ends, or -1, and how many groups are open then."""
    for brace in _BRACE.finditer(text, position):
        if brace[0] in "{}":
            depth += 1 if brace[0] == "{" else -1
            if not depth:
                return brace.start(), 0
    return -1, depth


def _parse_fields(text: str, position: int, strings: dict[str, str]) -> dict[str, str]:
    """Return the raw values of an entry's fields by name in small letters; of two with one name the first counts."""
    fields: dict[str, str] = {}
    while name := _NAME.match(text, position):
        pieces: list[str] = []
        position = name.end()
        while True:
            piece, position = _parse_piece(text, position, name[1], strings)
            pieces.append(piece)
            join = _JOIN.match(text, position)
            if not join:
                break
            position = join.end()
        fields.setdefault(name[1].lower(), "".join(pieces))
    if rest := text[position:].strip(" \t\r\n,"):
        raise RecordError(f"no field is to be read at {excerpt(rest)[:30]!r}")
    return fields


def _parse_piece(text: str, position: int, name: str, strings: dict[str, str]) -> tuple[str, int]:
    opening = text[position : position + 1]
    if opening == "{":
        end, _ = _closing(text, position + 1, 1)
    elif opening == '"':
        end = _closing_quote(text, position + 1)
    elif word := _WORD.match(text, position):
        return strings.get(word[0].lower(), word[0]), word.end()
    else:
        raise RecordError(f"its field {name!r} has no value")
    if end < 0:
        raise RecordError(f"the value of its field {name!r} has no end")
    return text[position + 1 : end], end + 1


def _closing_quote(text: str, position: int) -> int:
    depth = 0
    for mark in re.compile(r'\\[^"]|[{}"]', re.DOTALL).finditer(text, position):
        if mark[0] == "{":
            depth += 1
        elif mark[0] == "}":
            depth -= 1
        elif mark[0] == '"' and not depth:
            return mark.start()
    return -1


def _to_paper(key: str, raw: dict[str, str], origin: Origin) -> Paper:
    fields: dict[str, Any] = {name: _plain(value) for name, value in raw.items()}
    fields |= {name: _latex(raw[name]) for name in _LATEX_FIELDS if name in raw}
    if fields.get("subtitle"):
        fields["title"] = f"{fields.get('title', '')}: {fields['subtitle']}"
    fields["authors"] = _authors(raw.get("author", ""))
    fields["id"] = key
    fields.pop("author", None)
    if fields.get("archiveprefix", fields.get("eprinttype", "arxiv")).lower() != "arxiv":
        fields.pop("eprint", None)  # a number of another archive
    return paper_from_fields(fields, origin)


def _latex(value: str) -> str:
    return " ".join(read_text(" ".join(value.split()), braces=True).text.split())


def _plain(value: str) -> str:
    """Return an address or a number without braces; nothing else in it is LaTeX."""
    return _PLAIN.sub(r"\1", re.sub(r"(?<!\\)[{}]", "", value)).strip()


def _authors(value: str) -> list[Any]:
    names: list[Any] = []
    for name in _split_and(" ".join(value.split())):
        if name.startswith("{") and name.endswith("}"):
            names.append(["", _latex(name)])  # an institution: its commas part nothing
        elif name.lower() != "others":
            names.append(_latex(name))
    return names


def _split_and(value: str) -> list[str]:
    """Split at each "and" outside of braces."""
    names, start = [], 0
    for found in _AND.finditer(value):
        if _closing(value[start : found.start()] + "}", 0, 1)[0] == found.start() - start:
            names.append(value[start : found.start()])
            start = found.end()
    return [name.strip() for name in (*names, value[start:]) if name.strip()]
