"""A graph behind a Bolt connection: the one code path of the embedded store and of Neo4j."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from neo4j.exceptions import IncompleteCommit

from kg.errors import StoreError, StoreMissingError
from kg.records.graph import Change, Counts
from kg.stores import read_cypher, write_cypher
from kg.stores.base import Rows
from kg.stores.batches import edge_batches, grouped, id_batches, node_batches
from kg.stores.bolt_read import Filters, iter_edges, iter_nodes
from kg.stores.bolt_write import (
    Relabelling,
    delete_edges,
    delete_nodes,
    relabel,
    run_steps,
    write_edges,
    write_nodes,
)
from kg.stores.checks import checked, clean_text
from kg.stores.errors import query_errors, store_errors
from kg.stores.guard import one_statement
from kg.stores.info import INFO_ID, check_version, info_node
from kg.stores.plain import to_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from types import TracebackType

    from neo4j import Driver, ManagedTransaction

    from kg.config import Target
    from kg.records.graph import Edge, Node, Value
    from kg.schema import Property, Schema
    from kg.stores.bolt_write import Step

T = TypeVar("T")


class Engine(Protocol):
    """What answers at the other end of the connection, where it differs."""

    target: str
    driver: Driver
    database: str | None
    reader: Target
    """Where, and as whom, others may read."""
    batch_size: int
    """Rows of one statement."""
    joins_up_to: int
    """Rows up to which statements share a transaction; 0 if each has its own."""

    def prepare(self, schema: Schema) -> None:
        """Make what must be there before constraints and indexes."""

    def complete(self, schema: Schema) -> None:
        """Make the full-text indexes, after constraints and indexes."""

    def query(
        self, text: str, parameters: Mapping[str, Any], timeout: float | None, limit: int | None
    ) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
        """Run a user's statement such that it cannot change anything; return columns and at most `limit` rows."""

    def exclusive(self) -> AbstractContextManager[None]:
        """Keep other updates of this graph out; see `Store.exclusive`."""

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
            raise StoreMissingError(
                f"There is no graph of kg at {self.target}.", hint=f"kg build PAPERS --graph {self.target} makes one."
            )
        if create:
            self._make(complete=info is not None)

    def _make(self, *, complete: bool) -> None:
        with store_errors(self.target):
            self._engine.prepare(self._schema)
            if not complete:
                self._refuse_others()
            for statement in (*write_cypher.constraints(self._schema), *write_cypher.indexes(self._schema)):
                self._engine.driver.execute_query(statement, database_=self._engine.database)
            self._engine.complete(self._schema)
        if not complete:
            # Another process may be making the same graph now.
            with self.exclusive():
                if not any(self.nodes("GraphInfo", ids=[INFO_ID])):
                    self.write(Change(nodes=(info_node(self._schema),)))

    def _refuse_others(self) -> None:
        """Make no graph where others have nodes that would be taken for ours."""
        for label in self._schema.nodes:
            if others := self._read(read_cypher.count_with_id(label), {})[0][0]:
                raise StoreError(
                    f"{self.target} holds {others} nodes labelled {label} with an id, which kg did not make; nothing "
                    "was changed.",
                    hint="Give kg a database without such nodes: another server, or NEO4J_DATABASE.",
                )

    def write(self, change: Change) -> Counts:
        """Write a change; see `Store.write`. On a server, one that is no larger than a batch is one transaction."""
        counts = Counts()
        with store_errors(self.target):
            for steps in grouped(self._steps(checked(change, self._schema)), self._engine.joins_up_to):
                later = Relabelling(in_transaction=self._engine.joins_up_to > 0)
                counts += self._transaction(partial(run_steps, steps=steps, later=later))
                for statement, ids in later.left:
                    self._transaction(partial(relabel, statement=statement, ids=ids))
        return counts

    def _steps(self, change: Change) -> Iterator[tuple[int, Step]]:
        """Yield what is to be done, in its order, each with its number of rows: at most those of a batch."""
        size, schema = self._engine.batch_size, self._schema
        for kind, ids in id_batches(change.delete_edges, size):
            yield len(ids), partial(delete_edges, kind=kind, ids=ids)
        for label, ids in id_batches(change.delete_nodes, size):
            yield len(ids), partial(delete_nodes, label=label, ids=ids, schema=schema)
        for label, nodes in node_batches(change.nodes, size):
            yield len(nodes), partial(write_nodes, label=label, nodes=nodes, schema=schema)
        for kind, edges in edge_batches(change.edges, size):
            yield len(edges), partial(write_edges, kind=kind, edges=edges, schema=schema)

    def _transaction(self, work: Callable[[ManagedTransaction], T]) -> T:
        """Run a transaction; the driver repeats it where repeating helps.

        One thing it does not repeat: a commit that a server did not answer. It may have been done, but a write that is
        done again changes nothing.
        """
        with self._engine.driver.session(database=self._engine.database) as session:
            try:
                return session.execute_write(work)
            except IncompleteCommit:
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
        names = _known(kind.properties, properties)
        kinds = self._schema.entities
        yield from iter_nodes(self._read, kind, ids=ids, where=where, names=names, kinds=kinds)

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

    def run(
        self, text: str, parameters: Mapping[str, Any], *, timeout: float | None = None, limit: int | None = None
    ) -> Rows:
        """Run one reading statement; see `CypherStore.run`. What values become: `kg.stores.plain`."""
        statement = one_statement(clean_text(text), parameters)
        values = {name: _sendable(value) for name, value in parameters.items()}
        # One more row tells whether there are more.
        most = None if limit is None else limit + 1
        with query_errors(self.target, frozenset(parameters), timeout):
            columns, rows = self._engine.query(statement, values, timeout, most)
        kept = tuple(tuple(to_plain(value) for value in row) for row in rows[:limit])
        return Rows(tuple(columns), kept, cut=len(rows) > len(kept))

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Keep other updates of this graph out; see `Store.exclusive`."""
        with ExitStack() as stack:
            with store_errors(self.target):
                stack.enter_context(self._engine.exclusive())
            yield

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
