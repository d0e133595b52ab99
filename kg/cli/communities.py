"""`kg communities`: groups of papers, and the techniques that are central."""

from __future__ import annotations

from dataclasses import asdict

import click

from kg.cli.options import graph_option, opened_graph
from kg.cli.output import counted, echo_json, echo_table

PAPERS_SHOWN = 3


@click.command("communities", short_help="Show groups of papers, and which techniques are central.")
@click.option(
    "--resolution",
    type=float,
    default=1.0,
    show_default=True,
    help="Above 1 for more and smaller groups, below 1 for fewer and larger ones.",
)
@click.option(
    "--limit", type=click.IntRange(min=0), default=15, show_default=True, help="Most groups and techniques shown."
)
@click.option("--json", "as_json", is_flag=True, help="Print all of them as JSON.")
@click.option(
    "--write", is_flag=True, help="Note them in the graph, as `community` of papers and `centrality` of techniques."
)
@click.option("--clear", is_flag=True, help="Take what --write noted off the graph; nothing is worked out.")
@graph_option
def command(resolution: float, limit: int, as_json: bool, write: bool, clear: bool, graph: str | None) -> None:
    """Show groups of papers that are linked with each other more than with the rest, and which techniques are central.

    The graph is left as it is unless --write is given. What was noted describes the graph of then: run it again after
    a build.

    \b
    Examples:
      kg communities
      kg communities --resolution 2 --json
      kg communities --write
    """
    from kg.communities import take_back, write_back

    if write and clear:
        raise click.UsageError("Give --write or --clear, not both.")
    with opened_graph(graph) as handle:
        if clear:
            click.echo(f"{counted(take_back(handle.store).nodes_changed, 'node')} changed")
            return
        communities = handle.communities(resolution=resolution)
        central = handle.central_techniques()
        changed = write_back(handle.store, communities, central).nodes_changed if write else None
    if as_json:
        echo_json(
            {"communities": [asdict(each) for each in communities], "central": [asdict(each) for each in central]}
        )
    else:
        echo_table(
            ("", "papers", "what sets it apart", "most strongly linked"),
            [
                (each.number, len(each.papers), each.techniques, "\n".join(t for _, t in each.papers[:PAPERS_SHOWN]))
                for each in communities[:limit]
            ],
        )
        echo_table(
            ("technique", "type", "papers", "centrality"),
            [(each.name, each.type, each.papers, each.centrality) for each in central[:limit]],
        )
    if changed is not None:
        click.echo(f"{counted(changed, 'node')} changed", err=True)
