"""Every file of `schemas/sparql/` answers what the Cypher file of its name answers, by two engines."""

from __future__ import annotations

import json

import pyoxigraph
import pytest

from kg.exports.rdf.mapping import iter_triples
from kg.exports.rdf.objects import to_rdflib
from kg.exports.rdf.sparql import SparqlGraph, load_sparql, plain, with_values
from kg.exports.rdf.terms import node_id, node_iri
from kg.queries import bind, load_queries, load_query
from kg.schema import load_schema
from kg.stores.memory import MemoryStore
from tests.conformance.small_graph import CONTRADICTED, fill
from tests.conformance.test_queries import ASKED, GOLDEN

SCHEMA = load_schema()


@pytest.fixture(scope="module")
def store():
    with MemoryStore() as memory:
        fill(memory, CONTRADICTED)
        yield memory


@pytest.fixture(scope="module")
def engines(store):
    graph = to_rdflib(iter_triples(store, SCHEMA))

    def by_rdflib(text):
        result = graph.query(text)
        return [dict(zip(map(str, result.vars), map(from_rdflib, row), strict=True)) for row in result]

    oxigraph = SparqlGraph(store, SCHEMA)
    return {"pyoxigraph": lambda text: oxigraph.ask(text).dicts(), "rdflib": by_rdflib}


def from_rdflib(term):
    if term is None or not hasattr(term, "datatype"):
        return term if term is None else str(term)
    datatype = term.datatype and pyoxigraph.NamedNode(str(term.datatype))
    return plain(pyoxigraph.Literal(str(term), datatype=datatype))


def question(name, params, store):
    """The text of a query with values as a handle would give them: ids of papers, names of entities."""
    from kg.handle import GraphHandle

    query, handle = load_query(name), GraphHandle(store)
    values = bind(query, params)
    for parameter in query.parameters:
        if parameter.type == "paper":
            id_ = handle.find_paper(values[parameter.name]).id
            values[parameter.name] = pyoxigraph.NamedNode(node_iri(SCHEMA, "Paper", id_))
    return with_values(load_sparql()[name], values, SCHEMA)


def comparable(row, wanted):
    """A row with ids for IRIs, and lists for joined strings, which are in no order but along a chain."""
    found = {}
    for column, value in row.items():
        value = (node_id(SCHEMA, "Paper", value) or value) if isinstance(value, str) else value
        if isinstance(wanted.get(column), list):
            value = value.split(" | ") if value else []
        found[column] = value
    return sorted_lists(found)


def sorted_lists(row):
    if "chain" in row:
        return row
    return {column: sorted(map(str, value)) if isinstance(value, list) else value for column, value in row.items()}


def test_each_has_a_cypher_file_of_its_name():
    assert load_sparql() and load_sparql().keys() <= load_queries().keys()


@pytest.mark.parametrize("engine", ["pyoxigraph", "rdflib"])
@pytest.mark.parametrize("name", load_sparql())
def test_the_answer_is_that_of_cypher(store, engines, name, engine):
    """The golden files hold what Cypher answers on every store."""
    wanted = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    rows = engines[engine](question(name, ASKED[name], store))
    assert wanted
    assert [comparable(row, wanted[0]) for row in rows] == [sorted_lists(row) for row in wanted]
    assert all(tuple(row) == load_query(name).columns for row in rows)


@pytest.mark.parametrize("name", load_sparql())
def test_a_file_runs_as_it_stands_and_has_the_values_of_the_cypher_file(name):
    text, query = load_sparql()[name], load_query(name)
    assert [variable.value for variable in pyoxigraph.Store().query(text).variables] == list(query.columns)
    topic = query.path.parent.name
    assert text.startswith(f"# {query.title}\n#\n# The counterpart of cypher/read/{topic}/{name}.cypher.")
    for parameter in query.parameters:
        value = parameter.value
        written = f"paper:{value}" if parameter.type == "paper" else json.dumps(value)
        place = f"LIMIT {value}\n" if parameter.name == "limit" else f"VALUES ?{parameter.name} {{ {written} }}"
        assert place in text
