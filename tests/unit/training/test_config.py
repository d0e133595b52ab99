from __future__ import annotations

import pytest

from kg.errors import ConfigError, KgError
from kg.training.config import read_config
from kg.training.extras import require_training

LEAST = 'texts = "texts.jsonl"\ngold = "gold.jsonl"\noutput = "out"\nbase = "base"\n'


def written(tmp_path, text):
    path = tmp_path / "training.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_paths_are_relative_to_the_file(tmp_path):
    more = 'unlabelled = "more.jsonl"\nteachers = ["one", "two"]\n'
    config = read_config(written(tmp_path, LEAST + more + "epochs = 3\nlearning_rate = 1\n"))
    assert config.teachers == (tmp_path / "one", tmp_path / "two")
    assert config.texts == tmp_path / "texts.jsonl"
    assert (config.epochs, config.learning_rate, config.start) == (3, 1.0, None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LEAST + "epoch = 3\n", "unknown keys: epoch"),
        ('texts = "t"\n', "lacks gold, output"),
        (LEAST + 'start = "model"\n', "base and start are both given"),
        (LEAST + 'epochs = "3"\n', "epochs is '3'; it must be a whole number"),
        (LEAST + "epochs = true\n", "a whole number"),
        (LEAST + "start = 3\n", "start is 3; it must be a path"),
        (LEAST + 'teachers = "t"\n', "teachers is 't'; it must be a list"),
        (LEAST + "teachers = [3]\n", "teachers is 3; it must be a path"),
        (LEAST + 'unlabelled = "more"\n', "unlabelled and teachers go together"),
        (LEAST + "device = 1\n", "device is 1; it must be a text"),
        (LEAST + "epochs = 0\n", "epochs is 0"),
        (LEAST + "test_percent = -1\n", "test_percent is -1"),
        (LEAST + "dev_percent = 50\ntest_percent = 50\n", "nothing to train on"),
        (LEAST + "averaging = 1.0\n", "averaging is 1.0"),
        ("epochs =", "is not TOML"),
    ],
)
def test_what_is_wrong_is_named_with_the_file(tmp_path, text, said):
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    assert said in caught.value.message
    assert str(path) in caught.value.message


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ConfigError, match="nowhere.toml cannot be read"):
        read_config(tmp_path / "nowhere.toml")


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path):
    path = written(tmp_path, LEAST)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_config(path).gold == tmp_path / "gold.jsonl"


def test_a_missing_library_names_the_command_that_installs_it():
    with pytest.raises(KgError, match="no_such_library") as caught:
        require_training(("json", "no_such_library"))
    assert caught.value.hint == "Run: pip install 'kg[train]'"
