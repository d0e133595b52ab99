"""Every question in `cypher/read/` gives its known answer on every store that answers Cypher."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import NotFoundError, QueryError
from kg.handle import GraphHandle
from kg.queries import load_queries
from kg.stores import open_store
from tests.conformance.base import clean
from tests.conformance.small_graph import CONTRADICTED, fill

GOLDEN = Path(__file__).parents[1] / "golden" / "queries"

ASKED = {
    "bridging_papers": {"from": "leaf classification", "to": "leaf masking"},
    "built_on": {"entity": "Bonsai"},
    "contradictions": {},
    "datasets_by_use": {},
    "descendants": {"entity": "Rootformer"},
    "edge_evidence": {"from": "Oak", "to": "Pine"},
    "evaluated_on": {"entity": "ForestBench"},
    "evaluations": {"entity": "Oak"},
    "introduced_in": {},
    "leaderboard": {"entity": "ForestBench"},
    "lineage_map": {"entity": "Oak"},
    "link_evidence": {"paper": "2001.00001", "other": "Pine Needs Fewer Leaves"},
    "link_map": {"paper": "arxiv:2001.00001"},
    "mention_evidence": {"entity": "Rootformer"},
    "neighbourhood": {"id": "arxiv:1801.00004"},
    "outperforms": {},
    "paper_map": {"limit": 2},
    "papers_by_technique": {"entity": "leaf masking"},
    "path_between_papers": {"from": "arxiv:1901.00002", "to": "arxiv:2101.00003"},
    "rising_techniques": {"since": 2020},
    "rival_map": {"entity": "Oak"},
    "rivals": {"entity": "Pine"},
    "search": {"text": "leaf"},
    "shared_techniques": {"paper": "arxiv:2001.00001"},
    "strongest_links": {"limit": 3},
    "task_map": {"entity": "leaf classification"},
    "task_methods": {"entity": "leaf classification"},
    "tasks_without_benchmark": {},
    "technique_by_year": {"entity": "Leaves-1M"},
    "technique_pairs": {"least": 1},
    "unlinked_papers": {},
    "untried_datasets": {"entity": "Oak"},
    "used_together": {"entity": "Oak", "least": 1},
}


@pytest.fixture
def handle(cypher_store):
    fill(cypher_store, CONTRADICTED)
    return GraphHandle(cypher_store)


def comparable(name, rows):
    """Scores of full-text search and internal ids are the engine's own: what is found counts, and in which order."""
    if name == "search":
        return sorted([row["kind"], row["name"], row["papers"]] for row in rows)
    if load_queries()[name].draws:
        return [drawn(row["path"]) for row in rows]
    return rows


def drawn(path):
    """Captions of nodes and edges in turn, as the path goes."""
    nodes, edges = path["nodes"], path["relationships"]
    steps = [caption(nodes[0])]
    for before, edge, after in zip(nodes, edges, nodes[1:], strict=False):
        steps += [f"-{edge['type']}->" if edge["source"] == before["id"] else f"<-{edge['type']}-", caption(after)]
    return steps


def caption(node):
    return node["properties"].get("title") or node["properties"]["name"]


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
    rows = handle.query_rows("edge_evidence", {"from": "Pine", "to": "Bonsai"})
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
    assert len(list(handle.papers())) == 7


SCANS = {"AllNodesScan", "NodeByLabelScan", "UnionNodeByLabelsScan", "DirectedRelationshipTypeScan"}
POINTS = sorted(name for name, query in load_queries().items() if any(p.required for p in query.parameters))


@pytest.mark.needs_neo4j
def test_what_starts_somewhere_reads_an_index_and_scans_nothing(neo4j_target):
    """Neo4j's own account of what it did; full-text search is a procedure there."""
    from neo4j import READ_ACCESS, GraphDatabase

    clean(neo4j_target)
    with open_store(neo4j_target, create=True) as store:
        fill(store, CONTRADICTED)
        handle = GraphHandle(store)
        with (
            GraphDatabase.driver(neo4j_target.uri, auth=(neo4j_target.username, neo4j_target.password)) as driver,
            driver.session(database=neo4j_target.database, default_access_mode=READ_ACCESS) as session,
        ):
            for name in POINTS:
                values = handle.bound(name, ASKED[name])
                plan = session.run(f"PROFILE {load_queries()[name].text}", values).consume().profile
                used = {operator(step) for step in steps(plan)}
                assert not {each for each in used if any(scan in each for scan in SCANS)}, (name, used)
                assert any("Index" in each or each == "ProcedureCall" for each in used), (name, used)


def steps(plan):
    yield plan
    for child in plan.get("children", ()):
        yield from steps(child)


def operator(step):
    return step["operatorType"].partition("@")[0]
