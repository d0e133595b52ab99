"""`kg extract` as a user types it."""

from __future__ import annotations

import json

from tests.unit.cli.conftest import PAPERS, write_papers

TYPES = {"Model", "Method", "Dataset", "Benchmark", "Task", "Metric"}
ROLES = {"introduces", "evaluates_on", "uses", "compares_with", "addresses", "mentions"}


def test_one_object_a_paper_whose_offsets_and_relations_hold(kg, papers):
    records = [json.loads(line) for line in kg("extract", papers).stdout.splitlines()]
    assert [record["id"] for record in records] == [paper["id"] for paper in PAPERS]
    for record, paper in zip(records, PAPERS, strict=True):
        text = f"{paper['title']}\n{paper['abstract']}"
        names = [entity["name"] for entity in record["entities"]]
        assert len(names) == len(set(names))
        for entity in record["entities"]:
            assert entity["type"] in TYPES and entity["role"] in ROLES
            for mention in entity["mentions"]:
                assert text[mention["start"] : mention["end"]] == mention["text"]
        for relation in record["relations"]:
            assert {relation["head"], relation["tail"]} <= set(names)
    assert records[2]["entities"] == records[2]["relations"] == []


def test_a_file_gets_what_standard_output_would(kg, papers):
    shown = kg("extract", papers).stdout
    assert kg("extract", papers, "-o", "out.jsonl").stdout == ""
    assert (kg.folder / "out.jsonl").read_text(encoding="utf-8") == shown
    assert sorted(path.name for path in kg.folder.iterdir() if "out" in path.name) == ["out.jsonl"]


def test_standard_input(kg):
    result = kg("extract", "-", stdin=json.dumps(PAPERS[0]))
    assert json.loads(result.stdout)["id"] == "oak-1"


def test_a_failed_run_leaves_the_file_that_was_there(kg):
    write_papers(kg.folder / "mixed.jsonl", [PAPERS[0], {"title": ""}])
    (kg.folder / "out.jsonl").write_text("before")
    kg.error("extract", "mixed.jsonl", "--strict", "-o", "out.jsonl")
    assert (kg.folder / "out.jsonl").read_text() == "before"
    assert sorted(path.name for path in kg.folder.iterdir() if "out" in path.name) == ["out.jsonl"]


def test_a_place_that_cannot_be_written_is_told_before_papers_are_read(kg, papers):
    hint = "  Give another file with -o.\n"
    assert kg.error("extract", papers, "-o", ".") == f"Error: . cannot be written: Is a directory.\n{hint}"
    assert kg.error("extract", papers, "-o", "no/out") == (
        f"Error: no/out cannot be written: No such file or directory.\n{hint}"
    )


def test_no_such_file(kg):
    assert kg.error("extract", "nothing.bib").startswith("Error: There is no file nothing.bib.\n")
