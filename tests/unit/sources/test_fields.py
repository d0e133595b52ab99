from __future__ import annotations

import pytest

from kg.records.documents import Origin
from kg.sources.fields import RecordError, author_names, fold_name, one_line, paper_from_fields


def paper(**fields):
    return paper_from_fields({"title": "Tea", **fields}, Origin("a", 1))


def test_names_of_fields_fold():
    assert {fold_name(name) for name in ("arXiv ID", "arxiv_id", "arxivId", "ArXiv-Id ")} == {"arxivid"}


def test_abstract_and_summary_are_one():
    assert paper(abstract="We brew.").abstract == paper(summary="We brew.").abstract == "We brew."
    assert paper(abstract=None).abstract == paper().abstract == ""


def test_title_and_abstract_stay_as_they_are_but_for_line_ends_in_the_title():
    read = paper(title=" Tea\nNets ", abstract=" We\n\nbrew. ")
    assert (read.title, read.abstract) == (" Tea Nets ", " We\n\nbrew. ")


def test_a_title_in_a_list_is_a_title():
    assert paper(title=["Tea"]).title == "Tea"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"title": ""}, "no title"),
        ({"title": " \n"}, "no title"),
        ({"title": None}, "no title"),
        ({"title": 7}, "title is a number, not text"),
        ({"title": True}, "title is true or false"),
        ({"title": ["a", "b"]}, "title is a list"),
        ({"abstract": {"en": "x"}}, "abstract is an object"),
    ],
)
def test_what_is_no_text_is_refused(fields, reason):
    with pytest.raises(RecordError, match=reason):
        paper(**fields)


@pytest.mark.parametrize(
    ("fields", "given", "ids"),
    [
        ({}, "", set()),
        ({"id": "p7"}, "p7", set()),
        ({"paperid": 7}, "7", set()),
        ({"id": True}, "", set()),
        ({"id": " 1701.00001v2 "}, "1701.00001v2", {"arxiv:1701.00001"}),
        ({"arxivid": "1701.00001v2"}, "1701.00001v2", {"arxiv:1701.00001"}),
        ({"arxivid": "cs/0112017"}, "cs/0112017", {"arxiv:cs/0112017"}),
        ({"id": "p7", "doi": "10.1/x 10.1000/Y"}, "p7", {"doi:10.1000/y"}),
        ({"aclid": "P18-1001"}, "P18-1001", {"acl:p18-1001"}),
        ({"externalids": {"ArXiv": "1701.00001", "DOI": "10.1000/y", "MAG": "9"}}, "1701.00001", None),
        ({"doi": "https://doi.org/10.1000/Y"}, "https://doi.org/10.1000/Y", {"doi:10.1000/y"}),
        ({"url": "http://arxiv.org/abs/1701.00001v1"}, "", {"arxiv:1701.00001"}),
    ],
)
def test_ids(fields, given, ids):
    read = paper(**fields)
    assert read.given_id == given
    assert read.ids == (ids if ids is not None else {"arxiv:1701.00001", "doi:10.1000/y"})


@pytest.mark.parametrize(
    ("value", "year"),
    [
        (2017, 2017),
        ("2017", 2017),
        ("2017-06-12T17:57:34Z", 2017),
        ("Mon, 12 Jun 2017 17:57:34 GMT", 2017),
        ({"date-parts": [[2017, 6]]}, 2017),
        (2017.0, 2017),
        ("June", None),
        (20170, None),
        (True, None),
        (None, None),
        ([2017], None),
    ],
)
def test_years(value, year):
    assert paper(year=value).year == year


@pytest.mark.parametrize(
    ("value", "names"),
    [
        (None, ()),
        ("", ()),
        ("Ada Lovelace", ("Ada Lovelace",)),
        ("Lovelace, Ada", ("Ada Lovelace",)),
        ("Plato", ("Plato",)),
        ("Ada Lovelace, Alan M. Turing", ("Ada Lovelace", "Alan M. Turing")),
        ("Lovelace, Ada; Turing, Alan", ("Ada Lovelace", "Alan Turing")),
        ("Lovelace, Ada and Turing, Alan", ("Ada Lovelace", "Alan Turing")),
        ("Ada Lovelace, Alan Turing and Kurt Gödel", ("Ada Lovelace", "Alan Turing", "Kurt Gödel")),
        ("Ada Lovelace, Alan Turing, and Kurt Gödel", ("Ada Lovelace", "Alan Turing", "Kurt Gödel")),
        ("Ada Lovelace; and Alan Turing;", ("Ada Lovelace", "Alan Turing")),
        ("van der Berg, Anna M.", ("Anna M. van der Berg",)),
        ("King, Jr., Martin Luther", ("Martin Luther King Jr.",)),
        (["Ada Lovelace", "Turing, Alan"], ("Ada Lovelace", "Alan Turing")),
        ([["Lovelace", "Ada", ""], ["King", "Martin", "Jr."]], ("Ada Lovelace", "Martin King Jr.")),
        ([{"name": "Ada  Lovelace"}, {"given": "Alan", "family": "Turing"}], ("Ada Lovelace", "Alan Turing")),
        ([{"author": {"display_name": "Ada Lovelace"}}], ("Ada Lovelace",)),
        ([{"first": "Ada", "last": "Lovelace"}, {"affiliation": "x"}, 7, None], ("Ada Lovelace",)),
        ({"name": "Ada Lovelace"}, ("Ada Lovelace",)),
    ],
)
def test_authors(value, names):
    assert author_names(value) == names


def test_venue_and_address_may_be_objects():
    read = paper(journal={"name": "Journal of Tea"}, url=["https://a.example", "https://b.example"])
    assert (read.venue, read.url) == ("Journal of Tea", "https://a.example")


def test_lone_surrogates_do_not_get_in():
    read = paper(title="Tea \ud800", abstract="\udc80", venue="\ud800", authors=["A \ud800"])
    for text in (read.text, read.venue, *read.authors):
        text.encode("utf-8")
    assert len(read.title) == 5


def test_every_line_end_in_a_title_is_a_space():
    assert one_line("a\r\nb\nc\u2028d\x85e") == "a b c d e"
