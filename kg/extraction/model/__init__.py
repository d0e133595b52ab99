"""The trained reader: one small encoder shared by heads for mentions, roles and relations.

It runs on onnxruntime and numpy. Its weights, its dictionary and its settings are the files of `data/`; how it was
trained and what it gets wrong is in `MODEL_CARD.md` beside them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from kg.errors import ExtractionError, KgError
from kg.extraction.model.encoder import Encoder
from kg.extraction.model.gazetteer import Gazetteer
from kg.extraction.model.heads import Heads
from kg.extraction.model.settings import Settings, read_settings
from kg.extraction.model.words import Pieces

DATA = Path(__file__).resolve().parent / "data"
FILES = ("encoder.onnx", "gazetteer.tsv.gz", "heads.npz", "settings.json", "tokenizer.json")

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded model: its settings, its encoder, and the heads for roles and relations."""

    settings: Settings
    encoder: Encoder
    heads: Heads


@cache
def load_model(folder: Path = DATA) -> Model:
    """Return the model in a folder, loaded once in each process.

    Raises:
        ExtractionError: If a file is missing or broken.
    """
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise ExtractionError(f"{folder} is no model: it lacks {', '.join(missing)}.")
    settings = read_part(read_settings, folder / "settings.json")
    pieces = read_part(Pieces, folder / "tokenizer.json")
    gazetteer = read_part(Gazetteer.read, folder / "gazetteer.tsv.gz")
    encoder = read_part(lambda path: Encoder(path, pieces, gazetteer), folder / "encoder.onnx")
    return Model(settings, encoder, read_part(lambda path: Heads(path, settings), folder / "heads.npz"))


def read_part(reader: Callable[[Path], Part], path: Path) -> Part:
    """Return what a library reads from a file of a model or of an encoder.

    Raises:
        ExtractionError: If it cannot: the file is broken.
    """
    try:
        return reader(path)
    except KgError:
        raise
    except Exception as err:  # onnxruntime and tokenizers have errors of their own, with no common base
        reason = next(iter(str(err).splitlines()), "") or type(err).__name__
        raise ExtractionError(
            f"{path} is broken: {reason.rstrip('.')}.",
            hint="Install kg again if the file came with it; else give a whole model or encoder.",
        ) from err
