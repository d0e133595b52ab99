"""Refuses statements that are not one reading statement, before they are sent. Pure.

These checks give good messages. What keeps a graph from being changed is behind them: the embedded engine runs users'
statements as a user that may only read, and Neo4j runs them in a reading transaction after their plan was looked at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError
from kg.stores.scan import mask, parameters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

READERS = frozenset(
    {
        "db.index.fulltext.querynodes",
        "db.index.fulltext.queryrelationships",
        "db.index.vector.querynodes",
        "db.index.vector.queryrelationships",
        "db.info",
        "db.labels",
        "db.ping",
        "db.propertykeys",
        "db.relationshiptypes",
        "db.schema.nodetypeproperties",
        "db.schema.reltypeproperties",
        "db.schema.visualization",
        "dbms.components",
    }
)
"""Procedures that only read, in lower case."""

READ_ONLY = "Questions only read; kg build, load, curate and retract change a graph."
_SHOWN = ("constraints", "functions", "indexes", "procedures")
_SHOW = re.compile(r"SHOW\s+(?:\w+\s+)*?(?:CONSTRAINTS?|FUNCTIONS?|INDEX(?:ES)?|PROCEDURES?)\b", re.IGNORECASE)
_NOT_SHOWN = re.compile(
    r"\b(?:TERMINATE|TRANSACTIONS?|SETTINGS?|USERS?|ROLES?|PRIVILEGES?|DATABASES?|SERVERS?)\b", re.IGNORECASE
)
_ESCAPED_QUOTE = re.compile(r"\\u+00(?:22|27|60|5c)", re.IGNORECASE)
_OPERATORS = {"loadcsv": "reads a file or an address", "terminatetransactions": "ends transactions"}


def one_statement(text: str, given: Mapping[str, Any]) -> str:
    """Return the text without a final semicolon, if it is one statement with all its parameters.

    Raises:
        QueryError: If it is empty, has several statements, returns nothing, asks for a plan, or if its parameters are
            not the given ones.

    Example:
        >>> one_statement("RETURN $n AS n;", {"n": 1})
        'RETURN $n AS n'
        >>> one_statement("RETURN $n AS n", {})
        Traceback (most recent call last):
        kg.errors.QueryError: The statement needs a value for $n, which was not given.
    """
    if _ESCAPED_QUOTE.search(text):
        # Neo4j takes such an escape for the quote itself: what is in a string here would be outside of it there.
        raise QueryError(
            "The statement has a quote or backslash as a \\u escape.", hint="Write it, or use a parameter."
        )
    shown = mask(text)
    if not shown.strip(" \t\r\n;"):
        raise QueryError("There is no statement to run.", hint="Give one, such as: MATCH (p:Paper) RETURN p.title")
    end = len(shown.rstrip(" \t\r\n;"))
    if ";" in shown[:end]:
        raise QueryError("The text has several statements.", hint="Run them one by one.")
    if re.search(r"\bLOAD\s+CSV\b", shown, re.IGNORECASE):
        raise QueryError("LOAD CSV reads a file or an address.", hint="Only the graph itself can be read.")
    first = shown.split(maxsplit=1)[0].upper()
    if first in {"EXPLAIN", "PROFILE"}:
        raise QueryError(f"{first} is not answered: a plan is no table.", hint="Run it in Neo4j Browser.")
    if first == "SHOW" and (not _SHOW.match(shown.lstrip()) or _NOT_SHOWN.search(shown)):
        raise QueryError("Only constraints, functions, indexes and procedures can be shown.", hint=READ_ONLY)
    if first not in {"SHOW", "CALL"} and not re.search(r"\bRETURN\b", shown, re.IGNORECASE):
        raise QueryError("The statement returns nothing: it has no RETURN.", hint=READ_ONLY)
    _check_parameters(parameters(text), given)
    return text[:end] if ";" in shown[end:] else text


def _check_parameters(used: frozenset[str], given: Mapping[str, Any]) -> None:
    if missing := sorted(used - given.keys()):
        names = ", ".join(f"${name}" for name in missing)
        raise QueryError(f"The statement needs a value for {names}, which was not given.")
    if unknown := sorted(given.keys() - used):
        names = ", ".join(f"${name}" for name in unknown)
        there = ", ".join(f"${name}" for name in sorted(used)) or "none"
        raise QueryError(f"The statement has no parameter {names}; it has: {there}.")


def check_plan(query_type: str | None, plan: Mapping[str, Any] | None) -> None:
    """Check what Neo4j says it would do.

    Raises:
        QueryError: If it would write, change the schema, read a file, or call a procedure that is not in `READERS`.

    Example:
        >>> check_plan("r", {"operatorType": "ProcedureCall@neo4j", "args": {"Details": "apoc.load.json($url)"}})
        Traceback (most recent call last):
        kg.errors.QueryError: The procedure apoc.load.json is not among those that are known to only read.
    """
    if query_type not in {"r", None} or plan is None:
        raise QueryError("The statement would change the database.", hint=READ_ONLY)
    for operator, details in _operators(plan):
        if operator in _OPERATORS:
            raise QueryError(f"The statement {_OPERATORS[operator]}.", hint="Only the graph itself can be read.")
        if operator.startswith("show") and operator.removeprefix("show") not in _SHOWN:
            raise QueryError("The statement shows what is no part of the graph.", hint="Run it in Neo4j Browser.")
        if operator == "procedurecall":
            name = re.split(r"[\s(]", details.strip(), maxsplit=1)[0].replace("`", "")
            if name.lower() not in READERS:
                raise QueryError(f"The procedure {name} is not among those that are known to only read.")


def _operators(plan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    name = str(plan.get("operatorType", "")).partition("@")[0].lower()
    yield name, str((plan.get("args") or {}).get("Details", ""))
    for child in plan.get("children") or ():
        yield from _operators(child)
