"""`kg query`: a question to the graph."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import graph_option, opened_graph
from kg.cli.output import FORMATS, echo_rows, echo_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.shell_completion import CompletionItem

    from kg.handle import GraphHandle
    from kg.stores.base import Rows

MAX_ROWS = 10_000
"""More than anybody reads in a terminal; a program that wants all says so."""


def complete_query(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Let the shell complete names of questions."""
    from click.shell_completion import CompletionItem

    from kg.queries import load_queries

    return [CompletionItem(q.name, help=q.title) for q in load_queries().values() if q.name.startswith(incomplete)]


@click.command("query", short_help="Ask the graph a named query, or one of your own.")
@click.argument("name", required=False, shell_complete=complete_query)
@click.option(
    "--param",
    "-p",
    "params",
    multiple=True,
    metavar="KEY=VALUE",
    help="A parameter of the query; repeatable.",
)
@click.option("--cypher", "-c", "text", metavar="TEXT", help="A Cypher statement, in place of NAME.")
@click.option("--sparql", "-s", "sparql", metavar="TEXT", help="A SPARQL query, or the name of one in SPARQL.")
@click.option(
    "--file",
    "-f",
    "file",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help="A file with one, or - for standard input; SPARQL if it ends in .rq.",
)
@click.option(
    "--max-rows",
    metavar="N",
    type=click.IntRange(min=0),
    default=MAX_ROWS,
    show_default=True,
    help="Rows to show at most; 0 for all.",
)
@click.option("--list", "listed", is_flag=True, help="Show the named queries, or NAME alone, with their parameters.")
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), default="table", show_default=True, help="How to print."
)
@graph_option
def command(
    name: str | None,
    params: tuple[str, ...],
    text: str | None,
    sparql: str | None,
    file: Path | None,
    max_rows: int,
    listed: bool,
    format_: str,
    graph: str | None,
) -> None:
    """Ask the graph a named query, or one of your own. Read-only, and stopped after 30 seconds.

    A paper may be given by id or title, an entity by any way in which it is written.

    \b
    Examples:
      kg query --list
      kg query shared_techniques --param paper="Attention Is All You Need"
      kg query outperforms --param entity=BERT --format json
      kg query --sparql shared_techniques --param paper="Attention Is All You Need"
      kg query --sparql "SELECT ?name { ?m a kg:Model ; skos:prefLabel ?name } LIMIT 5"
      kg query --cypher "MATCH (m:Model) RETURN m.name ORDER BY m.paperCount DESC LIMIT 5"
    """
    if listed:
        _list(name, format_)
        return
    if sum(choice is not None for choice in (name, text, sparql, file)) != 1:
        raise click.UsageError(
            "Give one of NAME, --cypher TEXT, --sparql TEXT and --file FILE; `kg query --list` shows the names."
        )
    given = split_params(params)
    if file and file.suffix == ".rq":
        sparql = read_text_file(file)
    ask = _sparql(sparql, given) if sparql else _free(text, file, given) if name is None else _named(name, given)
    with opened_graph(graph) as handle:
        rows = ask(handle, max_rows or None)
    echo_rows(rows, format_)
    if rows.cut:
        click.echo(f"There are more rows; these are the first {max_rows}. --max-rows 0 shows all.", err=True)


def split_params(params: tuple[str, ...]) -> dict[str, str]:
    """Return what `--param KEY=VALUE` gave.

    Raises:
        BadParameter: If one has no key or no equals sign.
    """
    given: dict[str, str] = {}
    for param in params:
        key, separator, value = param.partition("=")
        if not separator or not key:
            raise click.BadParameter(f"{param!r} is not KEY=VALUE.", param_hint="--param")
        given[key] = value
    return given


def _named(name: str, given: dict[str, str]) -> Callable[[GraphHandle, int | None], Rows]:
    """Check a query before the graph is opened, which takes longer."""
    from kg.queries import bind, load_query, parse_value

    query = load_query(name)
    values = {key: parse_value(query, key, value) for key, value in given.items()}
    bind(query, values)
    return lambda handle, limit: handle.query_rows(name, values, limit=limit)


def _free(text: str | None, file: Path | None, given: dict[str, str]) -> Callable[[GraphHandle, int | None], Rows]:
    from kg.queries.free import free_query

    statement, values = free_query(read_text_file(file) if file else text or "", given)
    return lambda handle, limit: handle.cypher_rows(statement, values, limit=limit)


def _sparql(text: str, given: dict[str, str]) -> Callable[[GraphHandle, int | None], Rows]:
    """A name, or a query; each value that is a number in JSON is one."""
    from kg.exports.rdf.sparql import named_sparql
    from kg.queries import load_query, parse_value
    from kg.queries.free import free_value

    if text.isidentifier():
        query = load_query(text)
        values = {key: parse_value(query, key, value) for key, value in given.items()}
        named_sparql(text, values)
        return lambda handle, limit: handle.sparql_rows(text, values, limit=limit)
    free = {key: free_value(value) for key, value in given.items()}
    return lambda handle, limit: handle.sparql_rows(text, free, limit=limit)


def read_text_file(path: Path) -> str:
    """Return the text of a query file.

    Raises:
        QueryError: If it cannot be read, or is not UTF-8.
    """
    from kg.errors import QueryError

    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return data.decode("utf-8")
    except UnicodeDecodeError as err:
        raise QueryError(
            f"{path} is not UTF-8 text: {err.reason} at byte {err.start + 1}.", hint="Give a file with one statement."
        ) from err
    except OSError as err:
        raise QueryError(f"{path} cannot be read: {err.strerror}.", hint="Check its permissions.") from err


def _list(name: str | None, format_: str) -> None:
    from kg.queries import load_queries, load_query
    from kg.stores.base import Rows

    queries = [load_query(name)] if name else list(load_queries().values())
    if format_ != "table":
        described = [_described(query) for query in queries]
        echo_rows(Rows(tuple(described[0]), tuple(tuple(query.values()) for query in described)), format_)
        return
    if name is None:
        columns = ("topic", "query", "what it answers", "parameters")
        rows = [(q.topic, q.name, q.title, "\n".join(_signature(p) for p in q.parameters)) for q in queries]
        echo_rows(Rows(columns, tuple(rows)), format_)
        return
    [query] = queries
    click.echo(f"{query.title}\n{query.description}\nreturns: {', '.join(query.columns)}")
    echo_table(("parameter", "meaning"), [(_signature(p), p.description) for p in query.parameters])


def _signature(parameter: Any) -> str:
    return f"{parameter.name}: {parameter.type}" + ("" if parameter.required else f" = {parameter.value!r}")


def _described(query: Any) -> dict[str, Any]:
    return {
        "name": query.name,
        "topic": query.topic,
        "title": query.title,
        "description": query.description,
        "returns": list(query.columns),
        "parameters": [
            {
                "name": p.name,
                "type": p.type,
                "required": p.required,
                ("example" if p.required else "default"): p.value,
                "description": p.description,
            }
            for p in query.parameters
        ],
        "path": str(query.path),
    }
