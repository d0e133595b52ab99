"""`kg annotate`: papers annotated for correction by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from kg.cli.options import Problems, opened_cache, papers_argument, reading_options
from kg.cli.output import opened_output
from kg.cli.progress import shown_progress

if TYPE_CHECKING:
    from kg.records.documents import Paper


@click.command("annotate", short_help="Annotate papers, for you to correct.")
@papers_argument
@reading_options
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write. The texts go beside it: ours.jsonl gets ours.texts.jsonl.",
)
@click.option("--force", is_flag=True, help="Write over these two files where they exist; never over one of PAPERS.")
@click.option(
    "--uncertain",
    type=click.IntRange(min=1),
    metavar="N",
    help="Write only the N papers that the model is least sure of.",
)
def command(
    papers: tuple[str, ...],
    format_: str | None,
    strict: bool,
    jobs: int,
    no_cache: bool,
    pipeline: str | None,
    output: Path,
    force: bool,
    uncertain: int | None,
) -> None:
    """Annotate PAPERS with the current model, for you to correct and to train on.

    One JSON object a line, in the format of annotations/GUIDELINES.md, which also says what a correct annotation is:
    mentions are strings as they stand in the text, names are canonical, relations are triples of names. With
    --uncertain the papers come least sure first: correcting those teaches a model most. Correct a copy: kg evaluate
    compares it with what was written.

    \b
      {"id": "p1",
       "entities": [{"name": "LoRA", "type": "Method", "role": "uses",
                     "mentions": ["LoRA", "low-rank adaptation"]}, …],
       "relations": [["TinyAdapter", "BASED_ON", "LoRA"], …]}

    \b
    Examples:
      kg annotate papers.jsonl -o annotations.jsonl --uncertain 100
      kg annotate papers.jsonl -o annotations.jsonl --pipeline trained/pipeline
      kg evaluate annotations.texts.jsonl corrected.jsonl annotations.jsonl
    """
    from kg import Extractor, extract, read_papers
    from kg.pipeline.report import Progress
    from kg.training.preannotate import least_sure, text_record, to_correct

    texts = output.with_suffix(".texts.jsonl")
    _spare(output, papers, format_, force=force)
    _spare(texts, papers, format_, force=force)
    problems = Problems()
    with (
        opened_output(output) as to_annotations,
        opened_output(texts) as to_texts,
        shown_progress() as on_progress,
        opened_cache(no_cache) as cache,
    ):
        read = problems.begun(read_papers(papers, format=format_, strict=strict, on_problem=problems), papers)
        resolved = []
        for pair in extract(_once(read), extractor=Extractor(pipeline), jobs=jobs, cache=cache):
            resolved.append(pair)
            on_progress(Progress("reading papers", len(resolved)))
        if uncertain is not None:
            resolved = least_sure(resolved, uncertain)
        _write(to_annotations, (to_correct(paper, annotation) for paper, annotation in resolved))
        _write(to_texts, (text_record(paper) for paper, _ in resolved))
    click.echo(f"{len(resolved)} papers annotated: {output}; their texts: {texts}", err=True)
    if problems.count:
        click.echo(problems.summary(), err=True)


def _spare(path: Path, papers: Iterable[str], format_: str | None, *, force: bool) -> None:
    """Refuse to write over one of the papers' files, or without `--force` over any other.

    Raises:
        ConfigError: If the file is to stay.
    """
    from kg.errors import ConfigError
    from kg.sources.files import find_sources

    if not path.is_file():
        return
    # Pipes give what they hold only once, and are no files to write over.
    piped = {name for name in papers if name == "-" or Path(name).is_fifo()}
    inputs = [name for name in papers if name not in piped]
    sources = find_sources(inputs, format_name=format_) if inputs else []
    if any(path.samefile(source.path) for source in sources):
        raise ConfigError(f"{path} would be written over, and papers are read from it.", hint="Give another -o.")
    if not force:
        raise ConfigError(
            f"{path} exists, and may hold corrections of yours.", hint="Give another -o, or --force to write over it."
        )


def _once(papers: Iterable[Paper]) -> Iterator[Paper]:
    """The first paper under each id."""
    seen: set[str] = set()
    for paper in papers:
        id_ = paper.given_id or paper.id
        if id_ not in seen:
            seen.add(id_)
            yield paper


def _write(stream: IO[str], records: Iterable[dict[str, Any]]) -> None:
    for record in records:
        stream.write(json.dumps(record, ensure_ascii=False) + "\n")
