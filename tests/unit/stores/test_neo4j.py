"""What a server's address, password and other data do."""

from __future__ import annotations

import socket
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from neo4j import GraphDatabase

from kg.config import Target
from kg.errors import StoreError, StoreUnavailableError
from kg.records.graph import Change, Counts, Node, freeze
from kg.stores import open_store
from tests.conformance.base import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neo4j import Driver


def test_no_server_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        target = Target(uri=f"bolt://127.0.0.1:{taken.getsockname()[1]}", password="s3cret-word")
        with pytest.raises(StoreUnavailableError, match="NEO4J_URI") as caught:
            open_store(target)
    assert "s3cret-word" not in f"{caught.value} {caught.value!r} {target!r}"


@pytest.mark.parametrize("uri", ["bolt://", "bolt://localhost:port", "neo4j+s://localhost:1?x=y z"])
def test_an_address_that_is_none(uri: str) -> None:
    with pytest.raises(StoreUnavailableError):
        open_store(Target(uri=uri, password="x"))


@pytest.fixture
def driver(neo4j_target: Target) -> Iterator[Driver]:
    clean(neo4j_target)
    with GraphDatabase.driver(neo4j_target.uri, auth=(neo4j_target.username, neo4j_target.password)) as opened:
        yield opened


@pytest.mark.needs_neo4j
def test_a_wrong_password(neo4j_target: Target) -> None:
    with pytest.raises(StoreUnavailableError, match="NEO4J_PASSWORD") as caught:
        open_store(replace(neo4j_target, password="wrong-password"))
    assert "wrong-password" not in str(caught.value)


@pytest.mark.needs_neo4j
def test_a_database_that_is_not_there(neo4j_target: Target) -> None:
    with pytest.raises(StoreUnavailableError, match="NEO4J_DATABASE"):
        open_store(replace(neo4j_target, database="nosuch"))


@pytest.mark.needs_neo4j
@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
def test_a_server_without_tls(neo4j_target: Target, scheme: str) -> None:
    target = replace(neo4j_target, uri=neo4j_target.uri.replace("bolt", scheme))
    with pytest.raises(StoreUnavailableError, match="TLS"):
        open_store(target)


@pytest.mark.needs_neo4j
def test_the_routing_scheme_and_the_default_database(neo4j_target: Target, driver: Driver) -> None:
    target = replace(neo4j_target, uri=neo4j_target.uri.replace("bolt", "neo4j"), database="")
    with open_store(target, create=True) as store:
        assert store.run("RETURN 1 AS x", {}).rows == ((1,),)


@pytest.mark.needs_neo4j
def test_a_database_without_a_graph_of_ours(neo4j_target: Target, driver: Driver) -> None:
    with pytest.raises(StoreError, match="no graph of kg"):
        open_store(neo4j_target)


@pytest.mark.needs_neo4j
def test_data_of_others_is_left_alone(neo4j_target: Target, driver: Driver) -> None:
    driver.execute_query("CREATE (:Person {name: 'A'})-[:KNOWS]->(:Person {name: 'B'})")
    driver.execute_query("CREATE (:Paper {name: 'theirs, without an id'})")
    with open_store(neo4j_target, create=True) as store:
        mine = Change(nodes=(Node("arxiv:1", "Paper", properties=freeze({"title": "T"})),))
        assert store.write(mine) == Counts(nodes_created=1)
        driver.execute_query("MATCH (n:Paper {id: 'arxiv:1'}) SET n:Favourite")
        assert store.write(mine) == Counts()
        assert [node.id for node in store.nodes("Paper")] == ["arxiv:1"]
        assert store.write(Change(delete_nodes=(("Paper", "arxiv:1"),))) == Counts(nodes_deleted=1)
    records, _, _ = driver.execute_query("MATCH (a:Person)-[:KNOWS]->(b) RETURN a.name, b.name")
    assert [tuple(record) for record in records] == [("A", "B")]
    records, _, _ = driver.execute_query("MATCH (n:Paper) WHERE n.name STARTS WITH 'theirs' RETURN count(n)")
    assert records[0][0] == 1
    driver.execute_query("MATCH (n) WHERE n:Person OR n:Paper DETACH DELETE n")


@pytest.mark.needs_neo4j
def test_constraints_and_indexes_have_names(neo4j_target: Target, driver: Driver) -> None:
    open_store(neo4j_target, create=True).close()
    names = {record["name"] for record in driver.execute_query("SHOW INDEXES YIELD name").records}
    assert {"paper_id_unique", "entity_id_unique", "uses_id_unique", "uses_paperId", "paper_text"} <= names
