"""`kg extract`: what papers say, as JSON Lines."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import Problems, opened_cache, papers_argument, reading_options
from kg.cli.output import opened_output, to_json
from kg.cli.progress import shown_progress


@click.command("extract", short_help="Print what papers say, as JSON Lines.")
@papers_argument
@reading_options
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    type=click.Path(path_type=Path, allow_dash=True),
    default="-",
    help="File to write; standard output if left out.",
)
def command(
    papers: tuple[str, ...],
    format_: str | None,
    strict: bool,
    jobs: int,
    no_cache: bool,
    pipeline: str | None,
    output: Path,
) -> None:
    """Print what PAPERS say: one JSON object a paper, with entities, mentions and relations.

    Offsets count code points from 0 in title + newline + abstract, as the input has them. An input that has ids
    keeps them.

    \b
    Examples:
      kg extract papers.jsonl -o annotations.jsonl
      kg extract - --format jsonl < papers.jsonl | jq .entities[].name
    """
    from kg import Extractor, extract, read_papers
    from kg.pipeline.report import Progress
    from kg.pipeline.written import extraction_record

    problems = Problems()
    with (
        opened_output(None if str(output) == "-" else output) as stream,
        shown_progress() as on_progress,
        opened_cache(no_cache) as cache,
    ):
        read = problems.begun(read_papers(papers, format=format_, strict=strict, on_problem=problems), papers)
        found = extract(read, extractor=Extractor(pipeline), jobs=jobs, cache=cache)
        for done, (paper, annotation) in enumerate(found, 1):
            stream.write(to_json(extraction_record(paper, annotation)) + "\n")
            on_progress(Progress("reading papers", done))
    if problems.count:
        click.echo(problems.summary(), err=True)
