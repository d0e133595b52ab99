"""Cypher without its strings and comments."""

from __future__ import annotations

import pytest

from kg.stores.scan import mask, parameters


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("RETURN 'a' + \"b\"", "RETURN     +    "),
        (r"RETURN 'it\'s' AS x", "RETURN         AS x"),
        ("RETURN '//' AS x // end", "RETURN      AS x       "),
        ("a /* b\nc */ d", "a     \n     d"),
        ("`a``b` c", "       c"),
        ("'open", "     "),
        ("/* open", "       "),
        ("a // b\nc", "a     \nc"),
    ],
)
def test_mask(text: str, shown: str) -> None:
    assert mask(text) == shown
    assert len(mask(text)) == len(text)


def test_parameters() -> None:
    text = "MATCH (n {a: $a, b: $`b c`}) WHERE n.x = '$d' // $e\nRETURN $a, $1"
    assert parameters(text) == {"a", "b c", "1"}
