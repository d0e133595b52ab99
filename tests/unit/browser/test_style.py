from __future__ import annotations

import re
from itertools import combinations

from kg.browser.style import COLORS, contrast, grass
from kg.schema import load_schema

RULES = {
    selector.strip(): dict(line.strip(" ;").split(": ", 1) for line in body.strip().splitlines())
    for selector, body in re.findall(
        r"([^{}]+)\{\n([^}]*)\}\n", re.sub(r'"\{(\w+)\}"', r'"<\1>"', grass(load_schema()))
    )
}


def test_every_kind_of_node_has_a_colour_of_its_own_and_entities_come_first():
    kinds = ["Paper", *load_schema().entities]
    assert [selector for selector in RULES if selector.startswith("node.")] == [
        "node.Entity",
        *(f"node.{kind}" for kind in kinds),
    ]
    assert len({RULES[f"node.{kind}"]["color"] for kind in kinds}) == len(kinds) == len(COLORS)


def test_text_on_a_node_is_readable():
    for selector, values in RULES.items():
        if selector.startswith("node."):
            assert contrast(values["color"], values["text-color-internal"]) >= 4.5, selector


def test_colours_are_told_apart():
    for first, second in combinations(COLORS, 2):
        distance = sum(abs(int(first[i : i + 2], 16) - int(second[i : i + 2], 16)) for i in (1, 3, 5))
        assert distance > 80, (first, second)


def test_captions_are_names_and_styled_types_are_in_the_schema():
    assert RULES["node.Paper"]["caption"] == '"<title>"'
    assert {RULES[f"node.{kind}"]["caption"] for kind in load_schema().entities} == {'"<name>"'}
    assert RULES["relationship"]["caption"] == '"<type>"'
    styled = {selector.partition(".")[2] for selector in RULES if selector.startswith("relationship.")}
    assert styled <= set(load_schema().relationship_types)


def test_nothing_in_it_splits_a_value():
    """Browser splits at each semicolon and colon, and knows no comments."""
    for line in grass(load_schema()).splitlines():
        assert re.fullmatch(r"[\w.]+ \{|  [a-z-]+: [^;:]+;|\}|", line), line
