from __future__ import annotations

import json

from click.testing import CliRunner

from kg.cli.main import main
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
    report = TrainingReport(tmp_path / "model", tmp_path / "pipeline", "abc", counts, [[0.5, 0.4, 0.3]], f1)
    seen = []

    def run(settings, on_step, *, resume):
        seen.append((settings.texts, resume))
        on_step("training", 1, 2)
        return report

    monkeypatch.setattr("kg.training.run.run_training", run)
    shown = CliRunner().invoke(main, ["train", str(config), "--resume"])
    assert shown.exit_code == 0, shown.output
    assert "papers: 8 train, 2 dev, 0 test, 0 unlabelled" in shown.stdout
    assert "71.5" in shown.stdout and str(tmp_path / "pipeline") in shown.stdout
    printed = CliRunner().invoke(main, ["train", str(config), "--json"])
    assert json.loads(printed.stdout) == report.to_dict()
    assert seen == [(tmp_path / "t", True), (tmp_path / "t", False)]
