"""`kg curate`: what a person decides about a graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.build import counts_lines
from kg.cli.options import dry_run_option, graph_option, opened_cache, opened_graph, reading_options
from kg.cli.output import counted, echo_json, echo_table
from kg.cli.progress import shown_progress

if TYPE_CHECKING:
    from kg.pipeline.report import BuildReport


@click.command("curate", short_help="Let a person's decisions win over what was read.")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@graph_option
@click.option("--list", "listed", is_flag=True, help="Show the decisions that the graph keeps.")
@reading_options
@dry_run_option
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(
    file: Path | None,
    graph: str | None,
    listed: bool,
    jobs: int,
    no_cache: bool,
    pipeline: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Let the decisions in FILE win over what was read, now and in every later build.

    The graph keeps them, with author and reason, in place of those that it kept before; an empty file takes all back.
    Papers that this changes are read again. FILE is TOML:

    \b
    [[same]]                            # one thing; it goes by the first name
    names = ["RoFormer", "Rotary Transformer"]
    author = "Ada Lovelace"             # every decision has both
    reason = "The paper uses both."
    [[different]]                       # never one thing
    names = ["ViT", "Vision Transformer"]
    [[rename]]
    name = "Roberta"
    to = "RoBERTa"
    [[type]]
    name = "ImageNet"
    type = "Dataset"
    [[wrong]]                           # an edge that is not true
    paper = "arxiv:2106.09685"          # its id or title; left out: of any paper
    edge = "USES"
    target = "Adam"                     # with source = "…", an edge between two entities

    \b
    Examples:
      kg curate curation.toml --graph group.graph
      kg curate --list
      kg build papers.jsonl --curation curation.toml
    """
    if listed == (file is not None):
        raise click.UsageError("Give one of FILE and --list.")
    if file is None:
        _list(graph, as_json)
        return
    from kg import Extractor, read_decisions, rehearse_build
    from kg import build as build_graph
    from kg.config import graph_target

    decisions = read_decisions(file)
    target = graph_target(graph)
    with opened_graph(graph):
        pass  # one that is not there is an error: only kg build makes a graph
    run = rehearse_build if dry_run else build_graph
    with shown_progress() as on_progress, opened_cache(no_cache) as cache:
        report = run(
            (), target, extractor=Extractor(pipeline), decisions=decisions, jobs=jobs, cache=cache,
            on_progress=on_progress,
        )  # fmt: skip
    if as_json:
        echo_json({"graph": str(target), "dryRun": dry_run, **report.to_dict()})
    else:
        _echo(report, dry_run)


def _echo(report: BuildReport, dry_run: bool) -> None:
    if report.decisions:
        echo_table(("decision", "papers changed now"), list(report.decisions.items()))
    verb = "to be " if dry_run else ""
    click.echo(
        f"{counted(len(report.decisions), 'decision')} {verb}kept; {counted(report.curated, 'paper')} {verb}read again"
    )
    click.echo("\n".join(counts_lines(report.counts, dry_run)))


def _list(graph: str | None, as_json: bool) -> None:
    with opened_graph(graph) as handle:
        decisions = handle.decisions()
    if as_json:
        fields = ("kind", "names", "type", "paper", "edge", "source", "target", "author", "reason")
        echo_json([{name: getattr(d, name) for name in fields if getattr(d, name)} for d in decisions])
        return
    echo_table(("decision", "by", "why"), [(str(d), d.author, d.reason) for d in decisions])
    click.echo(counted(len(decisions), "decision"), err=True)
