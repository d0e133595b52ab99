"""`kg build`: papers into a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.options import Problems, graph_option, opened_cache, papers_argument, reading_options
from kg.cli.output import counted, echo_json
from kg.cli.progress import shown_progress

if TYPE_CHECKING:
    from kg.pipeline.report import BuildReport


@click.command("build", short_help="Read papers into a graph.")
@graph_option
@papers_argument
@reading_options
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def command(
    papers: tuple[str, ...],
    format_: str | None,
    strict: bool,
    graph: str | None,
    jobs: int,
    no_cache: bool,
    pipeline: str | None,
    as_json: bool,
) -> None:
    """Read PAPERS into a graph, which is made if it is not there and grows if it is.

    PAPERS are files, folders, globs, or - for standard input, gzipped or not. A paper that the graph holds already
    is not read again; a second run changes nothing; an interrupted run goes on where it was.

    \b
    Examples:
      kg build papers.jsonl
      kg build "pages/*.txt" refs.bib.gz --graph group.graph --jobs 2
      NEO4J_PASSWORD=… kg build papers.csv --graph bolt://localhost:7687
    """
    from kg import Extractor, read_papers
    from kg import build as build_graph
    from kg.config import graph_target

    target = graph_target(graph)
    problems = Problems()
    with shown_progress() as on_progress, opened_cache(no_cache) as cache:
        report = build_graph(
            problems.begun(read_papers(papers, format=format_, strict=strict, on_problem=problems), papers),
            target,
            extractor=Extractor(pipeline),
            jobs=jobs,
            cache=cache,
            on_progress=on_progress,
        )
    if as_json:
        echo_json({"graph": str(target), **report.to_dict(), "problems": problems.count})
    else:
        echo_report(report, str(target))
        if problems.count:
            click.echo(problems.summary(), err=True)


def echo_report(report: BuildReport, target: str) -> None:
    """Print what a build did."""
    counts = report.counts
    lines = [
        (
            f"{counted(report.read, 'record')} read, {counted(report.papers, 'different paper')}: {report.added} new, "
            f"{report.updated} changed, {report.unchanged} as they were"
        ),
        (
            f"{counted(report.entities, 'name')} of things and {counted(report.relations, 'relation')} written, "
            f"{counted(report.without_entities, 'paper')} without any"
        ),
        f"nodes: {counts.nodes_created} created, {counts.nodes_changed} changed, {counts.nodes_deleted} deleted",
        f"edges: {counts.edges_created} created, {counts.edges_changed} changed, {counts.edges_deleted} deleted",
    ]
    if report.reread:
        lines.insert(1, f"{counted(report.reread, 'paper')} of the graph read again, which another version had read")
    if report.repaired:
        lines.insert(1, f"{counted(report.repaired, 'paper')} written again that an interrupted build had left")
    lines.append(f"graph: {target}")
    click.echo("\n".join(lines))
