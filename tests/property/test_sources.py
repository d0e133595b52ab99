"""Records are read whatever they hold, and which of them are one paper depends on no order."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents.identity import group_papers, merge_papers
from kg.errors import SourceError
from kg.records.documents import Paper
from kg.sources import Problem, read_papers
from kg.sources.formats import FORMATS

papers = st.builds(
    Paper,
    title=st.sampled_from(["Tea Nets", "TEA nets", "Coffee", "Milk", "!!!"]),
    abstract=st.sampled_from(["", "We brew.", "We brew tea.", "We knit."]),
    given_id=st.sampled_from(["", "", "p1", "p2", "1701.00001v1", "1701.00001v2", "1701.00002"]),
    ids=st.frozensets(st.sampled_from(["doi:10.1000/a", "doi:10.1000/b", "acl:p18-1001"]), max_size=1),
    year=st.sampled_from([None, 2017, 2018]),
    authors=st.sampled_from([(), ("A B",), ("A B", "C D"), ("B C",)]),
    venue=st.sampled_from(["", "ACL", "TEA"]),
    url=st.sampled_from(["", "https://a.example", "https://aclanthology.org/P18-1001/"]),
)
text = st.text(st.characters(codec="utf-8"), max_size=40)
line = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp")), max_size=40)
PIECES = [
    *("[", "]", "{", "}", '"', ",", "\n", "\xe9", '{"title": "A"}'),
    *("@misc{a,", "title = {B}", "title,abstract\n"),
    *("<feed>", "<entry>", "</entry>", "</feed>", "<title>", "</title>"),
    *("Tea Nets\n", "We brew tea. We drink.\n", "Subscribe", "12\n"),
]
titles = line.filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(papers, papers, papers)
def test_what_records_say_together_depends_on_no_order(a, b, c):
    assert merge_papers(a, b) == merge_papers(b, a)
    assert merge_papers(merge_papers(a, b), c) == merge_papers(a, merge_papers(b, c))
    assert merge_papers(a, a) == a
    assert merge_papers(merge_papers(a, b), b) == merge_papers(a, b)


@settings(max_examples=60, deadline=None)
@given(st.lists(papers, max_size=8).flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_grouping_depends_on_no_order_and_on_no_repetition(orders):
    one, other = orders
    grouped = group_papers(one)
    assert group_papers(other) == grouped
    assert group_papers([*one, *other]) == grouped


@settings(max_examples=60, deadline=None)
@given(st.lists(papers, max_size=8))
def test_grouping_twice_changes_nothing(found):
    grouped = group_papers(found)
    assert group_papers(grouped) == grouped
    assert len({paper.id for paper in grouped}) == len(grouped)


@settings(max_examples=60, deadline=None)
@given(st.lists(papers, max_size=6), st.lists(papers, max_size=6))
def test_papers_that_come_later_give_the_same_papers(first, later):
    at_once = group_papers([*first, *later])
    in_turn = group_papers([*group_papers(first), *later])
    assert [paper.id for paper in in_turn] == [paper.id for paper in at_once]


@settings(max_examples=60, deadline=None)
@given(st.lists(papers, max_size=8))
def test_nothing_that_names_a_paper_gets_lost(found):
    grouped = group_papers(found)
    for name in ("ids", "given_ids", "title_keys"):
        assert set().union(*(getattr(paper, name) for paper in grouped)) == set().union(
            *(getattr(paper, name) for paper in found)
        )


def read(data, name):
    problems = []
    found = list(read_papers(["-"], format=name, stdin=io.BytesIO(data), on_problem=problems.append))
    return found, problems


@pytest.mark.parametrize("name", [format_.name for format_ in FORMATS])
@settings(max_examples=60, deadline=None)
@given(
    data=st.binary(min_size=1, max_size=200)
    | st.lists(st.sampled_from(PIECES), min_size=1, max_size=20).map(lambda parts: "".join(parts).encode("latin-1"))
)
def test_any_input_gives_papers_problems_or_one_kind_of_error(name, data):
    try:
        found, problems = read(data, name)
    except SourceError:
        return
    assert all(isinstance(paper, Paper) and paper.title.strip() for paper in found)
    assert all(isinstance(problem, Problem) and problem.origin.line > 0 for problem in problems)
    for paper in found:
        assert "\n" not in paper.title
        paper.text.encode("utf-8")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(titles, text), min_size=1, max_size=5))
def test_json_lines_are_read_as_they_are(records):
    data = "\n".join(json.dumps({"title": title, "abstract": abstract}) for title, abstract in records).encode()
    found, problems = read(data, "jsonl")
    assert not problems
    assert [(paper.title, paper.abstract) for paper in found] == records


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(titles, text), min_size=1, max_size=5), st.sampled_from([None, 1]))
def test_an_array_is_read_like_lines(records, indent):
    objects = [{"title": title, "abstract": abstract} for title, abstract in records]
    found, problems = read(json.dumps(objects, ensure_ascii=False, indent=indent).encode(), "jsonl")
    assert not problems
    assert [(paper.title, paper.abstract) for paper in found] == records


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(titles, line), min_size=1, max_size=5), st.sampled_from(",\t;|"))
def test_tables_are_read_as_they_are(records, delimiter):
    table = io.StringIO()
    csv.writer(table, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([("title", "abstract"), *records])
    found, problems = read(table.getvalue().encode(), "csv")
    assert not problems
    assert [(paper.title, paper.abstract) for paper in found] == records


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["{", "}", "a", " ", '"', "\\{", ",", "\n", "@misc{b,", "="]), max_size=12).map("".join)
)
def test_whatever_an_entry_holds_the_next_is_read(inside):
    found, _ = read(f"@misc{{a,{inside}\n@misc{{z, title = {{Tea}}}}\n".encode(), "bibtex")
    assert [paper.title for paper in found][-1:] == ["Tea"]
