"""What a change must be."""

from __future__ import annotations

import pytest

from kg.errors import SchemaError
from kg.records.graph import Change, Edge, Node
from kg.schema import load_schema
from kg.stores.checks import checked, clean_text, edge_candidates, node_kind

SCHEMA = load_schema()


def test_lists_become_tuples_and_whole_numbers_floats() -> None:
    node = Node("p", "Paper", properties={"authors": ["A", "B"], "year": 2020})  # type: ignore[dict-item]
    edge = Edge("e", "USES", "p", "x", {"paperId": "p", "confidence": 1})
    change = checked(Change(nodes=(node,), edges=(edge,)), SCHEMA)
    assert change.nodes[0].properties == {"authors": ("A", "B"), "year": 2020}
    assert type(change.edges[0].properties["confidence"]) is float


def test_properties_are_sorted_and_read_only() -> None:
    [node] = checked(Change(nodes=(Node("p", "Paper", properties={"year": 1, "title": "t"}),)), SCHEMA).nodes
    assert list(node.properties) == ["title", "year"]
    with pytest.raises(TypeError):
        node.properties["year"] = 2  # type: ignore[index]


@pytest.mark.parametrize(
    "properties",
    [{"title": None}, {"title": 1}, {"year": 1.0}, {"year": -(2**63) - 1}, {"authors": "A"}, {"authors": (None,)}],
)
def test_values_of_another_type_are_refused(properties: dict[str, object]) -> None:
    with pytest.raises(SchemaError, match=next(iter(properties))):
        checked(Change(nodes=(Node("p", "Paper", properties=properties),)), SCHEMA)  # type: ignore[arg-type]


def test_the_largest_numbers_fit() -> None:
    for number in (2**63 - 1, -(2**63)):
        [node] = checked(Change(nodes=(Node("p", "Paper", properties={"year": number}),)), SCHEMA).nodes
        assert node.properties["year"] == number


def test_clean_text_keeps_all_but_surrogates() -> None:
    assert clean_text("a\x00 é 🤗") == "a\x00 é 🤗"
    assert clean_text("\ud83e\udd17") == "\ufffd\ufffd"


def test_edge_candidates_by_properties() -> None:
    claim = Edge("e", "USES", "a", "b", {"paperId": "p"})
    role = Edge("e", "USES", "a", "b", {"paperId": "p", "mentions": ("x",)})
    assert [kind.source for kind in edge_candidates(claim, SCHEMA)] == ["Paper", "Entity"]
    assert [kind.source for kind in edge_candidates(role, SCHEMA)] == ["Paper"]


def test_only_entities_have_second_labels() -> None:
    node_kind("Entity", "Model", SCHEMA)
    node_kind("Paper", "", SCHEMA)
    for label, kind in (("Paper", "Model"), ("Entity", "Paper")):
        with pytest.raises(SchemaError, match=kind):
            node_kind(label, kind, SCHEMA)
