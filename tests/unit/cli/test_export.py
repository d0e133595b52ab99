"""`kg export` as a user types it."""

from __future__ import annotations

import json

import pytest

FORMATS = {
    "turtle": "ttl",
    "ntriples": "nt",
    "nquads": "nq",
    "trig": "trig",
    "jsonld": "jsonld",
    "rdfxml": "rdf",
    "graphml": "graphml",
    "gexf": "gexf",
    "cytoscape": "cyjs",
    "node-link": "json",
    "html": "html",
    "jsonl": "jsonl",
}


@pytest.mark.parametrize("format_", FORMATS)
def test_standard_output_and_a_file_get_the_same(kg, graph, format_):
    shown = kg("export", "--format", format_).stdout
    assert "Oak: a model of leaves" in shown
    path = f"graph.{FORMATS[format_]}"
    assert kg("export", "-o", path).stdout == ""
    assert (kg.folder / path).read_text(encoding="utf-8") == shown


def test_the_list_has_every_format(kg):
    from kg.exports import EXPORTERS

    shown = kg("export", "--list").stdout
    assert all(exporter.name in shown and exporter.description in shown for exporter in EXPORTERS.values())


def test_gzip_and_another_base(kg, graph):
    import gzip

    kg("export", "-o", "graph.nt.gz", "--base", "https://example.org/g/")
    text = gzip.decompress((kg.folder / "graph.nt.gz").read_bytes()).decode()
    assert "<https://example.org/g/ontology#uses>" in text and "paper-kg" not in text
    assert kg.error("export", "-o", "x.nt", "--base", "example") == (
        "Error: 'example' is no base of IRIs.\n  Give one such as https://example.org/graph/\n"
    )


def test_the_import_is_a_folder_and_never_written_over(kg, graph):
    kg("export", "--format", "neo4j-import", "-o", "import")
    assert (kg.folder / "import" / "nodes-Paper.csv.gz").is_file()
    assert kg.error("export", "--format", "neo4j-import", "-o", "import") == (
        "Error: import is there already and is no empty folder.\n  Give a new folder.\n"
    )


@pytest.mark.parametrize(("format_", "suffix"), [("tables", "csv"), ("parquet", "parquet")])
def test_tables_are_a_folder(kg, graph, format_, suffix):
    import duckdb

    kg("export", "--format", format_, "-o", "tables")
    assert duckdb.sql(f"SELECT count(*) FROM '{kg.folder}/tables/Paper.{suffix}'").fetchall() == [(3,)]
    assert kg.error("export", "--format", format_) == (
        f"Error: {format_} is a folder of files.\n  Give one with -o FOLDER.\n"
    )


def test_parquet_without_its_library_leaves_no_folder(kg, graph, monkeypatch):
    from kg.exports import tables

    monkeypatch.setattr(tables, "find_spec", lambda _: None)
    assert kg.error("export", "--format", "parquet", "-o", "tables") == (
        "Error: Tables of this kind need pyarrow, which is not installed.\n  pip install 'kg[tables]'\n"
    )
    assert not [path for path in kg.folder.iterdir() if "tables" in path.name]


def test_json_lines_hold_the_graph(kg, graph):
    lines = [json.loads(line) for line in kg("export", "--format", "jsonl").stdout.splitlines()]
    assert sum(line["kind"] == "node" and line["labels"] == ["Paper"] for line in lines) == 3
    assert sum(line["kind"] == "edge" for line in lines) == 14


def test_a_device_is_written_to_and_not_replaced(kg, graph):
    import os
    import threading

    fifo = kg.folder / "pipe"
    os.mkfifo(fifo)
    read = []
    reader = threading.Thread(target=lambda: read.append(fifo.read_text(encoding="utf-8")))
    reader.start()
    kg("export", "--format", "ntriples", "-o", "pipe")
    reader.join(10)
    assert fifo.is_fifo() and "Oak: a model of leaves" in read[0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "The format cannot be told from 'standard output'.\n  Give --format: turtle"),
        (["-o", "graph.doc"], "The format cannot be told from 'graph.doc'.\n  Give --format: turtle"),
        (["--format", "word"], "No export format is named 'word'.\n  There are: turtle"),
        (["--format", "neo4j-import"], "neo4j-import is a folder of files.\n  Give one with -o FOLDER.\n"),
        (["-o", "papers.jsonl/x.ttl"], "papers.jsonl/x.ttl cannot be written: "),
    ],
)
def test_what_cannot_be_written_is_said(kg, graph, papers, arguments, message):
    assert kg.error("export", *arguments).startswith(f"Error: {message}")


def test_a_full_disk_leaves_the_file_that_was_there(kg, graph, monkeypatch):
    import errno
    from dataclasses import replace

    from kg.exports import EXPORTERS

    def full(store, stream, schema):
        stream.write("half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setitem(EXPORTERS, "turtle", replace(EXPORTERS["turtle"], write=full))
    (kg.folder / "graph.ttl").write_text("before")
    assert kg.error("export", "-o", "graph.ttl") == (
        "Error: graph.ttl cannot be written: No space left on device.\n  What was there before is untouched.\n"
    )
    assert (kg.folder / "graph.ttl").read_text() == "before"
    assert not list(kg.folder.glob(".graph.ttl*"))
