from __future__ import annotations

import pytest

from kg.documents.latex import ACCENTS, FORMATTING, MATH_ACCENTS, REFERENCES, accented, symbols


@pytest.mark.parametrize(
    ("name", "text"),
    [("alpha", "α"), ("leq", "≤"), ("to", "→"), ("log", "log"), ("ldots", "…"), ("ss", "ß"), ("S", "§")],
)
def test_symbols_print_what_they_are(name, text):
    assert symbols()[name] == text


def test_no_symbol_depends_on_the_day():
    assert "today" not in symbols()


def test_what_formats_is_no_symbol():
    assert not symbols().keys() & (FORMATTING | REFERENCES | MATH_ACCENTS.keys())


def test_accents_join_their_letters_where_they_can():
    assert accented("u", ACCENTS['"']) == "ü"
    assert accented("\\i", ACCENTS["'"]) == "í"
    assert accented("q", ACCENTS["'"]) == "q\u0301"
