"""Values for a query's parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.queries.catalogue import Parameter, Query, Scalar

_BOOLEANS = {"true": True, "false": False}


def bind(query: Query, given: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """Return a value for every parameter: the given one, else the default.

    Raises:
        QueryError: If one is missing, unknown, or of the wrong type.

    Example:
        >>> from kg.queries.catalogue import load_query
        >>> bind(load_query("papers_by_technique"), {"entity": "LoRA"})
        {'entity': 'LoRA', 'limit': 50}
    """
    for name in given:
        query.parameter(name)
    missing = [p.name for p in query.parameters if p.required and p.name not in given]
    if missing:
        parameter = query.parameter(missing[0])
        raise QueryError(
            f"Query {query.name!r} needs the parameter {parameter.name!r}: {parameter.description}",
            hint=f"For example: --param {parameter.name}={parameter.value}",
        )
    return {p.name: _typed(query, p, given[p.name]) if p.name in given else p.value for p in query.parameters}


def _typed(query: Query, parameter: Parameter, value: Scalar) -> Scalar:
    expected = {"integer": int, "float": float, "boolean": bool}.get(parameter.type, str)
    if expected is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, expected) or (isinstance(value, bool) and expected is not bool):
        raise QueryError(
            f"Parameter {parameter.name!r} of query {query.name!r} is of type {parameter.type}, not {value!r}."
        )
    if parameter.name == "limit" and isinstance(value, int) and value < 0:
        raise QueryError(f"Parameter 'limit' of query {query.name!r} cannot be {value}.", hint="Use 0 or more.")
    return value


def plain_words(text: str) -> str:
    """Return the words of a text without the marks that full-text search would take for operators.

    Raises:
        QueryError: If there is no word.

    Example:
        >>> plain_words("LLaMA-2: (7B) AND C++")
        'LLaMA 2 7B and C'
    """
    words = [word.lower() if word in ("AND", "OR", "NOT", "TO") else word for word in re.findall(r"\w+", text)]
    if not words:
        raise QueryError(f"{text!r} has no word to look for.", hint="For example: --param text='image segmentation'")
    return " ".join(words)


def parse_value(query: Query, name: str, text: str) -> Scalar:
    """Return the value that a text of the command line stands for.

    Raises:
        QueryError: If the query has no such parameter, or the text is no value of its type.

    Example:
        >>> from kg.queries.catalogue import load_query
        >>> parse_value(load_query("papers_by_technique"), "limit", "5")
        5
    """
    parameter = query.parameter(name)
    try:
        if parameter.type == "integer":
            return int(text)
        if parameter.type == "float":
            return float(text)
        if parameter.type == "boolean":
            return _BOOLEANS[text.lower()]
    except (ValueError, KeyError) as err:
        raise QueryError(
            f"Parameter {name!r} of query {query.name!r} is of type {parameter.type}, which {text!r} is not.",
            hint=f"For example: --param {name}={parameter.value}",
        ) from err
    return text
