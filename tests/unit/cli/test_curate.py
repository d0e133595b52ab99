"""`kg curate` as a user types it."""

from __future__ import annotations

import re

import pytest

CURATION = """
[[rename]]
name = "Rootformer"
to = "Wurzler"
author = "Ada"
reason = "Its name in German."
"""


@pytest.fixture
def curation(kg):
    (kg.folder / "curation.toml").write_text(CURATION, encoding="utf-8")
    return "curation.toml"


def test_a_decision_wins_and_is_kept(kg, graph, curation, papers):
    shown = kg("curate", curation).stdout
    assert re.search(r"rename: 'Rootformer' to 'Wurzler' +2\n", shown)
    assert "1 decision kept; 2 papers read again\n" in shown
    kg("build", papers)
    assert "Wurzler" in kg("entity", "Wurzler").stdout
    assert "Ada" in kg("curate", "--list").stdout
    [decision] = kg.json("curate", "--list", "--json")
    assert decision == {
        "kind": "rename",
        "names": ["Wurzler", "Rootformer"],
        "author": "Ada",
        "reason": "Its name in German.",
    }


def test_a_dry_run_changes_nothing(kg, graph, curation, papers):
    before = kg.json("stats", "--json")
    report = kg.json("curate", curation, "--dry-run", "--json")
    assert report["curated"] == 2
    assert report["dryRun"]
    assert "1 decision to be kept; 2 papers to be read again\n" in kg("curate", curation, "--dry-run").stdout
    assert kg.json("stats", "--json") == before
    assert kg.json("curate", "--list", "--json") == []
    assert kg.json("curate", curation, "--json")["counts"] == report["counts"]


def test_a_build_takes_decisions_too(kg, papers, curation):
    kg("build", papers, "--curation", curation)
    assert len(kg.json("curate", "--list", "--json")) == 1
    kg("entity", "Wurzler")


def test_errors_are_sentences(kg, graph, curation):
    assert "Give one of FILE and --list" in kg.error("curate", code=2)
    (kg.folder / "curation.toml").write_text("[[same]]\n", encoding="utf-8")
    assert kg.error("curate", curation).startswith("Error: curation.toml:1: 'same' lacks 'names'.\n")
    assert kg.error("curate", curation, "--graph", "none").startswith("Error: curation.toml:1")
    (kg.folder / "curation.toml").write_text("", encoding="utf-8")
    assert kg.error("curate", curation, "--graph", "none").startswith("Error: There is no graph at none.\n")
