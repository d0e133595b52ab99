from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import SchemaError
from kg.resources import resource_dir
from kg.schema import load_schema, read_schema
from kg.schema_page import schema_page

TEXT = (resource_dir("schemas") / "graph.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[entities.Task]", "[entities.task]", "'task' is no label"),
        ("[edges.TARGETS]", "[edges.Targets]", "no relationship type"),
        ('titleKeys = { type = "strings"', 'title_keys = { type = "strings"', "'title_keys' is no property"),
        ('titleKeys = { type = "strings"', 'titleKeys = { type = "text"', "has no type 'text'"),
        ('iri = "kg:Task"', 'iri = "kg:Task"\ncolour = "red"', "colour"),
        ('iri = "kg:weight"', 'iri = "nowhere:weight"', "no prefix 'nowhere'"),
        ('source = "Paper", target = "Paper"', 'source = "Author", target = "Paper"', "'Author', which is no label"),
        ('heads = ["Dataset", "Benchmark"]\ntails = ["Task"]', 'heads = ["Corpus"]\ntails = ["Task"]', "types: Corpus"),
        ('edge = "ADDRESSES"', 'edge = "SOLVES"', "No relationship type 'SOLVES' leaves Paper"),
    ],
)
def test_a_wrong_schema_is_refused_with_what_is_wrong(tmp_path, old, new, message):
    assert old in TEXT
    (tmp_path / "graph.toml").write_text(TEXT.replace(old, new), encoding="utf-8")
    with pytest.raises(SchemaError) as caught:
        read_schema(tmp_path / "graph.toml")
    assert message in str(caught.value)


def test_the_reference_page_is_true():
    page = (Path(__file__).parents[2] / "schemas" / "README.md").read_text(encoding="utf-8")
    assert page == schema_page(load_schema()), "run `python -m kg.schema_page > schemas/README.md`"


def test_roles_come_strongest_first_and_all_types_are_covered():
    schema = load_schema()
    assert list(schema.roles) == ["introduces", "evaluates_on", "uses", "compares_with", "addresses", "mentions"]
    assert schema.roles["mentions"].types == set(schema.entities)


def test_every_property_says_what_it_is():
    schema = load_schema()
    owners = [*schema.nodes.values(), *schema.edges]
    assert all(item.description.endswith(".") for owner in owners for item in owner.properties)
    assert all(owner.description.endswith(".") for owner in owners)


def test_claims_are_the_edges_that_end_in_entities():
    assert {edge.target for edge in load_schema().claim_edges} == {"Entity"}
    assert "SHARES_TECHNIQUE" not in {edge.type for edge in load_schema().claim_edges}
