"""The driver's values as plain ones."""

from __future__ import annotations

from neo4j.graph import Graph, Node, Path
from neo4j.spatial import CartesianPoint
from neo4j.time import Date, DateTime, Duration, Time

from kg.stores.plain import to_plain


def node(graph: Graph, id_: str, *labels: str) -> Node:
    return Node(graph, id_, len(id_), labels, {"id": id_, "b": 1, "a": [1, 2]})


def test_scalars_stay() -> None:
    for value in (None, True, 3, 2.5, "text"):
        assert to_plain(value) is value


def test_temporal_values_become_text() -> None:
    values = [Date(2020, 1, 2), DateTime(2020, 1, 2, 3, 4, 5), Time(3, 4, 5), Duration(months=1, seconds=2)]
    assert to_plain(values) == ["2020-01-02", "2020-01-02T03:04:05.000000000", "03:04:05.000000000", "P1MT2S"]


def test_points_and_bytes() -> None:
    assert to_plain(CartesianPoint((1.0, 2.0))) == [1.0, 2.0]
    assert to_plain(b"\x00\xff") == "00ff"


def test_a_node_has_its_general_label_first_and_no_id_among_properties() -> None:
    plain = to_plain(node(Graph(), "x", "Benchmark", "Entity"))
    assert plain == {"id": "x", "labels": ["Entity", "Benchmark"], "properties": {"a": [1, 2], "b": 1}}


def test_relationships_name_their_ends_and_paths_keep_order() -> None:
    graph = Graph()
    uses = graph.relationship_type("USES")
    relationship = uses(graph, "r", 1, {"id": "r"})
    first, second = node(graph, "a", "Paper"), node(graph, "bb", "Entity")
    relationship._start_node, relationship._end_node = first, second
    expected = {"id": "r", "type": "USES", "source": "a", "target": "bb", "properties": {}}
    assert to_plain(relationship) == expected
    plain = to_plain({"path": Path(first, relationship)})
    assert isinstance(plain, dict)
    assert [found["id"] for found in plain["path"]["nodes"]] == ["a", "bb"]
    assert plain["path"]["relationships"] == [expected]
