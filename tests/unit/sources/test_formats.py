from __future__ import annotations

import pytest

from kg.errors import SourceError
from kg.sources.formats import FORMATS, UnknownFormatError, file_suffix, find_format, formats, named_format


@pytest.mark.parametrize(
    ("start", "name"),
    [
        ('{"title": "Tea"}', "jsonl"),
        ('\n [ {"title": "Tea"} ]', "jsonl"),
        ("[\n", "jsonl"),
        ('{\n  "title": "Tea"\n}', "jsonl"),
        ('{"id": "1", "authors_parsed": []}', "arxiv-snapshot"),
        ('<?xml version="1.0"?>\n<!-- x -->\n<feed xmlns="y">', "atom"),
        ('<a:feed xmlns:a="y">', "atom"),
        ("% x\n@article{a,\n title = {x}}", "bibtex"),
        ("id,title\n", "csv"),
        ("title\tabstract\n", "csv"),
        ("\ufeffTitle;Year\n", "csv"),
        ("Tea Networks\n\nWe study tea and the networks of those who drink it.\n", "pages"),
        ("[Draft] Tea Networks\nWe study tea and the networks of those who drink it.\n", "pages"),
    ],
)
def test_the_content_tells(start, name):
    assert find_format(start.encode(), "x").name == name


@pytest.mark.parametrize(
    ("path", "name"),
    [("a.csv", "csv"), ("a.TSV.gz", "csv"), ("a.bib", "bibtex"), ("a.xml", "atom"), ("a.jsonl", "jsonl")],
)
def test_the_suffix_tells_where_the_content_does_not(path, name):
    found = find_format(b"one two three", path)
    assert name in (found.name, "jsonl" if found.name == "arxiv-snapshot" else "")


@pytest.mark.parametrize("start", [b"one two three", b"def f():\n    pass\n", b"{a}", b"<rss><channel/></rss>"])
def test_what_nothing_tells_is_an_error_that_lists_the_formats(start):
    with pytest.raises(UnknownFormatError) as caught:
        find_format(start, "notes.txt")
    assert str(caught.value).startswith("The format of notes.txt cannot be told from its content.")
    assert all(name in str(caught.value) for name in formats())


def test_a_web_page_is_named_as_such():
    with pytest.raises(UnknownFormatError, match="page.txt is a web page in HTML. Save it as text"):
        find_format(b"<!DOCTYPE html><html><body>Tea</body></html>", "page.txt")


def test_names():
    assert list(formats()) == ["arxiv-snapshot", "atom", "bibtex", "csv", "jsonl", "pages"]
    assert named_format("csv").name == "csv"
    with pytest.raises(SourceError, match="no format 'cvs'. Formats are arxiv-snapshot, atom,"):
        named_format("cvs")


@pytest.mark.parametrize(
    ("path", "suffix"),
    [
        ("a/b.c/papers", ""),
        (".hidden", ""),
        ("A.Bib", ".bib"),
        ("a.json.gz", ".json"),
        ("a.gz", ""),
        ("x\\a.csv", ".csv"),
    ],
)
def test_suffixes(path, suffix):
    assert file_suffix(path) == suffix


def test_no_two_formats_have_one_name():
    assert len({format_.name for format_ in FORMATS}) == len(FORMATS)
