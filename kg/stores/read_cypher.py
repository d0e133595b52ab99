"""Statements that read records back, as text from the schema. Pure.

Each returns few columns, always the same: nodes as id, labels, values; edges as source, target, id, paper, values.
`values` is the whole map of properties, or the list of the wanted ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.stores.write_cypher import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence


def node_page(label: str, names: Sequence[str] | None) -> str:
    """Return the statement for the next `$limit` nodes after the id `$after`."""
    return (
        f"MATCH (n:{quoted(label)}) WHERE n.id > $after\n"
        f"RETURN n.id AS id, labels(n) AS labels, {_values('n', names)} AS values\n"
        "ORDER BY id LIMIT $limit"
    )


def nodes_by_id(label: str, names: Sequence[str] | None) -> str:
    """Return the statement for the nodes with `$ids`, in no order."""
    return (
        f"MATCH (n:{quoted(label)}) WHERE n.id IN $ids\n"
        f"RETURN n.id AS id, labels(n) AS labels, {_values('n', names)} AS values"
    )


def count_with_id(label: str) -> str:
    """Return the statement that counts the nodes with this label that have an id."""
    return f"MATCH (n:{quoted(label)}) WHERE n.id IS NOT NULL RETURN count(n) AS found"


def ids_where(label: str, name: str, *, in_list: bool) -> str:
    """Return the statement for the ids of nodes with a property among `$wanted`; one that holds one, for lists."""
    prop = f"n.{quoted(name)}"
    condition = f"any(item IN {prop} WHERE item IN $wanted)" if in_list else f"{prop} IN $wanted"
    return f"MATCH (n:{quoted(label)}) WHERE {condition}\nRETURN n.id AS id"


def edges_by_id(kind: str) -> str:
    """Return the statement for the edges with `$ids`, in no order."""
    return (
        f"MATCH (a)-[r:{quoted(kind)}]->(b) WHERE r.id IN $ids\n"
        "RETURN a.id AS source, b.id AS target, r.id AS id, null AS paper, properties(r) AS values"
    )


def edges_from(kind: str, source: str, target: str, names: Sequence[str] | None) -> str:
    """Return the statement for the edges that leave the nodes with `$ids`."""
    return (
        "UNWIND $ids AS wanted\n"
        f"MATCH (a:{quoted(source)} {{id: wanted}})-[r:{quoted(kind)}]->(b:{quoted(target)})\n{_edge_columns(names)}"
    )


def edges_to(kind: str, source: str, target: str, names: Sequence[str] | None) -> str:
    """Return the statement for the edges that enter the nodes with `$ids`."""
    return (
        "UNWIND $ids AS wanted\n"
        f"MATCH (b:{quoted(target)} {{id: wanted}})<-[r:{quoted(kind)}]-(a:{quoted(source)})\n{_edge_columns(names)}"
    )


def edges_of_papers(kind: str, source: str, target: str, names: Sequence[str] | None) -> str:
    """Return the statement for the edges that are claims of the papers with `$ids`.

    The ends' labels are looked at afterwards: together with them the embedded engine would not use the index.
    """
    return (
        f"MATCH (a)-[r:{quoted(kind)}]->(b) WHERE r.paperId IN $ids\n"
        f"WITH a, r, b WHERE a:{quoted(source)} AND b:{quoted(target)}\n{_edge_columns(names)}"
    )


def _edge_columns(names: Sequence[str] | None) -> str:
    return f"RETURN a.id AS source, b.id AS target, r.id AS id, r.paperId AS paper, {_values('r', names)} AS values"


def _values(variable: str, names: Sequence[str] | None) -> str:
    if names is None:
        return f"properties({variable})"
    return "[" + ", ".join(f"{variable}.{quoted(name)}" for name in names) + "]"
