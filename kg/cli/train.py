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
@click.option("--force", is_flag=True, help="Begin anew where the output folder holds a checkpoint, and write over it.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def command(config: Path, resume: bool, force: bool, as_json: bool) -> None:
    """Train a model on annotated papers, as the TOML file CONFIG says.

    The output folder gets a checkpoint after every epoch, and in the end the model, a pipeline that reads with it, and
    report.json. By their ids, always the same papers are held out: dev, on which thresholds are chosen, and test, which
    is only measured. A run that begins with a finished model keeps the thresholds of that where dev has fewer than 50
    papers. The report says how well the new model and the one that the run began with read dev and test, and which
    papers these are.

    Training needs torch: pip install 'kg[train]'

    \b
    Examples:
      kg train training.toml
      kg train training.toml --resume
      kg build papers.jsonl --pipeline trained/pipeline

    \b
    A training.toml, after `kg annotate papers.jsonl -o ours.jsonl` and corrections:
      texts = "ours.texts.jsonl"    # paths start at this file's folder
      gold = "corrected.jsonl"
      output = "trained"

    \b
    All keys, with their defaults; texts, gold and output are needed:
      texts                  JSON Lines with id, title and abstract
      gold                   annotations of them, as annotations/GUIDELINES.md says
      output                 folder to write
      start                  folder of a finished model to begin with: the one of kg
      base                   or of a BERT-like encoder: model.safetensors,
                             tokenizer.json and config.json
      trained_on             more annotations, none of which is held out
      names                  annotations by a model, of which only names are taken
      dev_percent = 8        of the papers, to choose thresholds on
      test_percent = 15      of the papers, to be measured only
      epochs = 8             how often the papers are read
      batch_size = 8         papers read at once
      learning_rate = 2e-4, head_learning_rate = 1e-3, averaging = 0.995
      seed = 1               of all that is random
      threads = 2            of torch
      device = "cpu"         or "cuda"
      pretraining            texts on which the encoder guesses words first, with
                             pretraining_epochs = 5, pretraining_batch_size = 64,
                             pretraining_rate = 2e-4
      unlabelled, teachers   more texts, and the output folders of runs whose models
                             label them; unlabelled_per_epoch = 900
    """
    from kg.pipeline.report import Progress
    from kg.training.config import read_config
    from kg.training.run import run_training

    if resume and force:
        raise click.UsageError("--resume goes on and --force begins anew; give one of them.")
    settings = read_config(config)
    try:
        with shown_progress() as on_progress:
            report = run_training(
                settings,
                lambda step, done, total: on_progress(Progress(step, done, total)),
                resume=resume,
                force=force,
            )
    except KeyboardInterrupt as err:
        raise KeyboardInterrupt(
            f"Interrupted. kg train {config} --resume goes on from the last epoch that was finished."
        ) from err
    if as_json:
        echo_json(report.to_dict())
    else:
        _echo(report)


def _echo(report: TrainingReport) -> None:
    papers = ", ".join(f"{count} {part}" for part, count in report.papers.items())
    click.echo(f"papers: {papers}")
    losses = [(number, *means) for number, means in enumerate(report.losses, 1)]
    echo_table(("epoch", "loss of tags", "of roles", "of relations"), losses)
    tables = {
        f"{part}{when}": figures[part]
        for part in report.f1
        for when, figures in (("", report.f1), (", the model before", report.f1_before))
        if figures.get(part)
    }
    if tables:
        measures = list(next(iter(tables.values())))
        echo_table(("F1 on", *measures), [(name, *(row[each] for each in measures)) for name, row in tables.items()])
    for warning in report.warnings:
        click.echo(warning)
    click.echo(f"model {report.version}: {report.model}\npipeline: {report.pipeline}")
    click.echo(f"report, with the ids of dev and test: {report.model.parent / 'report.json'}")
