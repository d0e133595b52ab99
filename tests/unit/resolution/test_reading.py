from __future__ import annotations

import pytest

from kg.resolution.reading import DERIVED, DISTANT, KNOWN, UNKNOWN, PaperContext, Reading
from kg.resolution.registry import load_registry

REGISTRY = load_registry()


def context(*surfaces: str, **definitions: str) -> PaperContext:
    return PaperContext(REGISTRY, definitions.items(), surfaces)


@pytest.mark.parametrize(
    ("surface", "type_", "reading"),
    [
        ("BERT", "Model", Reading("BERT", "name", KNOWN)),
        ("bert", "Model", Reading("BERT", "folded", KNOWN)),
        ("CNNs", "Method", Reading("convolutional neural network", "abbreviation", KNOWN)),
        ("ImageNet-1K", "Dataset", Reading("ImageNet", "size", KNOWN)),
        ("attention layers", "Method", Reading("attention mechanism", "alias", KNOWN)),
        ("Llama-2 7B Chat", "Model", Reading("Llama 2", "size", DERIVED)),
        ("ResNet-50", "Model", Reading("ResNet", "size", DERIVED)),
        ("OpenAI's GPT-4", "Model", Reading("GPT-4", "folded", DERIVED)),
        ("the GLUE benchmark", "Benchmark", Reading("GLUE", "folded", DERIVED)),
        ("BERT", "Task", Reading("BERT", "name", DISTANT)),
        ("ZorbNet-7B", "Model", Reading("ZorbNet", "size", UNKNOWN)),
        ("Zorb Graph Networks", "Method", Reading("zorb graph network", "folded", UNKNOWN)),
    ],
)
def test_string_stands_for(surface: str, type_: str, reading: Reading) -> None:
    assert context(surface).read(surface, type_) == reading


def test_type_chooses_between_senses() -> None:
    assert context().read("MAE", "Method").name == "masked autoencoder"
    assert context().read("MAE", "Metric").name == "mean absolute error"
    assert context().read("MATH", "Benchmark").name == "MATH"
    assert context().read("math", "Task").name == "mathematical reasoning"


def test_ambiguous_short_form_counts_only_where_it_is_defined_or_spelled_out() -> None:
    assert context("CL").read("CL", "Method").name == "CL"
    assert context("CL", CL="contrastive learning").read("CL", "Method").name == "contrastive learning"
    assert context("CL", "continual learning").read("CL", "Method").name == "continual learning"
    assert context("CL", CL="class loss").read("CL", "Method").name == "class loss"


def test_short_form_that_the_paper_defines_as_something_else_is_a_homonym() -> None:
    paper = context("CoT", CoT="Cooperative Training")
    assert paper.read("CoT", "Method").name == "cooperative training"
    assert paper.read("CoT", "Method").kind == "abbreviation"
    assert context("CoT", CoT="chain of thought prompting").read("CoT", "Method").name == "chain-of-thought"


def test_long_form_that_is_nearly_the_known_one_is_it() -> None:
    paper = context("BERT", BERT="Bidirectional Encoder Representations by Transformers")
    assert paper.read("BERT", "Model").name == "BERT"


def test_known_long_form_names_an_unknown_short_one() -> None:
    paper = context("ZZL", ZZL="contrastive learning")
    assert paper.read("ZZL", "Method") == Reading("contrastive learning", "abbreviation", KNOWN)


def test_size_never_hides_another_version() -> None:
    assert context().read("Llama-3 8B", "Model").name == "Llama 3"
    assert context().read("GPT-3.5-turbo", "Model").name == "GPT-3.5"
    assert context().read("DeepSeek-V9", "Model").name == "DeepSeek-V9"
