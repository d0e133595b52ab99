"""`kg validate` as a user types it: pySHACL's exit codes, and what is wrong by record."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def turtle(kg, graph):
    """The text of the exported graph."""
    kg("export", "-o", "graph.ttl")
    return (kg.folder / "graph.ttl").read_text(encoding="utf-8")


def test_what_is_exported_conforms(kg, turtle):
    assert kg("validate", "graph.ttl").stdout == "graph.ttl conforms.\n"


def test_what_is_wrong_is_said_record_by_record(kg, turtle):
    broken = turtle.replace('dcterms:title "A study of stones" ;\n', "").replace('"2021"^^xsd:gYear', '"2021"')
    (kg.folder / "broken.ttl").write_text(broken, encoding="utf-8")
    result = kg("validate", "broken.ttl", code=1)
    heads = [line for line in result.stdout.splitlines() if not line.startswith(" ")]
    assert heads == sorted(heads) and len(heads) == 2 and all(head.startswith("paper/title:") for head in heads)
    assert "  dcterms:issued: Value is not Literal with datatype xsd:gYear (2021)  [Datatype]\n" in result.stdout
    assert result.stderr == "broken.ttl: 2 violations in 2 records\n"
    shown = json.loads(kg("validate", "broken.ttl", "--json", code=1).stdout)
    assert (shown["conforms"], len(shown["violations"])) == (False, 2)
    assert {v["constraint"] for v in shown["violations"]} == {"Datatype", "MinCount"}


@pytest.mark.parametrize(
    ("text", "message"),
    [(None, "Error: x.ttl cannot be read: No such file"), ("<a> <b> c .", "Error: x.ttl:1: ")],
)
def test_what_cannot_be_checked_ends_with_2(kg, text, message):
    if text:
        (kg.folder / "x.ttl").write_text(text, encoding="utf-8")
    assert kg.error("validate", "x.ttl", code=2).startswith(message)


def test_another_base(kg, graph):
    base = "https://example.org/g/"
    kg("export", "-o", "graph.nt.gz", "--base", base)
    assert kg("validate", "graph.nt.gz", "--base", base).stdout == "graph.nt.gz conforms.\n"
    # That nothing of the file is ours is no reason to call it valid.
    assert kg("validate", "graph.nt.gz", code=1).stdout.startswith("scheme\n")
