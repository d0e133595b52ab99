"""`kg evaluate` as a user types it."""

from __future__ import annotations

import pytest


@pytest.fixture
def gold(kg, papers):
    kg("extract", papers, "-o", "gold.jsonl")
    return "gold.jsonl"


def test_what_equals_gold_is_all_right(kg, papers, gold):
    figures = kg.json("evaluate", papers, gold, gold, "--json")
    assert figures["measures"]["mentions"]["f1"] == 100.0
    assert "precision" in kg("evaluate", papers, gold, gold).stdout


def test_a_measure_below_its_minimum_is_exit_code_3(kg, papers, gold):
    (kg.folder / "none.jsonl").write_text('{"id": "oak-1", "entities": [], "relations": []}\n')
    result = kg("evaluate", papers, gold, "none.jsonl", "--min", "mentions=50", code=3)
    assert result.stderr == "mentions: 0.0 is below 50\n"
    kg("evaluate", papers, gold, gold, "--min", "mentions=100")


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"words", "bad.jsonl:1: not JSON"), (bytes(range(256)), "bad.jsonl cannot be read")],
)
def test_a_broken_file_is_named(kg, papers, content, message):
    (kg.folder / "bad.jsonl").write_bytes(content)
    assert message in kg.error("evaluate", papers, "bad.jsonl")


@pytest.mark.parametrize(
    "arguments", [["no.jsonl", "no.jsonl"], ["papers.jsonl", "gold.jsonl", "--min", "mentions"], ["papers.jsonl"]]
)
def test_wrong_usage(kg, papers, gold, arguments):
    assert "Error: " in kg.error("evaluate", *arguments, code=2)
