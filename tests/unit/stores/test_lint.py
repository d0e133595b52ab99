"""The shape that the embedded engine counts wrongly."""

from __future__ import annotations

import pytest

from kg.stores.lint import lint_cypher

WRONG = "MATCH (p:Paper) OPTIONAL MATCH (p)-[:USES]->(m:Model) WITH p, count(m) AS n RETURN p.id, n"


@pytest.mark.parametrize(
    "text",
    [
        WRONG,
        WRONG.lower().replace(":paper", ":Paper"),
        WRONG.replace("[:USES]", "[r:USES]"),
        WRONG.replace("(p)-[:USES]->(m:Model)", "(m:Model)<-[:USES]-(p)"),
        WRONG.replace("(m:Model)", "(m) WHERE m:Model"),
        WRONG.replace(" WITH", "\n  // a comment\n  WITH"),
        WRONG.replace("WITH p, ", "WITH p, q, "),
        WRONG.replace("WITH p, count(m) AS n", "WITH count(m) AS n, p"),
        WRONG.replace("(m:Model)", "(m:`Model`)"),
    ],
)
def test_finds_it(text: str) -> None:
    [found] = lint_cypher(text)
    assert "count(DISTINCT m)" in found


@pytest.mark.parametrize(
    "text",
    [
        WRONG.replace("count(m)", "count(DISTINCT m)"),
        WRONG.replace("[:USES]", "[r:USES]").replace("count(m)", "count(r)"),
        WRONG.replace("WITH p, count(m)", "WITH p.id AS id, count(m)"),
        WRONG.replace("count(m) AS n", "count(m) AS n, max(m.name) AS x"),
        WRONG.replace("WITH p, count(m) AS n", "WITH p, collect(m) AS n"),
        WRONG.replace(" RETURN", " WHERE n > 1 RETURN"),
        WRONG.replace(" RETURN", " ORDER BY n RETURN"),
        WRONG.replace("WITH p, count(m) AS n RETURN p.id, n", "RETURN p.id, count(m) AS n"),
        WRONG.replace("OPTIONAL MATCH", "MATCH"),
        WRONG.replace("(m:Model)", "(m)"),
        WRONG.replace("MATCH (p:Paper)", "// ").replace("\n", " "),
        f"RETURN '{WRONG}' AS text",
        "MATCH (p:Paper) RETURN p.id, COUNT { (p)-[:USES]->(:Model) } AS n",
        "",
    ],
)
def test_leaves_right_ones_alone(text: str) -> None:
    assert lint_cypher(text) == []


def test_names_the_line_of_each() -> None:
    text = WRONG.replace(" WITH", "\nWITH").replace(
        "RETURN p.id, n", "\nOPTIONAL MATCH (p)-[:USES]->(k:Task)\nWITH p, count(k) AS m\nRETURN m"
    )
    assert [found.split(":")[0] for found in lint_cypher(text)] == ["Line 2", "Line 4"]
