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


def refused(papers, output, *options):
    result = CliRunner().invoke(main, ["annotate", str(papers), "--no-cache", "-o", str(output), *options])
    assert result.exit_code == 1, result.output
    assert result.stderr.startswith("Error: ")
    return result.stderr


@pytest.mark.parametrize("name", ["annotations.jsonl", "annotations.texts.jsonl"])
def test_what_was_corrected_is_not_written_over(papers, name):
    corrected = papers.with_name(name)
    corrected.write_text("hours of work\n", encoding="utf-8")
    said = refused(papers, papers.with_name("annotations.jsonl"))
    assert f"{corrected} exists" in said and "--force" in said
    assert corrected.read_text(encoding="utf-8") == "hours of work\n"
    annotate(papers, "--force")
    assert corrected.read_text(encoding="utf-8").startswith('{"id": "p1"')


@pytest.mark.parametrize("force", [(), ("--force",)])
@pytest.mark.parametrize(
    ("given", "output"),
    [("papers.jsonl", "papers.jsonl"), ("z.texts.jsonl", "z.jsonl"), (".", "papers.jsonl"), ("*.jsonl", "link.jsonl")],
)
def test_what_papers_are_read_from_is_never_written_over(papers, monkeypatch, given, output, force):
    monkeypatch.chdir(papers.parent)
    papers.with_name("z.texts.jsonl").write_bytes(papers.read_bytes())
    papers.with_name("link.jsonl").symlink_to(papers)
    assert "papers are read from it" in refused(given, output, *force)
    assert papers.with_name("z.texts.jsonl").read_bytes() == papers.read_bytes()
    assert not papers.with_name("z.jsonl").exists()
    assert not papers.with_name("papers.texts.jsonl").exists()


def test_papers_from_a_pipe_may_replace_a_file(papers):
    output = papers.with_name("a.jsonl")
    output.write_text("old\n", encoding="utf-8")
    arguments = ["annotate", "-", "--format", "jsonl", "--no-cache", "-o", str(output), "--force"]
    result = CliRunner().invoke(main, arguments, input=papers.read_bytes())
    assert result.exit_code == 0, result.output
    assert list(read_annotations(output)) == ["p1", "p2"]


def test_a_folder_that_is_not_there_is_named_before_anything_is_read(papers, monkeypatch):
    monkeypatch.setattr("kg.sources.read_papers", lambda *_, **__: pytest.fail("read"))
    assert "nowhere/a.jsonl cannot be written" in refused(papers, papers.parent / "nowhere" / "a.jsonl")


def test_a_run_that_fails_leaves_nothing(papers):
    before = sorted(path.name for path in papers.parent.iterdir())
    papers.write_text('{"title": 3}\n', encoding="utf-8")
    refused(papers, papers.with_name("a.jsonl"), "--strict")
    assert sorted(path.name for path in papers.parent.iterdir()) == before
