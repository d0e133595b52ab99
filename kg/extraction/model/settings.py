"""What the model was trained to say, and how its scores become decisions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import ExtractionError


@dataclass(frozen=True, slots=True)
class Settings:
    """The model's settings, from `settings.json`.

    Attributes:
        version: Of the weights; part of the extractor's version.
        types: Entity types, in the order of the tags.
        roles: Roles, in the order of the role head.
        relations: Relation types, in the order of the relation head.
        outside_bias: Taken off the score of "no entity": more entities are found where it is larger.
        keep: Least probability of being an entity, averaged over a string's occurrences, with which it is one.
        relation_thresholds: Least probability of each relation type.
        temperatures: What scores are divided by, for calibrated probabilities: of tags, roles and relations.
    """

    version: str
    types: tuple[str, ...]
    roles: tuple[str, ...]
    relations: tuple[str, ...]
    outside_bias: float
    keep: float
    relation_thresholds: tuple[float, ...]
    temperatures: tuple[float, float, float]


def read_settings(path: Path) -> Settings:
    """Read the settings of a model.

    Raises:
        ExtractionError: If the file is missing, no JSON, or lacks a setting or has one too many.
    """
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in data.items()}
        return Settings(**values)
    except (OSError, ValueError, TypeError) as err:
        raise ExtractionError(f"{path}: no settings of a model: {err}.") from err
