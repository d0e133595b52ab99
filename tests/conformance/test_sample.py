"""What the bundled sample shows, read by the pipeline that comes with `kg`: examples that show nothing teach nothing."""

from __future__ import annotations

import pytest

from kg.config import Target
from kg.exports.rdf.sparql import load_sparql
from kg.handle import open_graph
from kg.pipeline import build
from kg.queries import load_queries
from kg.resources import sample_path
from kg.sources import read_papers
from tests.conformance.test_sparql import comparable, sorted_lists


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    target = Target(folder=tmp_path_factory.mktemp("sample") / "graph")
    build(read_papers([sample_path()]), target)
    with open_graph(target) as handle:
        yield handle


@pytest.mark.parametrize("name", [name for name in load_queries() if name != "unlinked_papers"])
def test_the_example_of_every_query_has_an_answer(sample, name):
    query = load_queries()[name]
    assert sample.query(name, **{parameter.name: parameter.value for parameter in query.parameters})


def test_what_the_demo_says_to_type_next_has_an_answer(sample):
    assert sample.claims(paper=sample.find_paper("LoRA").id)
    assert sample.find_entity("Transformer").papers > 5
    assert [row["name"] for row in sample.query("built_on", entity="Llama 2")] == ["LLaMA"]


@pytest.mark.parametrize("name", load_sparql())
def test_sparql_answers_what_cypher_answers(sample, name):
    params = {parameter.name: parameter.value for parameter in load_queries()[name].parameters}
    wanted = sample.query(name, **params)
    rows = sample.sparql(name, **params)
    assert [comparable(row, wanted[0]) for row in rows] == [sorted_lists(row) for row in wanted]
