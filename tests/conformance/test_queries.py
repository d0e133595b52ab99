"""Every question in `cypher/read/` gives its known answer on every store that answers Cypher."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import NotFoundError, QueryError
from kg.handle import GraphHandle
from kg.queries import load_queries
from tests.conformance.small_graph import fill

GOLDEN = Path(__file__).parents[1] / "golden" / "queries"

ASKED = {
    "built_on": {"entity": "Bonsai"},
    "datasets_by_use": {},
    "edge_evidence": {"from": "Oak", "to": "Pine"},
    "evaluated_on": {"entity": "ForestBench"},
    "link_evidence": {"paper": "2001.00001", "other": "Pine Needs Fewer Leaves"},
    "mention_evidence": {"entity": "Rootformer"},
    "neighbourhood": {"id": "arxiv:1801.00004"},
    "outperforms": {},
    "papers_by_technique": {"entity": "leaf masking"},
    "path_between_papers": {"from": "arxiv:1901.00002", "to": "arxiv:2101.00003"},
    "rising_techniques": {"since": 2020},
    "search": {"text": "leaf"},
    "shared_techniques": {"paper": "arxiv:2001.00001"},
    "strongest_links": {"limit": 3},
    "task_methods": {"entity": "leaf classification"},
    "technique_by_year": {"entity": "Leaves-1M"},
    "unlinked_papers": {},
    "used_together": {"entity": "Oak"},
}


@pytest.fixture
def handle(cypher_store):
    fill(cypher_store)
    return GraphHandle(cypher_store)


def comparable(name, rows):
    """Scores of full-text search and internal ids are the engine's own: what is found counts, and in which order."""
    if name == "search":
        return sorted([row["kind"], row["name"], row["papers"]] for row in rows)
    if name == "neighbourhood":
        return [sorted(node["id"] for node in row["path"]["nodes"]) for row in rows]
    return rows


def test_every_query_is_asked():
    assert ASKED.keys() == load_queries().keys()


def test_known_answers(handle, update_golden):
    """All in one test: the graph is the same, and filling a store is what takes time."""
    for name, params in ASKED.items():
        rows = handle.query(name, **params)
        assert all(tuple(row) == load_queries()[name].columns for row in rows), name
        answer = json.dumps(comparable(name, rows), ensure_ascii=False, indent=1) + "\n"
        path = GOLDEN / f"{name}.json"
        if update_golden:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(answer, encoding="utf-8")
        assert answer == path.read_text(encoding="utf-8"), name


def test_the_columns_are_there_even_without_rows(handle):
    rows = handle.query_rows("edge_evidence", {"from": "Pine", "to": "Oak"})
    assert (rows.columns, rows.rows) == (load_queries()["edge_evidence"].columns, ())


def test_an_entity_that_may_be_left_out_is_found_as_any_other(handle):
    everything = handle.query("outperforms")
    assert handle.query("outperforms", entity="pine") == handle.query("outperforms", entity="Pine") == everything != []
    assert handle.query("outperforms", entity="") == everything


def test_limits_hold_and_wrong_names_are_told(handle):
    assert len(handle.query("datasets_by_use", limit=1)) == 1
    assert handle.query("datasets_by_use", limit=0) == []
    with pytest.raises(NotFoundError, match="has nothing named 'Oakk'. Did you mean 'Oak'"):
        handle.query("built_on", entity="Oakk")
    with pytest.raises(NotFoundError, match="has no paper 'Birch'"):
        handle.query("shared_techniques", paper="Birch")
    with pytest.raises(QueryError, match="needs the parameter 'entity'"):
        handle.query("built_on")


def test_a_statement_of_ones_own_takes_parameters(handle):
    rows = handle.cypher("MATCH (m:Model) WHERE m.paperCount > $n RETURN m.name AS name ORDER BY name", n=1)
    assert rows == [{"name": "Oak"}, {"name": "Pine"}]


@pytest.mark.parametrize("text", ["MATCH (n) DETACH DELETE n", "CREATE (n:Paper {id: 'x'})", "MATCH (n) SET n.x = 1"])
def test_a_statement_cannot_write(handle, text):
    with pytest.raises(QueryError):
        handle.cypher(text)
    assert len(list(handle.papers())) == 6
