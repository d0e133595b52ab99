"""Options and arguments that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.cli.output import counted

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from kg.handle import GraphHandle
    from kg.pipeline.cache import ExtractionCache
    from kg.records.documents import Paper
    from kg.sources import Problem

Function = TypeVar("Function", bound=Callable[..., Any])

PROBLEMS_SHOWN = 20


def complete_folders(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Let the shell complete names of folders."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="dir")]


def complete_files(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Let the shell complete names of files and folders."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def _complete_format(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from kg.sources import formats

    return [CompletionItem(name, help=text) for name, text in formats().items() if name.startswith(incomplete)]


def _refuse_blank(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """Refuse `--graph "$UNSET"`: the default would be written to, which nobody asked for."""
    if value is not None and not value.strip():
        raise click.BadParameter("it is empty. Give a folder or an address, or leave the option out.")
    return value


def graph_option(function: Function) -> Function:
    """Add `--graph`, the same for every command."""
    return click.option(
        "--graph",
        "-g",
        metavar="TARGET",
        callback=_refuse_blank,
        shell_complete=complete_folders,
        help="A folder, or the address of a Neo4j server.  [default: $NEO4J_URI, else kg.graph]",
    )(function)


def papers_argument(function: Function) -> Function:
    """Add the argument PAPERS and what tells how to read them."""
    function = click.option("--strict", is_flag=True, help="Stop at the first record that cannot be read.")(function)
    function = click.option(
        "--format",
        "format_",
        metavar="NAME",
        shell_complete=_complete_format,
        help="Format of PAPERS, found from the content if left out: pages, jsonl, csv, bibtex, atom, arxiv-snapshot.",
    )(function)
    return click.argument("papers", nargs=-1, required=True, metavar="PAPERS...", shell_complete=complete_files)(
        function
    )


def pipeline_option(function: Function) -> Function:
    """Add `--pipeline`, the same for every command that reads papers."""
    return click.option(
        "--pipeline",
        metavar="FOLDER",
        shell_complete=complete_folders,
        help="A spaCy pipeline of yours, in place of the one that comes with kg.",
    )(function)


def reading_options(function: Function) -> Function:
    """Add the options of commands that run the extraction pipeline."""
    function = pipeline_option(function)
    function = click.option("--no-cache", is_flag=True, help="Read every paper anew and keep no results.")(function)
    return click.option(
        "--jobs",
        "-j",
        metavar="N",
        default=1,
        show_default=True,
        type=click.IntRange(min=1),
        help="Processes that read papers.",
    )(function)


def dry_run_option(function: Function) -> Function:
    """Add `--dry-run` to a command that writes."""
    return click.option("--dry-run", is_flag=True, help="Count what would change, and change nothing.")(function)


@contextmanager
def opened_cache(no_cache: bool) -> Iterator[ExtractionCache | None]:
    """Give the cache of extraction results, or None if it is not wanted."""
    if no_cache:
        yield None
        return
    from kg.config import cache_folder
    from kg.pipeline.cache import ExtractionCache

    with ExtractionCache(cache_folder() / "extraction.sqlite") as cache:
        yield cache


@contextmanager
def opened_graph(graph: str | None) -> Iterator[GraphHandle]:
    """Give the graph that `--graph` names."""
    from kg.handle import open_graph

    with open_graph(graph) as handle:
        if handle.is_pending():
            click.echo("A build of this graph was interrupted: run it again to bring it up to date.", err=True)
        yield handle


class Problems:
    """Shows the first records that could not be read as they come, and counts all."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, problem: Problem) -> None:
        """Take note of one."""
        self.count += 1
        if self.count <= PROBLEMS_SHOWN:
            click.echo(f"{problem.origin}: {problem.reason}", err=True)
        elif self.count == PROBLEMS_SHOWN + 1:
            click.echo("… and more, counted below.", err=True)

    def summary(self) -> str:
        """Return how many there were, and where they are named."""
        named = "each is named above" if self.count <= PROBLEMS_SHOWN else f"the first {PROBLEMS_SHOWN} are named above"
        return f"{counted(self.count, 'record')} could not be read; {named}."

    def begun(self, read: Iterator[Paper], papers: tuple[str, ...]) -> Iterator[Paper]:
        """Read the first paper now, so that nothing is made or changed for the sake of none, and give them all.

        Raises:
            SourceError: If there is none.
        """
        from kg.errors import SourceError

        for first in read:
            return chain([first], read)
        hint = "Correct the records that are named above." if self.count else "Leave --format out, or correct it."
        raise SourceError(f"No paper could be read from {', '.join(papers)}.", hint=hint)
