"""`kg retract` as a user types it."""

from __future__ import annotations


def test_a_dry_run_changes_nothing(kg, graph):
    before = kg.json("stats", "--json")
    shown = kg("retract", "oak", "--dry-run").stdout
    assert shown.endswith("  Oak: a model of leaves: 3 claims would go\n")
    [plan] = kg.json("retract", "oak-1", "--dry-run", "--json")
    assert (plan["title"], plan["claims"]) == ("Oak: a model of leaves", 3)
    assert kg.json("stats", "--json") == before


def test_a_paper_goes_with_what_only_it_names(kg, graph):
    shown = kg("retract", "pine-1").stdout.splitlines()
    assert shown[0].endswith("  Pine grows beside Oak")
    assert shown[1].startswith("1 paper taken back: 4 nodes and ")
    assert kg("stats").stdout.startswith("2 papers, 3 entities, 4 edges\n")
    assert kg.error("paper", "pine-1").startswith("Error: kg.graph has no paper 'pine-1'.\n")


def test_one_unknown_paper_stops_all(kg, graph):
    before = kg.json("stats", "--json")
    assert kg.error("retract", "oak-1", "basalt").startswith("Error: kg.graph has no paper 'basalt'.\n")
    assert kg.json("stats", "--json") == before


def test_wrong_usage(kg):
    assert "Give a PAPER, --source or --extractor" in kg.error("retract", code=2)


def test_by_source_and_by_extractor(kg, graph):
    [*plan] = kg.json("retract", "--source", "papers.jsonl", "--dry-run", "--json")
    assert len(plan) == 3
    shown = kg("retract", "oak-1", "--extractor", "kg.names").stdout.splitlines()
    assert shown[0].endswith("  Oak: a model of leaves")
    assert shown[-1].startswith("3 papers taken back: ")
    assert kg.error("retract", "--source", "papers.jsonl").startswith(
        "Error: No paper of kg.graph was read from a file"
    )
