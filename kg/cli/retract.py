"""`kg retract`: papers' claims are taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.options import dry_run_option, graph_option, opened_graph
from kg.cli.output import counted, echo_json
from kg.cli.progress import shown_progress

if TYPE_CHECKING:
    from kg.handle import GraphHandle
    from kg.records.documents import Paper

SHOWN = 20


@click.command("retract", short_help="Take papers' claims back.")
@click.argument("papers", nargs=-1, metavar="[PAPER]...")
@click.option("--source", metavar="FILE", default="", help="All papers that were read from a file of this name alone.")
@click.option("--extractor", metavar="NAME", default="", help="All papers that this extractor, or version of it, read.")
@graph_option
@dry_run_option
@click.option("--json", "as_json", is_flag=True, help="Print as JSON what went, or would go.")
def command(
    papers: tuple[str, ...], source: str, extractor: str, graph: str | None, dry_run: bool, as_json: bool
) -> None:
    """Take papers, given by id or title, and all their claims out of the graph.

    Entities that no other paper names go too; what remains is the graph as it would be without these papers. A paper
    that was also read from another file than --source stays, and only forgets that file.

    \b
    Examples:
      kg retract arxiv:2106.09685 --graph group.graph
      kg retract "LoRA: Low-Rank Adaptation of Large Language Models" --dry-run
      kg retract --source refs.bib
      kg retract --extractor kg.model/2.c79ef000
    """
    if not (papers or source or extractor):
        raise click.UsageError("Give a PAPER, --source or --extractor.")
    with opened_graph(graph) as handle:
        found = [handle.find_paper(paper) for paper in papers]
        chosen = _chosen(handle, found, source, extractor)
        if dry_run:
            _echo_plan({paper: len(handle.claims(paper=paper.id)) for paper in chosen}, as_json)
            return
        with shown_progress() as on_progress:
            report = handle.retract(
                [paper.id for paper in found], source=source, extractor=extractor, on_progress=on_progress
            )
    if as_json:
        echo_json(report.to_dict())
        return
    counts = report.counts
    for paper in chosen[:SHOWN]:
        click.echo(f"{paper.id}  {paper.title}")
    if len(chosen) > SHOWN:
        click.echo(f"… and {len(chosen) - SHOWN} more")
    click.echo(
        f"{counted(len(report.retracted), 'paper')} taken back: {counts.nodes_deleted} nodes and "
        f"{counts.edges_deleted} edges deleted, {counts.nodes_changed} nodes and {counts.edges_changed} edges changed"
    )


def _chosen(handle: GraphHandle, papers: list[Paper], source: str, extractor: str) -> list[Paper]:
    """The papers that would go, those that were named first."""
    named = list(dict.fromkeys(papers))
    others = handle.papers_of(source=source, extractor=extractor) - {paper.id for paper in named}
    return [*named, *(handle.find_paper(id_) for id_ in sorted(others))]


def _echo_plan(claims: dict[Paper, int], as_json: bool) -> None:
    """Print what would go."""
    if as_json:
        echo_json([{"id": paper.id, "title": paper.title, "claims": number} for paper, number in claims.items()])
        return
    for paper, number in claims.items():
        click.echo(f"{paper.id}  {paper.title}: {counted(number, 'claim')} would go")
