"""The stores that every store test runs on: one case each, with the facts that tests need."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol, cast

import pytest

from kg.config import Target
from kg.schema import load_schema
from kg.stores import open_store
from kg.stores.memory import MemoryStore

if TYPE_CHECKING:
    from pathlib import Path

    from kg.stores.base import CypherStore, Store


class StoreCase(Protocol):
    """A store, and what is true of it."""

    name: ClassVar[str]
    module: ClassVar[str]
    """Where the store is; a test finds stores without a case by it."""
    runs_cypher: ClassVar[bool]
    """Whether it can run the files in cypher/."""
    persistent: ClassVar[bool]
    """Whether what was written is there when it is opened again."""
    exclusive: ClassVar[bool]
    """Whether only one process can have it open."""

    def open(self, *, create: bool = True) -> Store: ...


@dataclass
class MemoryCase:
    name = "memory"
    module = "memory"
    runs_cypher = False
    persistent = False
    exclusive = False

    def open(self, *, create: bool = True) -> Store:
        return MemoryStore()


@dataclass
class EmbeddedCase:
    name = "embedded"
    module = "embedded"
    runs_cypher = True
    persistent = True
    exclusive = True
    folder: Path

    def open(self, *, create: bool = True) -> CypherStore:
        return open_store(Target(folder=self.folder), create=create)


@dataclass
class Neo4jCase:
    name = "neo4j"
    module = "neo4j"
    runs_cypher = True
    persistent = True
    exclusive = False
    target: Target

    def open(self, *, create: bool = True) -> CypherStore:
        return open_store(self.target, create=create)


CASES = (MemoryCase, EmbeddedCase, Neo4jCase)
MARKS = {"neo4j": (pytest.mark.needs_neo4j,)}


def store_params(*, cypher: bool = False) -> list[object]:
    """Return pytest's parameters: the names of the cases, or of those that run Cypher."""
    cases = [case for case in CASES if case.runs_cypher or not cypher]
    return [pytest.param(case.name, id=case.name, marks=MARKS.get(case.name, ())) for case in cases]


def make_case(name: str, request: pytest.FixtureRequest) -> StoreCase:
    """Return the case with an empty store; Neo4j is started when the first test asks for it."""
    if name == MemoryCase.name:
        return MemoryCase()
    if name == EmbeddedCase.name:
        folder = request.getfixturevalue("tmp_path") / "a graph"
        shutil.copytree(request.getfixturevalue("empty_graph"), folder)
        return EmbeddedCase(folder)
    target = cast("Target", request.getfixturevalue("neo4j_target"))
    clean(target)
    return Neo4jCase(target)


def clean(target: Target) -> None:
    """Delete what is ours from a server, and nothing else."""
    from neo4j import GraphDatabase

    with GraphDatabase.driver(target.uri, auth=(target.username, target.password)) as driver:
        for label in load_schema().nodes:
            driver.execute_query(f"MATCH (n:{label}) DETACH DELETE n", database_=target.database)
