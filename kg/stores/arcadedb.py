"""The embedded engine: ArcadeDB inside this process, as a Bolt server on the loopback interface.

Everything that knows ArcadeDB is here. Its native wheel is a shared library with one state a process; each open graph
is a server of its own in it, on free ports, with passwords that are drawn anew at each start and never stored: the
server's own folder, with its users and logs, is temporary, and only the database is in the graph's folder.
"""

from __future__ import annotations

import atexit
import base64
import hashlib
import json
import os
import secrets
import shutil
import socket
import tempfile
import weakref
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from kg.errors import StoreError
from kg.stores.write_cypher import fulltext_properties

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from kg.schema import Schema

DATABASE = "kg"
WRITER, READER = "root", "reader"
_ATTEMPTS = 3
_SQL_TYPES = {"string": "STRING", "integer": "LONG", "float": "DOUBLE", "boolean": "BOOLEAN"}
_ISOLATE_ARGS = (
    "-Darcadedb.opencypher.loadCsv.allowFileUrls=false",
    "-Darcadedb.opencypher.loadCsv.allowRemoteUrls=false",
)
_RIGHTS = {
    WRITER: (["updateSecurity", "updateSchema", "updateDatabaseSettings"], "create read update delete"),
    READER: ([], "read"),
}


class ArcadeServer:
    """A running server for the database in a folder.

    Attributes:
        uri: Its Bolt address.
        passwords: By user: `WRITER` may do everything, `READER` may only read.
    """

    def __init__(self, folder: Path) -> None:
        self._process = os.getpid()
        self.passwords = {user: secrets.token_urlsafe(24) for user in (WRITER, READER)}
        self._timeout: float | None = None
        self._server, self.uri = self._start(folder)
        with ExitStack() as undo:
            undo.callback(self.stop)
            self._database = _engine_call(self._server.create_database, DATABASE)
            self.limit(None, force=True)
            undo.pop_all()

    def _start(self, folder: Path) -> tuple[Any, str]:
        arcadedb = _load()
        for attempt in range(_ATTEMPTS):
            bolt, http = _free_ports(2)
            config = {
                "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
                "server_databaseDirectory": str(folder.resolve()),
                "bolt_port": bolt,
                "http_port": http,
            }
            server = arcadedb.create_server(
                root_path=str(self._make_home()), root_password=self.passwords[WRITER], config=config
            )
            try:
                with _guarded_environment():
                    server.start()
            except arcadedb.ArcadeDBError as err:
                # Another process may have taken a port since it was found free.
                if attempt + 1 < _ATTEMPTS and "port" in str(err).lower():
                    continue
                raise StoreError(f"The embedded store cannot be started: {first_line(err)}") from err
            _OPEN.add(self)
            return server, f"bolt://127.0.0.1:{bolt}"
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _make_home(self) -> Path:
        self._home = Path(tempfile.mkdtemp(prefix="server-", dir=_scratch()))
        config = self._home / "config"
        config.mkdir()
        users = [
            {"name": user, "databases": {"*": [user]}, "password": _hashed(password)}
            for user, password in self.passwords.items()
        ]
        (config / "server-users.jsonl").write_text("".join(json.dumps(user) + "\n" for user in users))
        (config / "server-groups.json").write_text(json.dumps(_groups()))
        return self._home

    def limit(self, seconds: float | None, *, force: bool = False) -> None:
        """Let statements run for at most so long from now on; None for ever. The engine has no limit a statement."""
        if seconds == self._timeout and not force:
            return
        milliseconds = 0 if seconds is None else max(1, round(seconds * 1000))
        self.sql(f"ALTER DATABASE `arcadedb.command.timeout` {milliseconds}")
        self._timeout = seconds

    def sql(self, statement: str) -> None:
        """Run a statement of the engine's own language."""
        _engine_call(self._database.command, "sql", statement)

    def stop(self) -> None:
        """Stop; may be called twice. In a forked child there is nothing to stop."""
        if self not in _OPEN or os.getpid() != self._process:
            return
        _OPEN.discard(self)
        _engine_call(self._server.stop)
        shutil.rmtree(self._home, ignore_errors=True)


_OPEN: weakref.WeakSet[ArcadeServer] = weakref.WeakSet()


def type_statements(schema: Schema) -> Iterator[str]:
    """Yield the SQL that declares types, and the properties that get an index: an index on no property is refused.

    Types of nodes with two labels are declared too, which the engine would make when it first needs one: numbers of
    nodes grow with the number of their type's file, and only those of the first sixty-four files are exact in
    JavaScript. Neo4j Browser would take one node for another.
    """
    for label, node in schema.nodes.items():
        yield f"CREATE VERTEX TYPE `{label}` IF NOT EXISTS"
        yield f"CREATE PROPERTY `{label}`.`id` IF NOT EXISTS STRING"
        for item in node.properties:
            if item.indexed or item.fulltext:
                yield f"CREATE PROPERTY `{label}`.`{item.name}` IF NOT EXISTS {_SQL_TYPES[item.type]}"
    for kind in schema.entities:
        both = sorted(("Entity", kind))
        yield f"CREATE VERTEX TYPE `{kind}` IF NOT EXISTS"
        yield f"CREATE VERTEX TYPE `{'~'.join(both)}` IF NOT EXISTS EXTENDS {', '.join(f'`{name}`' for name in both)}"
    for kind in schema.relationship_types:
        yield f"CREATE EDGE TYPE `{kind}` IF NOT EXISTS"
        yield f"CREATE PROPERTY `{kind}`.`id` IF NOT EXISTS STRING"
        for edge in schema.edges:
            for item in edge.properties:
                if edge.type == kind and item.indexed:
                    yield f"CREATE PROPERTY `{kind}`.`{item.name}` IF NOT EXISTS {_SQL_TYPES[item.type]}"


def fulltext_statements(schema: Schema) -> Iterator[str]:
    """Yield the SQL that makes the full-text indexes; the engine refuses Cypher's statement for it."""
    for index, label, names in fulltext_properties(schema):
        columns = ", ".join(f"`{name}`" for name in names)
        yield f"CREATE INDEX `{index}` IF NOT EXISTS ON `{label}` ({columns}) FULL_TEXT"


def first_line(err: Exception) -> str:
    """Return the first line of an error's text."""
    return next(iter(str(err).splitlines()), type(err).__name__)


def _engine_call(function: Any, *args: Any) -> Any:
    arcadedb = _load()
    try:
        return function(*args)
    except arcadedb.ArcadeDBError as err:
        raise StoreError(f"The embedded store failed: {first_line(err)}") from err


@cache
def _load() -> ModuleType:
    """Import the engine. It reads its settings from the environment, once a process."""
    try:
        with _guarded_environment():
            import arcadedb
    except (ImportError, OSError) as err:
        raise StoreError(
            f"The embedded store cannot be loaded here: {first_line(err)}",
            hint="Use a Neo4j server: kg build PAPERS --graph neo4j://HOST",
        ) from err
    atexit.register(_stop_all)
    return cast("ModuleType", arcadedb)


@contextmanager
def _guarded_environment() -> Iterator[None]:
    """Set what the engine reads when it starts: no files and addresses in queries, no log in the user's folders."""
    args = " ".join([os.environ.get("ARCADEDB_NATIVE_ISOLATE_ARGS", ""), *_ISOLATE_ARGS]).strip()
    wanted = {
        "ARCADEDB_NATIVE_ISOLATE_ARGS": args,
        "ARCADEDB_LOG_DIR": str(_scratch()),
        "ARCADEDB_LOG_CONSOLE": "0",
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@cache
def _scratch() -> Path:
    """Make this process's temporary folder, for servers and logs; it goes when the process ends."""
    return Path(tempfile.mkdtemp(prefix="kg-"))


def _stop_all() -> None:
    for server in list(_OPEN):
        server.stop()
    shutil.rmtree(_scratch(), ignore_errors=True)


def _free_ports(count: int) -> list[int]:
    """Return ports that nothing listens on, all different."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]


def _hashed(password: str) -> str:
    """Return a password as the server's list of users has it; one round, since it is random and short-lived."""
    salt = secrets.token_urlsafe(18)
    digest = hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), 1, 32)
    return f"PBKDF2WithHmacSHA256$1${salt}${base64.b64encode(digest).decode()}"


def _groups() -> dict[str, Any]:
    groups = {
        name: {
            "resultSetLimit": -1,
            "readTimeout": -1,
            "access": access,
            "types": {"*": {"access": [f"{verb}Record" for verb in verbs.split()]}},
        }
        for name, (access, verbs) in {**_RIGHTS, "*": ([], "")}.items()
    }
    return {"databases": {"*": {"groups": groups}}, "version": 2}
