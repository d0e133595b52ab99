from __future__ import annotations

import io
import json

import pytest

from kg.errors import SourceError
from kg.records.documents import Paper
from kg.sources.jsonl import read_jsonl

TWO = [{"title": "Green Tea", "abstract": 'We [brew] {it}, "hot".'}, {"title": "Black Tea", "year": 1990}]


def read(text):
    data = text.encode() if isinstance(text, str) else text
    return list(read_jsonl(io.BytesIO(data), "a.json"))


def titles(found):
    return [item.title if isinstance(item, Paper) else item.reason for item in found]


@pytest.mark.parametrize("indent", [None, 0, 2])
def test_an_array_is_read_however_it_is_written(indent):
    assert titles(read(json.dumps(TWO, indent=indent))) == ["Green Tea", "Black Tea"]


def test_objects_over_several_lines_are_read():
    text = "\n".join(json.dumps(record, indent=2) for record in TWO)
    found = read(text)
    assert titles(found) == ["Green Tea", "Black Tea"]
    assert [paper.origin.line for paper in found] == [1, 5]


def test_lines_of_an_array_are_counted():
    found = read('[\n\n{"title": "A"},\n {"title":\n "B"}, {"title": "C"}\n]\n')
    assert [paper.origin.line for paper in found] == [3, 4, 5]


def test_blank_lines_are_no_records():
    assert [paper.origin.line for paper in read('\n{"title": "A"}\n\n  \n{"title": "B"}')] == [2, 5]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"title": "A"', "not JSON (Expecting"),
        ("title", "not JSON (Expecting value, column 1)"),
        ("[1, 2]", "not a JSON object"),
        ("7", "not a JSON object"),
        ('{"title": "A"} {"title": "B"}', "not JSON (Extra data"),
        ("[" * 100_000, "nests too deeply"),
    ],
)
def test_a_bad_line_is_a_problem_of_its_own(line, reason):
    found = read('{"title": "A"}\n' + line + '\n{"title": "B"}\n')
    assert [isinstance(item, Paper) for item in found] == [True, False, True]
    assert reason in found[1].reason
    assert found[1].origin.line == 2


def test_a_bad_first_line_is_one_too():
    assert len(titles(read('{"title": \n{"title": "B"}\n'))) == 2


def test_in_an_array_what_is_no_object_is_a_problem():
    assert titles(read('[{"title": "A"}, 7, "x", {"abstract": "y"}, {"title": "B"}]')) == [
        "A",
        "the record is not a JSON object",
        "the record is not a JSON object",
        "the record has no title",
        "B",
    ]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('[\n{"title": "A"},\n{"title": "B",}\n]', 3, "not JSON"),
        ('[{"title": "A"}', 1, "the array has no end"),
        ('[{"title": "A"}] x', 1, "text follows the end"),
        ('[\n{"title": "A"},\n{"title": "B', 3, "not JSON"),
        ('[{"title": "A"}, ' + "[" * 100_000, 1, "nests too deeply"),
    ],
)
def test_a_broken_array_is_an_error_at_its_place(text, line, reason):
    with pytest.raises(SourceError, match=rf"^a\.json:{line}: .*{reason}.*JSON Lines"):
        read(text)


def test_long_values_and_long_blanks_are_read_across_chunks():
    records = [{"title": f"Tea {i}", "abstract": "é" * 90_000} for i in range(3)]
    text = "[" + (" " * 200_000).join(json.dumps(record, ensure_ascii=False) + "," for record in records)[:-1] + "]"
    found = read(text)
    assert [paper.title for paper in found] == ["Tea 0", "Tea 1", "Tea 2"]
    assert {paper.abstract for paper in found} == {"é" * 90_000}


def test_a_broken_byte_in_an_array_spoils_its_record():
    found = read(b'[{"title": "A"}, {"title": "caf\xe9"}, {"title": "B"}]')
    assert titles(found)[0::2] == ["A", "B"]
    assert found[1].reason == "byte 15 (0xE9) is not UTF-8; counted from the start of the record"


def test_escaped_surrogates_are_replaced_one_by_one():
    (paper,) = read(r'{"title": "A \ud800 B", "abstract": "\ud83d\ude00"}')
    assert (paper.title, paper.abstract) == ("A \ufffd B", "😀")


def test_keys_in_any_spelling():
    (paper,) = read(
        '{"Title": "A", "Summary": "We.", "arXiv-ID": "1701.00001", "Published": "2017-01-01", "Unknown": []}'
    )
    assert (paper.id, paper.abstract, paper.year) == ("arxiv:1701.00001", "We.", 2017)
