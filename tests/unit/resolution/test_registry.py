from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from kg.errors import ConfigError
from kg.resolution.guard import refusal
from kg.resolution.keys import entity_key
from kg.resolution.registry import ALIASES, TYPES, alias_kind, load_registry, read_registry

if TYPE_CHECKING:
    from pathlib import Path

CURATED = """
[Model]
"FooNet" = ["Foo Neural Network"]
"Foo-2" = []
[Method]
"bar learning" = ["bar"]
"baz learning" = []
[Metric]
"bar score" = ["bar"]
[defined]
"BL" = ["bar learning", "baz learning"]
[words]
proper = ["Gaussian"]
families = ["FooNet"]
"""


@pytest.fixture
def curated(tmp_path: Path) -> Path:
    path = tmp_path / "curated.toml"
    path.write_text(CURATED, encoding="utf-8")
    return path


def write_aliases(folder: Path, *records: dict[str, object]) -> Path:
    path = folder / "aliases.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_string_has_a_sense_for_each_type(curated: Path) -> None:
    registry = read_registry(curated)
    assert [sense.entry.name for _, sense in registry.senses("bar", "Method")] == ["bar learning", "bar score"]
    assert [distance for distance, _ in registry.senses("bar", "Metric")] == [0, 2]
    assert [distance for distance, _ in registry.senses("FooNet", "Method")] == [1]


def test_kind_says_why_a_string_stands_for_a_name(curated: Path) -> None:
    registry = read_registry(curated)
    assert [sense.kind for _, sense in registry.senses("Foo Neural Network", "Model")] == ["abbreviation"]
    assert [sense.kind for _, sense in registry.senses("bar", "Method")][:1] == ["alias"]
    assert [sense.kind for _, sense in registry.senses("foo-net", "Model")] == ["name"]


def test_short_form_of_several_things_needs_defining(curated: Path) -> None:
    senses = [sense for _, sense in read_registry(curated).senses("BL", "Method")]
    assert [(sense.entry.name, sense.defined) for sense in senses] == [("bar learning", True), ("baz learning", True)]


def test_canonical_is_only_what_is_certain(curated: Path) -> None:
    registry = read_registry(curated)
    assert registry.canonical("foo net") == "FooNet"
    assert registry.canonical("Foo Neural Network") == "FooNet"
    assert registry.canonical("bar") is None
    assert registry.canonical("BL") is None
    assert registry.canonical("other") is None


def test_lines_add_names_and_aliases(curated: Path, tmp_path: Path) -> None:
    lines = write_aliases(
        tmp_path,
        {"name": "bar learning", "types": ["Method"], "alias": ["learning by bar"]},
        {"name": "QuxNet", "types": ["Model"], "size": ["QuxNet-3"], "defined": ["QN"]},
    )
    registry = read_registry(curated, lines)
    assert registry.canonical("learning by bar") == "bar learning"
    assert [sense.kind for _, sense in registry.senses("QuxNet-3", "Model")] == ["size"]
    assert [sense.defined for _, sense in registry.senses("QN", "Model")] == [True]
    assert len(registry) == 6


def test_hand_written_part_is_right_where_the_two_disagree(curated: Path, tmp_path: Path) -> None:
    lines = write_aliases(tmp_path, {"name": "qux learning", "types": ["Method"], "alias": ["bar"]})
    found = read_registry(curated, lines).senses("bar", "Method")
    assert found[0][1].entry.name == "bar learning"
    assert "qux learning" not in [sense.entry.name for _, sense in found]


def test_name_that_is_a_curated_alias_gives_its_aliases_to_the_curated_name(curated: Path, tmp_path: Path) -> None:
    lines = write_aliases(tmp_path, {"name": "Foo Neural Network", "types": ["Model"], "alias": ["the foo"]})
    registry = read_registry(curated, lines)
    assert registry.canonical("the foo") == "FooNet"
    assert registry.entry(entity_key("Foo Neural Network")) is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"name": "QuxNet", "types": ["Model"], "alias": ["QuxNet-2"]}', "the guard refuses 'QuxNet-2'"),
        ('{"name": "QuxNet", "types": ["Modle"]}', "unknown type Modle"),
        ('{"types": ["Model"]}', "'name'"),
        ("{", "Expecting"),
        ("[]", "indices"),
    ],
)
def test_bad_line_is_named(curated: Path, tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "aliases.jsonl"
    path.write_text('{"name": "fine", "types": ["Task"]}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_registry(curated, path)
    assert f"{path}:2:" in str(caught.value)
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[Model]\n"GPT-2" = ["GPT-3"]', "the guard refuses 'GPT-3' for 'GPT-2'"),
        ('[Modle]\n"GPT-2" = []', "no such table: Modle"),
        ('[defined]\n"XX" = ["nothing"]', "'XX' is said to stand for 'nothing'"),
    ],
)
def test_bad_hand_written_file_is_named(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "curated.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=reason):
        read_registry(path)


def test_version_changes_with_the_data(curated: Path, tmp_path: Path) -> None:
    before = read_registry(curated).version
    assert read_registry(curated).version == before
    assert read_registry(curated, write_aliases(tmp_path, {"name": "new", "types": ["Task"]})).version != before


def test_alias_kind_is_the_first_that_the_guard_allows() -> None:
    assert alias_kind("GPT2", "GPT-2") == "folded"
    assert alias_kind("CNN", "convolutional neural network") == "abbreviation"
    assert alias_kind("attention", "attention mechanism") == "alias"
    assert alias_kind("CUB", "CUB-200-2011") == "size"
    assert alias_kind("CIFAR-10", "CIFAR-100") is None


def test_shipped_registry_keeps_apart_what_must_be() -> None:
    registry = load_registry()
    for a, b in [
        ("GPT-2", "GPT-3"),
        ("GPT-3", "GPT-3.5"),
        ("BERT", "RoBERTa"),
        ("CIFAR-10", "CIFAR-100"),
        ("LLaMA", "Llama 2"),
        ("WMT14", "WMT16"),
        ("T5", "mT5"),
        ("SQuAD", "SQuAD 2.0"),
        ("ImageNet", "Tiny ImageNet"),
        ("CodeT5", "CodeT5+"),
        ("GPT-4", "GPT-4o"),
    ]:
        assert registry.canonical(a) != registry.canonical(b)


def test_shipped_registry_knows_what_everybody_knows() -> None:
    registry = load_registry()
    for alias, name in [
        ("Convolutional Neural Networks", "convolutional neural network"),
        ("LoRA", "low-rank adaptation"),
        ("PPO", "proximal policy optimization"),
        ("ImageNet-1K", "ImageNet"),
        ("MS-COCO", "COCO"),
        ("Vision Transformers", "ViT"),
        ("RAG", "retrieval-augmented generation"),
    ]:
        assert registry.canonical(alias) == name


def test_no_shipped_alias_is_refused_or_needless() -> None:
    registry = load_registry()
    for entry in registry:
        assert entry.key == entity_key(entry.name)
        assert set(entry.types) <= set(TYPES)
    for line in ALIASES.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        for kind in ("abbreviation", "alias", "size"):
            for text in record.get(kind, ()):
                assert refusal(text, record["name"], kind) is None
                assert entity_key(text) != entity_key(record["name"])


def test_no_shipped_string_has_two_certain_senses_of_one_type() -> None:
    registry = load_registry()
    texts = {entry.name for entry in registry}
    for line in ALIASES.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        texts |= {text for kind in ("abbreviation", "alias", "size") for text in record.get(kind, ())}
    doubtful = []
    for text in texts:
        for type_ in TYPES:
            certain = [sense for distance, sense in registry.senses(text, type_) if not distance and not sense.defined]
            names = Counter(sense.entry.name for sense in certain if sense.kind != "name")
            doubtful += [(text, type_, sorted(names))] if len(names) > 1 else []
    assert not doubtful


def test_shipped_lines_are_sorted() -> None:
    names = [json.loads(line)["name"] for line in ALIASES.read_text(encoding="utf-8").splitlines()]
    assert names == sorted(names, key=lambda name: (name.casefold(), name))
