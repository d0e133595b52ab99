from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from kg.cli.main import main
from kg.evaluation.gold import occurrences, read_annotations, read_texts

PAPERS = [
    {
        "id": "p1",
        "title": "TinyAdapter: Low-Rank Adapters",
        "abstract": "We propose TinyAdapter, which builds on low-rank adaptation (LoRA). We evaluate it on GLUE.",
    },
    {"id": "p2", "title": "On the weather", "abstract": "It rains."},
    {"id": "p1", "title": "TinyAdapter once more", "abstract": "A copy under the same id."},
]


@pytest.fixture
def papers(tmp_path):
    path = tmp_path / "papers.jsonl"
    path.write_text("".join(json.dumps(paper) + "\n" for paper in PAPERS), encoding="utf-8")
    return path


def annotate(papers, *options):
    output = papers.with_name("annotations.jsonl")
    result = CliRunner().invoke(main, ["annotate", str(papers), "--no-cache", "-o", str(output), *options])
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    return output, result.stderr


def test_papers_are_annotated_in_the_format_of_the_guidelines(papers):
    output, said = annotate(papers)
    texts, found = read_texts(output.with_suffix(".texts.jsonl")), read_annotations(output)
    assert list(found) == list(texts) == ["p1", "p2"]
    assert said.startswith("2 papers annotated: ")
    record = json.loads(output.read_text(encoding="utf-8").splitlines()[0])
    assert all(isinstance(mention, str) for entity in record["entities"] for mention in entity["mentions"])
    assert all(len(relation) == 3 for relation in record["relations"])
    owners = [mention for entity in record["entities"] for mention in entity["mentions"]]
    assert len(owners) == len(set(owners))
    standing = {texts["p1"][start:end] for start, end, _ in occurrences(found["p1"], texts["p1"])}
    assert standing == set(owners)
    assert "TinyAdapter" in owners


def test_only_the_least_sure_papers_are_written(papers):
    output, said = annotate(papers, "--uncertain", "1")
    assert len(output.read_text(encoding="utf-8").splitlines()) == 1
    assert said.startswith("1 papers annotated")


def test_an_output_file_is_required(papers):
    result = CliRunner().invoke(main, ["annotate", str(papers)])
    assert result.exit_code == 2
    assert "--output" in result.stderr
