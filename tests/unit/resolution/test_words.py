from __future__ import annotations

from kg.resolution.registry import load_registry
from kg.resolution.words import read_words


def test_families_are_kept_by_key() -> None:
    assert read_words({"families": ["Swin Transformer"]}).families == {"swintransformer"}


def test_an_empty_table_gives_empty_lists() -> None:
    words = read_words({})
    assert not words.proper
    assert not words.families


def test_shipped_words() -> None:
    words = load_registry().words
    assert words.proper["gaussian"] == "Gaussian"
    assert "resnet" in words.families
    assert words.nominal["predicting"] == "prediction"
