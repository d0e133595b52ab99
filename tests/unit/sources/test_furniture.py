from __future__ import annotations

import pytest

from kg.sources.furniture import is_furniture, without_glued


@pytest.mark.parametrize(
    "line",
    [
        "",
        "new",
        "Subscribe",
        "Get trending papers in your email inbox!",
        "Get trending papers in your email inbox once a day!",
        "Daily Papers",
        "by AK and the research community",
        "byAK and the research community",
        "Mar 17",
        "March 17, 2024",
        "17 Mar 2024",
        "2024-03-17",
        "Published on Mar 17",
        "· Submitted on May 2, 2023",
        "3 days ago",
        "Yesterday",
        "42",
        "1.2k",
        "▲ 33",
        "Upvote 33 +23",
        "Upvote",
        "12 authors",
        "· 5 authors",
        "Authors: 12",
        "7 comments",
        "Submitted by akhaliq",
        "@someone",
        "View PDF",
        "View arXiv page",
        "Read the paper",
        "Add to collection",
        "Load more",
        "Abstract",
        "GitHub",
        "Log In",
        "Page 3 of 7",
        "-----",
        "•",
        "arXiv:1701.00001v1",
        "https://a.example/x",
        "© 2024 Somebody",
    ],
)
def test_furniture(line):
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "New Ways of Brewing",
        "Subscribe to Tea: A Study",
        "Daily Papers and Their Readers",
        "May We Brew?",
        "March of the Teapots",
        "3D Teapots",
        "12 Teapots",
        "Code Generation for Kettles",
        "Abstract Meaning of Tea",
        "Papers of the Tea Society",
        "Pointer Networks",
        "BERT",
        "Reading Tea Leaves",
        "View Synthesis of Teapots",
    ],
)
def test_titles_are_no_furniture(line):
    assert not is_furniture(line)
    assert without_glued(line) == line


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("SubscribeBREW: Tea from Text", "BREW: Tea from Text"),
        ("newSubscribeBREW: Tea", "BREW: Tea"),
        ("Subscribe3D Teapots", "3D Teapots"),
        ("Subscribe#Tag: Tea", "#Tag: Tea"),
        ("Get trending papers in your email inbox!SubscribeTea Nets", "Tea Nets"),
        ("byAK and the research communityTea Nets", "Tea Nets"),
        ("Mar 17Tea Nets", "Tea Nets"),
        ("Daily PapersMar 17Tea Nets", "Tea Nets"),
    ],
)
def test_glued_furniture_is_cut_off(line, title):
    assert without_glued(line) == title


@pytest.mark.parametrize(
    "line", ["Subscribers Leave", "Subscribed Readers", "Subscribe Now", "Mar 17 Nets", "newer Nets"]
)
def test_words_that_begin_alike_stay_whole(line):
    assert without_glued(line) == line
