"""A whole training run: papers read, a network trained, a model written, tuned and measured."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import ConfigError
from kg.evaluation import evaluate
from kg.evaluation.gold import GoldPaper, read_texts, read_true
from kg.extraction.model import DATA, load_model, read_part
from kg.extraction.model.gazetteer import read_entries
from kg.extraction.model.settings import read_settings
from kg.extraction.model.words import Pieces
from kg.training.batches import make_items
from kg.training.dataset import Example, Part, make_examples, part_of
from kg.training.dictionary import Dictionary
from kg.training.extras import require_training
from kg.training.preflight import check_device, check_paths, fingerprint, pretrained_in
from kg.training.reading import EncodedPapers
from kg.training.reading import said as as_gold

if TYPE_CHECKING:
    from kg.extraction.model.settings import Settings
    from kg.training.checkpoints import State
    from kg.training.config import TrainingConfig
    from kg.training.loop import OnStep
    from kg.training.network import Weights
    from kg.training.targets import Target

PARTS: tuple[Part, ...] = ("train", "dev", "test")
HELD_OUT: tuple[Part, ...] = ("dev", "test")
FEWEST = 50
"""A finished model keeps its thresholds where there are fewer papers to choose others on: chance would choose them."""
MEASURES = ("mentions", "entities", "roles", "relations")


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """What a training run did.

    Attributes:
        model: Folder of the model.
        pipeline: Folder of the spaCy pipeline that reads with it.
        version: Of the model.
        papers: Annotated papers in each part, and "unlabelled" ones.
        losses: For each epoch the mean losses of tags, roles and relations.
        f1: For "dev" and "test" the F1 of each measure, in percent.
        f1_before: The same of the model that the run began with; empty where it began with a base encoder.
        held_out: For "dev" and "test" the ids of the papers.
        warnings: What makes the figures or the thresholds less than they seem.
    """

    model: Path
    pipeline: Path
    version: str
    papers: dict[str, int]
    losses: list[list[float]]
    f1: dict[str, dict[str, float]] = field(default_factory=dict)
    f1_before: dict[str, dict[str, float]] = field(default_factory=dict)
    held_out: dict[str, list[str]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON can hold it."""
        return {
            "model": str(self.model),
            "pipeline": str(self.pipeline),
            "version": self.version,
            "papers": self.papers,
            "losses": self.losses,
            "f1": self.f1,
            "f1_before": self.f1_before,
            "held_out": self.held_out,
            "warnings": self.warnings,
        }


class _Papers:
    """The annotated papers of a run, by part."""

    def __init__(self, config: TrainingConfig) -> None:
        self.texts = read_texts(config.texts)
        gold = read_true(config.gold, self.texts, config.texts)
        self.gold: dict[Part, dict[str, GoldPaper]] = {part: {} for part in PARTS}
        if config.trained_on is not None:
            more = read_true(config.trained_on, self.texts, config.texts)
            self.gold["train"] |= {id_: paper for id_, paper in more.items() if id_ not in gold}
        for id_, paper in gold.items():
            self.gold[part_of(id_, config.dev_percent, config.test_percent)][id_] = paper
        if not self.gold["train"]:
            raise ConfigError(
                f"No paper of {config.gold} falls into the part to train on (papers in all: {len(gold)}).",
                hint="Lower dev_percent and test_percent, or annotate more papers.",
            )
        self.examples: dict[Part, list[Example]] = {
            part: list(make_examples(self.texts, papers.values())) for part, papers in self.gold.items()
        }
        self.named = list(self._named(config))

    def _named(self, config: TrainingConfig) -> Iterator[Example]:
        """Papers of which only names are taken; none that is annotated, lest a model's word of it count as well."""
        if config.names is not None:
            annotated = {id_ for papers in self.gold.values() for id_ in papers}
            found = read_true(config.names, self.texts, config.texts)
            yield from make_examples(self.texts, (paper for id_, paper in found.items() if id_ not in annotated))

    def texts_of(self, part: Part) -> dict[str, str]:
        """Return the texts of a part."""
        return {id_: self.texts[id_] for id_ in self.gold[part]}


def run_training(
    config: TrainingConfig, on_step: OnStep, *, resume: bool = False, force: bool = False
) -> TrainingReport:
    """Train a model on annotated papers, and write it to the run's output folder.

    The folder gets `checkpoint.pt` after every epoch, and at the end `model/`, `pipeline/` and `report.json`.

    Args:
        config: The run.
        on_step: Told of each step: what is done, how far, of how much.
        resume: Whether to go on from the last checkpoint in the output folder, if there is one.
        force: Whether to write over a checkpoint that is there.

    Raises:
        KgError: If a library of training or a file is missing, a file cannot be read, or the output folder holds a
            checkpoint that may not be written over, or that is of another run.
    """
    require_training()
    from kg.training.export import write_model, write_pipeline, write_settings
    from kg.training.loop import first_state, resumed_state, train
    from kg.training.tune import tune

    check_device(config.device)
    check_paths(config, resume=resume, force=force)
    begun_with = config.base or config.start or DATA
    tokenizer = begun_with / "tokenizer.json"
    pieces = read_part(Pieces, tokenizer)
    known = {} if config.base or config.names else read_part(read_entries, begun_with / "gazetteer.tsv.gz")
    run = fingerprint(config)
    state = resumed_state(config, run) if resume else first_state(config, run)
    papers = _Papers(config)
    if config.pretraining is not None and not state.epoch:
        state.weights = _pretrained(config, config.pretraining, state, pieces, on_step, resume=resume)
    said = list(_labelled(config, papers.texts, on_step))
    # Names that a model found only once are too often none.
    found = [*(example for example, _ in said), *papers.named]
    dictionary = Dictionary([*papers.examples["train"], *found], 2 if found else 1, known)
    gold = make_items(((example, None) for example in papers.examples["train"]), dictionary, pieces, config.seed)
    labelled = make_items(said, dictionary, pieces)
    state = train(config, state, gold, labelled, on_step)

    model, pipeline = config.output / "model", config.output / "pipeline"
    on_step("writing the model", 0, 1)
    settings = write_model(state.best, state.attention_heads, dictionary, tokenizer, model)
    load_model.cache_clear()  # the folder may have held another model before
    on_step("choosing thresholds", 0, 1)
    before = None if config.base else read_settings(begun_with / "settings.json")
    if before is not None:
        settings = replace(before, version="")
    tuned = settings
    if config.base is not None or len(papers.gold["dev"]) >= FEWEST:
        tuned = tune(model, settings, papers.texts_of("dev"), papers.examples["dev"], papers.gold["dev"])
    settings = write_settings(tuned, model)
    write_pipeline(model, pipeline)
    counts: dict[str, int] = {part: len(papers.gold[part]) for part in PARTS}
    report = TrainingReport(model, pipeline, settings.version, counts | {"unlabelled": len(labelled)}, state.losses)
    for part in HELD_OUT:
        report.held_out[part] = sorted(papers.gold[part])
        report.f1[part] = _measure(model, settings, papers, part)
        if before is not None:
            report.f1_before[part] = _measure(begun_with, before, papers, part)
    report.warnings.extend(_warnings(report.papers, begins_finished=config.base is None))
    (config.output / "report.json").write_text(json.dumps(report.to_dict(), indent=1) + "\n", encoding="utf-8")
    return report


def _pretrained(
    config: TrainingConfig, path_of_texts: Path, state: State, pieces: Pieces, on_step: OnStep, *, resume: bool
) -> Weights:
    """Return the weights of a state after further pre-training of the encoder."""
    from kg.training import checkpoints
    from kg.training.pretraining import new_guesser, pretrain

    path = pretrained_in(config)
    if resume and path.is_file():
        begun = checkpoints.load_own(path, state.config)
    else:
        guesser = new_guesser(state.weights, config.seed)
        begun = checkpoints.State(state.weights | guesser, state.attention_heads, state.config)
    texts = read_texts(path_of_texts)
    examples = make_examples(texts, (GoldPaper(id_) for id_ in sorted(texts)))
    items = make_items(((example, None) for example in examples), Dictionary(()), pieces)
    done = pretrain(config, begun, items, on_step, lambda after: checkpoints.save(after, path.parent))
    return {name: done.weights[name] for name in state.weights}


def _labelled(
    config: TrainingConfig, annotated: Mapping[str, str], on_step: OnStep
) -> Iterator[tuple[Example, Target]]:
    """Yield the unlabelled papers, labelled by the teachers; those that are annotated are left out."""
    if config.unlabelled is None:
        return
    from kg.training.labelling import label_papers, read_teacher

    teachers = [read_teacher(run, config.device) for run in config.teachers]
    texts = read_texts(config.unlabelled)
    known = set(annotated.values())
    left = sorted(id_ for id_, text in texts.items() if id_ not in annotated and text not in known)
    papers = make_examples(texts, (GoldPaper(id_) for id_ in left))
    for done, found in enumerate(label_papers(papers, teachers), 1):
        on_step("labelling papers", done, len(left))
        yield found


def _measure(model: Path, settings: Settings, papers: _Papers, part: Part) -> dict[str, float]:
    texts, gold = papers.texts_of(part), papers.gold[part]
    if not gold:
        return {}
    result = evaluate(texts, gold, as_gold(EncodedPapers(model, texts).read(settings)))
    return {name: round(result.measures[name].f1, 1) for name in MEASURES}


def _warnings(papers: Mapping[str, int], *, begins_finished: bool) -> Iterator[str]:
    """What few held-out papers mean."""
    for part in HELD_OUT:
        if papers[part] >= FEWEST:
            continue
        so = f"{part} has {papers[part]} papers, fewer than {FEWEST}: its F1 is rough"
        if part == "dev" and begins_finished:
            so += ", and the thresholds of the model that the run began with stay"
        elif part == "dev" and papers[part]:
            so += ", and thresholds chosen on so few may suit no others"
        elif part == "dev":
            so += ", and no thresholds were chosen"
        yield so + "."
