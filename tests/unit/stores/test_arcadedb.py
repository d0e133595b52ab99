"""The embedded engine, as far as it can be seen without the store around it."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

import pytest

from kg.schema import load_schema
from kg.stores import arcadedb
from kg.stores.arcadedb import ArcadeServer, fulltext_statements, type_statements

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SCHEMA = load_schema()


def test_statements_in_its_own_language(golden: Callable[[str, str], None]) -> None:
    statements = [*type_statements(SCHEMA), *fulltext_statements(SCHEMA)]
    golden("stores/arcadedb.sql", "".join(f"{statement};\n" for statement in statements))


def test_two_servers_in_one_process_and_no_secret_in_their_folders(tmp_path: Path) -> None:
    servers = [ArcadeServer(tmp_path / name) for name in ("a", "b")]
    assert servers[0].uri != servers[1].uri
    assert len({password for server in servers for password in server.passwords.values()}) == 4
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for server in servers:
        server.stop()
        server.stop()
        assert not any(password.encode() in stored for password in server.passwords.values())
    assert not list(tmp_path.rglob("server-*"))


def test_the_environment_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCADEDB_LOG_DIR", "mine")
    monkeypatch.delenv("ARCADEDB_LOG_CONSOLE", raising=False)
    ArcadeServer(tmp_path / "x").stop()
    assert os.environ["ARCADEDB_LOG_DIR"] == "mine"
    assert "ARCADEDB_LOG_CONSOLE" not in os.environ


def test_ports_differ() -> None:
    assert len(set(arcadedb._free_ports(5))) == 5


@pytest.mark.parametrize(
    ("ending", "code"),
    [("", 0), ("raise SystemExit(3)", 3), ("raise RuntimeError('on purpose')", 1), ("store.close()", 0)],
)
def test_a_process_ends_by_itself_and_leaves_no_litter(tmp_path: Path, ending: str, code: int) -> None:
    script = f"""
        from pathlib import Path
        from kg.config import Target
        from kg.stores import open_store
        store = open_store(Target(folder=Path("graph")), create=True)
        {ending}
    """
    home, work = tmp_path / "home", tmp_path / "work"
    temporary = tmp_path / "tmp"
    for folder in (home, work, temporary):
        folder.mkdir()
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    command = [sys.executable, "-W", "error", "-c", textwrap.dedent(script)]
    done = subprocess.run(command, env=environment, cwd=work, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert ("on purpose" in done.stderr) == ("on purpose" in ending)
    assert "ArcadeDB" not in done.stderr
    assert [path.name for path in work.iterdir()] == ["graph"]
    assert sorted(path.name for path in (work / "graph").iterdir()) == ["kg.json", "lock", "store"]
    assert not list(home.iterdir())
    assert not list(temporary.iterdir())
