"""A graph behind a Bolt connection: the one code path of the embedded store and of Neo4j."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from kg.errors import StoreError
from kg.records.graph import Change, Counts
from kg.stores import write_cypher
from kg.stores.base import Rows
from kg.stores.batches import edge_batches, id_batches, node_batches
from kg.stores.bolt_read import Filters, iter_edges, iter_nodes
from kg.stores.bolt_write import delete_edges, delete_nodes, relabel, relabelling, write_edges, write_nodes
from kg.stores.checks import checked, clean_text
from kg.stores.errors import query_errors, store_errors
from kg.stores.guard import one_statement
from kg.stores.info import INFO_ID, check_version, info_node
from kg.stores.plain import to_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from types import TracebackType

    from neo4j import Driver, ManagedTransaction

    from kg.config import Target
    from kg.records.graph import Edge, Node, Value
    from kg.schema import Property, Schema

T = TypeVar("T")


class Engine(Protocol):
    """What answers at the other end of the connection, where it differs."""

    target: str
    driver: Driver
    database: str | None
    reader: Target

    def prepare(self, schema: Schema) -> None:
        """Make what must be there before constraints and indexes."""

    def complete(self, schema: Schema) -> None:
        """Make the full-text indexes, after constraints and indexes."""

    def query(
        self, text: str, parameters: Mapping[str, Any], timeout: float | None
    ) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
        """Run a user's statement such that it cannot change anything; return columns and rows."""

    def close(self) -> None:
        """Let go; may be called twice."""


class BoltStore:
    """A store that answers Cypher; see `Store` and `CypherStore`.

    Args:
        engine: What answers; `close` closes it.
        schema: The closed lists of labels, types and properties.
    """

    def __init__(self, engine: Engine, schema: Schema) -> None:
        self.target = engine.target
        self.reader = engine.reader
        self._engine = engine
        self._schema = schema

    @classmethod
    def opened(cls, engine: Engine, schema: Schema, *, create: bool) -> Self:
        """Return the store of a graph that is there, or that is made now; close the engine if that fails."""
        try:
            store = cls(engine, schema)
            store._open(create=create)
        except BaseException:
            engine.close()
            raise
        return store

    def _open(self, *, create: bool) -> None:
        info = next(iter(self.nodes("GraphInfo", ids=[INFO_ID])), None)
        if info:
            check_version(self.target, info.properties.get("schemaVersion"), self._schema)
        elif not create:
            raise StoreError(
                f"There is no graph of kg at {self.target}.", hint=f"kg build PAPERS --graph {self.target} makes one."
            )
        if create:
            self._make(complete=info is not None)

    def _make(self, *, complete: bool) -> None:
        with store_errors(self.target):
            self._engine.prepare(self._schema)
            for statement in (*write_cypher.constraints(self._schema), *write_cypher.indexes(self._schema)):
                self._engine.driver.execute_query(statement, database_=self._engine.database)
            self._engine.complete(self._schema)
        if not complete:
            self.write(Change(nodes=(info_node(self._schema),)))

    def write(self, change: Change) -> Counts:
        """Write a change; see `Store.write`."""
        change = checked(change, self._schema)
        counts = Counts()
        with store_errors(self.target):
            for kind, ids in id_batches(change.delete_edges):
                counts += self._transaction(partial(delete_edges, kind=kind, ids=ids))
            for label, ids in id_batches(change.delete_nodes):
                counts += self._transaction(partial(delete_nodes, label=label, ids=ids))
            for label, nodes in node_batches(change.nodes):
                counts += self._write_nodes(label, nodes)
            for kind, edges in edge_batches(change.edges):
                counts += self._transaction(partial(write_edges, kind=kind, edges=edges, schema=self._schema))
        return counts

    def _write_nodes(self, label: str, nodes: Sequence[Node]) -> Counts:
        counts, moves = self._transaction(partial(write_nodes, label=label, nodes=nodes, schema=self._schema))
        # The label that goes and the one that comes are two transactions: in one, the embedded engine would find the
        # node's id twice. A kill in between leaves a node without second label, which the next write repairs.
        for statement, ids in relabelling(label, moves):
            self._transaction(partial(relabel, statement=statement, ids=ids))
        return counts

    def _transaction(self, work: Callable[[ManagedTransaction], T]) -> T:
        """Run a transaction; the driver repeats it if the server says that repeating helps. Nothing else retries."""
        with self._engine.driver.session(database=self._engine.database) as session:
            return session.execute_write(work)

    def nodes(
        self,
        label: str,
        *,
        ids: Collection[str] | None = None,
        where: tuple[str, Collection[Value]] | None = None,
        properties: Collection[str] | None = None,
    ) -> Iterator[Node]:
        """Yield nodes; see `Store.nodes`. Memory: one page, and the ids if they are given or looked for."""
        kind = self._schema.nodes[label]
        yield from iter_nodes(self._read, kind, ids=ids, where=where, names=_known(kind.properties, properties))

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
        """Yield edges; see `Store.edges`. Memory: those of a page of sources, or all that the filters leave."""
        edge = self._schema.edge(kind, source)
        wanted = Filters(sources, targets, papers)
        yield from iter_edges(self._read, edge, wanted, names=_known(edge.properties, properties))

    def _read(self, statement: str, parameters: Mapping[str, Any]) -> list[list[Any]]:
        with store_errors(self.target), self._engine.driver.session(database=self._engine.database) as session:
            return session.execute_read(lambda tx: tx.run(statement, dict(parameters)).values())

    def run(self, text: str, parameters: Mapping[str, Any], *, timeout: float | None = None) -> Rows:
        """Run one reading statement; see `CypherStore.run`. What values become: `kg.stores.plain`."""
        statement = one_statement(clean_text(text), parameters)
        values = {name: _sendable(value) for name, value in parameters.items()}
        with query_errors(self.target, frozenset(parameters), timeout):
            columns, rows = self._engine.query(statement, values, timeout)
        return Rows(tuple(columns), tuple(tuple(to_plain(value) for value in row) for row in rows))

    def close(self) -> None:
        """Let go of the store; what was written stays."""
        self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _known(properties: Iterable[Property], wanted: Collection[str] | None) -> tuple[str, ...] | None:
    return None if wanted is None else tuple(item.name for item in properties if item.name in wanted)


def _sendable(value: Any) -> Any:
    """Return a parameter without lone surrogates, which cannot be encoded."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_sendable(item) for item in value]
    if isinstance(value, dict):
        return {name: _sendable(item) for name, item in value.items()}
    return value
