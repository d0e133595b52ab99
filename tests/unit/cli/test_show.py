"""`kg paper`, `kg entity` and `kg stats` as a user types them."""

from __future__ import annotations

import shutil

import pytest


def test_a_paper_by_id_title_and_the_name_before_its_colon(kg, graph):
    whole = kg.json("paper", "oak-1", "--json")
    assert whole["title"] == "Oak: a model of leaves"
    assert {entity["entity"]: entity["role"] for entity in whole["entities"]} == {
        "Oak": "INTRODUCES",
        "Rootformer": "USES",
        "Leaves-1M": "USES",
    }
    assert [other["title"] for other in whole["related"]] == ["Pine grows beside Oak"]
    # Both titles have Oak; one is named so.
    assert kg.json("paper", "oak", "--json") == kg.json("paper", "OAK: A model of leaves", "--json") == whole


def test_a_paper_for_people(kg, graph):
    shown = kg("paper", "pine grows", "--related", "1").stdout
    assert shown.startswith("Pine grows beside Oak\n")
    assert "Pine uses the Rootformer and leaf masking." in shown
    assert "Oak: a model of leaves" in shown


def test_no_such_paper_and_several(kg, graph):
    assert kg.error("paper", "basalt").startswith("Error: kg.graph has no paper 'basalt'.\n  ")
    error = kg.error("paper", "a")
    assert error.startswith("Error: kg.graph has 3 papers with 'a' in their titles.\n  Did you mean ")
    assert "'A study of stones'" in error


def test_an_entity_however_it_is_written(kg, graph):
    shown = kg("entity", "rootformer").stdout
    assert shown.startswith("Rootformer  (Method, 2 papers)\n")
    assert "Oak uses the Rootformer." in shown
    whole = kg.json("entity", "ROOTFORMER", "--json")
    assert (whole["name"], whole["papers"], len(whole["claims"]), len(whole["relations"])) == ("Rootformer", 2, 2, 3)


def test_what_a_limit_hides_is_said(kg, graph):
    assert kg("entity", "Rootformer", "--limit", "1").stderr == "3 more: use --limit or --json\n"


def test_near_names_are_suggested(kg, graph):
    assert kg.error("entity", "Rotformer") == (
        "Error: kg.graph has nothing named 'Rotformer'.\n  Did you mean 'Rootformer'?\n"
    )
    assert "\n  " in kg.error("entity", "qqqq")


def test_stats(kg, graph):
    shown = kg("stats").stdout
    assert shown.startswith("3 papers, 6 entities, 14 edges\n")
    assert "1 paper without any entity" in shown and "A study of stones" in shown
    figures = kg.json("stats", "--json")
    assert figures["entities"] == {"Model": 2, "Method": 2, "Dataset": 1, "Benchmark": 1, "Task": 0, "Metric": 0}
    assert sum(figures["edges"].values()) == 14


READERS = [
    ["stats"],
    ["paper", "x"],
    ["entity", "x"],
    ["query", "strongest_links"],
    ["export", "--format", "turtle"],
    ["retract", "x"],
]


@pytest.mark.parametrize("command", READERS, ids=lambda command: command[0])
def test_every_reader_says_where_no_graph_is(kg, command):
    (kg.folder / "notes").mkdir()
    (kg.folder / "notes" / "mine.txt").write_text("mine")
    assert kg.error(*command) == (
        "Error: There is no graph at kg.graph.\n  kg build PAPERS --graph kg.graph makes one.\n"
    )
    assert kg.error(*command, "-g", "notes") == (
        "Error: The folder notes holds no graph of kg.\n  Name a folder that kg build made.\n"
    )
    assert kg.error(*command, "-g", "notes/mine.txt").startswith("Error: notes/mine.txt is a file, not a graph.\n")
    assert "Usage: " in kg.error(*command, "-g", "", code=2)
    assert sorted(path.name for path in kg.folder.iterdir()) == ["notes"]


def test_the_graph_of_a_failed_command_stays(kg, graph, built):
    kg.error("entity", "qqqq")
    shutil.copytree(built, kg.folder / "again.graph")
    assert kg("stats").stdout == kg("stats", "-g", "again.graph").stdout
