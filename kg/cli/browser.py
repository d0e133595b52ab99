"""`kg browser`: a graph in Neo4j Browser."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import graph_option, opened_graph
from kg.cli.query import complete_query, split_params

if TYPE_CHECKING:
    from kg.config import Target
    from kg.handle import GraphHandle
    from kg.queries.catalogue import Scalar

DEFAULT_FOLDER = "kg-browser"
FIRST = "paper_map"
JAR = "https://repo1.maven.org/maven2/org/neo4j/client/neo4j-browser/5.24.0/neo4j-browser-5.24.0.jar"


@click.command("browser", short_help="Look at the graph in Neo4j Browser.")
@click.option(
    "--output",
    "-o",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=DEFAULT_FOLDER,
    show_default=True,
    help="Folder for the files that Browser takes.",
)
@click.option(
    "--query",
    "-q",
    "name",
    default=FIRST,
    show_default=True,
    shell_complete=complete_query,
    help="The question that the address opens.",
)
@click.option(
    "--param", "-p", "params", multiple=True, metavar="KEY=VALUE", help="A parameter of that question; repeatable."
)
@click.option(
    "--page",
    metavar="ADDRESS|JAR",
    help="Where Browser is, or the jar that holds it, which is served while kg runs.  [default: the server's own]",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="Port of this machine on which a jar is served.  [default: a free one]",
)
@graph_option
def command(folder: Path, name: str, params: tuple[str, ...], page: str | None, port: int, graph: str | None) -> None:
    """Look at the graph in Neo4j Browser.

    Writes a style, an archive of all questions and a guide, and prints the address that opens Browser with a
    question in its editor. A graph in a folder can be looked at too, read-only and as long as the command runs, by a
    Browser that is somewhere (--page http://…/browser/) or by that of Neo4j's jar (--page neo4j-browser-….jar).

    \b
    Examples:
      kg browser -g bolt://localhost:7687
      kg browser -g bolt://localhost:7687 -q lineage_map -p entity=LLaMA
      kg browser -g my.graph --page neo4j-browser-5.24.0.jar
    """
    from kg.browser import browser_address, examples, write_files

    given = split_params(params)
    with opened_graph(graph) as handle, ExitStack() as stack:
        values = examples(handle)
        first = _first(handle, name, given, values)
        write_files(folder, values)
        own = handle.reader.uri != handle.store.target
        where, served = _page(handle, page, folder, port, stack)
        address = browser_address(where, handle.reader, first) if where else ""
        _echo_steps(folder, address, handle.reader if own else None, served)
        if address and (own or served):
            _wait()


def _first(handle: GraphHandle, name: str, given: dict[str, str], values: Mapping[str, Mapping[str, Scalar]]) -> str:
    """Return title and statement of the first question, with the given values as the graph knows them."""
    from kg.queries import load_query, parse_value
    from kg.queries.inline import inlined

    query = load_query(name)
    typed = {key: parse_value(query, key, value) for key, value in given.items()}
    return f"// {query.title}\n{inlined(query, handle.bound(name, {**values[name], **typed}))};"


def _page(handle: GraphHandle, page: str | None, folder: Path, port: int, stack: ExitStack) -> tuple[str, bool]:
    """Return where Browser is, or "" where nobody knows, and whether it is served here."""
    from kg.browser import GUIDE, browser_page, served_page

    if page and "://" in page:
        return page, False
    if page:
        return stack.enter_context(served_page(Path(page), handle.reader, folder / GUIDE, port)), True
    return ("" if handle.reader.uri != handle.store.target else browser_page(handle.reader)), False


def _echo_steps(folder: Path, address: str, reader: Target | None, served: bool) -> None:
    from kg.browser import GUIDE, SCRIPTS, STYLE

    click.echo(f"{folder} has the style {STYLE}, the saved scripts {SCRIPTS} and the guide {GUIDE}.")
    if not address:
        click.echo("To look at a graph in a folder, give a Neo4j Browser that is somewhere, or the jar that holds it:")
        click.echo("  kg browser --page http://localhost:7474/browser/")
        click.echo(f"  curl -O {JAR} && kg browser --page {JAR.rpartition('/')[2]}")
        return
    login = f" as {reader.username} with the password {reader.password}" if reader else ""
    steps = [
        f"Open {address}",
        f"Log in{login}.",
        f"Drop {STYLE} on the page, then {SCRIPTS}, one at a time: the scripts are behind the star.",
        "Run what stands in the editor: Ctrl+Enter.",
    ]
    if served:
        steps.append(f":guide {address.partition('browser/')[0]}guide.html leads through all questions.")
    click.echo("".join(f"\n{number}. {step}" for number, step in enumerate(steps, 1)))
    if reader or served:
        click.echo("\nCtrl+C ends it.")


def _wait() -> None:
    """Wait for Ctrl+C."""
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()
