from __future__ import annotations

import pytest

from kg.resolution.naming import generic_name, nominal_name, own_name, trimmed, version_name, without_maker
from kg.resolution.words import Words, read_words

WORDS = read_words(
    {
        "proper": ["Gaussian", "Bayes", "Markov"],
        "families": ["ResNet", "ViT", "EfficientNet", "EfficientNetV2"],
        "expanded": {"QA": "question answering"},
        "nominal": {"predicting": "prediction", "detect": "detection", "pruning": "pruning"},
    }
)


@pytest.mark.parametrize(
    ("surface", "type_", "name"),
    [
        ("the GLUE benchmark", "Benchmark", "GLUE"),
        ("CLIP model", "Model", "CLIP"),
        ("BERT-based", "Model", "BERT"),
        ("CLIP-style", "Model", "CLIP"),
        ("our novel FooNet", "Model", "FooNet"),
        ("F1 score", "Metric", "F1"),
        ("named entity recognition task", "Task", "named entity recognition"),
        ("diffusion model", "Method", "diffusion model"),
        ("search problem", "Task", "search problem"),
        ("Segment Anything Model", "Model", "Segment Anything Model"),
        ("zeroth-order (ZO) optimization", "Method", "zeroth-order optimization"),
        ("FinBERT (Finnish)", "Model", "FinBERT (Finnish)"),
        ("the", "Task", "the"),
    ],
)
def test_what_stands_outside_a_name_is_trimmed(surface: str, type_: str, name: str) -> None:
    assert trimmed(surface, type_) == name


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("Llama-2 7B Chat", "Llama-2"),
        ("LLaMA-65B", "LLaMA"),
        ("Llama3.1-8B-Instruct-128k", "Llama3.1"),
        ("BERT-base-uncased", "BERT"),
        ("GPT-4o-mini", "GPT-4o"),
        ("GPT-4 Turbo", "GPT-4"),
        ("Gemini 1.5 Pro", "Gemini 1.5"),
        ("Gemini Pro", "Gemini Pro"),
        ("Mixtral-8x7B", "Mixtral"),
        ("Mistral-7B-Instruct-v0.2", "Mistral"),
        ("Phi-3-mini-4k-instruct", "Phi-3"),
        ("DeepSeek-V3", "DeepSeek-V3"),
        ("DeepSeek-R1-Distill-Qwen-14B", "DeepSeek-R1-Distill-Qwen"),
        ("ResNet-50", "ResNet"),
        ("ResNet101", "ResNet"),
        ("ViT-B/16", "ViT"),
        ("ViT-L", "ViT"),
        ("EfficientNet-B7", "EfficientNet"),
        ("EfficientNetV2-Small", "EfficientNetV2"),
        ("EfficientNetV2", "EfficientNetV2"),
        ("XLM-R_Base", "XLM-R"),
        ("7B", "7B"),
        ("7B-Chat", "7B-Chat"),
    ],
)
def test_size_and_tuning_are_left_out_of_a_models_name(surface: str, name: str) -> None:
    assert version_name(surface, WORDS.families) == name


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("Graph Neural Networks", "graph neural network"),
        ("Vision-Language Pretraining", "vision-language pre-training"),
        ("Finetuning", "fine-tuning"),
        ("Chain of Thoughts", "chain-of-thought"),
        ("Seq2Seq Learning", "sequence-to-sequence learning"),
        ("Hyperparameter Optimisation", "hyperparameter optimization"),
        ("Gaussian Processes", "Gaussian process"),
        ("Naive Bayes", "naive Bayes"),
        ("Hidden Markov Models", "hidden Markov model"),
        ("Deep LSTMs", "deep LSTM"),
        ("Inductive Biases", "inductive bias"),
        ("Energy Physics", "energy physics"),
        ("Gauss-Markov Theorem", "Gauss-Markov theorem"),
        ("Legal QA", "legal question answering"),
        ("QA", "QA"),
        ("performance per kWh", "performance per kWh"),
        ("A* search", "A* search"),
        ("online Newton step", "online Newton step"),
    ],
)
def test_generic_names_are_lower_case_singular_and_american(surface: str, name: str) -> None:
    assert generic_name(surface, WORDS) == name


@pytest.mark.parametrize(
    ("surface", "type_", "name"),
    [
        ("predicting the next frame", "Task", "next frame prediction"),
        ("detect anomalies", "Task", "anomaly detection"),
        ("Predicting Rare Events", "Task", "Rare Event Prediction"),
        ("detection of rare events", "Task", "rare event detection"),
        ("prediction of links in graphs", "Task", "prediction of links in graphs"),
        ("pruning attention heads", "Method", "attention head pruning"),
        ("pruning schedule", "Method", "pruning schedule"),
        ("predicting", "Task", "predicting"),
        ("predicting the", "Task", "predicting the"),
    ],
)
def test_verb_phrases_become_noun_phrases(surface: str, type_: str, name: str) -> None:
    assert nominal_name(surface, type_, WORDS) == name


def test_own_names_keep_their_spelling() -> None:
    assert own_name("SciBERT", "Model", WORDS) == "SciBERT"
    assert own_name("MIMIC-CXR", "Dataset", WORDS) == "MIMIC-CXR"
    assert own_name("Reflexion", "Method", WORDS) == "Reflexion"
    assert own_name("Table-Augmented Generation", "Method", WORDS, coined=True) == "Table-Augmented Generation"
    assert own_name("Table-Augmented Generation", "Method", WORDS) == "table-augmented generation"
    assert own_name("word models", "Model", Words()) == "word model"


def test_maker_is_left_out() -> None:
    assert without_maker("OpenAI o3") == "o3"
    assert without_maker("Google's Gemini") == "Gemini"
    assert without_maker("Metaformer") == "Metaformer"
