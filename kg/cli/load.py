"""`kg load`: another graph, its RDF, or what `kg extract` wrote, into a graph."""

from __future__ import annotations

import click

from kg.cli.build import echo_report
from kg.cli.options import Problems, complete_files, dry_run_option, graph_option
from kg.cli.output import echo_json
from kg.cli.progress import shown_progress


@click.command("load", short_help="Load another graph, its RDF, or what kg extract wrote.")
@click.argument("source", metavar="GRAPH|FILE", shell_complete=complete_files)
@graph_option
@click.option("--strict", is_flag=True, help="Stop at the first record that cannot be loaded.")
@click.option("--base", metavar="IRI", help="What the IRIs of RDF begin with, in place of https://w3id.org/paper-kg/.")
@dry_run_option
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def command(source: str, graph: str | None, strict: bool, base: str | None, dry_run: bool, as_json: bool) -> None:
    """Load a graph, its RDF, or what kg extract wrote, into a graph, which is made if it is not there.

    Nothing is read by a model. Papers that the graph holds just so are passed over; of others, what is loaded takes
    the place of what the graph holds. A graph without papers becomes equal to the one that is loaded.

    \b
    Examples:
      kg load group.graph --graph neo4j://localhost:7687
      kg load graph.ttl --graph copy.graph
      kg load annotations.jsonl.gz --graph group.graph --dry-run
    """
    from kg import load, rehearse_load
    from kg.config import graph_target

    target = graph_target(graph)
    if str(graph_target(source)) == str(target):
        raise click.UsageError(f"{target} cannot be loaded into itself. Give another --graph.")
    problems = Problems()
    with shown_progress() as on_progress:
        run = rehearse_load if dry_run else load
        report = run(source, target, strict=strict, base=base, on_problem=problems, on_progress=on_progress)
    if as_json:
        echo_json({"graph": str(target), "dryRun": dry_run, **report.to_dict(), "problems": problems.count})
        return
    echo_report(report, str(target), dry_run=dry_run)
    if problems.count:
        click.echo(problems.summary(), err=True)
