"""What `schemas/rdf.toml` says of our terms besides the schema."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from kg.errors import SchemaError
from kg.resources import resource_dir

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class RdfProperty:
    """A property that only RDF has, with compact IRIs.

    Attributes:
        description: One sentence.
        domain: Class of what has it.
        range: Class or datatype of its values.
        inverse: The property that it is the inverse of, or "".
        chain: The properties that lead from one end to the other, or ().
        inferred: Whether only a reasoner adds it.
    """

    description: str
    domain: str
    range: str
    inverse: str = ""
    chain: tuple[str, ...] = ()
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Our terms among those of others; all IRIs are compact."""

    title: str
    description: str
    license: str
    prefixes: Mapping[str, str]
    """Of the ontology, besides those of the data."""
    parents: Mapping[str, tuple[str, ...]]
    equivalents: Mapping[str, tuple[str, ...]]
    classes: Mapping[str, str]
    """Descriptions of the classes that only RDF has."""
    properties: Mapping[str, RdfProperty]
    disjoint: tuple[str, ...]
    symmetric: frozenset[str]

    def data_class(self, class_: str) -> str:
        """Return the class of another vocabulary that instances of ours have in the data too.

        Example:
            >>> load_vocabulary().data_class("kg:Method")
            'mls:Algorithm'
        """
        return self.parents[class_][0]


@cache
def load_vocabulary() -> Vocabulary:
    """Return the vocabulary that `kg` was installed with."""
    return read_vocabulary(resource_dir("schemas") / "rdf.toml")


def read_vocabulary(path: Path) -> Vocabulary:
    """Read a file such as `schemas/rdf.toml`.

    Raises:
        SchemaError: If something is missing or unknown; the message names the file.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return Vocabulary(
            title=data["title"],
            description=data["description"],
            license=data["license"],
            prefixes=MappingProxyType(data["prefixes"]),
            parents=_lists(data["parents"]),
            equivalents=_lists(data["equivalents"]),
            classes=MappingProxyType(data["classes"]),
            properties=MappingProxyType({name: _property(table) for name, table in data["properties"].items()}),
            disjoint=tuple(data["disjoint"]["classes"]),
            symmetric=frozenset(data["symmetric"]["properties"]),
        )
    except (KeyError, TypeError) as err:
        raise SchemaError(f"{path}: {err}") from err


def _lists(table: dict[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({name: tuple(items) for name, items in table.items()})


def _property(table: dict[str, Any]) -> RdfProperty:
    return RdfProperty(**{**table, "chain": tuple(table.get("chain", ()))})
