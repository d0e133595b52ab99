"""`kg stats`: what the graph holds, counted."""

from __future__ import annotations

import click

from kg.cli.options import graph_option, opened_graph
from kg.cli.output import counted, echo_json, echo_table


@click.command("stats", short_help="Count what the graph holds.")
@graph_option
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(graph: str | None, as_json: bool) -> None:
    """Count nodes by label and edges by type, and name the techniques that most papers share.

    \b
    Example:
      kg stats --graph group.graph --json
    """
    with opened_graph(graph) as handle:
        stats = handle.stats()
    if as_json:
        echo_json(stats.to_dict())
        return
    entities, edges = sum(stats.entities.values()), sum(stats.edges.values())
    click.echo(
        f"{counted(stats.papers, 'paper')}, {entities} {'entity' if entities == 1 else 'entities'}, "
        f"{counted(edges, 'edge')}"
    )
    echo_table(("entities", "number"), list(stats.entities.items()))
    echo_table(("edges", "number"), list(stats.edges.items()))
    if stats.most_shared:
        echo_table(("most shared", "type", "papers"), stats.most_shared)
    if len(stats.extractors) > 1:
        echo_table(("read by", "papers"), list(stats.extractors.items()))
    if stats.papers_without_entities:
        echo_table(
            (f"{counted(stats.papers_without_entities, 'paper')} without any entity", "title"), stats.without_entities
        )
