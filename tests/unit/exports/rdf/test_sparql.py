"""Asking a graph in SPARQL: values as parameters, plain answers, and nothing but reading."""

from __future__ import annotations

import pytest

from kg.errors import QueryError
from kg.exports.rdf.sparql import SparqlGraph, with_values
from kg.schema import load_schema

SCHEMA = load_schema()


@pytest.fixture
def graph(store):
    return SparqlGraph(store, SCHEMA)


def test_numbers_are_numbers_and_what_is_missing_is_none(graph):
    rows = graph.ask(
        """SELECT ?title ?year ?count ?confidence WHERE {
          ?paper dcterms:title ?title ; kg:entityCount ?count . OPTIONAL { ?paper dcterms:issued ?year }
          ?claim prov:wasDerivedFrom ?paper ; kg:confidence ?confidence ; kg:entityType ?type .
        } ORDER BY ?title"""
    )
    assert rows.columns == ("title", "year", "count", "confidence")
    assert rows.rows == (("LoRA is it.", 2020, 2, 0.75), ("Second", None, 2, 0.75))


def test_every_form_of_query_has_rows(graph):
    assert graph.ask("ASK { ?s a kg:Paper }").rows == ((True,),)
    rows = graph.ask("CONSTRUCT { ?s a kg:Paper } WHERE { ?s dcterms:issued ?y }")
    assert (rows.columns, len(rows.rows)) == (("subject", "predicate", "object"), 1)
    assert graph.ask("DESCRIBE entity:lora").rows


@pytest.mark.parametrize(
    "text",
    [
        "SELECT x",
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
        'SELECT * { ?s ?p "# \'" . SERVICE ?s { ?s ?p ?o } }',
    ],
)
def test_what_is_malformed_writes_or_goes_elsewhere_is_refused(graph, text):
    with pytest.raises(QueryError, match="SPARQL query (is malformed|may not ask other servers)"):
        graph.ask(text)


def test_the_word_service_may_stand_in_a_query(graph):
    text = 'SELECT ?service { ?service dcterms:title "Second" . FILTER("SERVICE <x>" != ?service) } # SERVICE <x>'
    assert len(graph.ask(text).rows) == 1


def test_no_file_is_read(graph):
    assert graph.ask("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }").rows == ()


@pytest.mark.parametrize("value", ['a "b" } # \\', "x' } UNION { ?s ?p ?o", "new\nline", "}"])
def test_a_value_stays_a_value(graph, value):
    text = with_values('SELECT ?x { VALUES ?x { "old" } }', {"x": value}, SCHEMA)
    assert graph.ask(text).rows == ((value,),)


def test_numbers_truth_values_and_limits_are_values_too(graph):
    text = "SELECT ?x ?y { VALUES ?x { 1 } VALUES ?y { false } } LIMIT 5"
    assert graph.ask(with_values(text, {"x": 2.5, "y": True, "limit": 1}, SCHEMA)).rows == ((2.5, True),)
    assert graph.ask(with_values(text, {"limit": 0}, SCHEMA)).rows == ()


def test_a_parameter_without_a_place_is_told():
    with pytest.raises(QueryError, match=r"has no parameter 'y'. Write it as VALUES \?y"):
        with_values("SELECT ?x {}", {"y": 1}, SCHEMA)


def test_a_named_query_moves_with_the_base(store):
    schema = SCHEMA.with_base("https://example.org/g/")
    graph = SparqlGraph(store, schema)
    rows = graph.ask_named("papers_by_technique", {"entity": "lora"}, lambda kind, value: value.replace("lora", "LoRA"))
    assert [(row["paper"], row["role"]) for row in rows.dicts()] == [
        ("https://example.org/g/paper/doi:10.1%2Fa%3Cb%3E", "INTRODUCES"),
        ("https://example.org/g/paper/arxiv:2001.00001", "USES"),
    ]


def test_an_unknown_name_or_parameter_is_told(graph):
    with pytest.raises(QueryError, match="No SPARQL query is named 'paper_by_technique'. Did you mean papers_by_tech"):
        graph.ask_named("paper_by_technique", {}, lambda _, value: value)
    with pytest.raises(QueryError, match="No SPARQL query is named 'search'. There are: built_on"):
        graph.ask_named("search", {}, lambda _, value: value)
    with pytest.raises(QueryError, match="needs the parameter 'entity'"):
        graph.ask_named("papers_by_technique", {}, lambda _, value: value)
