"""JSON-LD with short names, and all that it needs inside."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kg.errors import SchemaError
from kg.exports.rdf.jsonld import context
from kg.schema import load_schema
from tests.unit.exports.rdf.conftest import exported


def test_a_program_reads_it_as_json(store):
    data = json.loads(exported(store, "jsonld"))
    paper = next(item for item in data["@graph"] if item.get("title") == "LoRA is it.")
    assert paper["type"] == ["kg:Paper", "fabio:ResearchPaper"]
    assert paper["creator"] == ["B", "A"]
    assert (paper["issued"], paper["entityCount"]) == ("2020", 2)
    assert paper["uses"] == "https://w3id.org/paper-kg/entity/lora"


def test_the_context_is_inside_and_needs_no_network(store):
    inside = json.loads(exported(store, "jsonld"))["@context"]
    assert inside == context(load_schema())
    assert all(isinstance(value, dict) or name in inside for name, value in inside.items())
    assert "@import" not in json.dumps(inside)


def test_every_property_has_a_short_name(store):
    data = json.loads(exported(store, "jsonld"))
    names = {name for item in data["@graph"] for name in item}
    assert {name for name in names if ":" in name and not name.startswith("rdf:_")} == set()


def test_two_properties_of_one_short_name_are_refused():
    schema = load_schema()
    broken = replace(schema, edges=(replace(schema.edges[0], iri="schema:text"), *schema.edges[1:]))
    with pytest.raises(SchemaError, match="have one name in JSON-LD"):
        context(broken)
