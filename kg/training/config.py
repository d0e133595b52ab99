"""What a training run is made of, from one TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_type_hints

from kg.errors import ConfigError
from kg.ids import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingConfig:
    """A training run.

    Attributes:
        texts: JSON Lines with id, title and abstract.
        gold: Their annotations, in the guidelines' format.
        output: Folder that the run writes.
        base: Folder of a BERT-like encoder: `model.safetensors`, `tokenizer.json`, `config.json`.
        start: Checkpoint of an earlier run, whose weights this one begins with; None to begin with the encoder's.
        unlabelled: More texts, which a model labels first; None for none.
        teacher: Folder of the model that labels them; None for the one that comes with `kg`.
        unlabelled_per_epoch: How many of them an epoch reads.
        dev_percent: Part of the papers, by their ids, on which thresholds are chosen.
        test_percent: Part of the papers, by their ids, that is only looked at in the report.
        epochs: How often the papers are read.
        batch_size: Papers that are read at once.
        learning_rate: Of the encoder's layers.
        head_learning_rate: Of all else.
        averaging: How much of the running average of the weights each step keeps.
        seed: Of all that is random.
        threads: Of torch.
    """

    texts: Path
    gold: Path
    output: Path
    base: Path
    start: Path | None = None
    unlabelled: Path | None = None
    teacher: Path | None = None
    unlabelled_per_epoch: int = 900
    dev_percent: int = 8
    test_percent: int = 15
    epochs: int = 8
    batch_size: int = 16
    learning_rate: float = 2e-4
    head_learning_rate: float = 1e-3
    averaging: float = 0.995
    seed: int = 1
    threads: int = 2

    def __post_init__(self) -> None:
        for name in ("epochs", "batch_size", "threads", "learning_rate", "head_learning_rate"):
            if getattr(self, name) <= 0:
                raise ConfigError(f"{name} is {getattr(self, name)}; it must be above 0.")
        for name in ("dev_percent", "test_percent", "unlabelled_per_epoch"):
            if getattr(self, name) < 0:
                raise ConfigError(f"{name} is {getattr(self, name)}; it must not be below 0.")
        if self.dev_percent + self.test_percent >= 100:
            raise ConfigError(
                "dev_percent and test_percent leave nothing to train on; together they must be below 100."
            )
        if not 0 <= self.averaging < 1:
            raise ConfigError(f"averaging is {self.averaging}; it must be at least 0 and below 1.")

    @property
    def digest(self) -> str:
        """Stands for all that decides what the run computes."""
        names = sorted(name for name in asdict(self) if name not in ("output", "threads"))
        return digest(*(f"{name}={getattr(self, name)}" for name in names))


def read_config(path: Path) -> TrainingConfig:
    """Read a training run; paths in it are relative to its folder.

    Raises:
        ConfigError: If the file cannot be read, lacks a key, has an unknown one, or one of a wrong type or value.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as err:
        raise ConfigError(f"{path} cannot be read: {err.strerror}.") from err
    except ValueError as err:
        raise ConfigError(f"{path} is not TOML: {err}.") from err
    known = {field.name for field in fields(TrainingConfig)}
    if unknown := sorted(data.keys() - known):
        raise ConfigError(f"{path} has unknown keys: {', '.join(unknown)}.", hint=f"Known: {', '.join(sorted(known))}.")
    required = {field.name for field in fields(TrainingConfig) if field.default is MISSING}
    if missing := sorted(required - data.keys()):
        raise ConfigError(f"{path} lacks {', '.join(missing)}.")
    try:
        return TrainingConfig(**_values(path, data))
    except ConfigError as err:
        raise ConfigError(f"{path}: {err.message}", hint=err.hint) from err


def _values(path: Path, data: Mapping[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(TrainingConfig)
    values = {}
    for name, value in data.items():
        kind: Any = next(part for part in (*get_args(hints[name]), hints[name]) if part is not NoneType)
        wanted: Any = {Path: str, float: (int, float)}.get(kind, kind)
        if not isinstance(value, wanted) or isinstance(value, bool):
            word = {Path: "a path", float: "a number", int: "a whole number"}[kind]
            raise ConfigError(f"{name} is {value!r}; it must be {word}.")
        values[name] = path.parent / Path(value).expanduser() if kind is Path else kind(value)
    return values
