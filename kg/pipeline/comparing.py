"""What two graphs hold otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.config import Target, graph_target
from kg.records.graph import Edge
from kg.schema import load_schema
from kg.stores import open_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.records.graph import Node
    from kg.stores.base import Store


@dataclass(slots=True)
class KindDiff:
    """How two graphs differ in one label, or in one type of edges.

    Attributes:
        first_only: Ids that only the first graph has, sorted.
        second_only: Ids that only the second graph has, sorted.
        changed: Ids that both have, with other properties, another second label or other ends, sorted.
        same: How many are the same.
        names: A name for each of these ids.
    """

    first_only: list[str] = field(default_factory=list)
    second_only: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: int = 0
    names: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.names)


@dataclass(frozen=True, slots=True)
class GraphDiff:
    """How two graphs differ.

    Attributes:
        kinds: By label, and by what an edge leaves and its type, such as "Paper USES"; in the schema's order.
    """

    kinds: dict[str, KindDiff]

    def __bool__(self) -> bool:
        return any(self.kinds.values())

    def to_dict(self) -> dict[str, Any]:
        """Return the differences as JSON can hold them."""
        return {
            name: {
                "firstOnly": [{"id": id_, "name": kind.names[id_]} for id_ in kind.first_only],
                "secondOnly": [{"id": id_, "name": kind.names[id_]} for id_ in kind.second_only],
                "changed": [{"id": id_, "name": kind.names[id_]} for id_ in kind.changed],
                "same": kind.same,
            }
            for name, kind in self.kinds.items()
        }


def diff(first: str | Path | Target | Store, second: str | Path | Target | Store) -> GraphDiff:
    """Compare two graphs, whatever stores they are in; the node that says what wrote a graph is left out.

    Memory: about 200 bytes for each node and edge of one label or type at a time.

    Args:
        first: A graph's folder or address, or an open store.
        second: The same.

    Raises:
        StoreError: If one of them cannot be opened.
    """
    if isinstance(first, str | Path | Target):
        with open_store(first if isinstance(first, Target) else graph_target(first)) as store:
            return diff(store, second)
    if isinstance(second, str | Path | Target):
        with open_store(second if isinstance(second, Target) else graph_target(second)) as store:
            return diff(first, store)
    schema = load_schema()
    kinds = {label: _compare(first.nodes(label), second.nodes(label)) for label in schema.nodes if label != "GraphInfo"}
    for kind in schema.edges:
        edges = (store.edges(kind.type, kind.source) for store in (first, second))
        kinds[f"{kind.source} {kind.type}"] = _compare(*edges)
    return GraphDiff(kinds)


def _compare(first: Iterable[Node] | Iterable[Edge], second: Iterable[Node] | Iterable[Edge]) -> KindDiff:
    found = KindDiff()
    held = {id_: (seal, name) for id_, seal, name in _sealed(first)}
    for id_, seal, name in _sealed(second):
        own, _ = held.pop(id_, (None, ""))
        if own == seal:
            found.same += 1
            continue
        (found.changed if own else found.second_only).append(id_)
        found.names[id_] = name
    for id_, (_, name) in held.items():
        found.first_only.append(id_)
        found.names[id_] = name
    for ids in (found.first_only, found.second_only, found.changed):
        ids.sort()
    return found


def _sealed(records: Iterable[Node] | Iterable[Edge]) -> Iterator[tuple[str, bytes, str]]:
    """Yield the id of each record, what stands for all of it, and a name for it."""
    for record in records:
        properties = sorted(record.properties.items())
        if isinstance(record, Edge):
            whole = repr((record.source, record.target, properties))
            name = f"{record.source} → {record.target}"
        else:
            whole = repr((record.kind, properties))
            name = str(record.properties.get("title") or record.properties.get("name") or record.id)
        yield record.id, blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=16).digest(), name
