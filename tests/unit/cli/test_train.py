from __future__ import annotations

import json
import re
from dataclasses import fields

from click.testing import CliRunner

from kg.cli.main import main
from kg.training.config import TrainingConfig
from kg.training.run import TrainingReport


def test_a_wrong_configuration_is_an_error_of_one_sentence(tmp_path):
    config = tmp_path / "training.toml"
    config.write_text('epoch = 3\ntexts = "t"\n', encoding="utf-8")
    result = CliRunner().invoke(main, ["train", str(config)])
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {config} has unknown keys: epoch.")


def test_the_report_is_shown_as_tables_or_as_json(tmp_path, monkeypatch):
    config = tmp_path / "training.toml"
    config.write_text('texts = "t"\ngold = "g"\noutput = "o"\nbase = "b"\n', encoding="utf-8")
    f1 = {"dev": {"entities": 71.5, "roles": 62.0}, "test": {}}
    counts = {"train": 8, "dev": 2, "test": 0, "unlabelled": 0}
    before = {"dev": {"entities": 68.5, "roles": 60.0}, "test": {}}
    report = TrainingReport(
        tmp_path / "model", tmp_path / "pipeline", "abc", counts, [[0.5, 0.4, 0.3]], f1, before,
        {"dev": ["a", "b"], "test": []}, ["dev has 2 papers."],
    )  # fmt: skip
    seen = []

    def run(settings, on_step, *, resume, force):
        seen.append((settings.texts, resume, force))
        on_step("training", 1, 2)
        return report

    monkeypatch.setattr("kg.training.run.run_training", run)
    shown = CliRunner().invoke(main, ["train", str(config), "--resume"])
    assert shown.exit_code == 0, shown.output
    assert "papers: 8 train, 2 dev, 0 test, 0 unlabelled" in shown.stdout
    assert re.search(r"dev +71.5 +62\n *dev, the model before +68.5 +60\n", shown.stdout)
    assert "\ndev has 2 papers.\n" in shown.stdout and str(tmp_path / "report.json") in shown.stdout
    assert "test  " not in shown.stdout
    assert str(tmp_path / "pipeline") in shown.stdout
    printed = CliRunner().invoke(main, ["train", str(config), "--force", "--json"])
    assert json.loads(printed.stdout) == report.to_dict()
    assert seen == [(tmp_path / "t", True, False), (tmp_path / "t", False, True)]


def test_who_stops_a_run_is_told_how_it_goes_on(tmp_path, monkeypatch):
    config = tmp_path / "training.toml"
    config.write_text('texts = "t"\ngold = "g"\noutput = "o"\n', encoding="utf-8")

    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.training.run.run_training", stopped)
    result = CliRunner().invoke(main, ["train", str(config)])
    assert result.exit_code == 130
    told = f"Interrupted. kg train {config} --resume goes on from the last epoch that was finished.\n"
    assert result.stderr == told


def test_a_run_goes_on_or_begins_anew(tmp_path):
    config = tmp_path / "training.toml"
    config.touch()
    result = CliRunner().invoke(main, ["train", str(config), "--resume", "--force"])
    assert result.exit_code == 2
    assert "give one of them" in result.stderr


def test_the_help_names_every_key():
    said = CliRunner().invoke(main, ["train", "--help"]).stdout
    for key in fields(TrainingConfig):
        assert re.search(rf"\b{key.name}\b", said), key.name
        if isinstance(key.default, int | str):
            value = json.dumps(key.default)
            assert f"{key.name} = {value}" in said
        elif isinstance(key.default, float):
            found = re.search(rf"\b{key.name} = ([\de.-]+)", said)
            assert found and float(found[1]) == key.default, key.name
