from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from kg.browser.address import browser_address, browser_page
from kg.config import Target
from kg.errors import ConfigError
from kg.queries import load_queries
from kg.queries.inline import inlined


@pytest.mark.parametrize(
    ("uri", "page"),
    [
        ("bolt://localhost:7687", "http://localhost:7474/browser/"),
        ("neo4j://db.example.org", "http://db.example.org:7474/browser/"),
        ("neo4j+s://db.example.org:7687", "https://db.example.org:7473/browser/"),
        ("bolt+ssc://10.0.0.1:1", "https://10.0.0.1:7473/browser/"),
        ("bolt://[::1]:7687", "http://[::1]:7474/browser/"),
    ],
)
def test_where_a_servers_own_browser_is(uri, page):
    assert browser_page(Target(uri=uri)) == page


def test_the_address_holds_where_to_connect_and_the_script_and_no_password():
    text = "// 100 % sure\nMATCH (n {name: 'a+b ü'}) RETURN n;"
    target = Target(uri="bolt://localhost:7687", password="s3cret", database="my db")
    address = browser_address("http://localhost:7474/browser/", target, text)
    assert parse_qs(urlsplit(address).query) == {
        "dbms": ["bolt://localhost:7687"],
        "db": ["my db"],
        "cmd": ["edit"],
        "arg": [text],
    }
    assert "s3cret" not in address


@pytest.mark.parametrize("text", ["RETURN 'a&b'", "RETURN '#'"])
def test_what_browser_would_cut_is_refused(text):
    with pytest.raises(ConfigError, match="no script with & or # from an address"):
        browser_address("http://localhost:7474/browser/", Target(uri="bolt://localhost"), text)


@pytest.mark.parametrize("query", load_queries().values(), ids=lambda query: query.name)
def test_every_question_can_be_opened(query):
    text = inlined(query, {p.name: p.value for p in query.parameters})
    assert len(browser_address("http://localhost:7474/browser/", Target(uri="bolt://localhost"), text)) < 4_000
