from __future__ import annotations

import io

import pytest

from kg.errors import SourceError
from kg.records.documents import Paper
from kg.sources.csv_table import find_delimiter, is_csv, read_csv


def read(text):
    data = text.encode() if isinstance(text, str) else text
    return list(read_csv(io.BytesIO(data), "a.csv"))


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimiters_are_found(delimiter):
    text = delimiter.join(("id", "Title", "Abstract")) + "\n" + delimiter.join(("p7", '"A, B; C|D\tE"', "We.")) + "\n"
    (paper,) = read(text)
    assert (paper.given_id, paper.title, paper.abstract) == ("p7", "A, B; C|D\tE", "We.")


def test_the_title_column_decides_on_the_delimiter():
    assert find_delimiter("title;a, b, c, d") == ";"
    assert find_delimiter("name,other") == ","


def test_cells_over_several_lines_and_the_lines_of_rows():
    found = read('title,abstract\nA,"one\ntwo"\n\nB,\nC,"x ""y"" z"\n')
    assert [(paper.title, paper.abstract, paper.origin.line) for paper in found] == [
        ("A", "one\ntwo", 2),
        ("B", "", 5),
        ("C", 'x "y" z', 6),
    ]


def test_all_columns_are_read():
    (paper,) = read(
        "Title,Authors,Year,Venue,DOI,URL,Other\n"
        'A,"Lovelace, Ada; Turing, Alan",2017,Tea,10.1000/x,https://a.example,ignored\n'
    )
    assert paper.authors == ("Ada Lovelace", "Alan Turing")
    assert (paper.year, paper.venue, paper.id, paper.url) == (2017, "Tea", "doi:10.1000/x", "https://a.example")


def test_rows_may_be_short_and_end_in_empty_cells():
    found = read("title,abstract\nA\nB,We.,,\n")
    assert [(paper.title, paper.abstract) for paper in found] == [("A", ""), ("B", "We.")]


def test_a_row_with_too_many_cells_is_a_problem():
    found = read("title,abstract\nA, B and C,We.\nD,We.\n")
    assert found[0].reason.startswith("the row has 3 cells, the header 2")
    assert found[0].excerpt == "A, B and C,We."
    assert found[1].title == "D"


def test_of_two_columns_with_one_name_the_first_counts():
    assert read("title,title\nA,B\n")[0].title == "A"


@pytest.mark.parametrize("header", ["name,abstract", "a;b", "just text", "Titel\tYear"])
def test_a_table_without_titles_is_an_error_that_says_what_there_is(header):
    with pytest.raises(SourceError) as caught:
        read(f"\n{header}\nx,y\n")
    message = str(caught.value)
    assert message.startswith("a.csv:2: the table has no column of titles; its first row is ")
    assert all(repr(cell) in message for cell in header.replace(";", ",").replace("\t", ",").split(","))
    assert "abstract (or summary)" in message


def test_a_quote_that_never_closes_does_not_take_the_memory():
    rows = "".join(f"Tea {i},We brew.\n" for i in range(9_000))
    found = read(f'title,abstract\nA,We.\nB,"We\n{rows}')
    assert found[0].title == "A"
    assert "field larger than field limit" in found[1].reason
    assert found[1].origin.line == 3
    assert isinstance(found[2], Paper)


def test_a_broken_byte_is_counted_in_its_cell():
    found = read(b"title,abstract\nA,caf\xe9\nB,We.\n")
    assert found[0].reason == "byte 4 (0xE9) is not UTF-8; counted within its cell"
    assert found[1].title == "B"


def test_a_header_with_titles_makes_a_table():
    assert is_csv("Title,Abstract\n")
    assert is_csv("title\nTea\n")
    assert is_csv('"paper_title"\t"year"')
    assert is_csv("name,abstract\n")
    assert not is_csv("abstract\n")
    assert not is_csv("A Title of a Paper\n")
    assert not is_csv("Titles, and More\n")
    assert not is_csv("")
