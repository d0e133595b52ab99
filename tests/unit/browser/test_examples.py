from __future__ import annotations

import shutil

import pytest

from kg.browser.examples import examples
from kg.config import Target
from kg.handle import GraphHandle
from kg.queries import load_queries
from kg.stores import open_store
from tests.conformance.small_graph import CONTRADICTED, fill


@pytest.fixture
def handle(empty_graph, tmp_path):
    shutil.copytree(empty_graph, tmp_path / "graph")
    with open_store(Target(folder=tmp_path / "graph"), create=True) as store:
        yield GraphHandle(store)


def test_every_question_has_an_answer_in_a_graph_that_lacks_its_own_examples(handle):
    fill(handle.store, CONTRADICTED)
    empty = set()
    for name, values in examples(handle).items():
        assert values.keys() == {parameter.name for parameter in load_queries()[name].parameters}
        if not handle.store.run(load_queries()[name].text, values).rows:
            empty.add(name)
    assert empty == {"technique_pairs", "used_together"}, "where two techniques meet in no two papers"


def test_the_names_are_those_of_the_graph(handle):
    from kg import build
    from kg.records.documents import Paper
    from tests.names_extractor import NamesExtractor

    build([Paper("Oak uses the Rootformer", "", given_id="o")], handle.store, extractor=NamesExtractor())
    assert examples(handle)["papers_by_technique"]["entity"] in {"Oak", "Rootformer"}


def test_an_empty_graph_leaves_them_as_they_are(handle):
    own = {query.name: {p.name: p.value for p in query.parameters} for query in load_queries().values()}
    assert examples(handle) == own
