"""Annotated papers without their texts: spans over texts named by id.

A stand-off record has the paper's id, a digest of its text, and for each entity its mentions as pairs of first code
point and one past the last. Joined with the texts it is an annotation in the guidelines' format again.

```console
$ python -m kg.training.standoff join annotations/papers.jsonl texts.jsonl > gold.jsonl
$ python -m kg.training.standoff join --skip-missing annotations/more.jsonl texts.jsonl > those-i-have.jsonl
$ python -m kg.training.standoff part gold.jsonl texts.jsonl > annotations/papers.jsonl
```
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.errors import KgError, SpanError
from kg.evaluation.gold import occurrences, paper_from_record, read_records, read_texts, triple
from kg.ids import digest

_SKIP = "--skip-missing"
_HINT = f"{_SKIP} leaves out the papers whose texts are not there."


def to_standoff(record: Mapping[str, Any], text: str) -> dict[str, Any]:
    r"""Return an annotation without any of its text.

    Args:
        record: In the guidelines' format.
        text: Title, newline, abstract.

    Raises:
        SpanError: If a string of it does not stand in the text as whole words.

    Example:
        >>> entity = {"name": "BERT", "type": "Model", "role": "uses", "mentions": ["BERT"]}
        >>> record = to_standoff({"id": "p", "entities": [entity], "relations": []}, "We use BERT\nBERT is used.")
        >>> record["entities"][0]["mentions"]
        [[7, 11], [12, 16]]
    """
    paper = paper_from_record(record)
    spans: dict[str, list[list[int]]] = {entity.name: [] for entity in paper.entities}
    for start, end, entity in occurrences(paper, text):
        spans[entity.name].append([start, end])
    for entity in paper.entities:
        found = {text[start:end] for start, end in spans[entity.name]}
        for string in entity.strings:
            if string not in found:
                spans[entity.name] += _hidden(paper.id, string, text)
    return {
        "id": paper.id,
        "text": digest(text),
        "entities": [
            {"name": e.name, "type": e.type, "role": e.role, "mentions": sorted(spans[e.name])} for e in paper.entities
        ],
        "relations": [list(triple(relation)) for relation in record["relations"]],
    }


def _hidden(paper: str, string: str, text: str) -> list[list[int]]:
    """Where a string stands that is part of a longer mention wherever it stands."""
    found = [list(match.span()) for match in re.finditer(rf"(?<!\w){re.escape(string)}(?!\w)", text)]
    if not found:
        raise SpanError(f"Paper {paper}: {string!r} does not stand in the text as whole words.")
    return found


def from_standoff(record: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return the annotation that a stand-off record is of, in the guidelines' format.

    Raises:
        SpanError: If the text is not the one that was annotated, or the record is none that `to_standoff` makes.
    """
    paper = record.get("id")
    if digest(text) != record.get("text"):
        raise SpanError(f"Paper {paper}: the text is not the one that was annotated.")
    try:
        entities = [
            {**entity, "mentions": list(dict.fromkeys(text[start:end] for start, end in entity["mentions"]))}
            for entity in record["entities"]
        ]
        return {"id": paper, "entities": entities, "relations": record["relations"]}
    except (KeyError, TypeError, ValueError) as err:
        reason = f"it has no {err}" if isinstance(err, KeyError) else str(err)
        raise SpanError(f"Paper {paper}: not a stand-off record: {reason}.") from err


def convert(verb: str, annotations: Path, texts: Path, skipped: Counter[str] | None = None) -> Iterator[dict[str, Any]]:
    """Yield each annotation joined with its text, or parted from it.

    Args:
        verb: "join" or "part".
        annotations: JSON Lines.
        texts: JSON Lines with id, title and abstract.
        skipped: Counts by reason the papers that are left out since they have no text here, or, in joining, another
            one than was annotated. None to stop at the first.

    Raises:
        KgError: If a file cannot be read, a text is missing or another one, or a record is of another form.
    """
    bodies = read_texts(texts)
    work = {"join": from_standoff, "part": to_standoff}[verb]
    for number, record in read_records(annotations):
        text = bodies.get(str(record.get("id")))
        if skipped is not None and text is None:
            skipped["without a text"] += 1
        elif skipped is not None and verb == "join" and digest(text or "") != record.get("text"):
            skipped["with another text than was annotated"] += 1
        elif text is None:
            raise SpanError(f"{annotations}:{number}: {texts} lacks paper {record.get('id')}.", hint=_HINT)
        else:
            try:
                yield work(record, text)
            except KgError as err:
                raise SpanError(f"{annotations}:{number}: {err.message}", hint=err.hint) from err


def main(arguments: list[str]) -> int:
    """Run `join` or `part`; see the module's docstring."""
    skipped: Counter[str] | None = Counter() if _SKIP in arguments else None
    given = [argument for argument in arguments if argument != _SKIP]
    if len(given) != 3 or given[0] not in ("join", "part"):
        sys.stderr.write(f"usage: python -m kg.training.standoff join|part [{_SKIP}] ANNOTATIONS TEXTS\n")
        return 2
    try:
        for record in convert(given[0], Path(given[1]), Path(given[2]), skipped):
            sys.stdout.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
    except KgError as err:
        sys.stderr.write(f"Error: {err}\n")
        return 1
    for reason, count in sorted((skipped or {}).items()):
        sys.stderr.write(f"papers left out, {reason}: {count}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
