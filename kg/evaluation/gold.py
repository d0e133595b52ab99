"""Annotations in the guidelines' format, as evaluation needs them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import SourceError


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """An entity of a paper: name, type, role, and the strings that are its mentions."""

    name: str
    type: str
    role: str
    strings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldPaper:
    """What a paper says, by an annotator or by an extractor."""

    id: str
    entities: tuple[GoldEntity, ...] = ()
    relations: frozenset[tuple[str, str, str]] = frozenset()


def fold(string: str) -> str:
    """Return a surface string without case, punctuation and plural s, to compare strings by.

    Example:
        >>> fold("Graph neural-networks") == fold("graph Neural network")
        True
        >>> fold("loss")
        'loss'
    """
    return " ".join(_singular(word) for word in re.findall(r"\w+", string.lower()))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def occurrences(paper: GoldPaper, text: str) -> list[tuple[int, int, GoldEntity]]:
    """Return start, end and entity of each place where one of the paper's strings stands as whole words.

    Where two overlap the longest string wins; a string of two entities belongs to the first.
    """
    owner: dict[str, GoldEntity] = {}
    for entity in paper.entities:
        for string in entity.strings:
            owner.setdefault(string, entity)
    if not owner:
        return []
    longest_first = "|".join(re.escape(string) for string in sorted(owner, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)")
    return [(m.start(), m.end(), owner[m.group()]) for m in pattern.finditer(text)]


def paper_from_record(record: Mapping[str, Any]) -> GoldPaper:
    """Return the annotation that a JSON object in the guidelines' format holds."""
    return GoldPaper(
        id=str(record["id"]),
        entities=tuple(
            GoldEntity(e["name"], e["type"], e["role"], tuple(_text(m) for m in e["mentions"]))
            for e in record["entities"]
        ),
        relations=frozenset(_triple(relation) for relation in record["relations"]),
    )


def _text(mention: str | Mapping[str, Any]) -> str:
    return mention if isinstance(mention, str) else str(mention["text"])


def _triple(relation: Mapping[str, str] | Iterable[str]) -> tuple[str, str, str]:
    if isinstance(relation, Mapping):
        return relation["head"], relation["type"], relation["tail"]
    head, kind, tail, *_ = relation
    return head, kind, tail


def read_annotations(path: Path) -> dict[str, GoldPaper]:
    """Read annotations by paper id, from JSON Lines in the guidelines' format.

    Raises:
        SourceError: If the file or a line cannot be read; the message names file and line.
    """
    papers = {}
    for number, record in _records(path):
        try:
            paper = paper_from_record(record)
        except (KeyError, TypeError, ValueError) as err:
            raise SourceError(
                f"{path}:{number}: not an annotation: {type(err).__name__} {err}.",
                hint='A line is {"id": …, "entities": […], "relations": […]}.',
            ) from err
        papers[paper.id] = paper
    return papers


def read_texts(path: Path) -> dict[str, str]:
    """Read the texts that annotations are of: title, newline, abstract, by paper id, from JSON Lines.

    Raises:
        SourceError: If the file or a line cannot be read.
    """
    texts = {}
    for number, record in _records(path):
        try:
            texts[str(record["id"])] = f"{record['title']}\n{record['abstract']}"
        except (KeyError, TypeError) as err:
            raise SourceError(
                f"{path}:{number}: not a text: {err}.", hint='A line is {"id": …, "title": …, "abstract": …}.'
            ) from err
    return texts


def _records(path: Path) -> Iterable[tuple[int, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as err:
        raise SourceError(f"{path} cannot be read: {err}.") from err
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except ValueError as err:
                raise SourceError(f"{path}:{number}: not JSON: {err}.") from err
