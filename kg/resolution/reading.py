"""What one surface string of a paper stands for: by the registry, else by its own shape."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import TYPE_CHECKING

from kg.resolution.guard import abbreviates, refusal
from kg.resolution.keys import entity_key, tokens
from kg.resolution.naming import GENERIC_TYPES, own_name, trimmed, version_name, without_maker

if TYPE_CHECKING:
    from kg.resolution.registry import Registry, Sense

KNOWN, DERIVED, DISTANT, UNKNOWN = range(4)
"""How well a reading is founded: the registry has the string; it has the string's stem; it has the name, of another
type; nothing has it."""

SAME_WORDS = 0.5
SAME_LETTERS = 0.75
"""Long forms that share so much of their words, or of their letters by difflib's ratio, are spellings of one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a surface string stands for.

    Attributes:
        name: A canonical name.
        kind: Why: one of `kg.resolution.guard.KINDS`.
        foundation: `KNOWN`, `DERIVED`, `DISTANT` or `UNKNOWN`; lower is better.
    """

    name: str
    kind: str
    foundation: int

    @property
    def key(self) -> str:
        """The key of the name."""
        return entity_key(self.name)


class PaperContext:
    """What a paper says of its own strings: which short forms it defines, and what it spells out.

    Args:
        registry: Knows canonical names.
        definitions: Pairs of short and long form.
        surfaces: All surface strings of the paper.

    Attributes:
        long_keys: Keys of the long forms that the paper defines.
    """

    def __init__(self, registry: Registry, definitions: Iterable[tuple[str, str]], surfaces: Iterable[str]) -> None:
        self._registry = registry
        self._definitions: dict[str, str] = {}
        for short, long in definitions:
            if refusal(short, long, "size") == "digits":
                continue  # no long form is another version
            self._definitions.setdefault(entity_key(short), long)
        self.long_keys = frozenset(map(entity_key, self._definitions.values()))
        self._surfaces = frozenset(surfaces)
        self._cache: dict[tuple[str, str, bool], Reading] = {}

    def long_form(self, surface: str) -> str | None:
        """Return the long form that the paper defines a short form by, or None."""
        return self._definitions.get(entity_key(surface))

    def defines(self, a: str, b: str) -> bool:
        """Return whether the paper defines one of two strings as the short form of the other."""
        long_a, long_b = self.long_form(a), self.long_form(b)
        return entity_key(b) == entity_key(long_a or "") or entity_key(a) == entity_key(long_b or "")

    def read(self, surface: str, type_: str, *, coined: bool = False) -> Reading:
        """Return what a surface string of this type stands for in this paper."""
        key = (surface, type_, coined)
        if key not in self._cache:
            self._cache[key] = self._read(surface, type_, coined=coined)
        return self._cache[key]

    def _read(self, surface: str, type_: str, *, coined: bool) -> Reading:
        long = self.long_form(surface)
        if sense := self._sense(surface, type_, long):
            return Reading(sense.entry.name, _kind_of(sense, surface), KNOWN)
        stem = trimmed(surface, type_)
        if derived := self._derived(surface, stem, type_, long):
            return derived
        if long and (sense := self._sense(long, type_, None)):
            return Reading(sense.entry.name, "abbreviation", KNOWN)
        if long and self._is_homonym_of_all(stem, long):
            stem = long
        elif known := self._registry.entry(entity_key(stem)):
            return Reading(known.name, "name" if known.name == surface else "folded", DISTANT)
        version = version_name(stem, self._registry.words.families) if type_ == "Model" else stem
        name = own_name(version, type_, self._registry.words, coined=coined)
        return Reading(name, _own_kind(surface, stem, version, name, long), UNKNOWN)

    def _derived(self, surface: str, stem: str, type_: str, long: str | None) -> Reading | None:
        """What the registry has for the string without its head, its size, its maker, or in its generic spelling."""
        for shorter, kind in self._stems(stem, type_):
            sense = self._sense(shorter, type_, long) if shorter != surface else None
            if sense and not refusal(surface, sense.entry.name, "size"):
                return Reading(sense.entry.name, kind if sense.kind == "name" else sense.kind, DERIVED)
        return None

    def _stems(self, stem: str, type_: str) -> list[tuple[str, str]]:
        stems = [(stem, "folded")]
        if type_ == "Model" or (type_ == "Method" and any(char.isdigit() for char in stem)):
            version = version_name(stem, self._registry.words.families)
            stems.append((version, "size"))
            if type_ == "Model":
                stems.append((without_maker(version), "folded" if version == stem else "size"))
        if type_ in GENERIC_TYPES:
            stems.append((own_name(stem.lower() if stem.istitle() else stem, type_, self._registry.words), "folded"))
        return stems

    def _sense(self, surface: str, type_: str, long: str | None) -> Sense | None:
        for distance, sense in self._registry.senses(surface, type_):
            if distance > 1:
                return None
            if (not sense.defined or self._is_spelled_out(sense, long)) and not self._is_homonym(sense, long):
                return sense
        return None

    def _is_spelled_out(self, sense: Sense, long: str | None) -> bool:
        """Whether the paper defines a short form that has several senses as this one, or has this one in full."""
        if long is not None and entity_key(long) == sense.entry.key:
            return True
        return sense.entry.key in self._spelled_out

    @cached_property
    def _spelled_out(self) -> frozenset[str]:
        """Keys of all things that some string of the paper stands for beyond doubt."""
        senses = (sense for text in self._surfaces for _, sense in self._registry.senses(text, ""))
        return frozenset(sense.entry.key for sense in senses if not sense.defined)

    def _is_homonym(self, sense: Sense, long: str | None) -> bool:
        """Whether the paper defines the string as something that the sense is not."""
        if long is None:
            return False
        if (other := self._registry.canonical(long)) is not None:
            return other != sense.entry.name
        known = (sense.entry.name, *self._registry.other_forms(sense.entry.key))
        forms = [form for form in known if abbreviates(sense.text, form)]
        return bool(forms) and not any(_is_alike(long, form) for form in forms)

    def _is_homonym_of_all(self, text: str, long: str) -> bool:
        senses = self._registry.senses(text, "")
        return bool(senses) and all(self._is_homonym(sense, long) for _, sense in senses)


def _is_alike(a: str, b: str) -> bool:
    """Whether two long forms are spellings of one: half of their words are the same, or nearly all their letters."""
    words_a, words_b = set(tokens(a)), set(tokens(b))
    shared = len(words_a & words_b) / len(words_a | words_b or {""})
    ratio = SequenceMatcher(None, entity_key(a), entity_key(b), autojunk=False).ratio()
    return shared >= SAME_WORDS or ratio >= SAME_LETTERS


def _kind_of(sense: Sense, surface: str) -> str:
    return "folded" if sense.kind == "name" and surface != sense.entry.name else sense.kind


def _own_kind(surface: str, stem: str, version: str, name: str, long: str | None) -> str:
    if surface == name:
        return "name"
    if stem == long and entity_key(surface) != entity_key(stem):
        return "abbreviation"
    return "size" if entity_key(version) != entity_key(stem) else "folded"
