"""The embedded store: a graph in a folder.

```text
kg.graph/
├── kg.json   says that this is a graph of ours
├── lock      names the process that has it open
└── store/    the engine's files
```
"""

from __future__ import annotations

import json
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING, Any

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError

from kg.config import Target
from kg.errors import QueryError, StoreError, StoreMissingError, StoreVersionError
from kg.stores.arcadedb import DATABASE, READER, WRITER, ArcadeServer, fulltext_statements, type_statements
from kg.stores.batches import BATCH_SIZE
from kg.stores.bolt import BoltStore
from kg.stores.lint import lint_cypher
from kg.stores.lock import FolderLock

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from neo4j import Driver

    from kg.schema import Schema

MARKER = "kg.json"
FORMAT = 1


def open_folder(target: Target, schema: Schema, *, create: bool) -> BoltStore:
    """Open the graph in a folder; see `open_store`."""
    folder = target.folder
    if folder is None:
        raise StoreError("The graph has neither a folder nor an address.", hint="Give one with --graph.")
    try:
        if not (folder / MARKER).is_file():
            _make_folder(folder, create=create)
        _check_marker(folder)
        engine = EmbeddedEngine(folder)
    except OSError as err:
        raise StoreError(f"{folder} cannot be opened: {err.strerror or err}.") from err
    return BoltStore.opened(engine, schema, create=create)


def _make_folder(folder: Path, *, create: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder} is a file, not a graph.", hint="A graph is a folder, or an address of Neo4j.")
    if folder.exists() and any(folder.iterdir()):
        if not create:
            raise StoreError(f"The folder {folder} holds no graph of kg.", hint="Name a folder that kg build made.")
        raise StoreError(
            f"The folder {folder} is not empty and holds no graph of kg; nothing was changed in it.",
            hint="Choose a folder that is new or empty.",
        )
    if not create:
        raise StoreMissingError(f"There is no graph at {folder}.", hint=f"kg build PAPERS --graph {folder} makes one.")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).write_text(json.dumps({"store": "arcadedb", "format": FORMAT}) + "\n", encoding="utf-8")


def _check_marker(folder: Path) -> None:
    try:
        found = json.loads((folder / MARKER).read_text(encoding="utf-8"))["format"]
    except (ValueError, KeyError, TypeError) as err:
        raise StoreError(f"{folder / MARKER} is not what kg writes: {err}.") from err
    if found != FORMAT:
        raise StoreVersionError(
            f"{folder} has format {found}; this kg knows {FORMAT}.",
            hint="Update kg, or build the graph anew elsewhere.",
        )


class EmbeddedEngine:
    """ArcadeDB in this process; see `kg.stores.bolt.Engine`."""

    def __init__(self, folder: Path) -> None:
        self.target = str(folder)
        self.database: str | None = DATABASE
        self.batch_size = BATCH_SIZE
        self.joins_up_to = 0
        self._lock = FolderLock(folder)
        try:
            self._server = ArcadeServer(folder / "store")
        except BaseException:
            self._lock.release()
            raise
        self.reader = Target(
            uri=self._server.uri, username=READER, password=self._server.passwords[READER], database=DATABASE
        )
        self.driver = self._connect(WRITER)
        self._reader = self._connect(READER)

    def _connect(self, user: str) -> Driver:
        auth = (user, self._server.passwords[user])
        return GraphDatabase.driver(self._server.uri, auth=auth, notifications_min_severity="OFF")

    def prepare(self, schema: Schema) -> None:
        """Declare types and indexed properties."""
        for statement in type_statements(schema):
            self._server.sql(statement)

    def complete(self, schema: Schema) -> None:
        """Make the full-text indexes."""
        for statement in fulltext_statements(schema):
            self._server.sql(statement)

    def query(
        self, text: str, parameters: Mapping[str, Any], timeout: float | None, limit: int | None
    ) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
        """Run a statement as the user that may only read.

        Raises:
            QueryError: If it has the shape that the engine counts wrongly.
        """
        if found := lint_cypher(text):
            raise QueryError(found[0])
        self._server.limit(timeout)
        session = self._reader.session(database=DATABASE, fetch_size=1000)
        try:
            result = session.run(text, dict(parameters))
            rows = result.values() if limit is None else [record.values() for record in result.fetch(limit)]
            if limit is not None and len(rows) == limit:
                # The engine would work out all rows that are left, only to throw them away.
                self._reader.close()
                self._reader = self._connect(READER)
            return result.keys(), rows
        finally:
            with suppress(DriverError):
                session.close()
            self._server.limit(None)

    def exclusive(self) -> AbstractContextManager[None]:
        """Do nothing: the lock on the folder keeps all others out."""
        return nullcontext()

    def close(self) -> None:
        """Stop the server and let go of the folder; may be called twice."""
        self._reader.close()
        self.driver.close()
        self._server.stop()
        self._lock.release()
