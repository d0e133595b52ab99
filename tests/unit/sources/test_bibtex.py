from __future__ import annotations

import io

import bibtexparser
import pytest

from kg.records.documents import Paper
from kg.sources.bibtex import is_bibtex, read_bibtex

ANTHOLOGY = r"""
@string{tea = "Conference on Tea"}
@string(old = {in parentheses})
@proceedings{tea-2018-long,
    title = "Proceedings of the Conference on Tea",
    year = "2018"
}
@comment{ @article{hidden, title = {Hidden}} }
@inproceedings{korner-lovelace-2018-brewing,
    title = "{BREW}: {D}eep Networks for {$\beta$}-Tea",
    author = {K{\"o}rner, B{\'e}la  and
      Lovelace, Ada and {Institute of Tea, Cups and Pots} and
      others},
    booktitle = tea # ", Vol.~" # 3,
    month = jul,
    year = "2018",
    address = "Melbourne, Australia",
    url = "https://aclanthology.org/P18-1001/",
    doi = "10.18653/v1/P18-1001",
    pages = "1--10",
    abstract = "We brew {``}tea{''} in 95{\%} of pots; see \url{https://a.example/x_y}.
      It is {\textbf{good}} \& {hot, or not}.",
}
"""


def read(text):
    return list(read_bibtex(io.BytesIO(text.encode() if isinstance(text, str) else text), "a.bib"))


def test_an_anthology_entry_is_read_whole():
    problem, paper = read(ANTHOLOGY)
    assert problem.reason == "entries in parentheses are not read"
    assert paper.title == "BREW: Deep Networks for β-Tea"
    assert paper.abstract == "We brew “tea” in 95% of pots; see https://a.example/x_y. It is good & hot, or not."
    assert paper.authors == ("Béla Körner", "Ada Lovelace", "Institute of Tea, Cups and Pots")
    assert paper.venue == "Conference on Tea, Vol. 3"
    assert paper.year == 2018
    assert paper.ids == {"doi:10.18653/v1/p18-1001", "acl:p18-1001"}
    assert paper.given_id == "korner-lovelace-2018-brewing"
    assert paper.url == "https://aclanthology.org/P18-1001/"
    assert paper.origin.line == 9


def test_another_parser_sees_the_same_fields():
    text = ANTHOLOGY.replace("@string(old = {in parentheses})\n", "")
    entry = bibtexparser.parse_string(text).entries[1]
    (paper,) = read(text)
    assert paper.given_id == entry.key
    assert str(paper.year) == entry["year"]
    assert paper.url == entry["url"]
    assert paper.venue.startswith("Conference on Tea")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("@article{a, title={Tea}}", "Tea"),
        ("@ARTICLE { a , TITLE = {Tea} , }", "Tea"),
        ('@article{a,title="Tea"}', "Tea"),
        ("@article{a,title={{Tea}},year=2018}", "Tea"),
        ('@article{a,title="The {"}hot{"} Tea"}', 'The "hot" Tea'),
        ("@article{a,title={A {B {C}} \\{D\\}}}", "A B C {D}"),
        ("@article{,title={Tea}}", "Tea"),
        ("  @misc{a,\n\n title\n=\n{Tea\n   Time}}", "Tea Time"),
        ("@misc{a, title={Tea} year={2018}}", "Tea"),
        ("@misc{a, title={Tea}, subtitle={Hot}}", "Tea: Hot"),
        ("@misc{a, title={Tea}, title={Coffee}}", "Tea"),
        ("@string{t={Te}} @misc{a, title=t # {a}}", "Tea"),
        ("see user@a.example {x} @misc{a, title={Tea}}", "Tea"),
        ("% a comment\n@misc{a, title={Tea 100\\% $x_1$}}", "Tea 100% x1"),
    ],
)
def test_every_way_to_write_an_entry(text, title):
    papers = [found for found in read(text) if isinstance(found, Paper)]
    assert [paper.title for paper in papers] == [title]


def test_several_entries_in_a_line():
    assert [paper.title for paper in read("@misc{a,title={A}} x @misc{b,title={B}}@misc{c,title={C}}")] == [
        "A",
        "B",
        "C",
    ]


@pytest.mark.parametrize(
    ("bad", "line", "reason"),
    [
        ("@misc{bad, year = 2018}", 2, "no title"),
        ("@misc{bad, title = }", 2, "field 'title' has no value"),
        ('@misc{bad, title = "Tea}', 2, "the value of its field 'title' has no end"),
        ("@misc{bad\n title = {Tea}}", 2, "does not begin with a key"),
        ("@misc{bad, title = {Tea}, {x}}", 2, "no field is to be read at '{x}'"),
        ("@misc{bad,\n title = {Tea},\n year = 2018,", 2, "not closed before the next begins in line 5"),
    ],
)
def test_a_bad_entry_is_a_problem_and_the_rest_goes_on(bad, line, reason):
    found = read(f"@misc{{a,title={{A}}}}\n{bad}\n@misc{{b,title={{B}}}}\n")
    assert [paper.title for paper in found if isinstance(paper, Paper)] == ["A", "B"]
    (problem,) = [item for item in found if not isinstance(item, Paper)]
    assert problem.origin.line == line
    assert reason in problem.reason
    assert problem.excerpt.startswith("@misc{bad")


def test_an_entry_that_the_file_cuts_off_is_a_problem():
    found = read("@misc{a,title={A}}\n@misc{b,\n title={B")
    assert found[1].reason == "the entry is not closed before the end of the file"
    assert found[1].origin.line == 2


def test_a_broken_byte_spoils_its_entry():
    found = read(b"@misc{a,title={caf\xe9}}\n@misc{b,title={B}}")
    assert found[0].reason.startswith("byte 13 (0xE9) is not UTF-8")
    assert found[1].title == "B"


@pytest.mark.parametrize(
    ("fields", "ids"),
    [
        ("eprint = {1701.00001}, archivePrefix = {arXiv}", {"arxiv:1701.00001"}),
        ("eprint = {1701.00001}", {"arxiv:1701.00001"}),
        ("eprint = {1701.00001}, eprinttype = {hal}", set()),
        ("eprint = {cs/0112017}, eprinttype = {arXiv}", {"arxiv:cs/0112017"}),
        ("doi = {10.1000/a\\_b}", {"doi:10.1000/a_b"}),
        ("url = {https://arxiv.org/abs/1701.00001}", {"arxiv:1701.00001"}),
    ],
)
def test_ids(fields, ids):
    (paper,) = read(f"@misc{{a, title = {{Tea}}, {fields}}}")
    assert paper.ids == ids


def test_biblatex_fields_are_read():
    (paper,) = read("@article{a, title = {Tea}, date = {2018-03-01}, journaltitle = {Journal of Tea}}")
    assert (paper.year, paper.venue) == (2018, "Journal of Tea")


def test_what_bibtex_looks_like():
    assert is_bibtex("% comment\n\n@inproceedings{a-b,\n")
    assert is_bibtex("@STRING(x = {y})")
    assert not is_bibtex("mail me @home {now}, please")
    assert not is_bibtex("Title\n\nWe introduce @article.")
