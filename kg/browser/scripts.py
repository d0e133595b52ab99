"""Saved scripts for Neo4j Browser: each question as one statement that draws or lists its answer. Pure."""

from __future__ import annotations

import io
import textwrap
import zipfile
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kg.queries.inline import inlined, literal

if TYPE_CHECKING:
    from kg.queries.catalogue import Query, Scalar

Values = Mapping[str, "Scalar"]
WIDTH = 100


def script(query: Query, values: Values) -> str:
    """Return a question as a script: its title, what it answers, what to change, and one statement.

    Args:
        query: The question.
        values: A value for each of its parameters.

    Example:
        >>> from kg.queries import load_query
        >>> print(script(load_query("datasets_by_use"), {"limit": 7}).partition("MATCH")[0])
        // Datasets and benchmarks by use
        // How many papers name each, evaluate on it, use or train on it, and introduce it.
        // To change: 7 (Most rows.)
        <BLANKLINE>
    """
    lines = [query.title, *textwrap.wrap(query.description, WIDTH)]
    for parameter in query.parameters:
        lines += textwrap.wrap(f"To change: {literal(values[parameter.name])} ({parameter.description})", WIDTH)
    return "".join(f"// {line}\n" for line in lines) + inlined(query, values) + ";\n"


def archive(queries: Iterable[Query], values: Mapping[str, Values]) -> bytes:
    """Return the archive of scripts that Browser imports: a folder a topic. The same questions give the same bytes.

    Args:
        queries: The questions.
        values: By question: a value for each of its parameters.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for query in queries:
            # No time of the day: an archive that is made again is the same.
            entry = zipfile.ZipInfo(f"{folder(query)}/{query.name}.cypher", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            made.writestr(entry, script(query, values[query.name]))
    return stream.getvalue()


def folder(query: Query) -> str:
    """Return the name of the folder of scripts that a question stands in."""
    return f"kg {query.topic}"
