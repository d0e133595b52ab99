"""Neo4j: a graph on a server that somebody runs."""

from __future__ import annotations

import logging
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from neo4j import READ_ACCESS, GraphDatabase, Query
from neo4j.exceptions import DriverError, Neo4jError

from kg.stores.batches import SERVER_BATCH_SIZE
from kg.stores.bolt import BoltStore
from kg.stores.errors import store_error
from kg.stores.guard import check_plan
from kg.stores.write_cypher import fulltext_indexes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from neo4j import Driver

    from kg.config import Target
    from kg.schema import Schema

# Without this, a program that sets up no logging shows the driver's own words on deadlocks that it undoes by itself.
logging.getLogger("neo4j").addHandler(logging.NullHandler())

_CONNECT_SECONDS = 10.0
_INDEX_SECONDS = 300
_RETRY_SECONDS = 120.0
"""How long the driver repeats a transaction while a server restarts, or while deadlocks are undone."""
_LOCK = "MERGE (n:GraphInfo {id: 'writing'})"


def open_server(target: Target, schema: Schema, *, create: bool) -> BoltStore:
    """Open the graph on a server; see `open_store`. Only nodes with our labels are read and written."""
    return BoltStore.opened(Neo4jEngine(target), schema, create=create)


class Neo4jEngine:
    """A Neo4j server; see `kg.stores.bolt.Engine`."""

    def __init__(self, target: Target) -> None:
        self.target = target.uri
        self.reader = target
        self.database = target.database or None
        self.batch_size = self.joins_up_to = SERVER_BATCH_SIZE
        self.driver = _connect(target)

    def prepare(self, schema: Schema) -> None:
        """Do nothing: Neo4j declares nothing."""

    def complete(self, schema: Schema) -> None:
        """Make the full-text indexes, and wait until all indexes are filled."""
        for statement in (*fulltext_indexes(schema), f"CALL db.awaitIndexes({_INDEX_SECONDS})"):
            self.driver.execute_query(statement, database_=self.database)

    def query(
        self, text: str, parameters: Mapping[str, Any], timeout: float | None, limit: int | None
    ) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
        """Run a statement in a reading transaction, after its plan was looked at."""
        with self.driver.session(database=self.database, default_access_mode=READ_ACCESS) as session:
            summary = session.run(Query(f"EXPLAIN {text}", timeout=timeout), dict(parameters)).consume()
            check_plan(summary.query_type, summary.plan)
            result = session.run(Query(text, timeout=timeout), dict(parameters))
            rows = result.values() if limit is None else [record.values() for record in result.fetch(limit)]
            return result.keys(), rows

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold a lock of the server: an open transaction that makes a node which nobody else can make meanwhile.

        It is undone in the end. The server lets go of it when the connection breaks, too, so nothing is left behind.
        """
        with self.driver.session(database=self.database) as session:
            lock = session.begin_transaction()
            try:
                lock.run(_LOCK).consume()
                yield
            finally:
                # After a restart of the server there is no such transaction any more.
                with suppress(Neo4jError, DriverError):
                    lock.rollback()

    def close(self) -> None:
        """Close the connections; may be called twice."""
        self.driver.close()


def _connect(target: Target) -> Driver:
    """Return a driver whose server has answered."""
    driver = None
    try:
        driver = GraphDatabase.driver(
            target.uri,
            auth=(target.username, target.password),
            connection_timeout=_CONNECT_SECONDS,
            max_transaction_retry_time=_RETRY_SECONDS,
            notifications_min_severity="OFF",
        )
        driver.verify_connectivity()
    except (Neo4jError, DriverError, OSError, ValueError) as err:
        if driver is not None:
            driver.close()
        # The driver raises ValueError for a port that is no number and a host that is not found.
        raise store_error(err, target.uri) from err
    return driver
