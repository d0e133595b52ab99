"""The graph's schema, read from `schemas/graph.toml`: the closed lists of labels, types and properties."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from kg.errors import SchemaError
from kg.resources import resource_dir

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T")
_BASE = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]*/", re.IGNORECASE)
PROPERTY_TYPES = ("string", "integer", "float", "boolean", "strings", "integers")
_NAMES = {
    "label": re.compile(r"[A-Z][A-Za-z]+"),
    "relationship type": re.compile(r"[A-Z]+(?:_[A-Z]+)*"),
    "property": re.compile(r"[a-z]+(?:[A-Z][a-z]+)*"),
    "role": re.compile(r"[a-z]+(?:_[a-z]+)*"),
}


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a node or an edge.

    Attributes:
        name: lowerCamelCase.
        type: One of `PROPERTY_TYPES`.
        description: One sentence.
        indexed: Whether stores keep a range index on it.
        fulltext: Whether it is part of the full-text index of its label.
        required: Whether every record has it; an empty one counts as missing.
        iri: Compact IRI of its RDF property, or "" where other triples say it.
        datatype: Compact IRI of the RDF literal's datatype, or "" for the type's own.
        reference: What it names, in RDF an IRI: the label of a node, `Agent` or `Class`; or "".
        order: Compact IRI of the RDF property that leads to the values in their order, or "" where they are sorted.
    """

    name: str
    type: str
    description: str
    indexed: bool = False
    fulltext: bool = False
    required: bool = False
    iri: str = ""
    datatype: str = ""
    reference: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class NodeType:
    """A kind of node: its label and its properties; `id` is the key of each and stands in no list."""

    label: str
    description: str
    properties: tuple[Property, ...]
    iri: str = ""


@dataclass(frozen=True, slots=True)
class EntityType:
    """A second label of `Entity`. `linking` says how much sharing it counts, from 0 to 1."""

    label: str
    description: str
    iri: str
    linking: float


@dataclass(frozen=True, slots=True)
class Role:
    """What an entity is to a paper; `edge` is its relationship type, `types` the entity types that can have it."""

    name: str
    edge: str
    types: frozenset[str]
    linking: float


@dataclass(frozen=True, slots=True)
class RelationType:
    """A relation between entities, with the entity types of its two ends."""

    type: str
    heads: frozenset[str]
    tails: frozenset[str]


@dataclass(frozen=True, slots=True)
class EdgeType:
    """A relationship type between two labels; a type used between several pairs stands once for each."""

    type: str
    source: str
    target: str
    description: str
    iri: str
    properties: tuple[Property, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """The whole schema. Each mapping keeps the order of the file."""

    version: int
    base: str
    prefixes: Mapping[str, str]
    entities: Mapping[str, EntityType]
    roles: Mapping[str, Role]
    relations: Mapping[str, RelationType]
    nodes: Mapping[str, NodeType]
    edges: tuple[EdgeType, ...]

    def edge(self, kind: str, source: str) -> EdgeType:
        """Return the edge type `kind` that leaves nodes with the label `source`.

        Raises:
            SchemaError: If there is none.
        """
        for edge in self.edges:
            if edge.type == kind and edge.source == source:
                return edge
        known = ", ".join(edge.type for edge in self.edges if edge.source == source)
        raise SchemaError(f"No relationship type {kind!r} leaves {source}; there are: {known}.")

    @property
    def claim_edges(self) -> tuple[EdgeType, ...]:
        """The edges that are one paper's claims: all that end in an `Entity`."""
        return tuple(edge for edge in self.edges if edge.target == "Entity")

    @property
    def relationship_types(self) -> tuple[str, ...]:
        """The relationship types, each once, in the file's order."""
        return tuple(dict.fromkeys(edge.type for edge in self.edges))

    def expand(self, compact: str) -> str:
        """Return the IRI that a compact one such as "mls:Model" stands for.

        Raises:
            SchemaError: If its prefix is not declared.
        """
        prefix, _, local = compact.partition(":")
        if prefix not in self.prefixes:
            raise SchemaError(f"graph.toml: no prefix {prefix!r} for {compact!r}.")
        return self.prefixes[prefix] + local

    def with_base(self, base: str) -> Schema:
        """Return the schema with its RDF under another base: nodes, statements and our own terms.

        Raises:
            SchemaError: If it is no absolute IRI that ends in "/".

        Example:
            >>> load_schema().with_base("https://example.org/graph/").expand("kg:uses")
            'https://example.org/graph/ontology#uses'
        """
        if not _BASE.fullmatch(base):
            raise SchemaError(f"{base!r} is no base of IRIs.", hint="Give one such as https://example.org/graph/")
        own = {name: base + iri.removeprefix(self.base) for name, iri in self.prefixes.items() if self.base in iri}
        return replace(self, base=base, prefixes=MappingProxyType({**self.prefixes, **own}))


@cache
def load_schema() -> Schema:
    """Return the schema that `kg` was installed with.

    Example:
        >>> schema = load_schema()
        >>> list(schema.entities)
        ['Model', 'Method', 'Dataset', 'Benchmark', 'Task', 'Metric']
        >>> schema.edge("USES", "Paper").iri
        'kg:uses'
    """
    return read_schema(resource_dir("schemas") / "graph.toml")


def read_schema(path: Path) -> Schema:
    """Read a schema file.

    Raises:
        SchemaError: If a name breaks Neo4j's conventions, an end, a type or a prefix is not declared, or a key is
            unknown; the message names the file and the item.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        schema = _build(data)
    except TypeError as err:
        raise SchemaError(f"{path}: {err}") from err
    _check(schema, path)
    return schema


def _build(data: dict[str, Any]) -> Schema:
    shared = {name: _properties(table) for name, table in data["properties"].items()}
    return Schema(
        version=data["version"],
        base=data["base"],
        prefixes=MappingProxyType(data["prefixes"]),
        entities=_read_only({label: EntityType(label, **table) for label, table in data["entities"].items()}),
        roles=_read_only(
            {
                name: Role(name, table["edge"], frozenset(table["types"]), table["linking"])
                for name, table in data["roles"].items()
            }
        ),
        relations=_read_only(
            {
                name: RelationType(name, frozenset(table["heads"]), frozenset(table["tails"]))
                for name, table in data["relations"].items()
            }
        ),
        nodes=_read_only(
            {
                label: NodeType(
                    label, table["description"], _properties(table.get("properties", {})), table.get("iri", "")
                )
                for label, table in data["nodes"].items()
            }
        ),
        edges=tuple(
            EdgeType(kind, ends["source"], ends["target"], table["description"], ends["iri"], _shared(ends, shared))
            for kind, table in data["edges"].items()
            for ends in table["ends"]
        ),
    )


def _read_only(items: dict[str, T]) -> Mapping[str, T]:
    return MappingProxyType(items)


def _properties(table: dict[str, Any]) -> tuple[Property, ...]:
    return tuple(Property(name, **fields) for name, fields in table.items())


def _shared(ends: dict[str, str], shared: dict[str, tuple[Property, ...]]) -> tuple[Property, ...]:
    if ends["target"] == "Paper":
        return shared["link"]
    return shared["claim"] + (shared["role"] if ends["source"] == "Paper" else ())


def _check(schema: Schema, path: Path) -> None:
    owners: tuple[NodeType | EdgeType, ...] = (*schema.nodes.values(), *schema.edges)
    _check_names(schema, path)
    for item in (item for owner in owners for item in owner.properties):
        if item.type not in PROPERTY_TYPES:
            raise SchemaError(f"{path}: property {item.name!r} has no type {item.type!r}.")
        for compact in filter(None, (item.iri, item.datatype, item.order)):
            schema.expand(compact)
    for edge in schema.edges:
        schema.expand(edge.iri)
        if unknown := {edge.source, edge.target} - set(schema.nodes):
            raise SchemaError(f"{path}: {edge.type} ends at {min(unknown)!r}, which is no label.")
    for role in schema.roles.values():
        schema.edge(role.edge, "Paper")
        _check_types(path, role.name, role.types, schema)
    for relation in schema.relations.values():
        schema.edge(relation.type, "Entity")
        _check_types(path, relation.type, relation.heads | relation.tails, schema)


def _check_names(schema: Schema, path: Path) -> None:
    owners: tuple[NodeType | EdgeType, ...] = (*schema.nodes.values(), *schema.edges)
    for what, names in (
        ("label", [*schema.entities, *schema.nodes]),
        ("relationship type", [*schema.relationship_types, *schema.relations]),
        ("property", [item.name for owner in owners for item in owner.properties]),
        ("role", list(schema.roles)),
    ):
        for name in names:
            if not _NAMES[what].fullmatch(name):
                raise SchemaError(f"{path}: {name!r} is no {what} by Neo4j's naming conventions.")


def _check_types(path: Path, owner: str, types: frozenset[str], schema: Schema) -> None:
    if unknown := types - set(schema.entities):
        raise SchemaError(f"{path}: {owner} names unknown entity types: {', '.join(sorted(unknown))}.")
