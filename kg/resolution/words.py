"""Word lists that names are made by, from the table `words` of `data/curated.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from kg.resolution.keys import entity_key


@dataclass(frozen=True, slots=True)
class Words:
    """What names are made of.

    Attributes:
        proper: Words that keep their capitals inside a generic name, by their lower case.
        families: Keys of models whose members differ only in depth, width or patch size: ResNet-50 is ResNet.
        expanded: Short forms that are spelled out inside a longer generic name: "legal QA".
        nominal: What a verb that begins a task's name becomes at its end: "predicting links" is link prediction.
    """

    proper: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    families: frozenset[str] = frozenset()
    expanded: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    nominal: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def read_words(table: Mapping[str, Any]) -> Words:
    """Return the word lists of a parsed table.

    Example:
        >>> read_words({"proper": ["Gaussian"]}).proper["gaussian"]
        'Gaussian'
    """
    return Words(
        proper=MappingProxyType({word.lower(): word for word in table.get("proper", ())}),
        families=frozenset(entity_key(name) for name in table.get("families", ())),
        expanded=MappingProxyType(dict(table.get("expanded", {}))),
        nominal=MappingProxyType(dict(table.get("nominal", {}))),
    )
