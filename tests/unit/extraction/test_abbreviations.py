from __future__ import annotations

import pytest

from kg.extraction.abbreviations import best_long_form, find_definitions


def defined(text):
    return [(text[slice(*d.short)], text[slice(*d.long)]) for d in find_definitions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We use masked image modeling (MIM).", [("MIM", "masked image modeling")]),
        ("Heat Shock Transcription Factor (HSF) binds.", [("HSF", "Heat Shock Transcription Factor")]),
        ("MIM (masked image modeling) is used.", [("MIM", "masked image modeling")]),
        ("large language models (LLMs) are big", [("LLMs", "large language models")]),
        ("graph neural networks (GNNs, for short)", [("GNNs", "graph neural networks")]),
        ("chain-of-thought (CoT) prompting", [("CoT", "chain-of-thought")]),
        ("the Extract-Load step [ELS] is new", [("ELS", "Extract-Load step")]),
        ("reinforcement learning [RL]", [("RL", "reinforcement learning")]),
        ("We see gains (see below).", []),
        ("an accuracy (2020) of", []),
        ("in three steps (A) and", []),
        ("Evaluate the gain (e.g., on BERT), improve it (i.e. often).", []),
        ("two steps (i) in training and (ii) in testing", []),
        ("a k-nearest neighbor (k-NN) search", [("k-NN", "k-nearest neighbor")]),
        ("One sentence ends. Zebras (OZ) are not it.", []),
        (
            "two: diffusion model (DM) and state space model (SSM)",
            [("DM", "diffusion model"), ("SSM", "state space model")],
        ),
    ],
)
def test_definitions(text, expected):
    assert defined(text) == expected


def test_the_published_examples():
    # The shortest long form whose first character starts a word: by the algorithm as published, not "Thyroid …".
    assert best_long_form("TTF-1", "Thyroid transcription factor 1") == 8
    assert best_long_form("HSF", "in heat shock transcription factor") == 3
    assert best_long_form("CNN", "recurrent network") is None
    assert best_long_form("ABC", "ABC") is None, "a long form is longer than its short form"


def test_offsets_survive_brackets_before_the_long_form():
    assert defined("so-called (“low-rank adaptation”) low-rank adaptation (LoRA)") == [("LoRA", "low-rank adaptation")]
