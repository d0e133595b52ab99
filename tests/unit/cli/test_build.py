"""`kg build` as a user types it."""

from __future__ import annotations

import gzip
import json

import pytest

from tests.unit.cli.conftest import PAPERS, write_papers


def test_says_what_was_read_and_written_and_a_second_run_writes_nothing(kg, papers):
    first = kg("build", papers, "--graph", "new.graph")
    assert first.stdout == (
        "3 records read, 3 different papers: 3 new, 0 changed, 0 as they were\n"
        "8 names of things and 5 relations written, 1 paper without any\n"
        "nodes: 9 created, 0 changed, 0 deleted\n"
        "edges: 14 created, 0 changed, 0 deleted\n"
        "graph: new.graph\n"
    )
    assert first.stderr == ""
    again = kg("build", papers, "-g", "new.graph").stdout
    assert "0 new, 0 changed, 3 as they were" in again
    assert "nodes: 0 created, 0 changed, 0 deleted\nedges: 0 created" in again


def test_json_is_for_programs(kg, papers, graph):
    summary = kg.json("build", papers, "--json")
    assert summary["graph"] == graph
    assert (summary["read"], summary["unchanged"], summary["added"], summary["problems"]) == (3, 3, 0, 0)
    assert set(summary["counts"].values()) == {0}


def test_reads_folders_globs_gzip_and_standard_input(kg, graph):
    folder = kg.folder / "in" / "deep"
    folder.mkdir(parents=True)
    write_papers(folder / "a.jsonl", PAPERS[:1])
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(json.dumps(PAPERS[1]).encode()))
    summary = kg.json("build", "in", "in/**/*.gz", "--json")
    assert (summary["read"], summary["papers"], summary["unchanged"]) == (3, 2, 2)
    result = kg("build", "-", "--json", stdin=json.dumps(PAPERS[2]))
    assert json.loads(result.stdout)["unchanged"] == 1


def test_a_bad_record_is_named_and_counted_and_strict_stops_before_it_changes_anything(kg, graph):
    write_papers(kg.folder / "mixed.jsonl", [{"id": "x", "title": ""}, PAPERS[0]])
    result = kg("build", "mixed.jsonl")
    assert result.stderr == (
        "mixed.jsonl:1: the record has no title\n1 record could not be read; each is named above.\n"
    )
    assert "1 record read, 1 different paper" in result.stdout
    assert kg.error("build", "mixed.jsonl", "--strict").startswith("Error: mixed.jsonl:1: the record has no title.")


def test_many_bad_records_are_counted_but_not_all_named(kg, graph):
    write_papers(kg.folder / "bad.jsonl", [{"title": ""}] * 25 + [PAPERS[0]])
    lines = kg("build", "bad.jsonl").stderr.splitlines()
    assert lines[19:] == [
        "bad.jsonl:20: the record has no title",
        "… and more, counted below.",
        "25 records could not be read; the first 20 are named above.",
    ]


BAD_FILES = {
    "empty.jsonl": (b"", "empty.jsonl is empty."),
    "binary.jsonl": (bytes(range(256)) * 8, "binary.jsonl:1: byte 1 of the file (0x00)"),
    "latin.txt": ("ä".encode("latin-1") * 50, "latin.txt:1: byte 1 of the file (0xE4) is no UTF-8"),
    "columns.csv": (b"name,text\na,b\n", "columns.csv:1: the table has no column of titles"),
    "prose.txt": (b"some words", "The format of prose.txt cannot be told from its content."),
    "broken.gz": (b"\x1f\x8b\x08\x00nothing", "broken.gz is gzipped, but broken"),
}


@pytest.mark.parametrize("name", sorted(BAD_FILES))
def test_a_bad_file_is_refused_before_a_graph_is_made(kg, name):
    content, message = BAD_FILES[name]
    (kg.folder / name).write_bytes(content)
    error = kg.error("build", name, "-g", "new.graph")
    assert error.startswith("Error: ") and message in error
    assert error.count("\n") == 2, "a sentence, and what to do"
    assert not (kg.folder / "new.graph").exists()


def test_broken_utf8_in_one_record_leaves_the_others(kg, graph):
    good = json.dumps(PAPERS[0]).encode()
    (kg.folder / "mixed.jsonl").write_bytes(b'{"title": "caf\xe9 paper of some length"}\n' + good + b"\n" + good)
    result = kg("build", "mixed.jsonl")
    assert result.stderr.startswith("mixed.jsonl:1: byte 15 (0xE9) is not UTF-8")
    assert "2 records read, 1 different paper: 0 new, 0 changed, 1 as they were" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nothing.jsonl"], "Error: There is no file nothing.jsonl.\n"),
        (["*.bib"], "Error: No file matches *.bib.\n"),
        (["papers.jsonl", "--format", "word"], "Error: There is no format 'word'.\n  Formats are arxiv-snapshot"),
        (["papers.jsonl", "-g", "notes"], "Error: The folder notes is not empty and holds no graph of kg"),
        (["papers.jsonl", "-g", "papers.jsonl"], "Error: papers.jsonl is a file, not a graph.\n"),
        (["papers.jsonl", "-g", "http://x"], "Error: A graph cannot be at http://.\n  Use a folder, or one of bolt"),
        (["papers.jsonl", "-g", "bolt://me:secret@x"], "Error: Credentials do not belong in a graph's address.\n"),
    ],
)
def test_what_cannot_be_is_said(kg, papers, arguments, message):
    (kg.folder / "notes").mkdir()
    (kg.folder / "notes" / "mine.txt").write_text("mine")
    error = kg.error("build", *arguments)
    assert error.startswith(message)
    assert "secret" not in error
    assert [path.name for path in (kg.folder / "notes").iterdir()] == ["mine.txt"]


def test_a_run_that_reads_nothing_is_no_success(kg, papers, graph):
    error = kg.error("build", papers, "--format", "bibtex")
    assert error == "Error: No paper could be read from papers.jsonl.\n  Leave --format out, or correct it.\n"


def test_a_full_disk_while_writing(kg, papers, graph, monkeypatch):
    import errno

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device", "kg.graph/store/file")

    from kg.pipeline.cache import ExtractionCache

    monkeypatch.setattr(ExtractionCache, "save", full)
    write_papers(kg.folder / "more.jsonl", [{"title": "Elm", "abstract": "Elm uses the Rootformer."}])
    assert kg.error("build", "more.jsonl") == (
        "Error: No space left on the disk for kg.graph/store/file.\n  Free some, then run the same command again.\n"
    )
    monkeypatch.undo()


@pytest.mark.parametrize("options", [["--jobs", "0"], ["--frob"], ["-g", " "], []])
def test_wrong_usage_has_its_own_exit_code(kg, papers, options):
    assert "Usage: " in kg.error("build", *([papers] if options else []), *options, code=2)


def test_a_dry_run_counts_what_a_build_would_do_and_makes_nothing(kg, papers):
    rehearsed = kg.json("build", papers, "--dry-run", "--json")
    assert "nodes: 9 to be created, 0 to be changed, 0 to be deleted\n" in kg("build", papers, "--dry-run").stdout
    assert not (kg.folder / "kg.graph").exists()
    real = kg.json("build", papers, "--json")
    assert rehearsed == real | {"dryRun": True}


def test_a_dry_run_on_a_graph_leaves_it_as_it_was(kg, graph, papers):
    before = kg.json("stats", "--json")
    more = write_papers(kg.folder / "more.jsonl", [{"title": "Oak again", "abstract": "Oak and leaf masking."}])
    shown = kg("build", more.name, "--dry-run").stdout
    assert shown.endswith("graph: kg.graph, which is as it was: this was a dry run\n")
    assert kg.json("stats", "--json") == before
