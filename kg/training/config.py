"""What a training run is made of, from one TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from kg.errors import ConfigError

_ABOVE_ZERO = (
    "epochs",
    "batch_size",
    "threads",
    "learning_rate",
    "head_learning_rate",
    "pretraining_epochs",
    "pretraining_batch_size",
    "pretraining_rate",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingConfig:
    """A training run.

    Attributes:
        texts: JSON Lines with id, title and abstract.
        gold: Their annotations, in the format of `annotations/GUIDELINES.md`.
        output: Folder that the run writes.
        base: Folder of a BERT-like encoder that the network begins with: `model.safetensors`, `tokenizer.json`,
            `config.json`. None to begin with a finished model.
        start: Folder of that model, as `kg train` writes it; None for the one that comes with `kg`.
        trained_on: Annotations of more papers, none of which is held out; their texts stand in `texts` too.
        names: What a model said of papers, in the same format, with texts in `texts`: only their names are taken,
            into the dictionary, which is then made anew of these and the annotated papers.
        pretraining: Texts on which the encoder is trained further first, guessing hidden words; None for none.
        pretraining_epochs: How often they are read.
        pretraining_batch_size: Texts that are read at once then.
        pretraining_rate: Highest learning rate then.
        unlabelled: More texts, which networks trained before label first; None for none.
        teachers: Output folders of the runs that trained those networks; the mean of what they say is learned.
        unlabelled_per_epoch: How many of them an epoch reads.
        dev_percent: Part of the papers, by their ids, on which thresholds are chosen; where the run begins with a
            finished model and these are fewer than fifty, its thresholds stay.
        test_percent: Part of the papers, by their ids, that is only looked at in the report.
        epochs: How often the papers are read.
        batch_size: Papers that are read at once.
        learning_rate: Of the encoder's layers.
        head_learning_rate: Of all else.
        averaging: How much of the running average of the weights each step keeps.
        seed: Of all that is random.
        threads: Of torch.
        device: Where torch computes: "cpu", or "cuda" where there is a GPU.
    """

    texts: Path
    gold: Path
    output: Path
    base: Path | None = None
    start: Path | None = None
    trained_on: Path | None = None
    names: Path | None = None
    pretraining: Path | None = None
    pretraining_epochs: int = 5
    pretraining_batch_size: int = 64
    pretraining_rate: float = 2e-4
    unlabelled: Path | None = None
    teachers: tuple[Path, ...] = ()
    unlabelled_per_epoch: int = 900
    dev_percent: int = 8
    test_percent: int = 15
    epochs: int = 8
    batch_size: int = 8
    learning_rate: float = 2e-4
    head_learning_rate: float = 1e-3
    averaging: float = 0.995
    seed: int = 1
    threads: int = 2
    device: str = "cpu"

    def __post_init__(self) -> None:
        for name in _ABOVE_ZERO:
            if getattr(self, name) <= 0:
                raise ConfigError(f"{name} is {getattr(self, name)}; it must be above 0.")
        for name in ("dev_percent", "test_percent", "unlabelled_per_epoch"):
            if getattr(self, name) < 0:
                raise ConfigError(f"{name} is {getattr(self, name)}; it must not be below 0.")
        if self.dev_percent + self.test_percent >= 100:
            raise ConfigError(
                "dev_percent and test_percent leave nothing to train on; together they must be below 100."
            )
        if self.base is not None and self.start is not None:
            raise ConfigError("base and start are both given; a network begins with one of them.")
        if (self.unlabelled is None) != (not self.teachers):
            raise ConfigError("unlabelled and teachers go together: one of them is given without the other.")
        if not 0 <= self.averaging < 1:
            raise ConfigError(f"averaging is {self.averaging}; it must be at least 0 and below 1.")


def read_config(path: Path) -> TrainingConfig:
    """Read a training run; paths in it are relative to its folder.

    Raises:
        ConfigError: If the file cannot be read, lacks a key, has an unknown one, or one of a wrong type or value.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
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
    return {name: _value(path.parent, name, hints[name], value) for name, value in data.items()}


def _value(folder: Path, name: str, hint: Any, value: Any) -> Any:
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise ConfigError(f"{name} is {value!r}; it must be a list.")
        return tuple(_value(folder, name, get_args(hint)[0], part) for part in value)
    kind: Any = next(part for part in (*get_args(hint), hint) if part is not NoneType)
    wanted: Any = {Path: str, float: (int, float)}.get(kind, kind)
    if not isinstance(value, wanted) or isinstance(value, bool):
        word = {Path: "a path", str: "a text", float: "a number", int: "a whole number"}[kind]
        raise ConfigError(f"{name} is {value!r}; it must be {word}.")
    return folder / Path(value).expanduser() if kind is Path else kind(value)
