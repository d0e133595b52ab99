"""`kg load` and `kg diff` as a user types them."""

from __future__ import annotations

import pytest

from tests.unit.cli.conftest import PAPERS, write_papers


def test_a_graph_is_loaded_and_is_equal(kg, graph):
    rehearsed = kg.json("load", "kg.graph", "-g", "copy.graph", "--dry-run", "--json")
    assert not (kg.folder / "copy.graph").exists()
    shown = kg("load", "kg.graph", "-g", "copy.graph").stdout
    assert shown.startswith("3 records read, 3 different papers: 3 new, 0 changed, 0 as they were\n")
    assert "nodes: 9 created" in shown
    assert rehearsed["counts"]["nodes_created"] == 9
    assert kg("diff", "kg.graph", "copy.graph").stdout == "kg.graph and copy.graph are equal: 23 nodes and edges\n"


def test_what_was_extracted_is_loaded(kg, papers, graph):
    kg("extract", papers, "-o", "read.jsonl")
    kg("load", "read.jsonl", "-g", "copy.graph")
    assert kg("diff", "kg.graph", "copy.graph").exit_code == 0


def test_a_record_that_cannot_be_loaded_is_told(kg, papers):
    kg("extract", papers, "-o", "read.jsonl")
    with (kg.folder / "read.jsonl").open("a") as stream:
        stream.write('{"title": "Oak"}\n')
    done = kg("load", "read.jsonl")
    assert "read.jsonl:4: the record has no 'abstract'" in done.stderr
    assert done.stderr.endswith("1 record could not be read; each is named above.\n")
    assert kg.error("load", "read.jsonl", "--strict").startswith("Error: read.jsonl:4: ")


@pytest.mark.parametrize("arguments", [["load", "kg.graph"], ["load", "kg.graph", "-g", "kg.graph"]])
def test_a_graph_is_not_loaded_into_itself(kg, graph, arguments):
    assert "cannot be loaded into itself" in kg.error(*arguments, code=2)


def test_no_such_graph(kg, graph):
    assert kg.error("load", "nowhere", "-g", "new").startswith("Error: There is no graph at nowhere.")
    assert kg.error("diff", "kg.graph", "nowhere").startswith("Error: There is no graph at nowhere.")
    assert not (kg.folder / "new").exists()


def test_a_difference_is_shown_and_is_exit_code_3(kg, graph):
    more = write_papers(kg.folder / "more.jsonl", [*PAPERS[:2], {"title": "Yew", "abstract": "Oak, too."}])
    kg("build", more.name, "-g", "other.graph")
    shown = kg("diff", "kg.graph", "other.graph", code=3).stdout
    assert "A study of stones" in shown
    assert "only other.graph" in shown
    found = kg("diff", "kg.graph", "other.graph", "--json", code=3)
    assert '"name": "Yew"' in found.stdout
    assert "Yew" not in kg("diff", "kg.graph", "other.graph", "--show", "0", code=3).stdout


def test_rdf_is_loaded_and_exported_again(kg, graph):
    kg("export", "-o", "graph.ttl")
    kg("load", "graph.ttl", "-g", "copy.graph")
    kg("export", "-o", "again.ttl", "-g", "copy.graph")
    assert (kg.folder / "again.ttl").read_bytes() == (kg.folder / "graph.ttl").read_bytes()
    assert kg("stats", "-g", "copy.graph").stdout == kg("stats").stdout.replace("kg.graph", "copy.graph")


def test_rdf_with_another_base_is_loaded_with_it(kg, graph):
    kg("export", "-o", "graph.nq.gz", "--base", "https://example.org/g/")
    assert "give that of the data with --base" in kg.error("load", "graph.nq.gz", "-g", "copy.graph")
    assert not (kg.folder / "copy.graph").exists()
    kg("load", "graph.nq.gz", "-g", "copy.graph", "--base", "https://example.org/g/")
    assert kg.json("stats", "--json", "-g", "copy.graph")["papers"] == kg.json("stats", "--json")["papers"]
