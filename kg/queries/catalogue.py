"""Query files: a header that says what they are, and the query.

```text
// Papers that one technique links                        the title: Neo4j Browser shows it
//
// name: papers_by_technique                              equals the file's name
// returns: paper, title                                  the columns, in order; `path` alone for one that draws
// param entity: entity, required. Name of a technique.   a value must be given; below is an example
// param limit: integer. Most rows.                       may be left out; below is the default
//
// The description, in one or more lines.
:param entity => 'LoRA';
:param limit => 50;
MATCH …
```
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType

from kg.errors import QueryError
from kg.resources import resource_dir

TYPES = ("string", "integer", "float", "boolean", "words", "paper", "entity")
"""Types of parameters. The last three are strings: words to look for, a paper by id or title, an entity by any name."""

_PARAM = re.compile(r"param (?P<name>\w+): (?P<type>\w+)(?P<required>, required)?\. (?P<description>.+)")
_VALUE = re.compile(r":param (?P<name>\w+) => (?P<value>.+?);?\s*")
_USED = re.compile(r"\$(\w+)")
LITERAL_OR_COMMENT = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|//[^\n]*|/\*.*?\*/", re.DOTALL)

Scalar = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a query.

    Attributes:
        name: Without the dollar sign.
        type: One of `TYPES`.
        required: Whether a value must be given.
        value: The default of one that is not required; an example of one that is.
        description: One sentence.
    """

    name: str
    type: str
    required: bool
    value: Scalar
    description: str


@dataclass(frozen=True, slots=True)
class Query:
    """A named query.

    Attributes:
        name: Its name, that of its file.
        topic: Name of the folder that holds it.
        title: One line.
        columns: What it returns, in order.
        parameters: In the order of the header.
        description: One paragraph.
        text: The Cypher statement, without header, parameters and final semicolon.
        path: Its file.
        line: Line of the file, from 1, at which `text` starts.
    """

    name: str
    topic: str
    title: str
    columns: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    description: str
    text: str
    path: Path
    line: int

    @property
    def draws(self) -> bool:
        """Whether its rows are paths, which Neo4j Browser draws."""
        return self.columns == ("path",)

    def parameter(self, name: str) -> Parameter:
        """Return the parameter with this name.

        Raises:
            QueryError: If it has none; the hint names those that it has.
        """
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        known = ", ".join(parameter.name for parameter in self.parameters) or "none"
        raise QueryError(f"Query {self.name!r} has no parameter {name!r}.", hint=f"It has: {known}.")


@cache
def load_queries() -> Mapping[str, Query]:
    """Return every query that `kg` was installed with, by name, ordered by topic and name.

    Raises:
        QueryError: If a file's header is wrong, or two files have one name.

    Example:
        >>> load_queries()["shared_techniques"].columns[:2]
        ('paper', 'title')
    """
    queries: dict[str, Query] = {}
    for path in sorted(resource_dir("cypher").glob("read/*/*.cypher")):
        query = parse_query(path.read_text(encoding="utf-8"), path)
        if other := queries.get(query.name):
            raise QueryError(f"{path}: the name {query.name!r} is taken by {other.path}.")
        queries[query.name] = query
    return MappingProxyType(queries)


def load_query(name: str) -> Query:
    """Return the query with this name.

    Raises:
        QueryError: If there is none; the hint names the nearest.
    """
    queries = load_queries()
    if name in queries:
        return queries[name]
    near = get_close_matches(name, queries, 3, 0.5)
    hint = f"Did you mean {', '.join(repr(n) for n in near)}?" if near else "`kg query --list` shows them all."
    raise QueryError(f"No query is named {name!r}.", hint=hint)


def parse_query(text: str, path: Path) -> Query:
    """Return the query that a file holds; pure.

    Args:
        text: The file's text.
        path: Its path: for its name, its topic and the messages.

    Raises:
        QueryError: If something in the header is missing, unknown or does not fit the query; the message has the line.
    """
    values, statement, start = split_values(text, str(path))
    lines = text.splitlines()
    header = [line[2:].strip() for line in lines[:start] if line.startswith("//")]
    fields, parameters, description = _header(header, values, path)
    query = Query(
        name=fields.get("name", ""),
        topic=path.parent.name,
        title=header[0] if header else "",
        columns=tuple(column.strip() for column in fields.get("returns", "").split(",") if column.strip()),
        parameters=tuple(parameters),
        description=" ".join(description),
        text=statement,
        path=path,
        line=start + 1,
    )
    _check(query, values)
    return query


def split_values(text: str, place: str) -> tuple[dict[str, Scalar], str, int]:
    """Return the values of a text's `:param` lines, its statement, and the index of the statement's first line.

    Args:
        text: Comments and `:param` lines, then one statement.
        place: What messages call it.

    Raises:
        QueryError: If a value cannot be read, or there is no statement.
    """
    values: dict[str, Scalar] = {}
    lines = text.splitlines()
    for index, line in enumerate(lines):
        if found := _VALUE.fullmatch(line):
            try:
                values[found["name"]] = _scalar(found["value"])
            except ValueError as err:
                raise QueryError(f"{place}:{index + 1}: {found['value']} is no value.") from err
        elif line.strip() and not line.startswith("//"):
            return values, "\n".join(lines[index:]).strip().removesuffix(";").rstrip(), index
    raise QueryError(f"{place}: there is no statement.")


def _scalar(text: str) -> Scalar:
    if text.startswith("'") and text.endswith("'") and len(text) > 1:
        return text[1:-1].replace("\\'", "'")
    value: Scalar = json.loads(text)
    return value


def _header(
    header: list[str], values: Mapping[str, Scalar], path: Path
) -> tuple[dict[str, str], list[Parameter], list[str]]:
    fields: dict[str, str] = {}
    parameters: list[Parameter] = []
    description: list[str] = []
    for number, line in enumerate(header[1:], 2):
        if found := _PARAM.fullmatch(line):
            if found["type"] not in TYPES or found["name"] not in values:
                raise QueryError(f"{path}:{number}: parameter {found['name']!r} has no known type or no :param line.")
            parameters.append(
                Parameter(
                    found["name"], found["type"], bool(found["required"]), values[found["name"]], found["description"]
                )
            )
        elif (key := line.partition(": ")[0]) in ("name", "returns"):
            fields[key] = line.partition(": ")[2].strip()
        elif line.startswith("param "):
            raise QueryError(f"{path}:{number}: a parameter is written `param NAME: TYPE[, required]. DESCRIPTION`.")
        elif line:
            description.append(line)
    return fields, parameters, description


def _check(query: Query, values: Mapping[str, Scalar]) -> None:
    if query.name != query.path.stem:
        raise QueryError(f"{query.path}: its name {query.name!r} is not that of the file.")
    if not (query.title and query.columns and query.description):
        raise QueryError(f"{query.path}: the header lacks its title, `returns:` or a description.")
    used = set(_USED.findall(LITERAL_OR_COMMENT.sub(" ", query.text)))
    declared = {parameter.name for parameter in query.parameters}
    for what, names in (("used, not declared", used - declared), ("declared, not used", declared - used)):
        if names:
            raise QueryError(f"{query.path}: parameters {what}: {', '.join(sorted(names))}.")
    if extra := values.keys() - declared:
        raise QueryError(f"{query.path}: :param lines without declaration: {', '.join(sorted(extra))}.")
