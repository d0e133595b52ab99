"""`kg load-rdf` as a user types it."""

from __future__ import annotations


def test_what_was_exported_is_loaded_and_exported_again(kg, graph):
    kg("export", "-o", "graph.ttl")
    loaded = kg("load-rdf", "graph.ttl", "-g", "copy.graph").stdout
    counts = kg.json("stats", "--json")
    assert loaded.startswith(f"{counts['papers'] + sum(counts['entities'].values())} nodes and 14 edges loaded")
    kg("export", "-o", "again.ttl", "-g", "copy.graph")
    assert (kg.folder / "again.ttl").read_bytes() == (kg.folder / "graph.ttl").read_bytes()
    assert kg("stats", "-g", "copy.graph").stdout == kg("stats").stdout.replace("kg.graph", "copy.graph")


def test_a_graph_that_is_there_is_not_written_over(kg, graph):
    kg("export", "-o", "graph.ttl")
    assert kg.error("load-rdf", "graph.ttl") == (
        "Error: kg.graph holds a graph already.\n  Load into a new folder or database.\n"
    )


def test_another_base_is_given(kg, graph):
    kg("export", "-o", "graph.nq", "--base", "https://example.org/g/")
    assert "give that of the data with --base" in kg.error("load-rdf", "graph.nq", "-g", "copy.graph")
    assert not (kg.folder / "copy.graph").exists()
    kg("load-rdf", "graph.nq", "-g", "copy.graph", "--base", "https://example.org/g/")


def test_a_load_that_was_interrupted_is_told(kg, graph, monkeypatch):
    from kg.pipeline import loading

    kg("export", "-o", "graph.ttl")
    changes = loading._changes
    monkeypatch.setattr(loading, "_changes", lambda **records: changes(**records) if "nodes" in records else broken())
    assert "cannot be written" not in kg.error("load-rdf", "graph.ttl", "-g", "copy.graph")
    assert "A build of this graph was interrupted" in kg("stats", "-g", "copy.graph").stderr


def broken():
    raise OSError(5, "Input/output error")
    yield
