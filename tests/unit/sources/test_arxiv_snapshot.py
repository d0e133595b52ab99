from __future__ import annotations

import io
import json

from kg.sources.arxiv_snapshot import read_arxiv_snapshot, unwrapped

RECORD = {
    "id": "0704.0001",
    "submitter": "Ada Lovelace",
    "authors": "A. Lovelace and B. Körner",
    "title": "A Very Long Title\n  About Tea",
    "comments": "37 pages",
    "journal-ref": "J. Tea 76:013009,2007",
    "doi": "10.1103/Tea.76 10.1103/Tea.77",
    "categories": "cs.LG stat.ML",
    "abstract": "  We brew tea\nin $n$ pots.\n  It tastes\ngood.\n",
    "versions": [
        {"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"},
        {"version": "v2", "created": "Tue, 24 Jul 2008 20:10:27 GMT"},
    ],
    "update_date": "2008-11-26",
    "authors_parsed": [["Lovelace", "Ada", ""], ["Körner", "Béla", "Jr."]],
}


def read(**changes):
    line = json.dumps({**RECORD, **changes}).encode()
    return next(read_arxiv_snapshot(io.BytesIO(line), "arxiv.json"))


def test_a_record_is_read_whole():
    paper = read()
    assert paper.title == "A Very Long Title About Tea"
    assert paper.abstract == "We brew tea in $n$ pots.\nIt tastes good."
    assert paper.ids == {"arxiv:0704.0001", "doi:10.1103/tea.76", "doi:10.1103/tea.77"}
    assert paper.given_id == "0704.0001"
    assert paper.year == 2007
    assert paper.authors == ("Ada Lovelace", "Béla Körner Jr.")
    assert paper.venue == "J. Tea 76:013009,2007"
    assert paper.url == "https://arxiv.org/abs/0704.0001"


def test_what_is_missing_is_taken_from_elsewhere():
    paper = read(versions=[], authors_parsed=[], **{"journal-ref": None, "doi": None})
    assert (paper.year, paper.authors, paper.venue) == (2008, ("A. Lovelace", "B. Körner"), "arXiv")


def test_old_ids_are_ids():
    assert read(id="math/0309136", doi=None).id == "arxiv:math/0309136"


def test_wrong_kinds_are_problems_or_ignored():
    assert read(title=7).reason == "its title is a number, not text"
    assert read(versions="v1", update_date=7).year is None


def test_only_an_indent_or_a_blank_line_begins_a_paragraph():
    assert unwrapped("a\nb\n c\n  d\n\ne\r\nf") == "a b c\nd\ne f"
    assert unwrapped(" a\u00a0b ") == "a\u00a0b"
