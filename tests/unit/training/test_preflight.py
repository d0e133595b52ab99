from __future__ import annotations

from dataclasses import replace

import pytest

from kg.errors import ConfigError
from kg.training.config import TrainingConfig
from kg.training.preflight import check_paths, fingerprint


@pytest.fixture
def config(tmp_path):
    (tmp_path / "base").mkdir()
    for name in ("texts", "gold", "base/config.json", "base/model.safetensors", "base/tokenizer.json"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    return TrainingConfig(
        texts=tmp_path / "texts", gold=tmp_path / "gold", output=tmp_path / "deep" / "out", base=tmp_path / "base"
    )


def refused(config, *, resume=False, force=False):
    with pytest.raises(ConfigError) as caught:
        check_paths(config, resume=resume, force=force)
    return caught.value


def test_the_output_folder_is_made(config):
    check_paths(config, resume=False, force=False)
    assert list(config.output.iterdir()) == []


def test_all_files_that_are_missing_are_named_with_their_keys(config, tmp_path):
    (tmp_path / "base" / "tokenizer.json").unlink()
    wrong = replace(config, gold=tmp_path, names=tmp_path / "n", pretraining=tmp_path / "p")
    wrong = replace(wrong, unlabelled=tmp_path / "u", teachers=(tmp_path / "t",))
    message = refused(wrong).message
    for part in (
        f"gold: {tmp_path},",
        f"names: {tmp_path}/n,",
        f"pretraining: {tmp_path}/p,",
        f"unlabelled: {tmp_path}/u",
    ):
        assert part in message
    assert f"base: {tmp_path}/base/tokenizer.json" in message
    assert f"teachers: {tmp_path}/t/checkpoint.pt" in message
    assert "texts:" not in message and "model.safetensors" not in message
    assert not config.output.exists()


def test_what_is_no_model_to_begin_with_is_named_by_its_key(config, tmp_path):
    message = refused(replace(config, base=None, start=tmp_path / "base")).message
    assert f"start: {tmp_path}/base/encoder.onnx" in message
    check_paths(replace(config, base=None), resume=False, force=False)  # kg has a model of its own


def test_an_output_that_cannot_be_a_folder_is_refused(config, tmp_path):
    (tmp_path / "file").touch()
    for output in (tmp_path / "file", tmp_path / "file" / "out"):
        assert refused(replace(config, output=output)).message.startswith(f"output: {output} is no folder to write to")


@pytest.mark.parametrize("place", ["checkpoint.pt", "pretraining/checkpoint.pt"])
def test_a_checkpoint_is_not_written_over_unless_one_says_so(config, place):
    path = config.output / place
    path.parent.mkdir(parents=True)
    path.touch()
    error = refused(config)
    assert error.message == f"output: {config.output} holds the checkpoint of a run."
    assert "--resume" in error.hint and "--force" in error.hint
    check_paths(config, resume=True, force=False)
    check_paths(config, resume=False, force=True)


def test_a_run_does_not_write_over_what_it_reads(config, tmp_path):
    (tmp_path / "base").rename(tmp_path / "model")
    wrong = replace(config, base=tmp_path / "model", output=tmp_path)
    assert refused(wrong, force=True).message.startswith(f"base: {tmp_path}/model/config.json would be written over")


def test_a_run_is_known_by_its_settings_and_by_what_its_files_hold(config, tmp_path):
    before = fingerprint(config)
    assert fingerprint(replace(config, threads=8, device="cuda", output=tmp_path)) == before
    (tmp_path / "copy").write_bytes(config.gold.read_bytes())
    assert fingerprint(replace(config, gold=tmp_path / "copy")) == before
    changed = {"seed": fingerprint(replace(config, seed=2))}
    changed["trained_on"] = fingerprint(replace(config, trained_on=config.gold))
    for key, name in (("gold", "gold"), ("texts", "texts"), ("base", "base/model.safetensors")):
        held = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(held + b"more")
        changed[key] = fingerprint(config)
        (tmp_path / name).write_bytes(held)
    for key, after in changed.items():
        other = set(before.split()) ^ set(after.split())
        assert {part.partition("=")[0] for part in other} == {key}
    assert fingerprint(config) == before


def test_a_file_that_cannot_be_read_is_named(config, tmp_path):
    with pytest.raises(ConfigError, match="gold: .*cannot be read: Is a directory"):
        fingerprint(replace(config, gold=tmp_path))
