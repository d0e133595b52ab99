"""`kg entity`: what the graph knows of one thing."""

from __future__ import annotations

from dataclasses import asdict

import click

from kg.cli.options import graph_option, opened_graph
from kg.cli.output import counted, echo_json, echo_table


@click.command("entity", short_help="Show what the graph knows of one thing.")
@click.argument("name")
@graph_option
@click.option(
    "--limit",
    metavar="N",
    default=20,
    show_default=True,
    type=click.IntRange(min=1),
    help="Papers and relations shown.",
)
@click.option("--json", "as_json", is_flag=True, help="Print all as JSON.")
def command(name: str, graph: str | None, limit: int, as_json: bool) -> None:
    """Show which papers name a model, dataset, method, benchmark, task or metric, and what they say of it.

    \b
    Examples:
      kg entity LoRA
      kg entity "masked language modeling" --json
    """
    with opened_graph(graph) as handle:
        entity = handle.find_entity(name)
        claims = handle.claims(entity=entity.id)
        relations = handle.relations(entity=entity.id)
    if as_json:
        echo_json(
            asdict(entity)
            | {"claims": [asdict(claim) for claim in claims], "relations": [asdict(relation) for relation in relations]}
        )
        return
    click.echo(f"{entity.name}  ({entity.type}, {counted(entity.papers, 'paper')})")
    if entity.aliases:
        click.echo(f"also written: {', '.join(entity.aliases)}")
    if len(entity.votes) > 1:
        click.echo(f"types that papers give it: {', '.join(entity.votes)}")
    echo_table(
        ("paper", "says", "conf.", "sentence"),
        [(c.paper_title, c.role, c.confidence, c.sentence) for c in claims[:limit]],
    )
    if relations:
        echo_table(
            ("from", "relation", "to", "conf.", "sentence"),
            [(r.head, r.type, r.tail, r.confidence, r.sentence) for r in relations[:limit]],
        )
    hidden = max(0, len(claims) - limit) + max(0, len(relations) - limit)
    if hidden:
        click.echo(f"{hidden} more: use --limit or --json", err=True)
