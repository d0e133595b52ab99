"""The description counts what the export holds."""

from __future__ import annotations

import pyoxigraph as ox

from kg.schema import load_schema
from tests.unit.exports.rdf.conftest import exported, loaded

VOID = "PREFIX void: <http://rdfs.org/ns/void#>\n"


def described(store, base=None):
    graph = ox.Store()
    graph.load(exported(store, "void", base).encode(), format=ox.RdfFormat.TURTLE)
    return graph


def rows(graph, text):
    return [tuple(term.value for term in row) for row in graph.query(VOID + text)]


def test_every_count_is_that_of_the_export(store):
    graph, data = described(store), loaded(store)
    [totals] = rows(
        graph,
        "SELECT ?t ?s ?c ?p { ?d a void:Dataset ; void:triples ?t ; void:distinctSubjects ?s ; void:classes ?c ; void:properties ?p }",
    )
    [wanted] = rows(
        data,
        """SELECT (COUNT(*) AS ?t) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?class) AS ?c)
             (COUNT(DISTINCT ?p) AS ?properties) { ?s ?p ?o . BIND(IF(?p = rdf:type, ?o, ?none) AS ?class) }""".replace(
            "rdf:type", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        ),
    )
    assert totals == wanted
    assert rows(graph, "SELECT ?c ?n { [] void:class ?c ; void:entities ?n } ORDER BY ?c") == rows(
        data, "SELECT ?c (COUNT(?s) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY ?c"
    )
    assert rows(graph, "SELECT ?p ?n { [] void:property ?p ; void:triples ?n } ORDER BY ?p") == rows(
        data, "SELECT ?p (COUNT(?s) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"
    )


def test_it_names_vocabularies_ontology_and_an_example(store):
    base = "https://example.org/g/"
    graph = described(store, base)
    assert rows(graph, "SELECT ?o { ?d void:exampleResource ?o }") == [(base + "paper/arxiv:2001.00001",)]
    assert rows(graph, "SELECT ?o { ?d <http://purl.org/dc/terms/conformsTo> ?o }") == [(base + "ontology",)]
    named = {iri for (iri,) in rows(graph, "SELECT ?o { ?d void:vocabulary ?o }")}
    prefixes = load_schema().with_base(base).prefixes
    assert named == {
        prefixes[name]
        for name in ["kg", "dc", "dcterms", "fabio", "mls", "oa", "owl", "prov", "rdf", "rdfs", "schema", "skos"]
    }
    assert all("_:" not in line for line in exported(store, "void").splitlines())
