"""Questions change nothing and reach nothing but the graph, however they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import QueryError
from tests.conformance.attempts import ATTEMPTS
from tests.conformance.small_graph import fill
from tests.names_extractor import snapshot

if TYPE_CHECKING:
    from kg.stores.base import CypherStore


def indexes(store: CypherStore) -> list[object]:
    """What a statement about the schema could have changed."""
    return sorted(map(str, store.run("SHOW INDEXES YIELD name, state RETURN name, state", {}).rows))


def test_every_attempt_is_refused_and_nothing_changes(cypher_store: CypherStore) -> None:
    assert len(set(ATTEMPTS)) == len(ATTEMPTS) > 60
    fill(cypher_store)
    before, shown = snapshot(cypher_store), indexes(cypher_store)
    for attempt in ATTEMPTS:
        with pytest.raises(QueryError):
            pytest.fail(f"{attempt!r} gave {cypher_store.run(attempt, {}, timeout=20)}")
    assert snapshot(cypher_store) == before
    assert indexes(cypher_store) == shown


VALUES = (
    "x'}) DETACH DELETE n //",
    "' OR 1=1 //",
    "`) SET p.title = 'x' //",
    "\\u0027}) DETACH DELETE n //",
    "$text; MATCH (n) DETACH DELETE n",
    'file:///etc/passwd"; LOAD CSV',
)


@pytest.mark.parametrize("value", VALUES)
def test_a_value_stays_a_value(cypher_store: CypherStore, value: str) -> None:
    fill(cypher_store)
    before = snapshot(cypher_store)
    assert cypher_store.run("MATCH (n:Paper {title: $text}) RETURN n.id", {"text": value}).rows == ()
    assert cypher_store.run("RETURN $text AS text", {"text": value}).rows == ((value,),)
    assert cypher_store.run("RETURN $`a b` AS text", {"a b": {"k": [value]}}).rows == (({"k": [value]},),)
    assert snapshot(cypher_store) == before


@pytest.mark.parametrize(("limit", "rows", "cut"), [(None, 5, False), (5, 5, False), (4, 4, True), (0, 0, True)])
def test_a_row_limit_says_when_it_cuts(cypher_store: CypherStore, limit: int | None, rows: int, cut: bool) -> None:
    found = cypher_store.run("UNWIND range(1, 5) AS x RETURN x", {}, limit=limit)
    assert (len(found.rows), found.cut) == (rows, cut)
    assert cypher_store.run("RETURN 1 AS one", {}).rows == ((1,),), "what is left is not in the way"


def test_a_row_limit_does_not_wait_for_the_rest(cypher_store: CypherStore) -> None:
    endless = "UNWIND range(1, 30000) AS a UNWIND range(1, 30000) AS b RETURN a, b"
    found = cypher_store.run(endless, {}, timeout=60, limit=3)
    assert found.rows == ((1, 1), (1, 2), (1, 3))
