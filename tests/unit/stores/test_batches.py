"""Changes cut into batches."""

from __future__ import annotations

from kg.records.graph import Edge, Node
from kg.stores.batches import batches, edge_batches, id_batches, node_batches


def test_batches_keep_order_and_size() -> None:
    assert [list(part) for part in batches(list(range(7)), 3)] == [[0, 1, 2], [3, 4, 5], [6]]
    assert list(batches([], 3)) == []


def test_ids_are_grouped_sorted_and_once() -> None:
    pairs = [("B", "2"), ("A", "3"), ("B", "1"), ("B", "2"), ("B", "3")]
    assert list(id_batches(pairs, 2)) == [("A", ["3"]), ("B", ["1", "2"]), ("B", ["3"])]


def test_nodes_are_grouped_by_label_and_sorted() -> None:
    nodes = [Node("b", "Paper"), Node("a", "Entity", "Task"), Node("a", "Paper")]
    assert [(label, [node.id for node in part]) for label, part in node_batches(nodes)] == [
        ("Entity", ["a"]),
        ("Paper", ["a", "b"]),
    ]


def test_edges_are_sorted_by_their_ends() -> None:
    edges = [
        Edge("1", "USES", "b", "x"),
        Edge("2", "USES", "a", "y"),
        Edge("3", "USES", "a", "x"),
        Edge("4", "A", "z", ""),
    ]
    assert [(kind, [edge.id for edge in part]) for kind, part in edge_batches(edges, 2)] == [
        ("A", ["4"]),
        ("USES", ["3", "2"]),
        ("USES", ["1"]),
    ]
