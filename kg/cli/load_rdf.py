"""`kg load-rdf`: a graph from its RDF."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import graph_option
from kg.cli.output import counted
from kg.cli.progress import shown_progress


@click.command("load-rdf", short_help="Make a graph from RDF that kg export wrote.")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--base", metavar="IRI", help="What its IRIs begin with, in place of https://w3id.org/paper-kg/.")
@graph_option
def command(file: Path, base: str | None, graph: str | None) -> None:
    """Make a graph from RDF that kg export wrote, in any of its formats.

    Exporting it again gives the same file.

    \b
    Examples:
      kg load-rdf graph.ttl --graph copy.graph
      kg load-rdf graph.nq.gz --base https://example.org/our-graph/ -g copy.graph
    """
    from kg.pipeline.loading import load_rdf

    with shown_progress() as on_progress:
        counts = load_rdf(file, graph, base=base, on_progress=on_progress)
    click.echo(f"{counted(counts.nodes_created, 'node')} and {counted(counts.edges_created, 'edge')} loaded")
