from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from kg.evaluation.gold import GoldEntity, GoldPaper
from kg.evaluation.page import errors_page
from kg.schema import load_schema

TEXT = "Oak <b>\nOak beats Pine & Ash."
OAK = GoldEntity("Oak", "Model", "introduces", ("Oak",))
PINE = GoldEntity("Pine", "Model", "compares_with", ("Pine",))
ASH = GoldEntity("Ash", "Method", "uses", ("Ash",))
BEATS = frozenset({("Oak", "OUTPERFORMS", "Pine")})


@pytest.fixture(scope="module")
def page():
    """Of two papers: one with errors, one without."""
    gold = {"a/p 1": GoldPaper("a/p 1", (OAK, PINE), BEATS), "q": GoldPaper("q", (OAK,))}
    said = {"a/p 1": GoldPaper("a/p 1", (OAK, ASH)), "q": GoldPaper("q", (OAK,))}
    return errors_page({"a/p 1": TEXT, "q": TEXT}, gold, said)


class Elements(HTMLParser):
    """Every start tag of a page; it complains of one that is not closed in order."""

    def __init__(self, page):
        super().__init__()
        self.found, self.open = [], []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def all(self, name, key):
        return [attributes[key] for tag, attributes in self.found if tag == name and key in attributes]


def test_it_shows_both_sides_and_outlines_what_differs(page):
    assert "1 of 2 papers have an error" in page
    assert '<mark class="Model missing" title="Pine: Model, compares_with">Pine</mark>' in page
    assert '<mark class="Method extra" title="Ash: Method, uses">Ash</mark>' in page
    assert '<mark class="Model" title="Oak: Model, introduces">Oak</mark>' in page


def test_each_error_says_what_is_gold_and_what_was_read(page):
    gold = {"p": GoldPaper("p", (OAK, PINE), BEATS)}
    turned = frozenset({("Pine", "OUTPERFORMS", "Oak")})
    said = {"p": GoldPaper("p", (GoldEntity("Oak", "Model", "uses", ("Oak",)), PINE, ASH), turned)}
    items = re.findall(r"<li><span class=kind>.*", errors_page({"p": TEXT}, gold, said))
    assert [re.sub(r"<[^>]*>", "", item) for item in items] == [
        "wrong role gold Oak (Model, introduces), read Oak (Model, uses)",
        "spurious read Ash (Method, uses)",
        "wrong relation gold Oak OUTPERFORMS Pine, read Pine OUTPERFORMS Oak",
    ]
    assert "missed relation</span> <span class=side>gold</span> Oak OUTPERFORMS Pine" in page


def test_measures_and_kinds_of_error_stand_at_the_top(page):
    top = page[: page.index("<section")]
    assert "<tr><td>entities</td><td>66.7</td><td>66.7</td><td>66.7</td><td>2</td><td>3</td><td>3</td></tr>" in top
    assert "<tr><td>links</td><td>100.0</td>" in top
    for kind in ("missed", "spurious", "missed relation"):
        assert f"<tr><td>{kind}</td><td>1</td></tr>" in top
    assert "wrong role" not in top
    assert all(f'<mark class="{kind}">{kind}</mark>' in top for kind in load_schema().entities)
    assert 'class="missing">' in top and 'class="extra">' in top


def test_the_contents_lead_to_each_paper_by_its_title(page):
    elements = Elements(page)
    assert elements.all("section", "id") == ["paper-a%2Fp%201"]
    assert elements.all("a", "href") == ["#paper-a%2Fp%201", "#contents"]
    assert elements.all("nav", "id") == ["contents"]
    assert '<a href="#paper-a%2Fp%201">Oak &lt;b&gt;</a> <small>a/p 1: 3</small>' in page
    assert "<h2>Oak &lt;b&gt;</h2>" in page


def test_it_is_one_file_without_scripts_that_fits_a_narrow_screen(page):
    elements = Elements(page)
    assert {tag for tag, _ in elements.found}.isdisjoint({"script", "link", "img", "iframe"})
    assert "http" not in page and "@import" not in page
    assert ("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}) in elements.found


def test_text_cannot_become_markup():
    hostile = GoldEntity('"><b>', "<b>", "<b>", ("Pine",))
    relations = frozenset({("<b>", "<b>", "<b>")})
    said = GoldPaper("<b>", (hostile,), relations)
    page = errors_page({"<b>": TEXT}, {"<b>": GoldPaper("<b>", (OAK,))}, {"<b>": said})
    assert "<b>" not in page
    assert "Oak &lt;b&gt;<br>Oak beats" in page
    Elements(page)


def test_half_a_letter_is_no_obstacle():
    page = errors_page({"\ud83d": "\ud83d Oak\n"}, {"\ud83d": GoldPaper("\ud83d", (OAK,))}, {})
    page.encode("utf-8")
