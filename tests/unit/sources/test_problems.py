from __future__ import annotations

from kg.records.documents import Origin
from kg.sources.problems import Problem, excerpt


def test_an_excerpt_is_one_printable_line():
    assert excerpt("  We\n\tbrew\x00\ud800 tea ") == "We brew\ufffd\ufffd tea"
    assert excerpt("x" * 500) == "x" * 80 + "…"
    assert excerpt("") == ""


def test_a_problem_says_where_why_and_what():
    assert str(Problem(Origin("a.bib", 3), "it has no title")) == "a.bib:3: it has no title"
    assert str(Problem(Origin("a.bib", 3), "it has no title", "@misc")) == "a.bib:3: it has no title: @misc"
