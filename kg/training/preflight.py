"""What a run needs, looked at before anything is read: its files, its device, its output folder."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from kg.errors import ConfigError
from kg.extraction.model import DATA
from kg.extraction.model import FILES as MODEL
from kg.ids import digest
from kg.training import checkpoints

if TYPE_CHECKING:
    from kg.training.config import TrainingConfig

_TABLES = ("texts", "gold", "trained_on", "names", "pretraining", "unlabelled")
_BASE = ("config.json", "model.safetensors", "tokenizer.json")
_TEACHER = (checkpoints.FILE, "model/gazetteer.tsv.gz", "model/tokenizer.json")
_NO_RESULT = ("output", "threads", "device")
"""Keys that change nothing of what a run computes."""
_WRITTEN = ("model", "pipeline", "pretraining", checkpoints.FILE)


def check_paths(config: TrainingConfig, *, resume: bool, force: bool) -> None:
    """Make sure that a run finds its files and may write its output folder, and make that.

    Args:
        config: The run.
        resume: Whether it goes on from a checkpoint in that folder.
        force: Whether it may write over one.

    Raises:
        ConfigError: If files are missing, or the output folder cannot be written, or holds a checkpoint or a file that
            the run reads.
    """
    _check_inputs(config)
    _check_output(config)
    held = [path for path in (config.output / checkpoints.FILE, pretrained_in(config)) if path.is_file()]
    if held and not resume and not force:
        raise ConfigError(
            f"output: {config.output} holds the checkpoint of a run.",
            hint="--resume goes on with it, --force begins anew and writes over it; or name another folder.",
        )


def check_device(device: str) -> None:
    """Make sure that torch computes on a device.

    Raises:
        ConfigError: If it is unknown, or not there.
    """
    import torch

    try:
        torch.zeros(1, device=device).tolist()
    except (RuntimeError, AssertionError) as err:
        reason = str(err).splitlines()[0].rstrip(".")
        raise ConfigError(
            f"device is {device!r}, and torch cannot compute there: {reason}.",
            hint='Give "cpu", or "cuda" where there is a GPU.',
        ) from err


def pretrained_in(config: TrainingConfig) -> Path:
    """Return where a run keeps its checkpoint of pre-training."""
    return config.output / "pretraining" / checkpoints.FILE


def fingerprint(config: TrainingConfig) -> str:
    """Return what stands for all that decides what a run computes: `key=digest`, of files the digest of their contents.

    Raises:
        ConfigError: If a file cannot be read.
    """
    files = _input_files(config)
    settings = {each.name: str(getattr(config, each.name)) for each in fields(config) if each.name not in _NO_RESULT}
    marks = {name: digest(value) for name, value in settings.items()}
    marks |= {name: digest(*(_contents(name, path) for path in paths)) for name, paths in files.items()}
    return " ".join(f"{name}={mark}" for name, mark in sorted(marks.items()))


def _input_files(config: TrainingConfig) -> dict[str, tuple[Path, ...]]:
    """The files that each key names, or that a run reads from the folder that it names."""
    files: dict[str, tuple[Path, ...]] = {}
    for name in _TABLES:
        if (path := getattr(config, name)) is not None:
            files[name] = (path,)
    if config.base is not None:
        files["base"] = tuple(config.base / name for name in _BASE)
    else:
        files["start"] = tuple((config.start or DATA) / name for name in MODEL)
    if config.teachers:
        files["teachers"] = tuple(run / name for run in config.teachers for name in _TEACHER)
    return files


def _contents(key: str, path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "blake2b").hexdigest()
    except OSError as err:
        raise ConfigError(f"{key}: {path} cannot be read: {err.strerror}.") from err


def _check_inputs(config: TrainingConfig) -> None:
    files = _input_files(config)
    if missing := [f"{key}: {path}" for key, paths in files.items() for path in paths if not path.is_file()]:
        verb = "is not a file" if len(missing) == 1 else "are not files"
        raise ConfigError(
            f"{', '.join(missing)} {verb}.", hint="Correct these keys; a path starts at the configuration's folder."
        )


def _check_output(config: TrainingConfig) -> None:
    written = [(config.output / name).resolve() for name in _WRITTEN]
    for key, paths in _input_files(config).items():
        for path in paths:
            if any(path.resolve().is_relative_to(each) for each in written):
                raise ConfigError(
                    f"{key}: {path} would be written over, since output is {config.output}.",
                    hint="Name another output folder.",
                )
    try:
        config.output.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=config.output):
            pass
    except OSError as err:
        raise ConfigError(f"output: {config.output} is no folder to write to: {err.strerror}.") from err
