"""The driver's values as plain ones.

| of the driver | plain |
| --- | --- |
| node | `{"id", "labels", "properties"}`: our id (None if it has none), the labels with the general one first |
| relationship | `{"id", "type", "source", "target", "properties"}`: an end is None where the answer lacks the node |
| path | `{"nodes", "relationships"}`, in the path's order |
| date, time, duration | ISO 8601 text |
| point | the list of its coordinates |
| bytes | hexadecimal digits |

`properties` has no `id` and is sorted by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neo4j.graph import Node, Path, Relationship
from neo4j.spatial import Point
from neo4j.time import Date, DateTime, Duration, Time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.stores.base import PlainValue

_GENERAL = ("Paper", "Entity", "GraphInfo")


def to_plain(value: Any) -> PlainValue:
    """Return a value of the driver as a plain one.

    Example:
        >>> to_plain([Date(2020, 2, 1), {"a": None}])
        ['2020-02-01', {'a': None}]
    """
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Date | DateTime | Time | Duration):
        return str(value.iso_format())
    if isinstance(value, list | tuple | Point):
        return [to_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(name): to_plain(item) for name, item in value.items()}
    if isinstance(value, Node | Relationship | Path):
        return _element(value)
    if isinstance(value, bytes | bytearray):
        return bytes(value).hex()
    return str(value)


def _element(value: Node | Relationship | Path) -> dict[str, Any]:
    if isinstance(value, Path):
        return {
            "nodes": [_element(node) for node in value.nodes],
            "relationships": [_element(relationship) for relationship in value.relationships],
        }
    if isinstance(value, Node):
        labels = sorted(value.labels, key=lambda label: (label not in _GENERAL, label))
        return {"id": value.get("id"), "labels": labels, "properties": _properties(value)}
    start, end = value.start_node, value.end_node
    return {
        "id": value.get("id"),
        "type": value.type,
        "source": start.get("id") if start is not None else None,
        "target": end.get("id") if end is not None else None,
        "properties": _properties(value),
    }


def _properties(element: Node | Relationship) -> Mapping[str, PlainValue]:
    return {name: to_plain(element[name]) for name in sorted(element.keys()) if name != "id"}
