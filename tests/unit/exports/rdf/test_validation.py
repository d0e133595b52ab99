"""What is exported conforms to the shapes; each way of breaking it is found, for its own reason and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import KgError, SourceError
from kg.exports import export_graph
from kg.exports.rdf import validation
from kg.exports.rdf.shapes import shapes_text
from kg.exports.rdf.validation import validate_rdf
from kg.exports.rdf.vocabulary import load_vocabulary
from kg.schema import load_schema
from kg.stores.memory import MemoryStore
from tests.conformance import hostile_graph, small_graph
from tests.unit.exports.rdf.conftest import exported

SCHEMA = load_schema()
ROOT = Path(__file__).parents[4]

BROKEN = {
    # papers
    "no title": ('\tdcterms:title "Second" ;\n', "", "MinCount dcterms:title"),
    "two titles": ('"Second"', '"Second" , "2nd"', "MaxCount dcterms:title"),
    "a title in a language": ('dcterms:title "Second"', 'dcterms:title "Second"@en', "Datatype dcterms:title"),
    "an empty title": ('dcterms:title "Second"', 'dcterms:title ""', "MinLength dcterms:title"),
    "no text": ('\tkg:text "Second\\nA paper on LoRA and VAE." ;\n', "", "MinCount kg:text"),
    "a year that is none": ('"2020"^^xsd:gYear', '"20xx"^^xsd:gYear', "Pattern dcterms:issued"),
    "a year as a number": ('"2020"^^xsd:gYear', '"2020"^^xsd:integer', "Datatype dcterms:issued"),
    "an id of no kind": ('identifier "arxiv:2001.00001"', 'identifier "2001.00001"', "Pattern dcterms:identifier"),
    "an address that is none": ("https://example.org/a%20b", "https://example.org/a b", "Pattern schema:url"),
    "a count below zero": ('entityCount "2"', 'entityCount "-2"', "Datatype kg:entityCount", 2),
    "a hash that is none": ('kg:contentHash "0123456789abcdef"', 'kg:contentHash "x"', "Pattern kg:contentHash", 2),
    "sameAs a string": ("owl:sameAs <https://arxiv.org/abs/2001.00001>", 'owl:sameAs "arXiv"', "NodeKind owl:sameAs"),
    "a paper that is an entity": ("paper:arxiv:2001.00001 a kg:Paper", "paper:arxiv:2001.00001 a kg:Entity , kg:Paper", "one-class , QualifiedMinCount rdf:type, MinCount skos:prefLabel, MinCount kg:key, MinCount kg:paperCount, MinCount kg:typeVote, MinCount kg:typeVoteOrder, MinCount skos:inScheme"),
    # entities
    "no name": ('\tskos:prefLabel "VAE" ;\n', "", "MinCount skos:prefLabel"),
    "a name in a language": ('skos:prefLabel "VAE"', 'skos:prefLabel "VAE"@de', "Datatype skos:prefLabel"),
    "an alias that is the name": ('altLabel "low-rank" ,', 'altLabel "LoRA" ,', "Disjoint skos:altLabel"),
    "two kinds": ("kg:Model , mls:Model", "kg:Model , kg:Task , mls:Model", "QualifiedMaxCount rdf:type"),
    "no kind": ("kg:Model , mls:Model", "mls:Model", "QualifiedMinCount rdf:type"),
    "a vote for no type": ('kg:typeVote "Model:2"', 'kg:typeVote "Thing:2"', "Pattern kg:typeVote"),
    "in no scheme": (" ;\n\tskos:inScheme <https://w3id.org/paper-kg/scheme> ;", " ;", "MinCount skos:inScheme"),
    "a wrong number of papers": ('kg:paperCount "2"^^xsd:nonNegativeInteger', 'kg:paperCount "3"^^xsd:nonNegativeInteger', "paper-count "),
    # claims
    "a claim that is too sure": ('kg:confidence "0.75"', 'kg:confidence "1.75"', "MaxInclusive kg:confidence", 4),
    "a claim below zero": ('kg:confidence "0.75"', 'kg:confidence "-0.75"', "MinInclusive kg:confidence", 4),
    "a confidence in words": ('kg:confidence "0.75"^^xsd:double', 'kg:confidence "high"', "Datatype kg:confidence, MinInclusive kg:confidence, MaxInclusive kg:confidence", 12),
    "a claim of no paper": ("\tprov:wasDerivedFrom paper:arxiv:2001.00001 ;\n", "", "MinCount prov:wasDerivedFrom, paper-count ", 3),
    "a claim of another paper": ("prov:wasDerivedFrom paper:arxiv:2001.00001", "prov:wasDerivedFrom paper:doi:10.1%2Fa%3Cb%3E", "claim-of-its-paper , evidence-in-text , paper-count ", 7),
    "a claim read by a text": ("prov:wasAttributedTo <https://w3id.org/paper-kg/agent/kg.test%2F1.2>", 'prov:wasAttributedTo "kg"', "Class prov:wasAttributedTo, NodeKind prov:wasAttributedTo", 8),
    "an unknown predicate": ("rdf:predicate kg:introduces", "rdf:predicate kg:likes", "In rdf:predicate, statement-is-asserted , triple-has-statement "),
    "no subject": ("\trdf:subject entity:vae\\~1 ;\n", "", "MinCount rdf:subject, triple-has-statement ", 3),
    "no evidence": ("kg:bestEvidence", "rdfs:seeAlso", "Closed rdfs:seeAlso, MinCount kg:bestEvidence", 8),
    "an unknown property of a claim": ("kg:resolvedName", "kg:hasName", "Closed kg:hasName, MinCount kg:resolvedName", 4),
    "a type that is none": ("kg:entityType kg:Method", "kg:entityType kg:Thing", "In kg:entityType", 2),
    # the text
    "evidence that is elsewhere": ('oa:exact "It is LoRA."', 'oa:exact "It is GPT."', "evidence-in-text "),
    "a mention that is elsewhere": ('oa:start "18"^^xsd:nonNegativeInteger ;\n\toa:end "22"', 'oa:start "17"^^xsd:nonNegativeInteger ;\n\toa:end "21"', "evidence-in-text ", 2),
    "a passage that ends before it begins": ('oa:end "41"', 'oa:end "4"', "LessThan oa:start, evidence-in-text "),
    "a passage without a place": ('\toa:start "24"^^xsd:nonNegativeInteger ;\n\toa:end "41"^^xsd:nonNegativeInteger .', '\toa:exact "x" .', "MaxCount oa:exact, MinCount oa:start, MinCount oa:end"),
    "a mention without a reason": (' ;\n\tkg:reason "name" .', " .", "MinCount kg:reason", 4),
    "an unknown reason": ('kg:reason "name"', 'kg:reason "guess"', "In kg:reason", 4),
    # triples and statements
    "a statement of nothing": ("kg:introduces entity:lora .", 'rdfs:comment "nothing" .', "statement-is-asserted "),
    "a triple of nobody": ("kg:introduces entity:lora .", "kg:introduces entity:lora , entity:vae\\~1 .", "triple-has-statement "),
    "a role of a string": ("kg:introduces entity:lora .", 'kg:introduces entity:lora , "VAE" .', "Class kg:introduces, triple-has-statement "),
    # links
    "a link of nothing": ('kg:weight "0.5"', 'kg:weight "0"', "MinExclusive kg:weight"),
    "a link through a paper": ("kg:through entity:vae\\~1 ,", "kg:through paper:arxiv:2001.00001 ,", "Class kg:through"),
    "a rank of zero": ('kg:sourceRank "1"', 'kg:sourceRank "0"', "Datatype kg:sourceRank"),
    # the rest
    "an agent without a name": ('\trdfs:label "kg.test" ;\n', "", "MinCount rdfs:label"),
    "an empty sequence": ("\trdf:_1 entity:vae\\~1 ;\n", "", "MinCount rdf:_1"),
    "a scheme in German": ('made of"@en', 'made of"@de', "LanguageIn dcterms:title"),
}  # fmt: skip


def found(text, tmp_path):
    path = tmp_path / "graph.ttl"
    path.write_text(text, encoding="utf-8")
    return validate_rdf(path, SCHEMA)


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_found_for_its_own_reason(store, tmp_path, name):
    old, new, expected, *times = BROKEN[name]
    text = exported(store, "turtle")
    assert old in text
    violations = found(text.replace(old, new), tmp_path)
    reasons = [f"{violation.constraint} {violation.property}" for violation in violations]
    assert set(reasons) == set(expected.split(", "))
    assert len(reasons) == (times[0] if times else len(set(reasons)))


def test_there_are_enough_ways_to_break_it():
    assert len(BROKEN) >= 30


@pytest.mark.parametrize("name", ["turtle", "trig", "jsonld"])
@pytest.mark.parametrize("module", [small_graph, hostile_graph])
def test_what_is_exported_conforms(module, name, tmp_path):
    graph = MemoryStore()
    module.fill(graph)
    suffix = {"turtle": ".ttl", "trig": ".trig", "jsonld": ".jsonld"}[name]
    export_graph(graph, tmp_path / f"graph{suffix}", name)
    assert validate_rdf(tmp_path / f"graph{suffix}", SCHEMA) == ()


def test_an_empty_graph_conforms_and_another_base_is_checked_as_ours_is(store, tmp_path):
    export_graph(MemoryStore(), tmp_path / "empty.ttl")
    assert validate_rdf(tmp_path / "empty.ttl", SCHEMA) == ()
    base = "https://example.org/g/"
    path = tmp_path / "graph.ttl"
    path.write_text(exported(store, "turtle", base).replace('title "Second"', 'title ""'), encoding="utf-8")
    [violation] = validate_rdf(path, SCHEMA.with_base(base))
    assert (violation.record, violation.property) == ("paper/doi:10.1%2Fa%3Cb%3E", "dcterms:title")


def test_a_violation_names_record_property_value_and_reason(store, tmp_path):
    text = exported(store, "turtle").replace('"2020"^^xsd:gYear', '"2020"')
    [violation] = found(text, tmp_path)
    assert (violation.record, violation.property, violation.value, violation.constraint) == (
        "paper/arxiv:2001.00001",
        "dcterms:issued",
        "2020",
        "Datatype",
    )
    assert "xsd:gYear" in violation.message


def test_what_cannot_be_checked_is_an_error(tmp_path, monkeypatch):
    with pytest.raises(SourceError, match="none.ttl cannot be read"):
        validate_rdf(tmp_path / "none.ttl", SCHEMA)
    monkeypatch.setattr(validation, "find_spec", lambda _: None)
    with pytest.raises(KgError, match="needs pySHACL, which is not installed. Run: pip install"):
        validate_rdf(tmp_path / "none.ttl", SCHEMA)


def test_the_shapes_are_made_from_the_schema():
    text = (ROOT / "schemas" / "shapes.ttl").read_text(encoding="utf-8")
    assert text == shapes_text(SCHEMA, load_vocabulary()), "run `python -m kg.exports.rdf.shapes > schemas/shapes.ttl`"


def test_the_shapes_are_sound_shacl():
    import pyshacl
    import rdflib

    shapes = rdflib.Graph().parse(ROOT / "schemas" / "shapes.ttl")
    assert pyshacl.validate(rdflib.Graph(), shacl_graph=shapes, meta_shacl=True)[0]
