"""`kg demo`: the bundled sample, built and shown."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.build import echo_report
from kg.cli.output import counted, echo_table
from kg.cli.progress import shown_progress

DEFAULT_FOLDER = "kg-demo.graph"
LINKS_SHOWN = 6


@click.command("demo", short_help="Build a graph of well-known papers, and show it.")
@click.option(
    "--graph",
    "-g",
    metavar="FOLDER",
    default=DEFAULT_FOLDER,
    show_default=True,
    help="Folder of the graph that is made.",
)
def command(graph: str) -> None:
    """Build a graph of forty well-known papers, described in our words, and show what links them.

    \b
    Example:
      kg demo --graph /tmp/demo.graph
    """
    from kg import build, open_graph, read_papers
    from kg.config import Target
    from kg.resources import sample_path

    target = Target(folder=Path(graph))
    with shown_progress() as on_progress:
        report = build(read_papers([sample_path()]), target, on_progress=on_progress)
    echo_report(report, graph)
    with open_graph(target) as handle:
        stats = handle.stats()
        links = handle.query("strongest_links", limit=LINKS_SHOWN)
    found = ", ".join(counted(number, kind.lower()) for kind, number in stats.entities.items())
    click.echo(f"\nFound {found}.")
    echo_table(("most shared", "type", "papers"), stats.most_shared[:6])
    click.echo("\nThe strongest links between papers, and the sentences behind each:\n")
    for link in links:
        click.echo(f"{link['title']}  ↔  {link['otherTitle']}")
        click.echo(f"  through {', '.join(link['through'])}")
        click.echo(f"  {link['technique']}: “{link['sentence']}”")
        click.echo(f"  {link['technique']}: “{link['otherSentence']}”\n")
    click.echo("What to type next:")
    for line in (
        f"kg paper LoRA -g {graph}",
        f"kg entity Transformer -g {graph}",
        f'kg query built_on -p entity="Mask R-CNN" -g {graph}',
        "kg query --list",
        "kg build YOUR-PAPERS.jsonl -g group.graph",
    ):
        click.echo(f"  {line}")
