from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.sentences import iter_sentences


def sentences(text):
    return [text[start:end] for start, end in iter_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A title\nOne. Two.", ["A title", "One.", "Two."]),
        ("GPT-3.5 gains 1.5 points vs. GPT-2. It wins.", ["GPT-3.5 gains 1.5 points vs. GPT-2.", "It wins."]),
        ("As in Doe et al. Their work", ["As in Doe et al.", "Their work"]),
        ("As in Doe et al. (2020) we", ["As in Doe et al. (2020) we"]),
        ("Some (e.g. BERT) do. Others, i.e. T5, don't.", ["Some (e.g. BERT) do.", "Others, i.e. T5, don't."]),
        ("See Fig. 2 and Sec. 3. Done.", ["See Fig. 2 and Sec. 3.", "Done."]),
        ('He said "no." We said yes!', ['He said "no."', "We said yes!"]),
        ("J. Smith wrote it.", ["J. Smith wrote it."]),
        ("Why? Because. ", ["Why?", "Because."]),
        ("  \n ", []),
        ("", []),
    ],
)
def test_sentences(text, expected):
    assert sentences(text) == expected


@given(st.text(alphabet="Ab. ?!\n\"'(2", max_size=60))
def test_sentences_hold_every_character_but_blanks_and_do_not_overlap(text):
    spans = list(iter_sentences(text))
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert "".join("".join(text[s:e].split()) for s, e in spans) == "".join(text.split())
