"""`kg retract`: a paper's claims are taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.options import graph_option, opened_graph
from kg.cli.output import counted, echo_json
from kg.cli.progress import shown_progress

if TYPE_CHECKING:
    from kg.records.documents import Paper


@click.command("retract", short_help="Take a paper's claims back.")
@click.argument("papers", nargs=-1, required=True, metavar="PAPER...")
@graph_option
@click.option("--dry-run", is_flag=True, help="Say what would go, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON what went, or would go.")
def command(papers: tuple[str, ...], graph: str | None, dry_run: bool, as_json: bool) -> None:
    """Take papers, given by id or title, and all their claims out of the graph.

    Entities that no other paper names go too; what remains is the graph as it would be without these papers.

    \b
    Examples:
      kg retract arxiv:2106.09685 --graph group.graph
      kg retract "LoRA: Low-Rank Adaptation of Large Language Models" --dry-run
    """
    with opened_graph(graph) as handle:
        found = [handle.find_paper(paper) for paper in papers]
        if dry_run:
            _echo_plan({paper: len(handle.claims(paper=paper.id)) for paper in found}, as_json)
            return
        with shown_progress() as on_progress:
            report = handle.retract([paper.id for paper in found], on_progress=on_progress)
    if as_json:
        echo_json(report.to_dict())
        return
    counts = report.counts
    for paper in dict.fromkeys(found):
        click.echo(f"{paper.id}  {paper.title}")
    click.echo(
        f"{counted(len(report.retracted), 'paper')} taken back: {counts.nodes_deleted} nodes and "
        f"{counts.edges_deleted} edges deleted, {counts.nodes_changed} nodes and {counts.edges_changed} edges changed"
    )


def _echo_plan(claims: dict[Paper, int], as_json: bool) -> None:
    """Print what would go."""
    if as_json:
        echo_json([{"id": paper.id, "title": paper.title, "claims": number} for paper, number in claims.items()])
        return
    for paper, number in claims.items():
        click.echo(f"{paper.id}  {paper.title}: {counted(number, 'claim')} would go")
