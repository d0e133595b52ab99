"""What is refused before it is sent."""

from __future__ import annotations

import pytest

from kg.errors import QueryError
from kg.stores.guard import check_plan, one_statement


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("RETURN 1 AS x;", "RETURN 1 AS x"),
        ("RETURN 1 AS x ;\n", "RETURN 1 AS x"),
        ("RETURN ';' AS x", "RETURN ';' AS x"),
        ("RETURN 1 AS x // one; two", "RETURN 1 AS x // one; two"),
        ("SHOW INDEXES", "SHOW INDEXES"),
        ("CALL db.labels()", "CALL db.labels()"),
    ],
)
def test_one_statement_is_sent_without_its_semicolon(text: str, sent: str) -> None:
    assert one_statement(text, {}) == sent


@pytest.mark.parametrize("text", ["LOAD CSV FROM 'x' AS l RETURN l", "load\n csv from 'x' as l return l"])
def test_files_are_refused(text: str) -> None:
    with pytest.raises(QueryError, match="LOAD CSV"):
        one_statement(text, {})


def test_all_missing_parameters_are_named() -> None:
    with pytest.raises(QueryError, match=r"\$a, \$b"):
        one_statement("RETURN $b + $a AS x", {})


def plan(operator: str, details: str = "", *children: object) -> dict[str, object]:
    return {"operatorType": f"{operator}@neo4j", "args": {"Details": details}, "children": list(children)}


def test_a_reading_plan_passes() -> None:
    call = plan("ProcedureCall", "db.index.fulltext.queryNodes($index, $text) :: (node :: NODE)")
    check_plan("r", plan("ProduceResults", "n", plan("Apply", "", plan("NodeByLabelScan"), call)))


@pytest.mark.parametrize(
    ("query_type", "found"),
    [
        ("w", plan("ProduceResults")),
        ("rw", plan("ProduceResults")),
        ("s", plan("CreateIndex")),
        ("r", None),
        ("r", plan("ProduceResults", "", plan("LoadCSV"))),
        ("r", plan("ProduceResults", "", plan("ProcedureCall", "apoc.load.json(x)"))),
        ("r", plan("ProduceResults", "", plan("ProcedureCall", "`db`.`createLabel`(x)"))),
        ("r", plan("TerminateTransactions")),
    ],
)
def test_other_plans_are_refused(query_type: str, found: dict[str, object] | None) -> None:
    with pytest.raises(QueryError):
        check_plan(query_type, found)
