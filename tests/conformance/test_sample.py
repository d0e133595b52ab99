"""What the bundled sample shows, read by the pipeline that comes with `kg`: examples that show nothing teach nothing."""

from __future__ import annotations

import pytest

from kg.config import Target
from kg.exports.rdf.sparql import load_sparql
from kg.handle import open_graph
from kg.queries import load_queries
from tests.conformance.test_sparql import comparable, sorted_lists


@pytest.fixture(scope="module")
def sample(build_sample, tmp_path_factory):
    target = Target(folder=tmp_path_factory.mktemp("sample") / "graph")
    build_sample(target)
    with open_graph(target) as handle:
        yield handle


NOTHING_TO_SHOW = {"contradictions", "unlinked_papers"}
"""All papers of the sample are linked, and none contradicts another."""


@pytest.mark.parametrize("name", [name for name in load_queries() if name not in NOTHING_TO_SHOW])
def test_the_example_of_every_query_has_an_answer(sample, name):
    query = load_queries()[name]
    assert sample.store.run(query.text, {p.name: p.value for p in query.parameters}).rows, "as Neo4j Browser runs it"


@pytest.mark.parametrize("name", [name for name, query in load_queries().items() if query.draws])
def test_a_picture_is_legible_and_shows_its_evidence(sample, name):
    query = load_queries()[name]
    paths = [row["path"] for row in sample.query(name, **{p.name: p.value for p in query.parameters})]
    nodes = {node["id"]: node["properties"] for path in paths for node in path["nodes"]}
    edges = {edge["id"]: edge["properties"] for path in paths for edge in path["relationships"]}
    assert 20 <= len(nodes) <= 80
    assert all(node.get("title") or node.get("name") for node in nodes.values())
    assert all(edge.get("sentence") or edge.get("through") for edge in edges.values())


def test_what_the_demo_says_to_type_next_has_an_answer(sample):
    assert sample.claims(paper=sample.find_paper("LoRA").id)
    assert sample.find_entity("Transformer").papers > 5
    assert [row["name"] for row in sample.query("built_on", entity="Mask R-CNN")] == ["Faster R-CNN"]


@pytest.mark.parametrize("name", load_sparql())
def test_sparql_answers_what_cypher_answers(sample, name):
    params = {parameter.name: parameter.value for parameter in load_queries()[name].parameters}
    wanted = sample.query(name, **params)
    rows = sample.sparql(name, **params)
    assert [comparable(row, wanted[0]) for row in rows] == [sorted_lists(row) for row in wanted]
