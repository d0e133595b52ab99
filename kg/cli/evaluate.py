"""`kg evaluate`: how well papers were read."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.output import echo_json, echo_table

if TYPE_CHECKING:
    from kg.evaluation import Count, Evaluation, ReadingError
    from kg.evaluation.gold import GoldPaper

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
ANSWER_IS_NO = 3


@click.command("evaluate", short_help="Compare annotations with gold ones.")
@click.argument("texts", type=EXISTING)
@click.argument("gold", type=EXISTING)
@click.argument("predicted", type=EXISTING, required=False)
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
@click.option("--min", "minimum", multiple=True, metavar="MEASURE=F1", help="Exit with 3 if a measure is below this.")
def command(
    texts: Path,
    gold: Path,
    predicted: Path | None,
    errors: int,
    as_json: bool,
    page: Path | None,
    minimum: tuple[str, ...],
) -> None:
    """Compare PREDICTED annotations, or what the pipeline reads now, with GOLD ones of the papers in TEXTS.

    TEXTS are JSON Lines with id, title and abstract; GOLD and PREDICTED are in the format that `kg extract` prints.

    \b
    Examples:
      kg evaluate texts.jsonl gold.jsonl --errors 5 --html errors.html
      kg evaluate texts.jsonl gold.jsonl predicted.jsonl --json
    """
    from kg.evaluation import evaluate, reading_errors
    from kg.evaluation.gold import read_annotations, read_texts

    wanted = dict(_minimum(item) for item in minimum)
    true, bodies = read_annotations(gold), read_texts(texts)
    if unknown := true.keys() - bodies.keys():
        raise click.UsageError(f"{gold} has papers that {texts} lacks: {', '.join(sorted(unknown)[:3])}.")
    said = read_annotations(predicted) if predicted else _read_now(texts, true)
    result = evaluate(bodies, true, said)
    found = list(reading_errors(bodies, true, said))
    if page:
        from kg.evaluation.page import errors_page

        page.write_text(errors_page(bodies, true, said), encoding="utf-8")
    if as_json:
        echo_json(_as_dict(result, found))
    else:
        _echo(result, found, errors)
    for measure, least in wanted.items():
        if measure not in result.measures:
            known = ", ".join(result.measures)
            raise click.BadParameter(f"no measure {measure!r}; there are {known}.", param_hint="--min")
        if result.measures[measure].f1 < least:
            click.echo(f"{measure}: {result.measures[measure].f1:.1f} is below {least:g}", err=True)
            raise SystemExit(ANSWER_IS_NO)


def _minimum(item: str) -> tuple[str, float]:
    measure, _, value = item.partition("=")
    try:
        return measure, float(value)
    except ValueError as err:
        raise click.BadParameter(f"{item!r} is not MEASURE=F1.", param_hint="--min") from err


def _read_now(texts: Path, gold: dict[str, GoldPaper]) -> dict[str, GoldPaper]:
    from kg import extract, read_papers
    from kg.evaluation.gold import paper_from_record
    from kg.pipeline.written import extraction_record

    papers = (paper for paper in read_papers([texts], format="jsonl", strict=True) if paper.given_id in gold)
    records = (extraction_record(paper, annotation) for paper, annotation in extract(papers))
    return {record["id"]: paper_from_record(json.loads(json.dumps(record))) for record in records}


def _row(name: str, count: Count) -> tuple[str, str, str, str, int, int, int]:
    return (
        name,
        f"{count.precision:.1f}",
        f"{count.recall:.1f}",
        f"{count.f1:.1f}",
        count.hit,
        count.said,
        count.true,
    )


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
        echo_table(("paper", kind, "instead"), [(e.paper, _entity(e.gold), _entity(e.predicted)) for e in some])


def _entity(entity: Any) -> str:
    if entity is None:
        return ""
    return f"{entity.name} ({entity.type}, {entity.role}): {', '.join(entity.strings)}"


def _as_dict(result: Evaluation, errors: list[ReadingError]) -> dict[str, Any]:
    from dataclasses import asdict

    def figures(table: dict[str, Count]) -> dict[str, Any]:
        return {
            name: {"precision": c.precision, "recall": c.recall, "f1": c.f1, **asdict(c)} for name, c in table.items()
        }

    return {
        "measures": figures(result.measures),
        "types": figures(result.types),
        "roles": figures(result.roles),
        "relations": figures(result.relations),
        "errors": [asdict(error) for error in errors],
    }
