from __future__ import annotations

from pathlib import Path

import pytest

from kg.config import cache_folder, graph_target
from kg.errors import ConfigError

SERVER = {
    "NEO4J_URI": "neo4j+s://db.example.org",
    "NEO4J_USERNAME": "ada",
    "NEO4J_PASSWORD": "s3cret",
    "NEO4J_DATABASE": "papers",
}


def test_the_option_comes_before_the_environment_and_a_folder_is_the_default():
    assert graph_target("x.graph", SERVER).folder == Path("x.graph")
    assert graph_target(None, {}).folder == Path("kg.graph")
    target = graph_target(None, SERVER)
    assert (target.uri, target.username, target.database) == ("neo4j+s://db.example.org", "ada", "papers")


def test_a_password_is_never_shown():
    target = graph_target(None, SERVER)
    assert target.password == "s3cret"
    assert "s3cret" not in f"{target} {target!r}"


@pytest.mark.parametrize("uri", ["http://localhost:7474", "redis://x"])
def test_another_scheme_is_refused(uri):
    with pytest.raises(ConfigError, match="Use a folder, or one of bolt"):
        graph_target(uri, {})


def test_credentials_in_an_address_are_refused():
    with pytest.raises(ConfigError, match="NEO4J_PASSWORD") as caught:
        graph_target("bolt://neo4j:s3cret@localhost", {})
    assert "s3cret" not in str(caught.value)


def test_the_cache_can_be_moved():
    assert cache_folder({"KG_CACHE_DIR": "/somewhere"}) == Path("/somewhere")
    assert cache_folder({}).name == "kg"
