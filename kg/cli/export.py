"""`kg export`: the whole graph for other tools."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import graph_option, opened_graph
from kg.cli.output import echo_table
from kg.cli.progress import shown_progress

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def _complete_format(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from kg.exports import EXPORTERS

    return [CompletionItem(e.name, help=e.description) for e in EXPORTERS.values() if e.name.startswith(incomplete)]


@click.command("export", short_help="Write the whole graph for other tools.")
@click.option(
    "--format",
    "format_",
    metavar="NAME",
    shell_complete=_complete_format,
    help="Told from the file's suffix if left out; `kg export --list` shows all.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, allow_dash=True),
    default="-",
    help="File to write, or a new folder for tables, parquet and neo4j-import; standard output if left out.",
)
@click.option("--base", metavar="IRI", help="What the IRIs of RDF begin with, in place of https://w3id.org/paper-kg/.")
@click.option("--list", "listed", is_flag=True, help="Show the formats.")
@graph_option
def command(format_: str | None, output: Path, base: str | None, listed: bool, graph: str | None) -> None:
    """Write the whole graph in a format that other tools read.

    The same graph gives the same bytes. A file that ends in .gz is gzipped. tables and parquet are folders with a table
    for each label and relation; neo4j-import is one of gzipped CSV for `neo4j-admin database import`, with its command
    and a file of constraints and indexes. html is one page to look at the graph in a browser, without a server or a
    network.

    \b
    Examples:
      kg export --list
      kg export -o graph.ttl
      kg export -o graph.html
      kg export -o graph.nq.gz --base https://example.org/our-graph/
      kg export --format parquet -o tables/
      kg export --format neo4j-import -o import/
      kg export --format ntriples | sort > graph.nt
    """
    from kg.exports import EXPORTERS, export_graph
    from kg.pipeline.report import Progress

    if listed:
        echo_table(("format", "file", "what it is"), [(e.name, e.suffix, e.description) for e in EXPORTERS.values()])
        return
    with opened_graph(graph) as handle, shown_progress() as on_progress:
        export_graph(
            handle.store,
            None if str(output) == "-" else output,
            format_,
            lambda done: on_progress(Progress("writing nodes and edges", done)),
            base=base,
        )
