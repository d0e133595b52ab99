"""`kg diff`: what two graphs hold otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.options import complete_folders
from kg.cli.output import echo_json, echo_table

if TYPE_CHECKING:
    from kg.pipeline.comparing import GraphDiff

THEY_DIFFER = 3


@click.command("diff", short_help="Compare two graphs.")
@click.argument("first", metavar="GRAPH1", shell_complete=complete_folders)
@click.argument("second", metavar="GRAPH2", shell_complete=complete_folders)
@click.option("--show", metavar="N", type=click.IntRange(min=0), default=5, show_default=True, help="Examples of each.")
@click.option("--json", "as_json", is_flag=True, help="Print all differences as JSON.")
def command(first: str, second: str, show: int, as_json: bool) -> None:
    """Compare two graphs, in folders or on servers: what only one has, and what differs. Exit code 3 if they do.

    \b
    Examples:
      kg diff group.graph other.graph
      kg diff group.graph neo4j://localhost:7687 --json
    """
    from kg import diff

    found = diff(first, second)
    if as_json:
        echo_json(found.to_dict())
    else:
        _echo(found, first, second, show)
    if found:
        raise SystemExit(THEY_DIFFER)


def _echo(found: GraphDiff, first: str, second: str, show: int) -> None:
    differing = {name: kind for name, kind in found.kinds.items() if kind}
    if not differing:
        same = sum(kind.same for kind in found.kinds.values())
        click.echo(f"{first} and {second} are equal: {same} nodes and edges")
        return
    echo_table(
        ("", f"only {first}", f"only {second}", "changed", "same"),
        [(name, len(k.first_only), len(k.second_only), len(k.changed), k.same) for name, k in differing.items()],
    )
    rows = [
        (name, where, kind.names[id_], id_)
        for name, kind in differing.items()
        for where, ids in (
            (f"only {first}", kind.first_only),
            (f"only {second}", kind.second_only),
            ("changed", kind.changed),
        )
        for id_ in ids[:show]
    ]
    if rows:
        echo_table(("", "where", "what", "id"), rows)
