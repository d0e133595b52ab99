"""The trained reader: one small encoder shared by heads for mentions, roles and relations.

It runs on onnxruntime and numpy. Its weights, its dictionary and its settings are the files of `data/`; how it was
trained and what it gets wrong is in `MODEL_CARD.md` beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.errors import ExtractionError
from kg.extraction.model.encoder import Encoder
from kg.extraction.model.gazetteer import Gazetteer
from kg.extraction.model.heads import Heads
from kg.extraction.model.settings import Settings, read_settings
from kg.extraction.model.words import Pieces

DATA = Path(__file__).resolve().parent / "data"
FILES = ("encoder.onnx", "gazetteer.tsv.gz", "heads.npz", "settings.json", "tokenizer.json")


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
    settings = read_settings(folder / "settings.json")
    pieces = Pieces(folder / "tokenizer.json")
    encoder = Encoder(folder / "encoder.onnx", pieces, Gazetteer.read(folder / "gazetteer.tsv.gz"))
    return Model(settings, encoder, Heads(folder / "heads.npz", settings))
