"""What the triples say: plain ones, statements with what they rest on, values in their order."""

from __future__ import annotations

import pytest

from kg.records.graph import Change
from tests.unit.exports.rdf.conftest import FIRST, ask, exported, loaded, paper

BASE = "https://w3id.org/paper-kg/"


def test_a_claim_is_a_triple_and_a_statement_with_what_it_rests_on(store):
    rows = ask(
        loaded(store),
        """SELECT ?name ?confidence ?best ?mention ?start ?end ?reason ?agent ?version WHERE {
          ?paper kg:uses ?entity . ?entity a kg:Method, mls:Algorithm, skos:Concept ; skos:prefLabel ?name .
          ?claim a kg:Claim ; rdf:subject ?paper ; rdf:predicate kg:uses ; rdf:object ?entity ;
            prov:wasDerivedFrom ?paper ; kg:confidence ?confidence ; kg:entityType kg:Method ;
            prov:wasAttributedTo [ rdfs:label ?agent ; schema:softwareVersion ?version ] ;
            kg:bestEvidence [ oa:exact ?best ] ;
            kg:mention [ oa:exact ?mention ; oa:start ?start ; oa:end ?end ; kg:reason ?reason ] .
        } ORDER BY xsd:integer(?start)""",
    )
    evidence = ("LoRA", "0.75", "LoRA is low-rank.", "LoRA")
    agent = ("name", "kg.test", "1.2")
    assert rows == [(*evidence, "0", "4", *agent), (*evidence, "18", "22", *agent), (*evidence, "24", "28", *agent)]


def test_each_sentence_has_its_place_in_the_text(store):
    rows = ask(
        loaded(store),
        f"""SELECT ?text ?start ?end WHERE {{
          ?claim rdf:subject <{BASE}paper/{FIRST}> ; kg:evidence [ oa:exact ?text ; oa:start ?start ; oa:end ?end ] .
        }} ORDER BY xsd:integer(?start)""",
    )
    assert rows == [("LoRA is it.", "0", "11"), ("It is LoRA.", "12", "23"), ("LoRA is low-rank.", "24", "41")]


def test_a_sentence_that_is_not_in_the_text_has_no_place(store):
    [edge] = store.edges("INTRODUCES", "Paper")
    store.write(Change(edges=(claim_with(edge, sentences=("Elsewhere.", "A paper on LoRA and VAE.")),)))
    rows = ask(
        loaded(store),
        """SELECT ?text ?start WHERE {
          ?claim rdf:predicate kg:introduces ; kg:evidence ?passage .
          ?passage a oa:TextQuoteSelector ; oa:exact ?text . OPTIONAL { ?passage oa:start ?start }
        } ORDER BY ?text""",
    )
    assert rows == [("A paper on LoRA and VAE.", "7"), ("Elsewhere.", None)]


def claim_with(edge, **properties):
    from dataclasses import replace

    return replace(edge, properties={**edge.properties, **properties})


def test_two_papers_that_claim_one_relation_are_two_statements_and_one_triple(store):
    plain = f"<{BASE}entity/vae~1> <{BASE}ontology#hasComponent> <{BASE}entity/lora> "
    assert exported(store, "ntriples").count(plain) == 1
    assert len(ask(loaded(store), "SELECT ?s WHERE { ?s rdf:predicate kg:hasComponent }")) == 2
    graphs = [line.split()[3] for line in exported(store, "nquads").splitlines() if line.startswith(plain)]
    assert graphs == [f"<{BASE}graph/{FIRST}>", f"<{BASE}graph/doi:10.1%2Fa%3Cb%3E>"]


def test_a_named_graph_holds_what_its_paper_says_and_no_more(store):
    rows = ask(
        loaded(store, "nquads"),
        f"""SELECT DISTINCT ?class WHERE {{
          GRAPH <{BASE}graph/{FIRST}> {{ ?s a ?class }}
        }} ORDER BY ?class""",
    )
    names = [iri.rpartition("#")[2].rpartition("/")[2] for (iri,) in rows]
    seen = ["ResearchPaper", "Seq", "Statement", "TextPositionSelector", "TextQuoteSelector", "Claim", "Paper"]
    assert names == seen


def test_lists_keep_their_order_and_what_stands_in_them_twice(store):
    ordered = "?order ?place ?value . FILTER(?place != rdf:type) } ORDER BY ?place"
    graph = loaded(store)
    assert ask(graph, f"SELECT ?value {{ ?p kg:authorOrder ?order . {ordered}") == [("B",), ("A",), ("B",)]
    assert ask(graph, f"SELECT ?value {{ ?p skos:prefLabel 'LoRA' ; kg:altLabelOrder ?order . {ordered}") == [
        ("low-rank",),
        ("Lora",),
    ]
    through = f"SELECT ?name {{ ?l kg:throughOrder ?order . ?value skos:prefLabel ?name . {ordered}"
    assert ask(graph, through) == [("VAE",), ("LoRA",)]


def test_papers_are_linked_to_where_the_world_has_them(store):
    rows = ask(loaded(store), "SELECT ?other { ?paper a kg:Paper ; owl:sameAs ?other } ORDER BY ?other")
    assert rows == [("https://arxiv.org/abs/2001.00001",), ("https://doi.org/10.1/a%3Cb%3E",)]


def test_years_addresses_and_counts_have_their_types(store):
    text = exported(store, "ntriples")
    assert '"2020"^^<http://www.w3.org/2001/XMLSchema#gYear>' in text
    assert '"https://example.org/a%20b"^^<http://www.w3.org/2001/XMLSchema#anyURI>' in text
    assert '"2"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>' in text


def test_a_year_before_1000_is_written_with_four_digits(store):
    store.write(Change(nodes=(paper(FIRST, year=987),)))
    assert '"0987"^^<http://www.w3.org/2001/XMLSchema#gYear>' in exported(store, "ntriples")


def test_what_no_syntax_can_hold_becomes_a_replacement_character(store):
    store.write(Change(nodes=(paper(FIRST, title="a\x01b\ufffe"),)))
    assert ("a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}",) in ask(
        loaded(store), "SELECT ?t { ?p dcterms:title ?t }"
    )


def test_another_base_moves_everything_that_is_ours(store):
    text = exported(store, "ntriples", base="https://example.org/g/")
    assert "paper-kg" not in text
    assert "<https://example.org/g/paper/arxiv:2001.00001>" in text
    assert "<https://example.org/g/ontology#uses>" in text


def test_a_reifier_names_its_triple(store):
    graph = loaded(store, "turtle12")
    rows = ask(
        graph,
        "SELECT ?s { ?claim rdf:reifies <<( ?s kg:introduces ?o )>> ; kg:confidence 0.75e0 . ?s kg:introduces ?o }",
    )
    assert rows == [(f"{BASE}paper/doi:10.1%2Fa%3Cb%3E",)]
    assert ask(graph, "SELECT ?s { ?s a rdf:Statement }") == []


def test_no_node_is_blank_and_no_triple_stands_twice(store):
    lines = exported(store, "ntriples").splitlines()
    assert len(lines) == len(set(lines)) > 100
    assert not any("_:" in line.partition('"')[0] for line in lines)


@pytest.mark.parametrize("name", ["turtle", "trig"])
def test_each_subject_stands_once_and_prefixes_are_sorted(store, name):
    lines = exported(store, name).splitlines()
    head = [line for line in lines if line.startswith("@prefix")]
    assert head == sorted(head) == lines[: len(head)]
    subjects = [line.split()[0] for line in lines[len(head) :] if line[:1].strip() and line[0] not in "}G"]
    if name == "turtle":
        assert len(subjects) == len(set(subjects)) > 20


def test_many_nodes_are_read_in_parts(store, monkeypatch):
    whole = exported(store, "ntriples")
    monkeypatch.setattr("kg.exports.rdf.mapping.NODES_AT_ONCE", 1)
    assert exported(store, "ntriples") == whole
