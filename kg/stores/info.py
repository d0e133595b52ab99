"""The node that says what wrote the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import StoreError, StoreVersionError
from kg.records.graph import Node, freeze

if TYPE_CHECKING:
    from kg.schema import Schema

INFO_ID = "kg"


def info_node(schema: Schema) -> Node:
    """Return the node of a graph that is empty yet."""
    return Node(INFO_ID, "GraphInfo", properties=freeze({"schemaVersion": schema.version}))


def check_version(target: str, found: object, schema: Schema) -> None:
    """Check the version of the schema that a graph was written with.

    Raises:
        StoreVersionError: If it is newer than ours.
        StoreError: If it is no version.

    Example:
        >>> from kg.schema import load_schema
        >>> check_version("kg.graph", 99, load_schema())
        Traceback (most recent call last):
        kg.errors.StoreVersionError: kg.graph was written with version 99 of the schema; this kg knows 1. Update kg, \
or build the graph anew elsewhere.
    """
    if not isinstance(found, int):
        raise StoreError(f"{target} has no version of the schema: {found!r}.")
    if found > schema.version:
        raise StoreVersionError(
            f"{target} was written with version {found} of the schema; this kg knows {schema.version}.",
            hint="Update kg, or build the graph anew elsewhere.",
        )
