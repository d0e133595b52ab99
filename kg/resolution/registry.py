"""The registry of canonical names and their aliases: two data files of our own, read once.

`data/curated.toml` is written by hand. `data/aliases.jsonl` is made from annotated papers by
`kg.resolution.build_registry`. Where the two disagree, the hand-written one is right.
"""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.errors import ConfigError
from kg.ids import digest
from kg.resolution.guard import abbreviates, refusal
from kg.resolution.keys import entity_key
from kg.resolution.words import Words, read_words

CURATED = Path(__file__).resolve().parent / "data" / "curated.toml"
ALIASES = Path(__file__).resolve().parent / "data" / "aliases.jsonl"
TYPES = ("Model", "Method", "Dataset", "Benchmark", "Task", "Metric")
ALIAS_KINDS = ("abbreviation", "alias", "size")

RULES = "kg.resolution/1"
"""Name and version of the rules by which names are made; part of `Registry.version`. A new rule needs a new one."""

_NEAR_TYPES = frozenset(
    frozenset(pair)
    for pair in (("Model", "Method"), ("Method", "Task"), ("Dataset", "Benchmark"), ("Task", "Benchmark"))
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A canonical name.

    Attributes:
        name: As it is shown.
        key: `entity_key(name)`; unique in the registry.
        types: The entity types that it is known to have, most frequent first.
    """

    name: str
    key: str
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that a string can stand for.

    Attributes:
        entry: The thing.
        kind: Why: one of `kg.resolution.guard.KINDS`.
        text: The string as the registry writes it.
        defined: Whether it counts only in a paper that defines the string, or spells the thing out elsewhere.
    """

    entry: Entry
    kind: str
    text: str
    defined: bool = False


class Registry:
    """Canonical names, and what each string can stand for. Read-only.

    Args:
        senses: Aliases and their things; each thing's own name too.
        words: Word lists.
        version: Changes whenever the data or the rules do.
        names: By key, the names that things go by in place of their own.
    """

    def __init__(
        self, senses: Iterable[Sense], words: Words, version: str, names: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self._given = tuple(senses)
        by_key: dict[str, list[Sense]] = defaultdict(list)
        forms: dict[str, list[str]] = defaultdict(list)
        entries: dict[str, Entry] = {}
        for sense in self._given:
            by_key[entity_key(sense.text)].append(sense)
            entries[sense.entry.key] = sense.entry
            if sense.kind == "abbreviation":
                forms[sense.entry.key].append(sense.text)
        self._senses = {key: tuple(found) for key, found in by_key.items()}
        self._forms = {key: tuple(found) for key, found in forms.items()}
        renamed = {key: Entry(name, key, entries[key].types if key in entries else ()) for key, name in names.items()}
        self._entries = entries | renamed
        self.words = words
        self.version = version

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def entry(self, key: str) -> Entry | None:
        """Return the thing with this key, or None.

        Example:
            >>> load_registry().entry("gpt2").name
            'GPT-2'
        """
        return self._entries.get(key)

    def canonical(self, name: str) -> str | None:
        """Return the canonical name that a string stands for whatever its type, or None if that is not certain.

        Example:
            >>> load_registry().canonical("CNNs")
            'convolutional neural network'
            >>> load_registry().canonical("no such name") is None
            True
        """
        if known := self._entries.get(entity_key(name)):
            return known.name
        names = {sense.entry.name for sense in self._senses.get(entity_key(name), ()) if not sense.defined}
        return names.pop() if len(names) == 1 else None

    def senses(self, text: str, type_: str) -> list[tuple[int, Sense]]:
        """Return what a string of this type can stand for, each with how far the types are apart, nearest first.

        The distance is 0 for the same type, 1 for one that is often mistaken for it, else 2.

        Example:
            >>> [(distance, sense.kind) for distance, sense in load_registry().senses("CNNs", "Method")]
            [(0, 'abbreviation')]
        """
        found = ((_distance(type_, sense.entry.types), sense) for sense in self._senses.get(entity_key(text), ()))
        return sorted(found, key=lambda pair: (pair[0], pair[1].kind != "name", pair[1].entry.name))

    def renamed(self, names: Mapping[str, str]) -> Registry:
        """Return a registry in which the things with these keys go by other names; aliases stay.

        Example:
            >>> load_registry().renamed({"gpt2": "GPT 2"}).entry("gpt2").name
            'GPT 2'
        """
        return Registry(self._given, self.words, self.version, names) if names else self

    def other_forms(self, key: str) -> tuple[str, ...]:
        """Return the abbreviations, or the long forms, of the thing with this key."""
        return self._forms.get(key, ())


def _distance(type_: str, types: tuple[str, ...]) -> int:
    if type_ in types:
        return 0
    return 1 if any(frozenset({type_, known}) in _NEAR_TYPES for known in types) else 2


@cache
def load_registry() -> Registry:
    """Return the registry that `kg` was installed with.

    Example:
        >>> load_registry() is load_registry()
        True
    """
    return read_registry(CURATED, ALIASES)


def read_registry(curated: Path, aliases: Path | None = None) -> Registry:
    """Read a registry from its two files.

    Args:
        curated: TOML: a table for each entity type, from canonical name to aliases; `defined`, from a short form to
            the names that it can stand for; `words`.
        aliases: JSON Lines: `name`, `types`, and lists `abbreviation`, `alias`, `size` and `defined`. None for none.

    Raises:
        ConfigError: If the guard refuses an alias, a type is unknown, or a line cannot be read; the message has the
            place.
    """
    text = curated.read_text(encoding="utf-8")
    lines = aliases.read_text(encoding="utf-8").splitlines() if aliases else []
    data = tomllib.loads(text)
    entries, senses, defined = _curated(data, curated)
    known: dict[str, list[Entry]] = defaultdict(list)
    for sense in senses:
        known[entity_key(sense.text)].append(sense.entry)
    for number, line in enumerate(lines, 1):
        try:
            senses += _line_senses(json.loads(line), entries, known)
        except (ValueError, KeyError, TypeError) as err:
            raise ConfigError(f"{aliases}:{number}: not a record of the registry: {err}.") from err
    senses += _defined_senses(defined, entries, curated)
    return Registry(_distinct(senses), read_words(data.get("words", {})), digest(RULES, text, *lines))


def alias_kind(alias: str, name: str) -> str | None:
    """Return the kind of reason for which `alias` may stand for `name`, or None if the guard refuses every kind.

    Example:
        >>> alias_kind("CNN", "convolutional neural network"), alias_kind("ImageNet-1K", "ImageNet")
        ('abbreviation', 'size')
        >>> alias_kind("attention", "attention mechanism"), alias_kind("GPT-2", "GPT-3")
        ('alias', None)
    """
    if entity_key(alias) == entity_key(name):
        return "folded"
    if (abbreviates(alias, name) or abbreviates(name, alias)) and not refusal(alias, name, "abbreviation"):
        return "abbreviation"
    return next((kind for kind in ("alias", "size") if not refusal(alias, name, kind)), None)


def _curated(data: Mapping[str, Any], path: Path) -> tuple[dict[str, Entry], list[Sense], Mapping[str, list[str]]]:
    tables = {type_: data.get(type_, {}) for type_ in TYPES}
    if unknown := set(data) - set(TYPES) - {"words", "defined"}:
        raise ConfigError(f"{path}: no such table: {', '.join(sorted(unknown))}.")
    entries: dict[str, Entry] = {}
    aliases: list[tuple[Entry, str]] = []
    for type_, table in tables.items():
        for name, texts in table.items():
            key = entity_key(name)
            types = (*entries[key].types, type_) if key in entries else (type_,)
            entries[key] = Entry(name, key, types)
            aliases += [(entries[key], text) for text in texts]
    senses = [Sense(entry, "name", entry.name) for entry in entries.values()]
    for entry, text in aliases:
        kind = alias_kind(text, entry.name)
        if kind is None:
            raise ConfigError(f"{path}: the guard refuses {text!r} for {entry.name!r}.")
        senses.append(Sense(entries[entry.key], kind, text))
    return entries, senses, data.get("defined", {})


def _line_senses(
    record: dict[str, Any], entries: dict[str, Entry], known: Mapping[str, Sequence[Entry]]
) -> list[Sense]:
    key = entity_key(record["name"])
    types = tuple(record["types"])
    if unknown := set(types) - set(TYPES):
        raise ValueError(f"unknown type {', '.join(sorted(unknown))}")
    curated = _of_types(known.get(key, ()), types)
    entry = curated or entries.setdefault(key, Entry(record["name"], key, types))
    senses = [] if curated else [Sense(entry, "name", entry.name)]
    for kind in (*ALIAS_KINDS, "defined"):
        for text in record.get(kind, ()):
            given = alias_kind(text, entry.name) if kind == "defined" else kind
            if given is None or refusal(text, entry.name, given):
                raise ValueError(f"the guard refuses {text!r} for {entry.name!r}")
            if not _of_types(known.get(entity_key(text), ()), entry.types):
                senses.append(Sense(entry, given, text, defined=kind == "defined"))
    return senses


def _of_types(entries: Iterable[Entry], types: tuple[str, ...]) -> Entry | None:
    return next((entry for entry in entries if set(entry.types) & set(types)), None)


def _defined_senses(defined: Mapping[str, list[str]], entries: Mapping[str, Entry], path: Path) -> list[Sense]:
    senses = []
    for text, names in defined.items():
        for name in names:
            entry = entries.get(entity_key(name))
            if entry is None:
                raise ConfigError(f"{path}: {text!r} is said to stand for {name!r}, which is no name of the registry.")
            senses.append(Sense(entry, "abbreviation", text, defined=True))
    return senses


def _distinct(senses: Iterable[Sense]) -> list[Sense]:
    """Each string once for each thing; a short form that needs defining needs it for all its things."""
    senses = list(senses)
    needs = {entity_key(sense.text) for sense in senses if sense.defined}
    kept: dict[tuple[str, str], Sense] = {}
    for sense in senses:
        key = entity_key(sense.text)
        defined = key in needs and sense.kind != "name"
        kept.setdefault((key, sense.entry.key), replace(sense, defined=defined))
    return list(kept.values())
