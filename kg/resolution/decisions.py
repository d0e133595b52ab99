"""Reads the file in which a person keeps decisions about a graph.

```toml
[[same]]                            # one thing, which goes by the first name
names = ["RoFormer", "Rotary Transformer"]
author = "Ada Lovelace"
reason = "The paper uses both."

[[different]]                       # names that are never one thing
names = ["ViT", "Vision Transformer"]

[[rename]]
name = "Roberta"
to = "RoBERTa"

[[type]]
name = "ImageNet"
type = "Dataset"

[[wrong]]                           # an edge that is not true: of one paper, or of any if `paper` is left out
paper = "arxiv:2106.09685"          # its id or title
edge = "USES"
target = "Adam"                     # with `source`, an edge between two entities
```

Each decision needs `author` and `reason`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.errors import ConfigError
from kg.records.decisions import KINDS, Decision
from kg.schema import load_schema

_SIGNED = ("author", "reason")
_KEYS = {
    "same": (("names",), ()),
    "different": (("names",), ()),
    "rename": (("name", "to"), ()),
    "type": (("name", "type"), ()),
    "wrong": (("edge", "target"), ("paper", "source")),
}
"""The keys that a decision of a kind must have and may have, besides `_SIGNED`."""


def read_decisions(path: str | Path) -> tuple[Decision, ...]:
    """Return the decisions of a file, in its order by kind.

    Raises:
        ConfigError: If the file cannot be read, or a decision in it is not one; the message has the place.

    Example:
        ```python
        kg.build(papers, "my.graph", decisions=kg.read_decisions("curation.toml"))
        ```
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except OSError as err:
        raise ConfigError(f"{path} cannot be read: {err.strerror}.", hint="Give a file of decisions.") from err
    except ValueError as err:
        raise ConfigError(f"{path} is no TOML: {err}.", hint="kg curate --help shows what such a file holds.") from err
    if unknown := sorted(set(data) - set(KINDS)):
        raise ConfigError(
            f"{path}: no kind of decision is named {unknown[0]!r}.", hint=f"There are: {', '.join(KINDS)}."
        )
    found = [decision for kind in KINDS for decision in _of_kind(kind, data.get(kind, []), text, path)]
    places: dict[str, str] = {}
    for decision in found:
        if decision.id in places:
            raise ConfigError(f"{decision.place}: the same was decided at {places[decision.id]}.", hint="Remove one.")
        places[decision.id] = decision.place
    return tuple(found)


def _of_kind(kind: str, items: Any, text: str, path: Path) -> Iterator[Decision]:
    lines = [number for number, line in enumerate(text.splitlines(), 1) if re.match(rf"\s*\[\[\s*{kind}\s*\]\]", line)]
    if not isinstance(items, list) or len(lines) != len(items):
        raise ConfigError(f"{path}: {kind!r} is no list of decisions.", hint=f"Write [[{kind}]] above each.")
    for line, item in zip(lines, items, strict=True):
        yield _decision(kind, item, f"{path}:{line}")


def _decision(kind: str, item: Mapping[str, Any], place: str) -> Decision:
    required, optional = _KEYS[kind]
    for key in (*required, *_SIGNED):
        if key not in item:
            raise ConfigError(
                f"{place}: {kind!r} lacks {key!r}.", hint=f"It needs: {', '.join((*required, *_SIGNED))}."
            )
    known = (*required, *optional, *_SIGNED)
    if unknown := sorted(set(item) - set(known)):
        raise ConfigError(f"{place}: {kind!r} has no key {unknown[0]!r}.", hint=f"It has: {', '.join(known)}.")
    texts = {key: _text(item[key], f"{place}: {key!r}") for key in item if key != "names"}
    decision = Decision(
        kind=kind,
        author=texts["author"],
        reason=texts["reason"],
        names=_names(kind, item, texts, place),
        type=texts.get("type", ""),
        paper=texts.get("paper", ""),
        edge=texts.get("edge", ""),
        source=texts.get("source", ""),
        target=texts.get("target", ""),
        place=place,
    )
    _check_schema(decision)
    return decision


def _text(value: Any, what: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(f"{what} is no text, or empty: {value!r}.")
    return value.strip()


def _names(kind: str, item: Mapping[str, Any], texts: Mapping[str, str], place: str) -> tuple[str, ...]:
    if kind == "rename":
        return (texts["to"], texts["name"])
    if "names" not in item:
        return (texts["name"],) if "name" in texts else ()
    names = item["names"]
    if not isinstance(names, list) or len(names) < 2:
        raise ConfigError(f"{place}: 'names' is no list of two names or more: {names!r}.")
    return tuple(_text(name, f"{place}: a name") for name in names)


def _check_schema(decision: Decision) -> None:
    schema = load_schema()
    if decision.kind == "type" and decision.type not in schema.entities:
        hint = f"There are: {', '.join(schema.entities)}."
        raise ConfigError(f"{decision.place}: there is no type {decision.type!r}.", hint=hint)
    if decision.kind == "wrong":
        known = list(schema.relations) if decision.source else [role.edge for role in schema.roles.values()]
        if decision.edge not in known:
            what = "between two entities" if decision.source else "from a paper"
            hint = f"There are: {', '.join(known)}."
            raise ConfigError(f"{decision.place}: no edge {what} is named {decision.edge!r}.", hint=hint)
