"""Annotations in the guidelines' format, as evaluation needs them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import SourceError
from kg.evaluation.checks import faults

T = TypeVar("T")

SHOWN = 5
"""How many faults of a file are named at once."""
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """An entity of a paper: name, type, role, and the strings that are its mentions."""

    name: str
    type: str
    role: str
    strings: tuple[str, ...]

    def __str__(self) -> str:
        """Return it as people read it.

        Example:
            >>> str(GoldEntity("BERT", "Model", "uses", ("BERT-large",)))
            'BERT (Model, uses)'
        """
        return f"{self.name} ({self.type or 'no type'}, {self.role or 'no role'})"


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
    """Return the annotation that a JSON object in the guidelines' format holds.

    What it says need not be possible, or true: a model's word is read as well.

    Raises:
        SourceError: If it has another form. The message says what is wrong, and not where.

    Example:
        >>> paper_from_record({"id": 7, "entities": [], "relations": [["BERT", "USES", "dropout"]]})
        GoldPaper(id='7', entities=(), relations=frozenset({('BERT', 'USES', 'dropout')}))
    """
    return GoldPaper(
        id=_id(record),
        entities=tuple(_entity(item) for item in _list(record, "entities", "the annotation")),
        relations=frozenset(triple(item) for item in _list(record, "relations", "the annotation")),
    )


def triple(item: Any) -> tuple[str, str, str]:
    """Return head, relation and tail of a relation, which is a list or an object.

    Raises:
        SourceError: If it has another form.

    Example:
        >>> triple({"head": "BERT", "type": "USES", "tail": "dropout", "confidence": 0.9})
        ('BERT', 'USES', 'dropout')
    """
    parts = [_field(item, key, "a relation") for key in ("head", "type", "tail")] if isinstance(item, Mapping) else item
    if not isinstance(parts, list | tuple) or len(parts) < 3:
        raise SourceError(f"a relation is {_shown(item)}; it must be a list of head, relation and tail.")
    head, kind, tail = (_string(part, "a part of a relation") for part in parts[:3])
    return head, kind, tail


def _id(record: Mapping[str, Any]) -> str:
    value = _field(record, "id", "the record")
    if not isinstance(value, str | int) or isinstance(value, bool) or value == "":
        raise SourceError(f"the id is {_shown(value)}; it must be a text or a whole number.")
    return str(value)


def _entity(item: Any) -> GoldEntity:
    name = _string(_field(item, "name", "an entity"), "the name of an entity")
    what = f"the entity {name!r}"
    # A system that knows no types or no roles may say null: whatever it says there is wrong.
    type_, role = (
        "" if (value := _field(item, key, what)) is None else _string(value, f"the {key} of {what}")
        for key in ("type", "role")
    )
    return GoldEntity(name, type_, role, tuple(_mention(each, what) for each in _list(item, "mentions", what)))


def _mention(item: Any, what: str) -> str:
    return _string(item["text"] if isinstance(item, Mapping) and "text" in item else item, f"a mention of {what}")


def _field(record: Any, key: str, what: str) -> Any:
    if not isinstance(record, Mapping):
        raise SourceError(f"{what} is {_shown(record)}; it must be a JSON object.")
    if key not in record:
        raise SourceError(f"{what} has no {key!r}.")
    return record[key]


def _list(record: Any, key: str, what: str) -> Iterable[Any]:
    value = _field(record, key, what)
    if not isinstance(value, list | tuple):
        raise SourceError(f"{key!r} of {what} is {_shown(value)}; it must be a list.")
    return value


def _string(value: Any, what: str) -> str:
    if not isinstance(value, str):
        raise SourceError(f"{what} is {_shown(value)}; it must be a text.")
    return value


def _shown(value: Any) -> str:
    shown = json.dumps(value, ensure_ascii=False, default=str)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"


def read_annotations(path: Path) -> dict[str, GoldPaper]:
    """Read annotations by paper id, from JSON Lines in the guidelines' format.

    Whether they are possible is not asked: they may be a model's. `read_gold` asks.

    Raises:
        SourceError: If the file or a line cannot be read, or two lines say different things of one paper; the message
            names file and line.
    """
    return {id_: paper for id_, (_, paper) in _annotations(path).items()}


def _annotations(path: Path) -> dict[str, tuple[int, GoldPaper]]:
    return _by_id(path, "annotation", '{"id": …, "entities": […], "relations": […]}', paper_from_record)


def read_texts(path: Path) -> dict[str, str]:
    """Read the texts that annotations are of: title, newline, abstract, by paper id, from JSON Lines.

    Raises:
        SourceError: If the file or a line cannot be read, or two lines have different texts of one paper.
    """
    found = _by_id(path, "text", '{"id": …, "title": …, "abstract": …}', _text)
    return {id_: text for id_, (_, text) in found.items()}


def _text(record: Mapping[str, Any]) -> str:
    title, abstract = (_string(_field(record, key, "the text"), f"the {key}") for key in ("title", "abstract"))
    return f"{title}\n{abstract}"


def read_gold(texts: Path, gold: Path) -> tuple[dict[str, str], dict[str, GoldPaper]]:
    """Read texts and what is true of them, by paper id.

    Raises:
        SourceError: If a file cannot be read, a text is missing, there are no annotations, or one cannot be as it is
            written: see `kg.evaluation.checks`. The message names file, line and paper.
    """
    bodies = read_texts(texts)
    return bodies, read_true(gold, bodies, texts)


def read_true(gold: Path, bodies: Mapping[str, str], texts: Path) -> dict[str, GoldPaper]:
    """Read what is true of texts that have been read, by paper id.

    Args:
        gold: The file.
        bodies: Title, newline, abstract, by paper id.
        texts: Where these were read from, for errors.

    Raises:
        SourceError: As `read_gold` does.
    """
    found = _annotations(gold)
    if not found:
        raise SourceError(f"{gold} has no annotations.", hint="It has one paper a line, as `kg annotate` writes it.")
    if unknown := [id_ for id_ in found if id_ not in bodies]:
        more = f" and {len(unknown) - SHOWN} more" if len(unknown) > SHOWN else ""
        raise SourceError(
            f"{gold}:{found[unknown[0]][0]}: {gold} has papers that {texts} lacks: {', '.join(unknown[:SHOWN])}{more}.",
            hint="A text and its annotation have the same 'id'.",
        )
    wrong = [
        f"{gold}:{number}: paper {id_}: {fault}"
        for id_, (number, paper) in found.items()
        for fault in faults(paper, bodies[id_])
    ]
    if wrong:
        more = f"\n… and {len(wrong) - SHOWN} more." if len(wrong) > SHOWN else ""
        raise SourceError("\n".join(wrong[:SHOWN]) + more, hint="Correct the annotations, then run it again.")
    return {id_: paper for id_, (_, paper) in found.items()}


def _by_id(path: Path, what: str, form: str, make: Callable[[Mapping[str, Any]], T]) -> dict[str, tuple[int, T]]:
    """Return the line and what `make` makes of each record, by paper id; a record may be repeated as it is."""
    found: dict[str, tuple[int, T]] = {}
    for number, record in read_records(path):
        where = f"{path}:{number}:"
        try:
            id_ = _id(record)
            where = f"{where} paper {id_}:"
            value = make(record)
        except SourceError as err:
            raise SourceError(f"{where} {err.message}", hint=f"A line is {form}.") from err
        first, known = found.setdefault(id_, (number, value))
        if known != value:
            raise SourceError(
                f"{path}:{number}: paper {id_} has another {what} in line {first}.", hint="Leave one of the two lines."
            )
    return found


def read_records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the number of each line that is not blank, and the JSON object that it holds.

    Raises:
        SourceError: If the file cannot be read, or a line is no JSON object.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as err:
        raise SourceError(f"{path} cannot be read: {err.strerror}.") from err
    except UnicodeDecodeError as err:
        number = err.object[: err.start].count(b"\n") + 1
        raise SourceError(f"{path} cannot be read: line {number} is not UTF-8.") from err
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as err:
            raise SourceError(f"{path}:{number}: not JSON: {err.msg}, column {err.colno}.") from err
        except (ValueError, RecursionError) as err:
            raise SourceError(f"{path}:{number}: not JSON that can be read: {err}.") from err
        if not isinstance(record, dict):
            raise SourceError(f"{path}:{number}: not a JSON object: {_shown(record)}.", hint="One stands on each line.")
        yield number, record
