"""`kg paper`: what the graph knows of one paper."""

from __future__ import annotations

from dataclasses import asdict

import click

from kg.cli.options import graph_option, opened_graph
from kg.cli.output import echo_json, echo_table


@click.command("paper", short_help="Show what the graph knows of one paper.")
@click.argument("id_or_title", metavar="ID-OR-TITLE")
@graph_option
@click.option(
    "--related",
    metavar="N",
    default=10,
    show_default=True,
    type=click.IntRange(min=0),
    help="Related papers shown.",
)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(id_or_title: str, graph: str | None, related: int, as_json: bool) -> None:
    """Show what one paper introduces, uses, evaluates on and compares with, and the papers it shares that with.

    \b
    Examples:
      kg paper 2106.09685
      kg paper "attention is all you need" --json
    """
    with opened_graph(graph) as handle:
        paper = handle.find_paper(id_or_title)
        claims = handle.claims(paper=paper.id)
        relations = handle.relations(paper=paper.id)
        others = handle.related_papers(paper.id, related)
    if as_json:
        echo_json(
            {
                "id": paper.id,
                "title": paper.title,
                "year": paper.year,
                "url": paper.url,
                "entities": [asdict(claim) for claim in claims],
                "relations": [asdict(relation) for relation in relations],
                "related": [asdict(other) for other in others],
            }
        )
        return
    click.echo(paper.title)
    click.echo("  ".join(str(part) for part in (paper.id, paper.year, paper.venue, paper.url) if part))
    echo_table(
        ("what it does", "type", "name", "conf.", "sentence"),
        [(c.role, c.type, c.entity, c.confidence, c.sentence) for c in claims],
    )
    if relations:
        echo_table(
            ("from", "relation", "to", "conf.", "sentence"),
            [(r.head, r.type, r.tail, r.confidence, r.sentence) for r in relations],
        )
    if others:
        echo_table(("weight", "shares techniques with", "through"), [(o.weight, o.title, o.through) for o in others])
