"""`kg train`: a model from annotated papers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.output import echo_json, echo_table
from kg.cli.progress import shown_progress

if TYPE_CHECKING:
    from kg.training.run import TrainingReport


@click.command("train", short_help="Train a model on annotated papers.")
@click.argument("config", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--resume", is_flag=True, help="Go on from the last checkpoint in the output folder.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def command(config: Path, resume: bool, as_json: bool) -> None:
    """Train a model on annotated papers, as the TOML file CONFIG says.

    It names the texts, their annotations (those of `kg annotate`, corrected) and the output folder, which gets a
    checkpoint after every epoch, and in the end the model, a pipeline that reads with it, and a report. The run begins
    with the model that comes with kg, or, with base, from a BERT-like encoder. Thresholds are chosen on a part of the
    papers that is not trained on.

    Training needs torch: pip install 'kg[train]'

    \b
    Examples:
      kg train training.toml
      kg train training.toml --resume
      kg build papers.jsonl --pipeline trained/pipeline
    """
    from kg.pipeline.report import Progress
    from kg.training.config import read_config
    from kg.training.run import run_training

    settings = read_config(config)
    with shown_progress() as on_progress:
        report = run_training(
            settings, lambda step, done, total: on_progress(Progress(step, done, total)), resume=resume
        )
    if as_json:
        echo_json(report.to_dict())
    else:
        _echo(report)


def _echo(report: TrainingReport) -> None:
    papers = ", ".join(f"{count} {part}" for part, count in report.papers.items())
    click.echo(f"papers: {papers}")
    losses = [(number, *means) for number, means in enumerate(report.losses, 1)]
    echo_table(("epoch", "loss of tags", "of roles", "of relations"), losses)
    measures = list(next((figures for figures in report.f1.values() if figures), {}))
    if measures:
        rows = [(part, *(figures[name] for name in measures)) for part, figures in report.f1.items() if figures]
        echo_table(("F1 on", *measures), rows)
    click.echo(f"model {report.version}: {report.model}\npipeline: {report.pipeline}")
