"""What every store can do, and what only those that speak Cypher can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from contextlib import AbstractContextManager
    from types import TracebackType

    from kg.config import Target
    from kg.records.graph import Change, Counts, Edge, Node, Value

PlainValue = None | str | int | float | bool | list[Any] | dict[str, Any]
"""A value in a query's answer: nodes, relationships and paths have become dictionaries."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A query's answer: `rows[i][j]` is the value of `columns[j]`, in the query's order.

    Attributes:
        columns: Their names.
        rows: The values.
        cut: Whether there were more rows than were wanted.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[PlainValue, ...], ...]
    cut: bool = False

    def dicts(self) -> list[dict[str, PlainValue]]:
        """Return the rows as dictionaries by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class Store(Protocol):
    """A place where a graph is kept. Used as a context manager; `close` may be called twice.

    Nothing here knows what papers are: `kg.assembly` decides what to write.
    """

    target: str
    """What the user calls it: the folder or the address, never with a password."""

    def write(self, change: Change) -> Counts:
        """Write a change: edge deletions, node deletions, nodes, edges, in batches, in this order.

        Idempotent: the same change again returns zero counts. A killed write leaves each batch whole or not there.
        A node that exists gets exactly the given properties and second label. Counts say what really changed.

        Raises:
            SchemaError: If a label, type or property is not the schema's. Nothing is written then.
            StoreError: If an edge's end is not there, or the store fails; `retryable` says if trying again can help.
        """

    def nodes(
        self,
        label: str,
        *,
        ids: Collection[str] | None = None,
        where: tuple[str, Collection[Value]] | None = None,
        properties: Collection[str] | None = None,
    ) -> Iterator[Node]:
        """Yield the nodes with this first label, ordered by id.

        Args:
            label: A label of the schema's nodes.
            ids: Only these; None for all. Ids that are not there are left out.
            where: A property's name and the values of it that are wanted; a list property matches if it holds one.
            properties: Only these properties are read; None for all.
        """

    def edges(
        self,
        kind: str,
        source: str,
        *,
        sources: Collection[str] | None = None,
        targets: Collection[str] | None = None,
        papers: Collection[str] | None = None,
        properties: Collection[str] | None = None,
    ) -> Iterator[Edge]:
        """Yield the edges of a type that leave nodes labelled `source`, ordered by source, target, id.

        Each of the three filters that is not None must hold: the ids of the ends, and the property `paperId`.
        Only `properties` are read, if they are given.
        """

    def exclusive(self) -> AbstractContextManager[None]:
        """Keep other updates of this graph out while the context lasts; wait for one that is under way.

        It goes with the process, however that ends. It does not keep anybody from reading.
        """

    def close(self) -> None:
        """Let go of the store; what was written stays."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


@runtime_checkable
class CypherStore(Store, Protocol):
    """A store that answers Cypher over Bolt."""

    reader: Target
    """Where, and as whom, other programs can read the graph while it is open."""

    def run(
        self, text: str, parameters: Mapping[str, Any], *, timeout: float | None = None, limit: int | None = None
    ) -> Rows:
        """Run one reading statement.

        Args:
            text: Cypher.
            parameters: The values of its parameters.
            timeout: Seconds that it may run; None for ever.
            limit: How many rows are wanted at most; None for all.

        Raises:
            QueryError: If the text is malformed, wants to write, or runs longer than `timeout` seconds.
            StoreError: If the store fails.
        """
