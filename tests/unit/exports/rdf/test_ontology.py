"""The ontology declares what exports use, no more and no less, and a reasoner finds it consistent."""

from __future__ import annotations

import warnings
from pathlib import Path

import owlrl
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS

from kg.errors import SchemaError
from kg.exports.rdf.mapping import iter_triples
from kg.exports.rdf.objects import to_rdflib
from kg.exports.rdf.ontology import ontology_text
from kg.exports.rdf.vocabulary import load_vocabulary, read_vocabulary
from kg.schema import load_schema
from kg.stores.memory import MemoryStore
from tests.conformance import small_graph

ROOT = Path(__file__).parents[4]
SCHEMA, VOCABULARY = load_schema(), load_vocabulary()
KG = SCHEMA.expand("kg:")
OWN = (str(RDF), str(RDFS), str(OWL))
ERROR = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


@pytest.fixture(scope="module")
def ontology():
    return rdflib.Graph().parse(data=ontology_text(SCHEMA, VOCABULARY), format="turtle")


@pytest.fixture
def data(store):
    small = MemoryStore()
    small_graph.fill(small)
    graph = to_rdflib(iter_triples(small, SCHEMA))
    for triple in to_rdflib(iter_triples(store, SCHEMA)):
        graph.add(triple)
    return graph


def expanded(*graphs):
    """Everything that follows by OWL 2 RL."""
    whole = rdflib.Graph()
    for graph in graphs:
        for triple in graph:
            whole.add(triple)
    # owlrl gives rdflib types of literals that it would keep for all other tests.
    types = rdflib.term._toPythonMapping
    kept = dict(types)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(whole)
    types.clear()
    types.update(kept)
    return whole


def faults(graph):
    return [str(text) for text in graph.objects(None, ERROR)] + [str(s) for s in graph.subjects(RDF.type, OWL.Nothing)]


def test_the_file_is_made_from_the_schema():
    text = (ROOT / "schemas" / "ontology.ttl").read_text(encoding="utf-8")
    assert text == ontology_text(SCHEMA, VOCABULARY), "run `python -m kg.exports.rdf.ontology > schemas/ontology.ttl`"


def test_every_term_of_the_data_is_declared_and_the_reverse(ontology, data):
    used = {str(p) for p in data.predicates()} | {str(o) for o in data.objects(None, RDF.type)}
    used |= {str(o) for o in data.objects(None, RDF.predicate)}
    used |= {str(o) for o in data.objects(None, rdflib.URIRef(KG + "entityType"))}
    declared = {str(s) for s in ontology.subjects(RDFS.isDefinedBy, None)}
    assert {term for term in used if not term.startswith(OWN)} <= declared
    inferred = {SCHEMA.expand(name) for name, item in VOCABULARY.properties.items() if item.inferred}
    on_request = {KG + "community", KG + "centrality"}  # which `kg communities --write` notes
    ours = {term for term in used if term.startswith(KG)}
    assert {term for term in declared if term.startswith(KG)} == ours | inferred | on_request


def test_our_terms_are_labelled_explained_and_have_ends(ontology):
    head = rdflib.URIRef(KG.rstrip("#"))
    for term in ontology.subjects(RDFS.isDefinedBy, head):
        assert {label.language for label in ontology.objects(term, RDFS.label)} == {"en"}, term
        assert {comment.language for comment in ontology.objects(term, RDFS.comment)} == {"en"}, term
        if (term, RDF.type, OWL.Class) not in ontology:
            assert ontology.value(term, RDFS.domain), term
    for name in ("title", "description", "license"):
        assert ontology.value(head, rdflib.DCTERMS[name])
    assert ontology.value(head, OWL.versionIRI) and ontology.value(head, OWL.versionInfo)


@pytest.mark.parametrize("vocabulary", ["mls", "schema", "fabio", "skos", "dcat", "cito", "prov"])
def test_it_is_aligned_with(ontology, vocabulary):
    base = {**SCHEMA.prefixes, **VOCABULARY.prefixes}[vocabulary]
    relations = (RDFS.subClassOf, RDFS.subPropertyOf)
    assert any(str(o).startswith(base) for relation in relations for o in ontology.objects(None, relation))


def test_it_is_consistent_with_a_graph_and_says_more_of_it(ontology, data):
    whole = expanded(ontology, data)
    assert faults(whole) == []
    rows = whole.query(
        """PREFIX cito: <http://purl.org/spar/cito/> PREFIX schema: <https://schema.org/>
        SELECT DISTINCT ?a ?b WHERE { ?a cito:usesMethodIn ?b ; a schema:ScholarlyArticle . FILTER(?a != ?b) }"""
    )
    papers = {(str(a).rpartition("/")[2], str(b).rpartition("/")[2]) for a, b in rows}
    assert ("arxiv:2101.00003", "arxiv:2001.00001") in papers  # Bonsai uses what Oak introduces


def test_every_class_can_have_members(ontology):
    members = rdflib.Graph()
    for number, class_ in enumerate(sorted(ontology.subjects(RDF.type, OWL.Class))):
        members.add((rdflib.URIRef(f"https://example.org/{number}"), RDF.type, class_))
    assert len(members) > 20
    assert faults(expanded(ontology, members)) == []


def test_the_reasoner_would_find_a_contradiction(ontology):
    wrong = rdflib.Graph()
    for name in ("Paper", "Entity"):
        wrong.add((rdflib.URIRef("https://example.org/x"), RDF.type, rdflib.URIRef(KG + name)))
    assert faults(expanded(ontology, wrong))


def test_a_wrong_vocabulary_is_refused_with_its_file(tmp_path):
    text = (ROOT / "schemas" / "rdf.toml").read_text(encoding="utf-8")
    path = tmp_path / "rdf.toml"
    path.write_text(text.replace("inferred = true", "derived = true", 1), encoding="utf-8")
    with pytest.raises(SchemaError, match="rdf.toml: .*derived"):
        read_vocabulary(path)
    path.write_text(text.replace("license =", "licence ="), encoding="utf-8")
    with pytest.raises(SchemaError, match="rdf.toml: 'license'"):
        read_vocabulary(path)
