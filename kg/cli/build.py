"""`kg build`: papers into a graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import Problems, dry_run_option, graph_option, opened_cache, papers_argument, reading_options
from kg.cli.output import counted, echo_json
from kg.cli.progress import shown_progress

if TYPE_CHECKING:
    from kg.pipeline.report import BuildReport
    from kg.records.graph import Counts


@click.command("build", short_help="Read papers into a graph.")
@graph_option
@papers_argument
@reading_options
@click.option(
    "--curation",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What a person decided, which wins over what is read; see kg curate. The graph keeps it.",
)
@dry_run_option
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def command(
    papers: tuple[str, ...],
    format_: str | None,
    strict: bool,
    graph: str | None,
    jobs: int,
    no_cache: bool,
    pipeline: str | None,
    curation: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Read PAPERS into a graph, which is made if it is not there and grows if it is.

    PAPERS are files, folders, globs, or - for standard input, gzipped or not. A paper that the graph holds already
    is not read again; a second run changes nothing; an interrupted run goes on where it was.

    \b
    Examples:
      kg build papers.jsonl
      kg build "pages/*.txt" refs.bib.gz --graph group.graph --jobs 2
      kg build papers.jsonl --curation curation.toml --dry-run
      NEO4J_PASSWORD=… kg build papers.csv --graph bolt://localhost:7687
    """
    from kg import Extractor, read_decisions, read_papers, rehearse_build
    from kg import build as build_graph
    from kg.config import graph_target

    target = graph_target(graph)
    decisions = read_decisions(curation) if curation else None
    run = rehearse_build if dry_run else build_graph
    problems = Problems()
    with shown_progress() as on_progress, opened_cache(no_cache) as cache:
        report = run(
            problems.begun(read_papers(papers, format=format_, strict=strict, on_problem=problems), papers),
            target,
            extractor=Extractor(pipeline),
            decisions=decisions,
            jobs=jobs,
            cache=cache,
            on_progress=on_progress,
        )
    if as_json:
        echo_json({"graph": str(target), "dryRun": dry_run, **report.to_dict(), "problems": problems.count})
    else:
        echo_report(report, str(target), dry_run=dry_run)
        if problems.count:
            click.echo(problems.summary(), err=True)


def echo_report(report: BuildReport, target: str, *, dry_run: bool = False) -> None:
    """Print what a build did, or would do."""
    lines = [
        (
            f"{counted(report.read, 'record')} read, {counted(report.papers, 'different paper')}: {report.added} new, "
            f"{report.updated} changed, {report.unchanged} as they were"
        ),
        (
            f"{counted(report.entities, 'name')} of things and {counted(report.relations, 'relation')} written, "
            f"{counted(report.without_entities, 'paper')} without any"
        ),
        *counts_lines(report.counts, dry_run),
    ]
    if report.curated:
        lines.insert(1, f"{counted(report.curated, 'paper')} read again that decisions change")
    if report.reread:
        lines.insert(1, f"{counted(report.reread, 'paper')} of the graph read again, which another version had read")
    if report.repaired:
        lines.insert(1, f"{counted(report.repaired, 'paper')} written again that an interrupted build had left")
    lines.append(f"graph: {target}{', which is as it was: this was a dry run' if dry_run else ''}")
    click.echo("\n".join(lines))


def counts_lines(counts: Counts, dry_run: bool) -> list[str]:
    """Return what changed in a store, or would change, in two lines."""
    verb = "to be " if dry_run else ""
    return [
        f"{what}: {created} {verb}created, {changed} {verb}changed, {deleted} {verb}deleted"
        for what, created, changed, deleted in (
            ("nodes", counts.nodes_created, counts.nodes_changed, counts.nodes_deleted),
            ("edges", counts.edges_created, counts.edges_changed, counts.edges_deleted),
        )
    ]
