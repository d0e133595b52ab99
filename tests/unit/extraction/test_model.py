"""A model's files are read, or it is said which of them is broken."""

from __future__ import annotations

import shutil

import pytest

from kg.errors import ExtractionError
from kg.extraction import Extractor
from kg.extraction.model import DATA, FILES, load_model


@pytest.fixture
def model(tmp_path):
    return shutil.copytree(DATA, tmp_path / "model")


@pytest.mark.parametrize("name", FILES)
def test_a_broken_file_of_a_model_is_named(model, name):
    whole = (model / name).read_bytes()
    (model / name).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ExtractionError, match=name) as caught:
        load_model(model)
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_of_a_model_is_named(model, name):
    (model / name).unlink()
    with pytest.raises(ExtractionError, match=f"lacks {name}"):
        load_model(model)


def test_a_pipeline_with_a_broken_model_is_refused_before_anything_is_read(model, tmp_path):
    from kg.extraction.extractor import build_pipeline

    nlp = build_pipeline()
    nlp.get_pipe("kg_encoder").from_disk(model)
    nlp.to_disk(tmp_path / "pipeline")
    (broken,) = (tmp_path / "pipeline").rglob("heads.npz")
    broken.write_bytes(b"no weights")
    with pytest.raises(ExtractionError, match="heads.npz is broken"):
        Extractor(tmp_path / "pipeline")
