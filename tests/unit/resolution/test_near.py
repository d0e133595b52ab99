from __future__ import annotations

from kg.resolution.near import near_names

NAMES = ["BERT", "RoBERTa", "ALBERT", "ImageNet", "Tiny ImageNet", "convolutional neural network", "GPT-2", "GPT-3"]


def test_typing_error_finds_the_name() -> None:
    assert near_names("imagnet", NAMES, 1) == ["ImageNet"]


def test_same_key_comes_first() -> None:
    assert near_names("gpt2", NAMES, 2) == ["GPT-2", "GPT-3"]


def test_abbreviation_finds_its_long_form_and_the_other_way_round() -> None:
    assert near_names("CNN", NAMES, 1) == ["convolutional neural network"]
    assert near_names("convolutional neural network", ["CNN", "RNN"], 1) == ["CNN"]


def test_part_of_a_name_finds_it() -> None:
    assert near_names("imagenet", ["Tiny ImageNet"]) == ["Tiny ImageNet"]


def test_nothing_near_gives_nothing() -> None:
    assert near_names("zebra", NAMES) == []
    assert near_names("", NAMES) == []
    assert near_names("BERT", []) == []


def test_limit_and_order_do_not_depend_on_the_order_of_candidates() -> None:
    assert near_names("BERT", NAMES, 3) == near_names("BERT", reversed(NAMES), 3)
    assert len(near_names("BERT", NAMES, 2)) == 2
    assert near_names("BERT", ["BERT", "BERT"]) == ["BERT"]
