"""Annotated papers without their texts: spans over texts named by id.

A stand-off record has the paper's id, a digest of its text, and for each entity its mentions as pairs of first code
point and one past the last. Joined with the texts it is an annotation in the guidelines' format again.

```console
$ python -m kg.training.standoff join annotations/papers.jsonl texts.jsonl > gold.jsonl
$ python -m kg.training.standoff part gold.jsonl texts.jsonl > annotations/papers.jsonl
```
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.errors import KgError, SpanError
from kg.evaluation.gold import occurrences, paper_from_record, read_texts
from kg.ids import digest


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
        "relations": [list(relation) for relation in record["relations"]],
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
        SpanError: If the text is not the one that was annotated.
    """
    if digest(text) != record["text"]:
        raise SpanError(f"Paper {record['id']}: the text is not the one that was annotated.")
    entities = [
        {**entity, "mentions": list(dict.fromkeys(text[start:end] for start, end in entity["mentions"]))}
        for entity in record["entities"]
    ]
    return {"id": record["id"], "entities": entities, "relations": record["relations"]}


def convert(verb: str, annotations: Path, texts: Path) -> Iterator[dict[str, Any]]:
    """Yield each annotation joined with its text, or parted from it.

    Raises:
        SpanError: If a text is missing or another one.
    """
    bodies = read_texts(texts)
    work = {"join": from_standoff, "part": to_standoff}[verb]
    for line in annotations.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["id"] not in bodies:
            raise SpanError(f"{texts} lacks paper {record['id']}.")
        yield work(record, bodies[record["id"]])


def main(arguments: list[str]) -> int:
    """Run `join` or `part`; see the module's docstring."""
    if len(arguments) != 3 or arguments[0] not in ("join", "part"):
        sys.stderr.write("usage: python -m kg.training.standoff join|part ANNOTATIONS TEXTS\n")
        return 2
    try:
        for record in convert(arguments[0], Path(arguments[1]), Path(arguments[2])):
            sys.stdout.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
    except KgError as err:
        sys.stderr.write(f"Error: {err}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
