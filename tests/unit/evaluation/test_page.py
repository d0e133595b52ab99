from __future__ import annotations

from kg.evaluation.gold import GoldEntity, GoldPaper
from kg.evaluation.page import errors_page

TEXT = "Oak <b>\nOak beats Pine & Ash."
OAK = GoldEntity("Oak", "Model", "introduces", ("Oak",))
PINE = GoldEntity("Pine", "Model", "compares_with", ("Pine",))


def test_it_shows_both_sides_and_outlines_what_differs():
    gold = {"p": GoldPaper("p", (OAK, PINE)), "q": GoldPaper("q", (OAK,))}
    said = {"p": GoldPaper("p", (OAK, GoldEntity("Ash", "Method", "uses", ("Ash",)))), "q": GoldPaper("q", (OAK,))}
    page = errors_page({"p": TEXT, "q": TEXT}, gold, said)
    assert "1 of 2 papers have an error" in page
    assert '<mark class="Model missing" title="Pine: Model, compares_with">Pine</mark>' in page
    assert '<mark class="Method extra" title="Ash: Method, uses">Ash</mark>' in page
    assert '<mark class="Model" title="Oak: Model, introduces">Oak</mark>' in page
    assert "<span class=kind>missed</span> Pine (Model, compares_with)" in page


def test_text_cannot_become_markup():
    page = errors_page({"p": TEXT}, {"p": GoldPaper("p", (PINE,))}, {})
    assert "<b>" not in page
    assert "Oak &lt;b&gt;<br>Oak beats" in page
