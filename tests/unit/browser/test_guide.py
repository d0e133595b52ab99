from __future__ import annotations

from html import unescape
from xml.etree import ElementTree as ET

from kg.browser.guide import guide
from kg.queries import load_queries
from kg.queries.inline import inlined

OWN = {query.name: {p.name: p.value for p in query.parameters} for query in load_queries().values()}


def test_there_is_a_slide_a_topic_and_what_draws_comes_first():
    page = ET.fromstring(
        guide(load_queries().values(), OWN).partition("<!DOCTYPE html>\n")[2].replace('<meta charset="utf-8">', "")
    )
    titles = [slide.findtext(".//h3") for slide in page.iter("slide")]
    assert titles[:2] == ["What papers are made of", "Graphs"]
    assert sorted(titles[1:]) == sorted({query.topic.capitalize() for query in load_queries().values()})
    statements = [unescape(pre.text).strip() for pre in page.iter("pre") if pre.get("class").endswith("runnable")]
    assert sorted(statements) == sorted(inlined(query, OWN[query.name]) for query in load_queries().values())


def test_markup_in_a_name_stays_text():
    values = {**OWN, "evaluations": {"entity": "<script>", "limit": 1}}
    text = guide(load_queries().values(), values)
    assert "<script>" not in text and "&lt;script&gt;" in text
