"""Statements that make and fill a graph, as text from the schema. Pure.

Neo4j and the embedded engine run the same text; only the full-text indexes differ. Three forms are chosen for the
embedded engine: a created node gets its properties in `CREATE`, since a `SET` writes it a second time; a node's second
label is changed by statements of their own, since an engine that keeps labels in tables moves the record; and rows to
be changed are found by `IN` and looked up in a map, since only `IN` uses a relationship index there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.schema import EdgeType, NodeType, Property, Schema

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def quoted(name: str) -> str:
    """Return a label, type or property as Cypher writes it.

    Example:
        >>> quoted("USES"), quoted("a`b")
        ('USES', '`a``b`')
    """
    return name if _PLAIN.fullmatch(name) else "`" + name.replace("`", "``") + "`"


def constraints(schema: Schema) -> Iterator[str]:
    """Yield one statement a label and a relationship type: its `id` is unique."""
    for label in schema.nodes:
        yield (
            f"CREATE CONSTRAINT {label.lower()}_id_unique IF NOT EXISTS FOR (n:{quoted(label)}) REQUIRE n.id IS UNIQUE"
        )
    for kind in schema.relationship_types:
        yield (
            f"CREATE CONSTRAINT {kind.lower()}_id_unique IF NOT EXISTS "
            f"FOR ()-[r:{quoted(kind)}]-() REQUIRE r.id IS UNIQUE"
        )


def indexes(schema: Schema) -> Iterator[str]:
    """Yield one statement an indexed property."""
    for label, node in schema.nodes.items():
        for item in node.properties:
            if item.indexed:
                yield (
                    f"CREATE INDEX {label.lower()}_{item.name} IF NOT EXISTS "
                    f"FOR (n:{quoted(label)}) ON (n.{quoted(item.name)})"
                )
    for kind in schema.relationship_types:
        for name in sorted(
            {p.name for edge in schema.edges if edge.type == kind for p in edge.properties if p.indexed}
        ):
            yield (
                f"CREATE INDEX {kind.lower()}_{name} IF NOT EXISTS FOR ()-[r:{quoted(kind)}]-() ON (r.{quoted(name)})"
            )


def fulltext_properties(schema: Schema) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the full-text indexes: name, label, properties. `entity_text` and `paper_text` are in queries."""
    for label, node in schema.nodes.items():
        if names := [item.name for item in node.properties if item.fulltext]:
            yield f"{label.lower()}_text", label, names


def fulltext_indexes(schema: Schema) -> Iterator[str]:
    """Yield one statement a full-text index, in Neo4j's syntax."""
    for index, label, names in fulltext_properties(schema):
        properties = ", ".join(f"n.{quoted(name)}" for name in names)
        yield f"CREATE FULLTEXT INDEX {index} IF NOT EXISTS FOR (n:{quoted(label)}) ON EACH [{properties}]"


def create_nodes(node: NodeType, kind: str) -> str:
    """Return the statement that creates nodes with this second label; a row is the id and `node.properties`."""
    labels = quoted(node.label) + (f":{quoted(kind)}" if kind else "")
    return f"UNWIND $rows AS row\nCREATE (n:{labels} {{{_columns(node.properties, 1)}}})"


def create_edges(edge: EdgeType) -> str:
    """Return the statement that creates edges; a row is id, source, target and `edge.properties`.

    It returns how many were created: fewer than rows if an end is not there.
    """
    return (
        "UNWIND $rows AS row\n"
        f"MATCH (a:{quoted(edge.source)} {{id: row[1]}})\n"
        f"MATCH (b:{quoted(edge.target)} {{id: row[2]}})\n"
        f"CREATE (a)-[r:{quoted(edge.type)} {{{_columns(edge.properties, 3)}}}]->(b)\n"
        "RETURN count(*) AS done"
    )


def set_nodes(label: str) -> str:
    """Return the statement that gives nodes the properties that `$rows` holds by id; null takes one away.

    Properties that somebody else gave them stay.
    """
    return f"MATCH (n:{quoted(label)}) WHERE n.id IN $ids\nSET n += $rows[n.id]"


def set_edges(kind: str) -> str:
    """Return the statement that gives edges the properties that `$rows` holds by id; null takes one away."""
    return f"MATCH ()-[r:{quoted(kind)}]->() WHERE r.id IN $ids\nSET r += $rows[r.id]"


def add_label(label: str, kind: str) -> str:
    """Return the statement that gives nodes a second label."""
    return f"MATCH (n:{quoted(label)}) WHERE n.id IN $ids\nSET n:{quoted(kind)}"


def remove_label(label: str, kind: str) -> str:
    """Return the statement that takes a second label from nodes."""
    return f"MATCH (n:{quoted(label)}) WHERE n.id IN $ids\nREMOVE n:{quoted(kind)}"


def delete_edges(kind: str) -> str:
    """Return the statement that deletes edges and returns how many."""
    return f"MATCH ()-[r:{quoted(kind)}]->() WHERE r.id IN $ids\nDELETE r\nRETURN count(*) AS done"


def delete_edges_of(label: str, schema: Schema) -> str:
    """Return the statement that deletes all edges of ours that nodes have, and returns how many."""
    kinds = dict.fromkeys(edge.type for edge in schema.edges if label in (edge.source, edge.target))
    types = f"r:{'|'.join(map(quoted, kinds))}" if kinds else "r"
    return (
        f"MATCH (n:{quoted(label)})-[{types}]-() WHERE n.id IN $ids AND r.id IS NOT NULL\n"
        "WITH DISTINCT r\nDELETE r\nRETURN count(*) AS done"
    )


def delete_nodes(label: str) -> str:
    """Return the statement that deletes nodes without edges and returns how many."""
    return f"MATCH (n:{quoted(label)}) WHERE n.id IN $ids AND NOT (n)--()\nDELETE n\nRETURN count(*) AS done"


def disown_nodes(label: str, schema: Schema) -> str:
    """Return the statement that leaves nodes to those who hung edges on them: it takes our labels, and counts."""
    labels = "".join(f":{quoted(name)}" for name in (label, *(kind for kind in _kinds(label, schema) if kind)))
    return f"MATCH (n:{quoted(label)}) WHERE n.id IN $ids\nREMOVE n{labels}\nRETURN count(*) AS done"


def statements(schema: Schema) -> Iterator[tuple[str, str]]:
    """Yield every statement that `kg` writes with, after a name for it: what can happen to a graph, on one page."""
    for node in schema.nodes.values():
        for kind in _kinds(node.label, schema):
            yield f"create {node.label} {kind}".rstrip(), create_nodes(node, kind)
            if kind:
                yield f"add label {kind}", add_label(node.label, kind)
                yield f"remove label {kind}", remove_label(node.label, kind)
        yield f"set {node.label}", set_nodes(node.label)
        yield f"delete edges of {node.label}", delete_edges_of(node.label, schema)
        yield f"delete {node.label}", delete_nodes(node.label)
        yield f"disown {node.label}", disown_nodes(node.label, schema)
    for edge in schema.edges:
        yield f"create {edge.source} {edge.type}", create_edges(edge)
    for kind in schema.relationship_types:
        yield f"set {kind}", set_edges(kind)
        yield f"delete {kind}", delete_edges(kind)


def _kinds(label: str, schema: Schema) -> Iterable[str]:
    return ("", *schema.entities) if label == "Entity" else ("",)


def _columns(properties: Iterable[Property], first: int) -> str:
    columns = [f"{quoted(item.name)}: row[{number}]" for number, item in enumerate(properties, first)]
    return ", ".join(["id: row[0]", *columns])
