from __future__ import annotations

import pytest

from kg.resolution.keys import entity_key, tokens


@pytest.mark.parametrize(
    "spellings",
    [
        ("GPT-2", "GPT2", "GPT 2", "gpt–2"),
        ("fine-tuning", "finetuning", "fine tuning", "Fine-Tuning"),
        ("Llama-2", "LLaMA 2", "Llama2"),
        ("graph neural network", "Graph Neural Networks"),
        ("CNN", "CNNs"),
        ("ViT", "ViTs"),
        ("language modelling", "language modeling"),
        ("tokenisation", "tokenization"),
        ("Fréchet distance", "Frechet distance"),
        ("CNN/Daily Mail", "CNN/DailyMail", "CNN Daily-Mail"),
        ("F_1", "F1", "F-1", "$F_1$"),
        ("Kendall's tau", "Kendall’s tau"),
        ("dialog generation", "dialogue generation"),
        ("1,000 Genomes", "1000 genomes"),
    ],
)
def test_spellings_of_one_name_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len({entity_key(name) for name in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GPT-2", "GPT-3"),
        ("GPT-3", "GPT-3.5"),
        ("CodeT5", "CodeT5+"),
        ("PointNet", "PointNet++"),
        ("C", "C#"),
        ("A", "A*"),
        ("RefCOCO", "RefCOCO+"),
        ("β-VAE", "VAE"),
        ("Llama 2 7B", "Llama 27B"),
        ("WMT 1 4", "WMT 14"),
        ("ImageNet-S", "ImageNet"),
        ("pass@1", "pass@10"),
        ("PENS", "PEN"),
        ("Qwen2.5", "Qwen25"),
    ],
)
def test_two_names_have_two_keys(one: str, other: str) -> None:
    assert entity_key(one) != entity_key(other)


def test_numbers_never_run_together() -> None:
    assert entity_key("Llama 2 7B") == "llama2-7b"
    assert entity_key("CUB-200-2011") == "cub200-2011"


@pytest.mark.parametrize("name", ["...", "→", " ", "?!", "’"])
def test_name_without_letters_is_its_own_key(name: str) -> None:
    assert entity_key(name) == name


def test_decomposed_punctuation_name_is_composed() -> None:
    assert entity_key("≠") == "≠"


def test_words_of_other_scripts_stay() -> None:
    assert entity_key("清华 BERT") == "清华bert"


def test_tokens_part_words_numbers_and_signs() -> None:
    assert tokens("NTU RGB+D 120") == ("ntu", "rgb", "+", "d", "120")
