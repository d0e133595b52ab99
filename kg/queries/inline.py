"""A query with its values written into it, for Neo4j Browser: it draws the answer of one statement, not of several."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.queries.catalogue import LITERAL_OR_COMMENT

if TYPE_CHECKING:
    from kg.queries.catalogue import Query, Scalar

_PARAMETER = re.compile(rf"(?P<other>{LITERAL_OR_COMMENT.pattern})|\$(?P<name>\w+)", re.DOTALL)
_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def inlined(query: Query, values: Mapping[str, Scalar]) -> str:
    r"""Return the statement of a query with a literal in the place of each parameter.

    This is text for a person to read, change and run as themselves; `kg` runs statements with parameters.

    Args:
        query: The query.
        values: A value for each of its parameters.

    Example:
        >>> from kg.queries.catalogue import load_query
        >>> inlined(load_query("evaluations"), {"entity": "it's", "limit": 5}).splitlines()[0]
        "MATCH (m:Entity {name: 'it\\'s'})-[r:EVALUATED_ON]->(d:Entity)"
    """
    return _PARAMETER.sub(lambda found: found["other"] or literal(values[found["name"]]), query.text)


def literal(value: Scalar) -> str:
    r"""Return a value as Cypher writes it.

    Example:
        >>> literal("a 'b' \\"), literal(5), literal(True)
        ("'a \\'b\\' \\\\'", '5', 'true')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        escaped = "".join(_ESCAPES.get(letter, letter) for letter in value)
        # Neo4j reads \\u0027 as an escaped quote, whatever stands before it: the backslash and the u are parted.
        return "'" + escaped.replace("\\u", "\\' + 'u") + "'"
    return repr(value)
