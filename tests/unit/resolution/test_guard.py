from __future__ import annotations

import pytest

from kg.resolution.guard import KINDS, abbreviates, are_versions, may_merge, reason_against, refusal


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        ("GPT-2", "GPT-3", "digits"),
        ("BERT", "RoBERTa", "affix"),
        ("BERT", "ALBERT", "affix"),
        ("BERT", "SciBERT", "affix"),
        ("ResNet-50", "ResNet-101", "digits"),
        ("CIFAR-10", "CIFAR-100", "digits"),
        ("ImageNet", "TinyImageNet", "affix"),
        ("WMT14", "WMT16", "digits"),
        ("LLaMA", "LLaMA 2", "digits"),
        ("T5", "mT5", "affix"),
        ("SQuAD 1.1", "SQuAD 2.0", "digits"),
        ("BERT-base", "BERT-large", "size"),
        ("CodeT5", "CodeT5+", "sign"),
        ("GPT-4", "GPT-4o", "affix"),
        ("ViT-B/16", "ViT-B/32", "digits"),
        ("Kinetics II", "Kinetics III", "digits"),
    ],
)
def test_what_differs_so_is_never_merged(a: str, b: str, reason: str) -> None:
    assert reason_against(a, b) == reason_against(b, a) == reason
    assert not may_merge(a, b)
    assert refusal(a, b, "name") == refusal(a, b, "folded") == reason


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("GPT2", "GPT-2"),
        ("Kinetics II", "Kinetics 2"),
        ("WMT14", "WMT 2014"),
        ("SQuAD 2.0", "SQuAD v2"),
        ("BERT", "Bidirectional Encoder Representations from Transformers"),
        ("CNN", "convolutional neural network"),
        ("seq2seq", "sequence-to-sequence"),
        ("T2I", "text-to-image"),
    ],
)
def test_spellings_and_abbreviations_may_be_merged(a: str, b: str) -> None:
    assert may_merge(a, b)


def test_kinds_overrule_what_they_are_for_and_no_more() -> None:
    assert refusal("attention", "attention mechanism", "alias") is None
    assert refusal("ImageNet-1K", "ImageNet", "alias") == "digits"
    assert refusal("ImageNet-1K", "ImageNet", "size") is None
    assert refusal("BERT-large", "BERT", "size") is None
    assert refusal("BERT-large", "BERT", "alias") == "size"
    for kind in KINDS:
        assert refusal("CIFAR-10", "CIFAR-100", kind) == "digits"
        assert refusal("CodeT5", "CodeT5+", kind) == "sign"


def test_versions_are_told_from_sizes_left_out() -> None:
    assert are_versions("CIFAR-10", "CIFAR-100")
    assert not are_versions("Vega", "Vega v2")
    assert not are_versions("GPT-2", "T5")


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("CNNs", "convolutional neural networks"),
        ("LoRA", "low-rank adaptation"),
        ("MoE", "mixture of experts"),
        ("OCC", "occlusion completion code"),
        ("k-NN", "k-nearest neighbors"),
        ("cGAN", "conditional generative adversarial network"),
        ("RLHF", "Reinforcement Learning from Human Feedback"),
    ],
)
def test_abbreviations_abbreviate(short: str, long: str) -> None:
    assert abbreviates(short, long)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("completion", "code completion"),  # no capitals: a word, not initials
        ("BERT", "BERT model"),
        ("COCO", "MS COCO"),
        ("GPT2", "GPT-2 XL"),
        ("MLM", "contrastive learning"),
        ("convolutional neural network", "CNN"),
        ("RL", "RLHF"),
        ("SciBERT", "SciBERTweet"),
        ("3D", "three dimensional"),
        ("Graph RAG", "graph retrieval-augmented generation"),
    ],
)
def test_other_strings_do_not(short: str, long: str) -> None:
    assert not abbreviates(short, long)
