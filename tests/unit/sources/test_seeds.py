"""The saved pages beside the checkout, read whole."""

from __future__ import annotations

import json
import os
from itertools import islice
from pathlib import Path

import pytest

from kg.documents.identity import group_papers
from kg.ids import fold_title
from kg.sources import read_papers

SHARED = Path(__file__).parents[3] / ".." / "shared"

pytestmark = pytest.mark.needs_shared


@pytest.fixture(scope="module")
def shared():
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{SHARED} must be there in CI")
        pytest.skip(f"no {SHARED}")
    return SHARED


@pytest.fixture(scope="module")
def records(shared):
    problems = []
    papers = list(read_papers([shared / "seeds"], on_problem=problems.append))
    assert problems == []
    return papers


def test_all_records_are_read(records):
    assert len(records) == 359
    assert all(paper.abstract for paper in records)


def test_copies_are_joined(records):
    assert len(group_papers(records)) == 321


def test_titles_and_abstracts_are_those_that_were_annotated(records, shared):
    lines = (shared / "annotation" / "papers" / "texts.jsonl").read_text(encoding="utf-8").splitlines()
    annotated = {
        fold_title(record["title"]): (record["title"], record["abstract"])
        for record in map(json.loads, lines)
        if record["source"] == "seeds"
    }
    assert {paper.title_key: (paper.title, paper.abstract) for paper in group_papers(records)} == annotated


def test_a_packed_corpus_is_read_without_a_problem(shared):
    papers = islice(read_papers([shared / "corpus" / "abstracts.jsonl.gz"], strict=True), 3_000)
    assert len({paper.given_id for paper in papers}) == 3_000
