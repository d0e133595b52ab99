"""Rows and files."""

from __future__ import annotations

import pytest

from kg.cli.output import counted, opened_output, to_json
from kg.errors import ConfigError


def test_counted():
    assert [counted(number, "row") for number in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]


def test_json_keeps_letters_and_has_no_numbers_that_are_none():
    assert to_json({"é": (1.5, float("inf"))}) == '{"é": [1.5, null]}'


def test_a_file_takes_its_name_when_it_is_whole(tmp_path):
    path = tmp_path / "out"
    with opened_output(path) as stream:
        stream.write("é\n")
        assert not path.exists()
    assert path.read_bytes() == "é\n".encode()
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


def test_what_fails_leaves_nothing(tmp_path):
    with pytest.raises(KeyboardInterrupt), opened_output(tmp_path / "out"):
        raise KeyboardInterrupt
    assert not list(tmp_path.iterdir())


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(ConfigError, match="Is a directory"), opened_output(tmp_path):
        pass
