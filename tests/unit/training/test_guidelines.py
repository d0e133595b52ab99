"""The annotation guidelines say what the schema says, and their worked record keeps to them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kg.evaluation.gold import occurrences, read_gold
from kg.schema import load_schema
from kg.training.dataset import make_examples

TEXT = (Path(__file__).parents[3] / "annotations" / "GUIDELINES.md").read_text(encoding="utf-8")


def rows(heading):
    """The rows of the table below a heading, each as its cells without backquotes."""
    section = re.split(r"^## ", TEXT, flags=re.MULTILINE)
    part = next(each for each in section if each.startswith(heading))
    lines = [line for line in part.splitlines() if line.startswith("| ")][2:]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]


def types(cell):
    """The types that a cell names."""
    every = ["Model", "Method", "Dataset", "Benchmark", "Task", "Metric"]
    if cell.startswith("any"):
        return every
    if cell.startswith("all but "):
        return [kind for kind in every if kind != cell.removeprefix("all but ")]
    return cell.split(", ")


def test_types_roles_and_relations_are_those_of_the_schema():
    schema = load_schema()
    assert [row[0] for row in rows("Types")] == list(schema.entities)
    assert {row[0]: set(types(row[1])) for row in rows("Roles")} == {
        name: set(role.types) for name, role in schema.roles.items()
    }
    assert {row[0]: (set(types(row[1])), set(types(row[2]))) for row in rows("Relations")} == {
        name: (set(rule.heads), set(rule.tails)) for name, rule in schema.relations.items()
    }


def test_the_worked_record_can_be_read_and_learned_from(tmp_path):
    blocks = [json.loads(block) for block in re.findall(r"```json\n(.+?)```", TEXT, re.DOTALL)]
    for name, record in zip(("texts", "gold"), blocks, strict=True):
        (tmp_path / name).write_text(json.dumps(record), encoding="utf-8")
    texts, gold = read_gold(tmp_path / "texts", tmp_path / "gold")
    (paper,) = gold.values()
    standing = {texts[paper.id][start:end] for start, end, _ in occurrences(paper, texts[paper.id])}
    assert standing == {string for entity in paper.entities for string in entity.strings}
    (example,) = make_examples(texts, [paper])
    assert {entity for _, _, entity in example.spans} == set(range(len(paper.entities)))
    assert len(example.relations) == len(blocks[1]["relations"])


@pytest.mark.parametrize("command", ["annotate", "train"])
def test_help_says_where_the_guidelines_are(command):
    from click.testing import CliRunner

    from kg.cli.main import main

    assert "annotations/GUIDELINES.md" in CliRunner().invoke(main, [command, "--help"]).stdout
