"""How a model's scores become decisions, chosen on papers that it was not trained on: a plain search over grids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from kg.evaluation import calibration_error, evaluate, judged_entities
from kg.extraction.model.decoding import log_softmax
from kg.training.reading import EncodedPapers, said
from kg.training.targets import gold_target

if TYPE_CHECKING:
    from kg.evaluation.gold import GoldPaper
    from kg.extraction.model import Model
    from kg.extraction.model.settings import Settings
    from kg.records.annotations import Annotation
    from kg.training.dataset import Example
    from kg.training.labels import Floats


class Reader(Protocol):
    """Reads the same papers with one setting or another."""

    def read(self, settings: Settings, *, relations: bool = True) -> Mapping[str, Annotation]:
        """Return what it says, by paper id."""


TEMPERATURES = (0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.35, 1.5, 1.75, 2.0, 2.5, 3.0)
BIASES = (-0.5, 0.0, 0.5, 1.0, 1.5, 2.0)
KEEPS = (0.3, 0.45, 0.6, 0.75)
THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7)

_LEAST = 1e-6
"""Probabilities are kept this far from 0 and 1 where their logarithm is taken."""


def tune(
    folder: Path,
    settings: Settings,
    texts: Mapping[str, str],
    examples: Sequence[Example],
    gold: Mapping[str, GoldPaper],
) -> Settings:
    """Return a model's settings with temperatures, bias and thresholds that suit these papers best, and are true.

    Args:
        folder: Of the model.
        settings: What it has now.
        texts: Of the papers, by id.
        examples: The papers, for the temperatures.
        gold: What is true of them.
    """
    if not gold:
        return settings
    plain = replace(settings, temperatures=(1.0, 1.0, 1.0))
    papers = EncodedPapers(folder, texts)
    temperatures = choose_temperatures(papers.with_settings(plain), examples)
    return calibrated(choose_decisions(replace(plain, temperatures=temperatures), papers, texts, gold), papers, gold)


def calibrated(settings: Settings, reader: Reader, gold: Mapping[str, GoldPaper]) -> Settings:
    """Return the settings with the temperature of roles at which the confidence of entities is most often true.

    It changes no decision: which role is likeliest stays as it is.

    Args:
        settings: With all else chosen.
        reader: Reads the papers.
        gold: What is true of them.
    """
    tags, now, relations = settings.temperatures

    def error(temperature: float) -> float:
        tried = replace(settings, temperatures=(tags, temperature, relations))
        return calibration_error(judged_entities(reader.read(tried, relations=False), gold))

    best = min(TEMPERATURES, key=lambda temperature: (round(error(temperature), 3), abs(temperature - now)))
    return replace(settings, temperatures=(tags, best, relations))


def choose_temperatures(model: Model, examples: Sequence[Example]) -> tuple[float, float, float]:
    """Return the temperatures of tags, roles and relations at which the true answers are likeliest.

    Args:
        model: With temperatures of 1.
        examples: Annotated papers; roles and relations are asked of the true entities.
    """
    tags: list[tuple[Floats, Floats]] = []
    roles: list[tuple[Floats, Floats]] = []
    relations: list[tuple[Floats, Floats]] = []
    for example in examples:
        encoded = model.encoder.encode(example.words)
        target = gold_target(example, len(example.words))
        tags.append((log_softmax(encoded.tags), target.tags))
        if not target.candidates:
            continue
        vectors, features = model.heads.represent(encoded, target.candidates, example.words.title)
        likely = model.heads.roles(encoded, target.candidates, vectors, features)
        roles.append((np.log(likely + _LEAST), target.roles))
        best = target.roles.argmax(axis=1)
        pairs = model.heads.relations(encoded, target.candidates, vectors, features, best, example.sentences)
        for pair, true in zip(pairs, target.relations, strict=True):  # both in the order of `Labels.pairs`
            likely = np.clip(pair.probabilities, _LEAST, 1 - _LEAST)
            odds = np.log(likely / (1 - likely))[:, None]
            both = np.concatenate([odds, np.zeros_like(odds)], axis=1)[pair.probabilities > 0]
            relations.append((both, np.stack([true, 1 - true], axis=1)[pair.probabilities > 0]))
    return likeliest_temperature(tags), likeliest_temperature(roles), likeliest_temperature(relations)


def likeliest_temperature(pairs: Sequence[tuple[Floats, Floats]]) -> float:
    """Return the temperature at which the scores make the true answers likeliest; 1 where there are none.

    Args:
        pairs: Scores and true probabilities, each of shape (n, n_answers).

    Example:
        >>> scores = np.float32([[2, 0], [2, 0], [2, 0], [2, 0]])
        >>> true = np.float32([[1, 0], [1, 0], [1, 0], [0, 1]])
        >>> likeliest_temperature([(scores, true)])
        1.75
    """
    if not pairs:
        return 1.0
    scores, true = (np.concatenate(parts) for parts in zip(*pairs, strict=True))
    lost = {t: float(-(true * log_softmax((scores / t).astype(np.float32))).sum()) for t in TEMPERATURES}
    return min(TEMPERATURES, key=lambda t: (lost[t], abs(t - 1)))


def choose_decisions(
    settings: Settings, reader: Reader, texts: Mapping[str, str], gold: Mapping[str, GoldPaper]
) -> Settings:
    """Return the settings whose entities, and then whose relations of each type, have the highest F1.

    Args:
        settings: Where the search begins; ties stay nearest to it.
        reader: Reads the papers.
        texts: Of the papers, by id.
        gold: What is true of them.
    """
    grid = [replace(settings, outside_bias=bias, keep=keep) for bias in BIASES for keep in KEEPS]
    grid.sort(key=lambda tried: (abs(tried.outside_bias - settings.outside_bias), abs(tried.keep - settings.keep)))

    def entities(tried: Settings) -> float:
        found = reader.read(tried, relations=False)
        return evaluate(texts, gold, said(found)).measures["entities"].f1

    chosen = max(grid, key=entities)
    all_found = reader.read(replace(chosen, relation_thresholds=(THRESHOLDS[0],) * len(settings.relations)))
    tables = {least: evaluate(texts, gold, said(all_found, least)).relations for least in THRESHOLDS}
    thresholds = (
        max(THRESHOLDS, key=lambda threshold: (tables[threshold][kind].f1, -abs(threshold - now)))
        for kind, now in zip(settings.relations, settings.relation_thresholds, strict=True)
    )
    return replace(chosen, relation_thresholds=tuple(thresholds))
