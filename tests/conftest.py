"""Fixtures for all tests: stores, and a real Neo4j that is started once a session, when a test first asks for it."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.config import Target
    from kg.stores.base import CypherStore, Store
    from tests.conformance.base import StoreCase
    from tests.neo4j_server import Neo4jServer


settings.register_profile("kg", deadline=None)  # a busy machine is slow, and no property is about time
settings.load_profile("kg")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let golden files be rewritten; a person then reads what has changed."""
    parser.addoption("--update-golden", action="store_true", help="Write what golden tests see; read the diff.")
    parser.addoption("--screenshots", metavar="FOLDER", help="Keep there what Neo4j Browser shows.")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written anew."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture
def golden(update_golden: bool) -> Callable[[str, str], None]:
    """A function that compares a text with the file of that name in tests/golden/."""

    def compare(name: str, text: str) -> None:
        path = Path(__file__).parent / "golden" / name
        if update_golden:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text

    return compare


@pytest.fixture(scope="session")
def build_sample(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Target], None]:
    """A function that builds the bundled sample into a graph; its papers are read once a session."""
    from kg.pipeline import build
    from kg.pipeline.cache import ExtractionCache
    from kg.resources import sample_path
    from kg.sources import read_papers

    kept = tmp_path_factory.mktemp("sample") / "read.sqlite"

    def build_into(target: Target) -> None:
        with ExtractionCache(kept) as cache:
            build(read_papers([sample_path()]), target, cache=cache)

    return build_into


@pytest.fixture(scope="session")
def neo4j(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """A running Neo4j. In CI it must start; elsewhere tests that need it are skipped with the reason."""
    from tests.neo4j_server import Neo4jUnavailableError, neo4j_server

    with ExitStack() as stack:
        try:
            server = stack.enter_context(neo4j_server(tmp_path_factory.mktemp("neo4j")))
        except Neo4jUnavailableError as err:
            if os.environ.get("CI"):
                pytest.fail(f"Neo4j must run in CI: {err}")
            pytest.skip(f"no Neo4j: {err}")
        yield server


@pytest.fixture(scope="session")
def neo4j_target(neo4j: Neo4jServer) -> Target:
    """The target of a running Neo4j, with its password."""
    return neo4j.target


@pytest.fixture(scope="session")
def empty_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an embedded store without papers; tests copy it, which is faster than making it."""
    from kg.config import Target
    from kg.stores import open_store

    folder = tmp_path_factory.mktemp("empty") / "graph"
    open_store(Target(folder=folder), create=True).close()
    return folder


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for a store on every store, and one that asks for a `cypher_store` on those with Cypher."""
    from tests.conformance.base import store_params

    if "store_case" in metafunc.fixturenames:
        metafunc.parametrize("store_name", store_params(cypher="cypher_store" in metafunc.fixturenames))


@pytest.fixture
def store_case(store_name: str, request: pytest.FixtureRequest) -> StoreCase:
    """A case with an empty store."""
    from tests.conformance.base import make_case

    return make_case(store_name, request)


@pytest.fixture
def store(store_case: StoreCase) -> Iterator[Store]:
    """An empty store, open."""
    with store_case.open() as opened:
        yield opened


@pytest.fixture
def cypher_store(store_case: StoreCase) -> Iterator[CypherStore]:
    """An empty store that answers Cypher, open."""
    with store_case.open() as opened:
        yield opened  # type: ignore[misc]  # the parameters are those that answer Cypher
