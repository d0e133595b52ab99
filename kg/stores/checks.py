"""What a change must be before anything of it is written. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from kg.errors import SchemaError
from kg.records.graph import Change

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.records.graph import Edge, Node, Properties, Value
    from kg.schema import EdgeType, Property, Schema

_SURROGATES = re.compile("[\ud800-\udfff]")
_BITS = 63


def checked(change: Change, schema: Schema) -> Change:
    """Return the change as stores write it.

    Lone surrogates, which no store can hold, become U+FFFD, lists become tuples and whole numbers become floats
    where the schema has a float. Of two records with one id the later one stays.

    Raises:
        SchemaError: If a label, type, property or value is not the schema's, an id is empty, or a claim names no paper.

    Example:
        >>> from kg.records.graph import Node
        >>> from kg.schema import load_schema
        >>> checked(Change(nodes=(Node("p", "Paper", properties={"pages": 3}),)), load_schema())
        Traceback (most recent call last):
        kg.errors.SchemaError: Paper 'p' has a property 'pages', which the schema does not know.
    """
    types = set(schema.relationship_types)
    for kind, _ in change.delete_edges:
        if kind not in types:
            raise SchemaError(f"No relationship type {kind!r}; there are: {', '.join(schema.relationship_types)}.")
    for label, _ in change.delete_nodes:
        _node_properties(label, schema)
    nodes = {(node.label, node.id): _node(node, schema) for node in change.nodes}
    by_type = {kind: _edge_properties(kind, schema) for kind in {edge.type for edge in change.edges}}
    edges = {edge.id: _edge(edge, by_type[edge.type]) for edge in change.edges}
    return Change(
        delete_edges=_clean_pairs(change.delete_edges),
        delete_nodes=_clean_pairs(change.delete_nodes),
        nodes=tuple(nodes.values()),
        edges=tuple(edges.values()),
    )


def clean_text(text: str) -> str:
    r"""Return a string with U+FFFD in place of surrogates.

    Example:
        >>> clean_text("a\ud800") == "a\ufffd"
        True
    """
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def edge_candidates(edge: Edge, schema: Schema) -> tuple[EdgeType, ...]:
    """Return the edge types that an edge can be: those of its type that know all its properties.

    A type that leaves two labels, such as `USES`, may have two; which of them it is, only the ends in the store say.
    """
    return tuple(
        kind
        for kind in schema.edges
        if kind.type == edge.type and edge.properties.keys() <= {item.name for item in kind.properties}
    )


def node_kind(label: str, kind: str, schema: Schema) -> None:
    """Check a second label.

    Raises:
        SchemaError: If nodes with this label have no such second label.
    """
    if kind and (label != "Entity" or kind not in schema.entities):
        known = ", ".join(schema.entities)
        raise SchemaError(f"{label} has no second label {kind!r}; only Entity has one, of: {known}.")


def _node_properties(label: str, schema: Schema) -> Mapping[str, Property]:
    if label not in schema.nodes:
        raise SchemaError(f"No label {label!r}; there are: {', '.join(schema.nodes)}.")
    return {item.name: item for item in schema.nodes[label].properties}


def _edge_properties(kind: str, schema: Schema) -> Mapping[str, Property]:
    known = {item.name: item for edge in schema.edges if edge.type == kind for item in edge.properties}
    if not known:
        raise SchemaError(f"No relationship type {kind!r}; there are: {', '.join(schema.relationship_types)}.")
    return known


def _node(node: Node, schema: Schema) -> Node:
    known = _node_properties(node.label, schema)
    node_kind(node.label, node.kind, schema)
    _require_id(node.id, node.label)
    return replace(
        node, id=clean_text(node.id), properties=_clean(node.properties, known, lambda: f"{node.label} {node.id!r}")
    )


def _edge(edge: Edge, known: Mapping[str, Property]) -> Edge:
    for text in (edge.id, edge.source, edge.target):
        _require_id(text, edge.type)
    if "paperId" in known and "paperId" not in edge.properties:
        raise SchemaError(f"{edge.type} from {edge.source!r} to {edge.target!r} names no paper: it lacks paperId.")
    return replace(
        edge,
        id=clean_text(edge.id),
        source=clean_text(edge.source),
        target=clean_text(edge.target),
        properties=_clean(edge.properties, known, lambda: f"{edge.type} {edge.id!r}"),
    )


def _require_id(text: str, owner: str) -> None:
    if not isinstance(text, str) or not text:
        raise SchemaError(f"{owner} needs an id that is a string and not empty, not {text!r}.")


def _clean_pairs(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((kind, clean_text(id_)) for kind, id_ in pairs)


def _clean(properties: Properties, known: Mapping[str, Property], owner: Callable[[], str]) -> Properties:
    cleaned: dict[str, Value] = {}
    for name, value in properties.items():
        if name not in known:
            raise SchemaError(f"{owner()} has a property {name!r}, which the schema does not know.")
        fitting = _fit(value, known[name].type)
        if fitting is None:
            raise SchemaError(f"{owner()} has {name} = {value!r}, which is no {known[name].type}.")
        cleaned[name] = fitting
    return MappingProxyType({name: cleaned[name] for name in sorted(cleaned)})


def _fit(value: Any, kind: str) -> Value | None:
    """Return the value as the store keeps it, or None if it is not of the type."""
    if kind in ("strings", "integers"):
        items = [_fit_scalar(item, kind[:-1]) for item in value] if isinstance(value, tuple | list) else [None]
        return None if None in items else cast("Value", tuple(items))
    return _fit_scalar(value, kind)


def _fit_scalar(value: Any, kind: str) -> str | int | float | bool | None:
    if kind == "string" and isinstance(value, str):
        return clean_text(value)
    if kind == "boolean" and isinstance(value, bool):
        return value
    if kind == "integer" and type(value) is int and -(1 << _BITS) <= value < 1 << _BITS:
        return value
    if kind == "float" and type(value) in (int, float) and math.isfinite(value):
        return float(value)
    return None
