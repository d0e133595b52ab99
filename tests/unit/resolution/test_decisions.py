"""The file of decisions: what it may hold, and what is said of what it may not."""

from __future__ import annotations

import pytest

from kg.errors import ConfigError
from kg.records.decisions import Decision
from kg.resolution.decisions import read_decisions

SIGNED = 'author = "Ada"\nreason = "I read it."\n'


def write(tmp_path, text):
    path = tmp_path / "curation.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_kind_is_read_with_its_place(tmp_path):
    text = (
        f'[[same]]\nnames = ["Oak", "Quercus"]\n{SIGNED}'
        f'[[wrong]]\npaper = "2001.00001"\nedge = "USES"\ntarget = "Pine"\n{SIGNED}'
        f'[[wrong]]\nedge = "USES"\nsource = "Oak"\ntarget = "Pine"\n{SIGNED}'
        f'[[different]]\nnames = ["Elm", "Yew", "Ash"]\n{SIGNED}'
        f'[[rename]]\nname = "Pine"\nto = "Pinus"\n{SIGNED}'
        f'[[type]]\nname = "Bark"\ntype = "Dataset"\n{SIGNED}'
    )
    found = read_decisions(write(tmp_path, text))
    assert [str(decision) for decision in found] == [
        "same: 'Oak', 'Quercus'",
        "different: 'Elm', 'Yew', 'Ash'",
        "rename: 'Pine' to 'Pinus'",
        "type: 'Bark' is a Dataset",
        "wrong: USES 'Pine' of 2001.00001",
        "wrong: 'Oak' USES 'Pine'",
    ]
    assert [decision.place.rpartition(":")[2] for decision in found] == ["1", "17", "21", "26", "5", "11"]
    assert {(decision.author, decision.reason) for decision in found} == {("Ada", "I read it.")}


def test_an_empty_file_decides_nothing(tmp_path):
    assert read_decisions(write(tmp_path, "")) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("same = ", "is no TOML"),
        ("[[equal]]\n", "no kind of decision is named 'equal'"),
        ("same = 3", "'same' is no list of decisions"),
        ('\n[[same]]\nnames = ["a", "b"]\nauthor = "Ada"', "curation.toml:2: 'same' lacks 'reason'"),
        (f'[[same]]\nnames = ["a"]\n{SIGNED}', "no list of two names"),
        (f'[[same]]\nnames = ["a", ""]\n{SIGNED}', "a name is no text, or empty"),
        (f'[[rename]]\nname = "a"\n{SIGNED}', "'rename' lacks 'to'"),
        (f'[[type]]\nname = "a"\ntype = "Thing"\n{SIGNED}', "there is no type 'Thing'"),
        (f'[[type]]\nname = "a"\ntype = "Task"\ncolour = "red"\n{SIGNED}', "'type' has no key 'colour'"),
        (f'[[wrong]]\nedge = "OUTPERFORMS"\ntarget = "a"\n{SIGNED}', "no edge from a paper is named 'OUTPERFORMS'"),
        (f'[[wrong]]\nedge = "MENTIONS"\nsource = "b"\ntarget = "a"\n{SIGNED}', "no edge between two entities"),
        (f'[[type]]\nname = "a"\ntype = "Task"\n{SIGNED}' * 2, "curation.toml:6: the same was decided at"),
    ],
)
def test_what_is_no_decision_is_refused_with_its_place(tmp_path, text, message):
    with pytest.raises(ConfigError) as caught:
        read_decisions(write(tmp_path, text))
    assert message in str(caught.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        read_decisions(tmp_path / "none.toml")


def test_who_decided_makes_no_other_decision():
    assert Decision("type", "Ada", "So.", ("Oak",), type="Task").id == Decision("type", "Bo", "", ("Oak",), "Task").id
    assert (
        Decision("type", "Ada", "So.", ("Oak",), type="Task").id != Decision("type", "Ada", "So.", ("Oa",), "Task").id
    )
