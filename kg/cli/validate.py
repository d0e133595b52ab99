"""`kg validate`: is an RDF file a graph as kg writes it?"""

from __future__ import annotations

import sys
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.output import counted, echo_json
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.exports.rdf.validation import Violation

BROKEN, FAILED = 1, 2


@click.command("validate", short_help="Check RDF against the shapes of the graph.")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--base", metavar="IRI", help="What its IRIs begin with, in place of https://w3id.org/paper-kg/.")
@click.option("--json", "as_json", is_flag=True, help="Print what is wrong as JSON.")
def command(file: Path, base: str | None, as_json: bool) -> None:
    """Check an RDF file against schemas/shapes.ttl, and show what is wrong, record by record.

    Exit codes are those of pySHACL: 0 it conforms, 1 it does not, 2 it could not be checked.

    \b
    Examples:
      kg validate graph.ttl
      kg validate graph.nq.gz --base https://example.org/our-graph/ --json
    """
    from kg.exports.rdf.validation import validate_rdf
    from kg.schema import load_schema

    try:
        found = validate_rdf(file, load_schema().with_base(base) if base else load_schema())
    except KgError as err:
        click.echo(f"Error: {err.message}", err=True)
        if err.hint:
            click.echo(f"  {err.hint}", err=True)
        sys.exit(FAILED)
    if as_json:
        echo_json({"conforms": not found, "violations": [asdict(violation) for violation in found]})
    else:
        _echo(found, file)
    if found:
        sys.exit(BROKEN)


def _echo(found: tuple[Violation, ...], file: Path) -> None:
    for record, violations in groupby(found, key=lambda violation: violation.record):
        click.echo(record)
        for violation in violations:
            about = f"{violation.property}: " if violation.property else ""
            value = f" ({violation.value})" if violation.value else ""
            click.echo(f"  {about}{violation.message}{value}  [{violation.constraint}]")
    records = len({violation.record for violation in found})
    if found:
        click.echo(f"{file}: {counted(len(found), 'violation')} in {counted(records, 'record')}", err=True)
    else:
        click.echo(f"{file} conforms.")
