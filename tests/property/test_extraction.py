"""Texts put together from names and from what breaks readers: whatever the order, the annotation holds together."""

from __future__ import annotations

import itertools
import re
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extraction import Extractor
from kg.extraction.abbreviations import find_definitions
from kg.extraction.grouping import fold, group_strings
from kg.records.documents import Paper

NAMES = ["BERT", "GPT-4", "ImageNet-1K", "LoRA", "low-rank adaptation", "F1", "image classification", "U-Net", "GLUE"]
GLUE = [
    " is trained on ",
    " outperforms ",
    ". We propose ",
    " (",
    ") ",
    ", ",
    " and ",
    "-based ",
    "-",
    " et al. ",
    "? ",
    "1.5 ",
    "",
]
ODD = [
    r"\emph{",
    "}",
    "$",
    r"$\alpha$",
    "&amp;",
    "<i>",
    "</i>",
    "\u200b",
    "\u00a0",
    "\ufb01",
    "\ud800",
    "\x00",
    "\n",
    "模型",
    "🤖",
]

plain_texts = st.lists(st.sampled_from(NAMES + GLUE), max_size=16).map("".join)
odd_texts = st.lists(st.sampled_from(NAMES + GLUE + ODD), max_size=16).map("".join)
titles = st.sampled_from(["BERT: Reading Trees", "On $x$", "\ufb01ne-tuning \\emph{GPT-4}", "\ud800"])


@cache
def extractor() -> Extractor:
    return Extractor()


@settings(max_examples=60, deadline=None)
@given(titles, odd_texts)
def test_spans_are_in_the_stored_text_and_do_not_overlap(title, abstract):
    paper = Paper(title, abstract)
    annotation = extractor().extract(paper)
    spans = sorted((m.start, m.end, m.text) for entity in annotation.entities for m in entity.mentions)
    assert all(paper.text[start:end] == text for start, end, text in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    assert all(0 <= a.start < a.end <= len(paper.text) for a in annotation.sentences)
    assert all(a.end <= b.start for a, b in itertools.pairwise(annotation.sentences))


@settings(max_examples=40, deadline=None)
@given(plain_texts)
def test_a_string_that_is_an_entity_once_is_one_wherever_it_stands(abstract):
    paper = Paper("On trees", abstract)
    annotation = extractor().extract(paper)
    spans = {(m.start, m.end) for entity in annotation.entities for m in entity.mentions}
    strings = sorted({m.text for entity in annotation.entities for m in entity.mentions}, key=len, reverse=True)
    if not strings:
        return
    whole_words = re.finditer(r"(?<!\w)(?:" + "|".join(map(re.escape, strings)) + r")(?!\w)", paper.text)
    assert {match.span() for match in whole_words} == spans


@settings(max_examples=15, deadline=None)
@given(st.lists(odd_texts, min_size=1, max_size=4), st.integers(1, 3))
def test_a_paper_says_the_same_alone_and_among_others(abstracts, batch_size):
    papers = [Paper("On trees", abstract, given_id=f"n{n}") for n, abstract in enumerate(abstracts)]
    together = list(extractor().extract_many(papers, batch_size=batch_size))
    assert together == [extractor().extract(paper) for paper in papers]


words = st.permutations(["bow", "kit", "jet", "zoo", "hug"]).flatmap(
    lambda order: st.integers(2, 5).map(lambda length: order[:length])
)
"""No initial stands inside another word, so that there is one reading only."""


@given(words, st.sampled_from(["", "We use ", "One ends. ", "(see) "]), st.booleans())
def test_the_initials_of_words_are_defined_by_them(words, before, is_short_first):
    long, short = " ".join(words), "".join(word[0] for word in words).upper()
    text = before + (f"{short} ({long})" if is_short_first else f"{long} ({short})") + " here."
    assert [(text[slice(*d.short)], text[slice(*d.long)]) for d in find_definitions(text)] == [(short, long)]


@given(st.text(alphabet="Ab-( )[].,;1é\n", max_size=60))
def test_definitions_are_inside_the_text_and_apart(text):
    for definition in find_definitions(text):
        (a, b), (c, d) = definition.short, definition.long
        assert 0 <= a < b <= len(text) and 0 <= c < d <= len(text)
        assert b <= c or d <= a
        assert text[a:b].strip() and text[c:d].strip()


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once_for_names_without_plural(text):
    folded = fold(text)
    assert fold(folded) in {folded, folded[:-1], folded[:-3] + "y"} or not folded.isascii()


@given(
    st.lists(st.text(max_size=8), unique=True, max_size=8), st.dictionaries(st.text(max_size=4), st.text(max_size=8))
)
def test_groups_are_numbered_in_order_of_their_strings(strings, short_forms):
    groups = group_strings(strings, short_forms)
    assert len(groups) == len(strings)
    firsts = list(dict.fromkeys(groups))
    assert firsts == sorted(firsts)
    keys = {}
    for string, group in zip(strings, groups, strict=True):
        assert keys.setdefault(fold(string), group) == group
