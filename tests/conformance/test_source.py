"""What every reader of papers does the same."""

from __future__ import annotations

import csv
import gzip
import io
import json
from xml.sax.saxutils import escape

import pytest

from kg.errors import SourceError
from kg.records.documents import Paper
from kg.sources import Problem, formats, read_papers
from kg.sources.formats import FORMATS, HEAD, find_format

PAPERS = [
    ("Knitting Networks: Learning Patterns from Yarn", "We teach a network to knit. It needs two hundred scarves."),
    ("A Kettle That Reasons", "Boiling water is a hard problem for naïve kettles – ours plans. It was tested in Łódź."),
    (
        "Sorting Socks with Weak Labels",
        "Socks come in pairs. We find ninety of a hundred pairs without any label at all.",
    ),
]


class Case:
    """How a format writes papers, as the lines of one record each and what stands around them."""

    is_by_record = True
    """Whether a broken byte spoils its record only."""

    start = ""
    end = ""
    untitled: str
    """A record without title."""

    @staticmethod
    def record(number, title, abstract):
        raise NotImplementedError

    @classmethod
    def write(cls, papers):
        return cls.start + "".join(cls.record(i, *paper) for i, paper in enumerate(papers, 1)) + cls.end

    @classmethod
    def write_with_untitled(cls):
        records = [cls.record(i, *paper) for i, paper in enumerate(PAPERS, 1)]
        return cls.start + "".join([*records[:2], cls.untitled, *records[2:]]) + cls.end


def json_line(**fields):
    return json.dumps(fields, ensure_ascii=False) + "\n"


class JsonLines(Case):
    untitled = json_line(abstract="We have no title.")

    @staticmethod
    def record(number, title, abstract):
        return json_line(title=title, abstract=abstract)


class Snapshot(Case):
    untitled = json_line(id="1701.09999", title=" ", abstract="We have no title.", authors_parsed=[])

    @staticmethod
    def record(number, title, abstract):
        authors = [["Li", "Bo", ""]]
        return json_line(id=f"1701.{number:05}", title=title, abstract=f"  {abstract}\n", authors_parsed=authors)


class Csv(Case):
    start = "year,title,abstract\n"
    untitled = "2017,,We have no title.\n"

    @staticmethod
    def record(number, title, abstract):
        table = io.StringIO()
        csv.writer(table, lineterminator="\n").writerow((2017, title, abstract))
        return table.getvalue()


class BibTex(Case):
    untitled = "@article{none,\n  abstract = {We have no title.}\n}\n"

    @staticmethod
    def record(number, title, abstract):
        return f"@article{{p{number},\n  title = {{{title}}},\n  abstract = {{{abstract}}}\n}}\n\n"


class Atom(Case):
    is_by_record = False
    start = '<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
    end = "</feed>\n"
    untitled = "<entry><summary>We have no title.</summary></entry>\n"

    @staticmethod
    def record(number, title, abstract):
        return f"<entry>\n<title>{escape(title)}</title>\n<summary>{escape(abstract)}</summary></entry>\n"


class Pages(Case):
    start = "Subscribe\n\nMar 17\n\n"
    untitled = "Broken\n\n"

    @staticmethod
    def record(number, title, abstract):
        return f"{title}\n\n{abstract}\n\n"


CASES = {
    "arxiv-snapshot": Snapshot,
    "atom": Atom,
    "bibtex": BibTex,
    "csv": Csv,
    "jsonl": JsonLines,
    "pages": Pages,
}


@pytest.fixture(params=sorted(CASES))
def name(request):
    return request.param


@pytest.fixture
def case(name):
    return CASES[name]


def read(data, **options):
    data = data.encode() if isinstance(data, str) else data
    return list(read_papers(["-"], stdin=io.BytesIO(data), **options))


def test_every_reader_has_a_case():
    assert set(CASES) == set(formats()) == {format_.name for format_ in FORMATS}


def test_every_reader_describes_itself_in_a_line():
    assert all(line and "\n" not in line for line in formats().values())


def test_titles_and_abstracts_are_read_in_order(case):
    assert [(paper.title, paper.abstract) for paper in read(case.write(PAPERS))] == PAPERS


def test_the_content_tells_the_format(name, case):
    assert find_format(case.write(PAPERS).encode(), "papers.dat").name == name


def test_the_named_format_is_used(name, case):
    assert len(read(case.write(PAPERS), format=name)) == 3


def test_the_content_counts_more_than_the_suffix(name, case):
    other = "papers.csv" if name != "csv" else "papers.bib"
    assert find_format(case.write(PAPERS).encode(), other).name == name


def test_gzip_is_unpacked(case):
    assert read(gzip.compress(case.write(PAPERS).encode())) == read(case.write(PAPERS))


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(case):
    text = case.write(PAPERS)
    assert read(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()) == read(text)


def test_origins_name_file_and_line(case, tmp_path):
    path = tmp_path / "papers"
    text = case.write(PAPERS)
    path.write_text(text, encoding="utf-8")
    papers = list(read_papers([path]))
    assert {paper.origin.path for paper in papers} == {str(path)}
    lines = text.split("\n")
    for paper in papers:
        at = paper.origin.line - 1
        assert paper.title in "\n".join(lines[at : at + 2])


def test_a_record_without_title_is_reported_and_the_rest_goes_on(case):
    problems = []
    text = case.write_with_untitled()
    papers = read(text, on_problem=problems.append)
    assert [paper.title for paper in papers] == [title for title, _ in PAPERS]
    assert len(problems) == 1
    assert "title" in problems[0].reason
    assert problems[0].origin.path == "-"
    line = text.split("\n")[problems[0].origin.line - 1]
    assert line
    assert line in case.untitled


def test_strict_stops_at_the_place(case):
    papers = read_papers(["-"], stdin=io.BytesIO(case.write_with_untitled().encode()), strict=True)
    assert [next(papers).title, next(papers).title] == [title for title, _ in PAPERS[:2]]
    with pytest.raises(SourceError, match=r"^-:\d+: .*title"):
        next(papers)


def test_an_abstract_may_be_missing(case):
    papers = [("Knitting Networks: Learning Patterns from Yarn", ""), *PAPERS[1:]]
    assert [(paper.title, paper.abstract) for paper in read(case.write(papers))] == papers


def test_a_broken_byte_spoils_its_record_only(case):
    data = case.write(PAPERS).encode().replace("ï".encode(), b"\xef")
    if not case.is_by_record:
        with pytest.raises(SourceError, match=r"^-:\d+: "):
            read(data)
        return
    problems = []
    papers = read(data, on_problem=problems.append)
    assert [paper.title for paper in papers] == [PAPERS[0][0], PAPERS[2][0]]
    assert [problem.reason.split(";")[0].split(" (")[1] for problem in problems] == ["0xEF) is not UTF-8"]


def test_papers_come_while_the_file_is_read(case):
    class Counting(io.BytesIO):
        taken = 0

        def read(self, size=-1):
            data = super().read(size)
            self.taken += len(data)
            return data

    long = [(title, " ".join([abstract] * 25)) for title, abstract in PAPERS]
    papers = [(f"{title} in {i} Steps", abstract) for i in range(300) for title, abstract in long]
    stream = Counting(case.write(papers).encode())
    assert len(stream.getvalue()) > 20 * HEAD
    reading = read_papers(["-"], stdin=stream)
    assert isinstance(next(reading), Paper)
    assert stream.taken < 6 * HEAD
    assert sum(1 for _ in reading) == len(papers) - 1


def test_problems_are_logged_where_nobody_asks_for_them(case, caplog):
    read(case.write_with_untitled())
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert caplog.records[0].getMessage().startswith("-:")


def test_a_problem_is_shown_on_one_line(case):
    problems = []
    read(case.write_with_untitled(), on_problem=problems.append)
    assert isinstance(problems[0], Problem)
    assert "\n" not in str(problems[0])
