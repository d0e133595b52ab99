from __future__ import annotations

import io
from pathlib import Path

import pytest

from kg.records.documents import Paper
from kg.sources.pages import is_pages, line_kind, read_pages

DATA = Path(__file__).parents[2] / "data"
KNIT = "Knitting Networks: Learning Patterns from Yarn"
KETTLE = "A Kettle That Reasons"
KNITS = "We teach a network to knit. It needs two hundred scarves."
BOILS = "Boiling water is a hard problem for kettles. Ours plans ahead, and it boils in time."


def read(text):
    data = text.encode() if isinstance(text, str) else text
    return list(read_pages(io.BytesIO(data), "a.txt"))


def pairs(text):
    return [(found.title, found.abstract) if isinstance(found, Paper) else found.reason for found in read(text)]


BOTH = [(KNIT, KNITS), (KETTLE, BOILS)]


@pytest.mark.parametrize(
    "text",
    [
        f"{KNIT}\n\n{KNITS}\n\n{KETTLE}\n\n{BOILS}\n",
        f"{KNIT}\n{KNITS}\n{KETTLE}\n{BOILS}",
        f"{KNIT}\n{KNITS}\n\n\n{KETTLE}\n{BOILS}",
        f"  {KNIT}  \n\t\n {KNITS}\n \n{KETTLE}\n\u200b\n{BOILS}",
        f"Subscribe{KNIT}\n{KNITS}\n12\n{KETTLE}\n{BOILS}",
        f"new\n\nSubscribe\n\nMar 17\n\n{KNIT}\n\n{KNITS}\n\n33\n\n· 4 authors\n\n{KETTLE}\n\nAbstract\n\n{BOILS}\n\nLoad more",
        f"{KNIT}\n\nPublished on Mar 17\n\nakhaliq\n\n{KNITS}\n\nUpvote 3\n\n{KETTLE}\n\n@someone\n\n{BOILS}",
        f"{KNIT}\n{KNIT}\n{KNITS}\n{KETTLE}\n{KETTLE}\n{BOILS}",
    ],
)
def test_layouts_and_furniture(text):
    assert pairs(text) == BOTH


@pytest.mark.parametrize("name", ["pages_spaced.txt", "pages_tight.txt"])
def test_whole_pages(name):
    with (DATA / name).open("rb") as stream:
        found = list(read_pages(stream, name))
    assert [(paper.title, len(paper.abstract.split())) for paper in found] == [
        ("Steeping Models: When Longer Training Makes Stronger Tea", 38),
        ("Do Teapots Dream of Electric Kettles?", 24),
        ("#Leaf: Tagging Tea Leaves with Weak Labels", 28),
        ("Steeping Models: When Longer Training Makes Stronger Tea", 38),
        ("Tea Networks", 22),
    ]


def test_lines_that_a_program_wrapped_are_joined():
    text = (
        "A Long Title That Goes on and on about the\n"
        "Learning of Patterns\n"
        "We teach a network to knit patterns. It\n"
        "needs two hundred scarves and some yarn,\n"
        "and it drops few stitches.\n"
    )
    assert pairs(text) == [
        (
            "A Long Title That Goes on and on about the Learning of Patterns",
            "We teach a network to knit patterns. It needs two hundred scarves and some yarn, and it drops few stitches.",
        )
    ]


def test_an_abstract_may_have_paragraphs():
    assert pairs(f"{KNIT}\n\n{KNITS}\n\n{BOILS}\n\nCode: https://a.example/knit\n\n{KETTLE}\n\n{BOILS}") == [
        (KNIT, f"{KNITS}\n{BOILS}\nCode: https://a.example/knit"),
        (KETTLE, BOILS),
    ]


def test_a_list_belongs_to_its_abstract():
    text = f"{KNIT}\n\nWe find three things about yarn:\n\n- It is long\n\n- It is soft\n\n{KETTLE}\n\n{BOILS}"
    assert pairs(text) == [(KNIT, "We find three things about yarn:\n- It is long\n- It is soft"), (KETTLE, BOILS)]


def test_titles_alone_at_the_end_are_papers():
    assert pairs(f"{KNIT}\n\n{KNITS}\n\n{KETTLE}\n\nSorting Socks with Weak Labels") == [
        (KNIT, KNITS),
        (KETTLE, ""),
        ("Sorting Socks with Weak Labels", ""),
    ]


def test_names_below_a_title_are_authors():
    (paper,) = read(f"{KNIT}\n\nAda Lovelace, Béla Körner1,2 and Kurt Gödel*\n\n{KNITS}")
    assert (paper.title, paper.abstract) == (KNIT, KNITS)
    assert paper.authors == ("Ada Lovelace", "Béla Körner", "Kurt Gödel")


def test_a_title_over_two_lines_is_one():
    assert pairs(f"Knitting Networks:\n\nLearning Patterns from Yarn\n\n{KNITS}") == [(KNIT, KNITS)]
    assert pairs(f"Patterns from\n\nYarn and Wool\n\n{KNITS}")[0][0] == "Patterns from Yarn and Wool"


def test_prose_before_any_title_is_a_problem():
    found = read(f"This page shows the papers that we read this week.\n\n{KNIT}\n\n{KNITS}")
    assert found[0].reason == "the paragraph has no title before it"
    assert found[0].origin.line == 1
    assert found[1].title == KNIT


def test_an_unknown_button_is_a_problem_not_a_paper():
    assert pairs(f"Frobnicate\n\n{KNIT}\n\n{KNITS}") == [
        "the line is too short to be a title without an abstract",
        (KNIT, KNITS),
    ]


def test_a_broken_byte_spoils_its_paper():
    found = read(f"{KNIT}\n\n{KNITS}\n\n{KETTLE}\n\n{BOILS}".encode().replace(b"scarves", b"scarv\xe9s"))
    assert found[0].reason.startswith("byte 55 (0xE9) is not UTF-8")
    assert found[1].title == KETTLE


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Attention Is All You Need", "title"),
        ("Do Teapots Dream?", "title"),
        ("When to Brew Tea? From a Leaf's Perspective!", "title"),
        ("Tea Networks for Kettle Control.", "title"),
        (
            "Yarn from subjects who knit socks, hats, or scarves helps to find loose stitches early by learning alone",
            "title",
        ),
        (
            "Can kettles brew tea without any help at all? The role of thermometers and of timers in whistling and in quiet pots",
            "title",
        ),
        ("We brew tea for everybody.", "prose"),
        ("Brewing is hard… and so is knitting…", "prose"),
        ('They call it "the tea problem."', "prose"),
        ("The code is at https://a.example/tea", "prose"),
        ("x" * 301, "prose"),
        ("我们泡茶。", "prose"),
        ("Mar 17", "furniture"),
    ],
)
def test_kinds_of_lines(line, kind):
    assert line_kind(line) == kind


def test_what_follows_a_title_is_seen_otherwise():
    cut = (
        "in this work we look at how a network that knits can be taught to drop no stitches at all while it knits " * 2
    )
    assert line_kind(cut.strip()) == "title"
    assert line_kind(cut.strip(), after_title=KETTLE) == "prose"
    assert line_kind("akhaliq") == "title"
    assert line_kind("akhaliq", after_title=KETTLE) == "furniture"


def test_what_pages_look_like():
    assert is_pages(f"Subscribe\n\n{KNIT}\n\n{KNITS}")
    assert not is_pages("def brew(tea):\n    return tea\n")
    assert not is_pages("We brew tea. We knit.")
    assert not is_pages("one\ntwo\nthree")
