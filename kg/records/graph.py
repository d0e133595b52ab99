"""The property graph as records: what stores hold and exports write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Value = str | int | float | bool | tuple[str, ...] | tuple[int, ...]
"""A property's value. A missing property is left out, never null; a list is a tuple of one type."""

Properties = Mapping[str, Value]


def freeze(properties: Properties) -> Properties:
    """Return a read-only copy, sorted by name, without empty lists and empty strings.

    Example:
        >>> dict(freeze({"b": 1, "a": "", "c": ()}))
        {'b': 1}
    """
    kept = {name: properties[name] for name in sorted(properties) if properties[name] not in ("", ())}
    return MappingProxyType(kept)


@dataclass(frozen=True, slots=True)
class Node:
    """A node.

    Attributes:
        id: Unique among nodes of the same first label.
        label: The label that the id is unique in: `Paper` or `Entity`.
        kind: A second label (`Model`, `Method`, …), or "" for none.
        properties: All but the id.
    """

    id: str
    label: str
    kind: str = ""
    properties: Properties = field(default_factory=lambda: MappingProxyType({}))

    @property
    def labels(self) -> tuple[str, ...]:
        """Both labels, the general one first."""
        return (self.label, self.kind) if self.kind else (self.label,)


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge.

    Attributes:
        id: From its type, ends and paper (`kg.ids.edge_id`); unique.
        type: A relationship type of the schema.
        source: Id of the node that it leaves.
        target: Id of the node that it enters.
        properties: All but the id. `paperId` names the paper whose claim it is.
    """

    id: str
    type: str
    source: str
    target: str
    properties: Properties = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be written to a store, in this order: deletions, then nodes, then edges.

    A node or edge that exists is made equal to the record: a property that the record lacks goes.
    Deleting what is not there does nothing. A deleted node's edges go with it.
    """

    delete_edges: tuple[tuple[str, str], ...] = ()
    """Pairs of relationship type and edge id."""
    delete_nodes: tuple[tuple[str, str], ...] = ()
    """Pairs of label and node id."""
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """What a write did. Adding two counts adds each figure."""

    nodes_created: int = 0
    nodes_changed: int = 0
    nodes_deleted: int = 0
    edges_created: int = 0
    edges_changed: int = 0
    edges_deleted: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)
