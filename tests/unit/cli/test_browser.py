"""`kg browser` as a user types it."""

from __future__ import annotations

import zipfile

import pytest

FILES = ["kg-guide.html", "kg-scripts.zip", "kg.grass"]


@pytest.fixture
def ended(monkeypatch):
    """Nobody waits for Ctrl+C; the list has one entry for each time that somebody would."""
    times = []
    monkeypatch.setattr("kg.cli.browser._wait", lambda: times.append(1))
    return times


def test_a_folder_alone_is_told_what_it_lacks(kg, graph, ended):
    shown = kg("browser").stdout
    assert shown.startswith("kg-browser has the style kg.grass, the saved scripts kg-scripts.zip and the guide")
    assert "kg browser --page http://localhost:7474/browser/" in shown
    assert sorted(path.name for path in (kg.folder / "kg-browser").iterdir()) == FILES
    assert not ended


def test_the_scripts_speak_of_what_the_graph_holds(kg, graph, ended):
    kg("browser", "-o", "out")
    with zipfile.ZipFile(kg.folder / "out" / "kg-scripts.zip") as scripts:
        text = scripts.read("kg papers/papers_by_technique.cypher").decode()
    assert "{name: 'Oak'}" in text


def test_a_folder_and_a_browser_that_is_somewhere(kg, graph, ended):
    shown = kg("browser", "--page", "http://here/browser/", "-q", "evaluated_on", "-p", "entity=forestbench").stdout
    assert "1. Open http://here/browser/?dbms=bolt://127.0.0.1:" in shown
    assert "name%3A%20%27ForestBench%27" in shown
    assert "2. Log in as reader with the password " in shown
    assert shown.endswith("Ctrl+C ends it.\n") and len(ended) == 1


def test_a_jar_is_served_with_its_guide(kg, graph, ended):
    with zipfile.ZipFile(kg.folder / "neo4j-browser.jar", "w") as made:
        made.writestr("browser/index.html", "Browser")
    shown = kg("browser", "--page", "neo4j-browser.jar").stdout
    assert "1. Open http://localhost:" in shown
    assert "5. :guide http://localhost:" in shown and "/guide.html leads through all questions." in shown
    assert len(ended) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-q", "link_maps"], "Error: No query is named 'link_maps'.\n  Did you mean 'link_map'"),
        (["-q", "link_map", "-p", "pepper=1"], "Error: Query 'link_map' has no parameter 'pepper'."),
        (["-q", "evaluated_on", "-p", "entity=Forestbank"], "Did you mean 'ForestBench'"),
        (["--page", "no.jar"], "Error: no.jar holds no Neo4j Browser.\n  It is on Maven Central"),
        (["-o", "papers.jsonl/x"], "Error: papers.jsonl/x cannot be written: "),
    ],
)
def test_what_is_refused(kg, graph, papers, ended, arguments, message):
    result = kg("browser", *arguments, code=1)
    assert message in result.stderr and not ended


def test_a_parameter_without_value_is_wrong_usage(kg, graph):
    assert "is not KEY=VALUE" in kg.error("browser", "-p", "limit", code=2)
