"""`kg evaluate`: how well papers were read."""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import pipeline_option
from kg.cli.output import echo_json, echo_table, opened_output
from kg.cli.progress import shown_progress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.evaluation import Count, Evaluation, ReadingError, StatedRelation
    from kg.evaluation.gold import GoldEntity, GoldPaper

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
ANSWER_IS_NO = 3
IDS_SHOWN = 5


def _minimums(_ctx: click.Context, _param: click.Parameter, items: tuple[str, ...]) -> list[tuple[str, float]]:
    """Return each measure that `--min` names, with its value."""
    if not items:
        return []
    from kg.evaluation.score import MEASURES

    found = []
    for item in items:
        measure, _, value = item.partition("=")
        try:
            least = float(value)
        except ValueError as err:
            raise click.BadParameter(f"{item!r} is not MEASURE=F1.") from err
        if measure not in MEASURES:
            raise click.BadParameter(f"no measure {measure!r}; there are {', '.join(MEASURES)}.")
        if not 0 <= least <= 100:
            raise click.BadParameter(f"{item!r}: an F1 is from 0 to 100.")
        found.append((measure, least))
    return found


@click.command("evaluate", short_help="Compare annotations with gold ones.")
@click.argument("texts", type=EXISTING)
@click.argument("gold", type=EXISTING)
@click.argument("predicted", type=EXISTING, required=False)
@pipeline_option
@click.option(
    "--errors",
    "errors",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="List the first N errors of each kind.",
)
@click.option("--json", "as_json", is_flag=True, help="Print figures and errors as JSON.")
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a page that shows the errors in the text.",
)
@click.option(
    "--min",
    "minimums",
    multiple=True,
    metavar="MEASURE=F1",
    callback=_minimums,
    help="Exit with 3 if the F1 of a measure, in percent, is below this; may be given for several.",
)
def command(
    texts: Path,
    gold: Path,
    predicted: Path | None,
    pipeline: str | None,
    errors: int,
    as_json: bool,
    page: Path | None,
    minimums: list[tuple[str, float]],
) -> None:
    """Compare PREDICTED annotations, or what a pipeline reads now, with GOLD ones of the papers in TEXTS.

    All are JSON Lines, a paper a line. TEXTS have id, title and abstract. GOLD and PREDICTED are in the format of
    annotations/GUIDELINES.md, as kg annotate writes it: mentions are strings as they stand in the text, names are
    canonical, relations are triples of names. What kg extract prints will do as well. GOLD that cannot be as it is
    written is refused: a mention that is not in the text, an unknown type, an end of a relation that is no entity.

    \b
    Examples:
      kg evaluate texts.jsonl gold.jsonl --errors 5 --html errors.html
      kg evaluate texts.jsonl gold.jsonl --pipeline trained/pipeline
      kg evaluate texts.jsonl gold.jsonl predicted.jsonl --json
      kg evaluate texts.jsonl gold.jsonl predicted.jsonl --min roles=60 --min relations=50
    """
    from kg.evaluation import evaluate, reading_errors
    from kg.evaluation.gold import read_gold

    if predicted and pipeline:
        raise click.UsageError("PREDICTED and --pipeline are both given: what is to be compared with GOLD?")
    if page and page.resolve() in [path.resolve() for path in (texts, gold, predicted) if path]:
        raise click.BadParameter(f"{page} is one of the files to be read.", param_hint="--html")
    with opened_output(page, "--html") if page else nullcontext() as stream:
        bodies, true = read_gold(texts, gold)
        said = _read_predicted(predicted, gold, true) if predicted else _read_now(texts, true, pipeline)
        if stream:
            from kg.evaluation.page import errors_page

            stream.write(errors_page(bodies, true, said))
    result = evaluate(bodies, true, said)
    found = list(reading_errors(bodies, true, said))
    if as_json:
        echo_json(_as_dict(result, found))
    else:
        _echo(result, found, errors)
    reached = [_reaches(result, measure, least) for measure, least in minimums]
    if not all(reached):
        raise SystemExit(ANSWER_IS_NO)


def _reaches(result: Evaluation, measure: str, least: float) -> bool:
    count = result.measures[measure]
    if count.is_empty:
        click.echo(f"{measure}: there are none in GOLD, and none were said; --min is not asked", err=True)
    elif count.f1 < least:
        click.echo(f"{measure}: {count.f1:.1f} is below {least:g}", err=True)
        return False
    return True


def _read_predicted(path: Path, gold: Path, true: Mapping[str, GoldPaper]) -> dict[str, GoldPaper]:
    from kg.errors import SourceError
    from kg.evaluation.gold import read_annotations

    said = read_annotations(path)
    if not said:
        raise SourceError(f"{path} has no annotations.")
    lacking = [id_ for id_ in true if id_ not in said]
    if len(lacking) == len(true):
        raise SourceError(
            f"{path} has none of the papers of {gold}: it has {next(iter(said))}, and {gold} has {lacking[0]}.",
            hint="Papers are matched by 'id'.",
        )
    if lacking:
        named = ", ".join(lacking[:IDS_SHOWN]) + (", …" if len(lacking) > IDS_SHOWN else "")
        click.echo(
            f"{path} lacks {len(lacking)} of the {len(true)} papers; all in them counts as missed: {named}", err=True
        )
    return said


def _read_now(texts: Path, gold: Mapping[str, GoldPaper], pipeline: str | None) -> dict[str, GoldPaper]:
    from kg import Extractor, extract, read_papers
    from kg.pipeline.report import Progress
    from kg.training.reading import said

    papers = (paper for paper in read_papers([texts], format="jsonl", strict=True) if paper.given_id in gold)
    read = {}
    with shown_progress() as on_progress:
        for paper, annotation in extract(papers, extractor=Extractor(pipeline)):
            read[paper.given_id] = annotation
            on_progress(Progress("reading papers", len(read), len(gold)))
    return said(read)


def _row(name: str, count: Count) -> tuple[str, str, str, str, int, int, int]:
    return (name, *count.figures, count.hit, count.said, count.true)


def _echo(result: Evaluation, errors: list[ReadingError], shown: int) -> None:
    head = ("precision", "recall", "F1", "right", "said", "true")
    for title, table in (
        ("measure", result.measures),
        ("entities of type", result.types),
        ("role", result.roles),
        ("relation", result.relations),
    ):
        echo_table((title, *head), [_row(name, count) for name, count in table.items()])
    kinds = Counter(error.kind for error in errors)
    echo_table(("kind of error", "number"), kinds.most_common())
    for kind in kinds if shown else ():
        some = [error for error in errors if error.kind == kind][:shown]
        echo_table((f"{kind}: paper", "gold", "read"), [(e.paper, _said(e.gold), _said(e.predicted)) for e in some])


def _said(said: GoldEntity | StatedRelation | None) -> str:
    from kg.evaluation.gold import GoldEntity

    strings = f": {', '.join(dict.fromkeys(said.strings))}" if isinstance(said, GoldEntity) else ""
    return f"{said or ''}{strings}"


def _as_dict(result: Evaluation, errors: list[ReadingError]) -> dict[str, Any]:
    from dataclasses import asdict

    def figures(table: dict[str, Count]) -> dict[str, Any]:
        return {
            name: dict.fromkeys(("precision", "recall", "f1")) | asdict(c)
            if c.is_empty
            else {"precision": c.precision, "recall": c.recall, "f1": c.f1, **asdict(c)}
            for name, c in table.items()
        }

    return {
        "measures": figures(result.measures),
        "types": figures(result.types),
        "roles": figures(result.roles),
        "relations": figures(result.relations),
        "errors": [asdict(error) for error in errors],
    }
