"""A user's own statement: its `:param` lines and the values given with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kg.errors import QueryError
from kg.queries.catalogue import split_values


def free_query(text: str, given: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    r"""Return a statement without its `:param` lines and final semicolon, and the values of its parameters.

    A given value that is JSON, such as `5`, `true` or `["a"]`, is taken as such, any other as a string.

    Raises:
        QueryError: If there is no statement.

    Example:
        >>> free_query(":param n => 3;\nRETURN $n AS n;", {})
        ('RETURN $n AS n', {'n': 3})
        >>> free_query("RETURN $n AS n", {"n": "LoRA"})
        ('RETURN $n AS n', {'n': 'LoRA'})
    """
    if not text.strip():
        raise QueryError("There is no statement.", hint="Give one, such as: MATCH (p:Paper) RETURN p.title LIMIT 5")
    values, statement, _ = split_values(text, "the statement")
    return statement, {**values, **{name: free_value(value) for name, value in given.items()}}


def free_value(text: str) -> Any:
    """Return the value that a text stands for: what JSON says, else the text itself.

    Example:
        >>> free_value("5"), free_value("LoRA")
        (5, 'LoRA')
    """
    try:
        return json.loads(text)
    except ValueError:
        return text
