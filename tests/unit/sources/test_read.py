from __future__ import annotations

import io

import pytest

import kg.sources
from kg.errors import SourceError
from kg.sources import read_papers

LINES = b'{"id": "p1", "title": "Tea"}\n{"title": ""}\n{"id": "p3", "title": "Coffee"}\n'


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "papers.jsonl"
    path.write_bytes(LINES)
    return path


def test_papers_of_several_inputs_come_in_order(path):
    other = path.with_name("refs.bib")
    other.write_text("@misc{a, title = {Milk}}")
    papers = list(read_papers([other, str(path)], on_problem=lambda problem: None))
    assert [paper.title for paper in papers] == ["Milk", "Tea", "Coffee"]
    assert str(papers[0].origin) == f"{other}:1"


def test_one_input_needs_no_list(path):
    assert len(list(read_papers(path, on_problem=lambda problem: None))) == 2


def test_each_problem_is_given_to_who_asks(path):
    problems = []
    list(read_papers([path], on_problem=problems.append))
    assert [str(problem) for problem in problems] == [f'{path}:2: the record has no title: {{"title": ""}}']


def test_strict_stops_at_the_first_problem(path):
    seen = []
    papers = read_papers([path], strict=True, on_problem=seen.append)
    assert next(papers).title == "Tea"
    with pytest.raises(SourceError) as caught:
        next(papers)
    assert seen == []
    assert caught.value.message == f"{path}:2: the record has no title."
    assert "--strict" in str(caught.value)


def test_faults_of_files_are_told_before_anything_is_read(path):
    with pytest.raises(SourceError, match="no file"):
        read_papers([path, path.with_name("nowhere")])


def test_an_error_of_who_asks_is_not_one_of_the_file(path):
    def fail(problem):
        raise OSError("the pipe is closed")

    with pytest.raises(OSError, match="pipe is closed"):
        list(read_papers([path], on_problem=fail))


def test_a_format_can_be_forced(path):
    with pytest.raises(SourceError, match="no column of titles"):
        list(read_papers(["-"], format="csv", stdin=io.BytesIO(b"Tea Networks\n\nWe study tea.\n")))


def test_what_the_package_offers():
    assert sorted(kg.sources.__all__) == ["Problem", "formats", "read_papers"]
