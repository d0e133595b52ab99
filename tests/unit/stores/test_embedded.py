"""What a folder must be."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import Neo4jError

from kg.config import Target
from kg.errors import QueryError, StoreError, StoreVersionError
from kg.stores import open_store
from tests.conformance.small_graph import fill


def listing(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.mark.parametrize("folder", ["missing", "empty"])
def test_nothing_there_says_how_to_make_one(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(StoreError, match="kg build PAPERS --graph"):
        open_store(Target(folder=tmp_path / folder))
    assert listing(tmp_path) == ["empty"]


@pytest.mark.parametrize("create", [False, True])
def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, create: bool) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(StoreError, match="holds no graph"):
        open_store(Target(folder=tmp_path), create=create)
    assert listing(tmp_path) == ["notes.txt"]


@pytest.mark.parametrize("create", [False, True])
def test_a_file_is_no_graph(tmp_path: Path, create: bool) -> None:
    path = tmp_path / "papers.jsonl"
    path.write_text("{}")
    with pytest.raises(StoreError, match="is a file"):
        open_store(Target(folder=path), create=create)
    assert path.read_text() == "{}"


def test_a_parent_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(Target(folder=tmp_path / "file" / "graph"), create=True)


def test_neither_folder_nor_address() -> None:
    with pytest.raises(StoreError, match="--graph"):
        open_store(Target())


@pytest.mark.parametrize(
    ("marker", "error"),
    [('{"format": 2}', StoreVersionError), ("{}", StoreError), ("not json", StoreError), ("[]", StoreError)],
)
def test_a_marker_that_is_not_ours(tmp_path: Path, marker: str, error: type[StoreError]) -> None:
    (tmp_path / "kg.json").write_text(marker)
    with pytest.raises(error):
        open_store(Target(folder=tmp_path))
    assert listing(tmp_path) == ["kg.json"]


def test_a_graph_that_was_never_finished_is_made_anew(tmp_path: Path) -> None:
    target = Target(folder=tmp_path)
    (tmp_path / "kg.json").write_text('{"format": 1}')
    with pytest.raises(StoreError, match="no graph of kg"):
        open_store(target)
    open_store(target, create=True).close()
    open_store(target).close()


def test_files_of_the_engine_that_are_damaged_are_an_error_and_the_lock_is_let_go(
    tmp_path: Path, empty_graph: Path
) -> None:
    shutil.copytree(empty_graph, tmp_path / "g")
    shutil.rmtree(tmp_path / "g" / "store" / "kg")
    (tmp_path / "g" / "store" / "kg").write_text("not a database")
    for _ in range(2):
        with pytest.raises(StoreError, match="embedded store"):
            open_store(Target(folder=tmp_path / "g"))


def test_a_relative_folder_with_odd_letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_graph: Path) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(empty_graph, "my graph é")
    with open_store(Target(folder=Path("my graph é"))) as store:
        assert store.target == "my graph é"
        assert store.run("RETURN 1 AS x", {}).rows == ((1,),)


def test_refuses_the_count_that_would_be_wrong(tmp_path: Path, empty_graph: Path) -> None:
    shutil.copytree(empty_graph, tmp_path / "g")
    text = "MATCH (p:Paper) OPTIONAL MATCH (p)-[:USES]->(m:Model) WITH p, count(m) AS n RETURN n"
    with open_store(Target(folder=tmp_path / "g")) as store, pytest.raises(QueryError, match=r"count\(DISTINCT m\)"):
        store.run(text, {})


def test_numbers_of_nodes_and_edges_are_exact_in_javascript(tmp_path):
    """Neo4j Browser draws the wrong graph, or none, where they are not."""
    with open_store(Target(folder=tmp_path / "graph"), create=True) as store:
        fill(store)
        nodes = store.run("MATCH (n) RETURN labels(n) AS kind, max(id(n)) AS most ORDER BY kind", {}).rows
        edges = store.run("MATCH ()-[r]->() RETURN type(r) AS kind, max(id(r)) AS most ORDER BY kind", {}).rows
    assert len(nodes) > 6 and len(edges) > 10
    assert all(most < 2**53 for _, most in (*nodes, *edges))


def test_who_looks_at_it_from_outside_can_only_read(tmp_path):
    with open_store(Target(folder=tmp_path / "graph"), create=True) as store:
        fill(store)
        reader = store.reader
        with GraphDatabase.driver(reader.uri, auth=(reader.username, reader.password)) as driver:
            [record], _, _ = driver.execute_query("MATCH (p:Paper) RETURN count(p) AS n", database_=reader.database)
            assert record["n"] == 6
            with pytest.raises(Neo4jError):
                driver.execute_query("MATCH (p:Paper) SET p.title = 'x' RETURN 1 AS n", database_=reader.database)
        assert "x" not in {node.properties["title"] for node in store.nodes("Paper")}
