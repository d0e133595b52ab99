"""Questions in SPARQL: the files of `schemas/sparql/`, and asking a graph, by pyoxigraph.

A file runs as it stands at any SPARQL endpoint. It is the counterpart of the Cypher file of the same name: its
`VALUES ?name { … }` and its last `LIMIT` hold that file's parameters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import QueryError
from kg.exports.rdf.mapping import iter_triples
from kg.exports.rdf.terms import XSD, node_iri
from kg.queries import bind, load_query
from kg.resources import resource_dir
from kg.schema import load_schema
from kg.stores.base import PlainValue, Rows

if TYPE_CHECKING:
    from kg.exports.reader import GraphReader
    from kg.queries.catalogue import Scalar
    from kg.schema import Schema

_LIMIT = re.compile(r"\bLIMIT \d+\s*\Z")
_HIDDEN = re.compile(
    r"""<[^<>"{}|\\^`\s]*>|#[^\n]*|\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.DOTALL
)
_SERVICE = re.compile(r"(?<![?$:\w-])SERVICE\b(?!\s*:)", re.IGNORECASE)
_NUMBERS = frozenset(
    XSD + name
    for name in ("integer", "nonNegativeInteger", "positiveInteger", "int", "long", "gYear", "unsignedInt", "short")
)


@cache
def load_sparql() -> Mapping[str, str]:
    """Return the texts of `schemas/sparql/` by name, sorted.

    Example:
        >>> "shared_techniques" in load_sparql()
        True
    """
    paths = sorted((resource_dir("schemas") / "sparql").glob("*.rq"))
    return MappingProxyType({path.stem: path.read_text(encoding="utf-8") for path in paths})


def named_sparql(name: str, given: Mapping[str, Scalar]) -> tuple[str, dict[str, Scalar]]:
    """Return the text of a named query, and a value for each of its parameters.

    Raises:
        QueryError: If there is none with this name, or a parameter is missing, unknown or of the wrong type.
    """
    queries = load_sparql()
    if name not in queries:
        near = get_close_matches(name, queries, 3, 0.5)
        hint = f"Did you mean {', '.join(near)}?" if near else f"There are: {', '.join(queries)}."
        raise QueryError(f"No SPARQL query is named {name!r}.", hint=hint)
    return queries[name], bind(load_query(name), given)


def with_values(text: str, values: Mapping[str, Scalar | ox.NamedNode], schema: Schema) -> str:
    r"""Return a query with values in its `VALUES ?name { … }` and its last `LIMIT`, under the schema's base.

    Raises:
        QueryError: If it has no place for one of them.

    Example:
        >>> with_values('SELECT * { VALUES ?entity { "LoRA" } ?x ?y ?entity }', {"entity": 'a "b"'}, load_schema())
        'SELECT * { VALUES ?entity { "a \\"b\\"" } ?x ?y ?entity }'
    """
    text = text.replace(load_schema().base, schema.base)
    for name, value in values.items():
        if name == "limit":
            text, count = _LIMIT.subn(f"LIMIT {value}", text.rstrip())
        else:
            term = _term(value)
            place = re.compile(rf"(VALUES \?{re.escape(name)} \{{ )[^}}]*( \}})")
            text, count = place.subn(lambda found, term=term: f"{found[1]}{term}{found[2]}", text)  # type: ignore[misc]
        if not count:
            raise QueryError(
                f"The SPARQL query has no parameter {name!r}.",
                hint=f"Write it as VALUES ?{name} {{ … }}, or as LIMIT at the end for limit.",
            )
    return text


def _term(value: Scalar | ox.NamedNode) -> str:
    if isinstance(value, ox.NamedNode):
        return str(value)
    if isinstance(value, bool):
        return str(value).lower()
    return str(ox.Literal(value)) if isinstance(value, str) else str(value)


class SparqlGraph:
    """A graph as triples in memory, to be asked.

    Args:
        reader: The graph.
        schema: Has the IRIs.
    """

    def __init__(self, reader: GraphReader, schema: Schema) -> None:
        self._schema = schema
        self._store = ox.Store()
        self._store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in iter_triples(reader, schema))

    def ask(self, text: str) -> Rows:
        """Return the answer of a query; those of ASK have one row, triples are three columns.

        Raises:
            QueryError: If it is malformed, wants to write, or asks another server.
        """
        if _SERVICE.search(_HIDDEN.sub(" ", text)):
            raise QueryError("A SPARQL query may not ask other servers.", hint="Leave SERVICE out.")
        try:
            answer = self._store.query(text, prefixes=dict(self._schema.prefixes))
            if isinstance(answer, ox.QueryBoolean):
                return Rows(("answer",), ((bool(answer),),))
            if isinstance(answer, ox.QueryTriples):
                return Rows(("subject", "predicate", "object"), tuple(tuple(map(plain, triple)) for triple in answer))
            columns = tuple(variable.value for variable in answer.variables)
            return Rows(columns, tuple(tuple(map(plain, solution)) for solution in answer))
        except SyntaxError as err:
            raise QueryError(
                f"The SPARQL query is malformed: {err.msg}.", hint="Only reading queries are run."
            ) from err

    def ask_named(self, name: str, given: Mapping[str, Scalar], resolve: Callable[[str, Scalar], Scalar]) -> Rows:
        """Return the answer of a named query.

        Args:
            name: One of `load_sparql`.
            given: Values of its parameters, as those of the Cypher file of the same name.
            resolve: Turns the value of a parameter of a type into the id or the name that the graph has.

        Raises:
            QueryError: If there is no such query, or a parameter is missing, unknown or of the wrong type.
        """
        text, values = named_sparql(name, given)
        found: dict[str, Scalar | ox.NamedNode] = {}
        for parameter in load_query(name).parameters:
            value = values[parameter.name]
            if parameter.name in given and (parameter.required or value != ""):
                value = resolve(parameter.type, value)
            is_paper = parameter.type == "paper"
            found[parameter.name] = ox.NamedNode(node_iri(self._schema, "Paper", str(value))) if is_paper else value
        return self.ask(with_values(text, found, self._schema))


def plain(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> PlainValue:
    """Return a term as Python's value: numbers and truth values as such, all else as text.

    Example:
        >>> plain(ox.Literal(3)), plain(ox.NamedNode("https://example.org/"))
        (3, 'https://example.org/')
    """
    if not isinstance(term, ox.Literal):
        return None if term is None else str(getattr(term, "value", term))
    kind = term.datatype.value
    if kind == XSD + "boolean":
        return term.value in ("true", "1")
    try:
        if kind in _NUMBERS:
            return int(term.value)
        if kind in (XSD + "double", XSD + "float", XSD + "decimal"):
            return float(term.value)
    except ValueError:
        return term.value
    return term.value
