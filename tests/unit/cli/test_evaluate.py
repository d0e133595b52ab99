"""`kg evaluate` as a user types it."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def gold(kg, papers):
    kg("extract", papers, "-o", "gold.jsonl")
    return "gold.jsonl"


@pytest.fixture
def none(kg):
    """The name of a file that says nothing of one of the papers."""
    return write(kg, "none.jsonl", {"id": "oak-1", "entities": [], "relations": []})


def write(kg, name, *records):
    (kg.folder / name).write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return name


def read(kg, name):
    return [json.loads(line) for line in (kg.folder / name).read_text(encoding="utf-8").splitlines()]


def test_help_says_where_the_format_is_told(kg):
    assert "annotations/GUIDELINES.md" in kg("evaluate", "--help").stdout


def test_what_equals_gold_is_all_right(kg, papers, gold):
    figures = kg.json("evaluate", papers, gold, gold, "--json")
    assert figures["measures"]["mentions"]["f1"] == 100.0
    assert "precision" in kg("evaluate", papers, gold, gold).stdout


def test_a_measure_below_its_minimum_is_exit_code_3(kg, papers, gold, none):
    kg("evaluate", papers, gold, gold, "--min", "mentions=100")
    result = kg("evaluate", papers, gold, none, "--min", "mentions=50", code=3)
    assert result.stderr.splitlines()[1:] == ["mentions: 0.0 is below 50"]


def test_every_measure_below_its_minimum_is_named(kg, papers, gold, none):
    options = [f"--min={measure}" for measure in ("roles=1", "links=0", "relations=0.5")]
    result = kg("evaluate", papers, gold, none, *options, code=3)
    assert result.stderr.splitlines()[1:] == ["roles: 0.0 is below 1", "relations: 0.0 is below 0.5"]


@pytest.mark.parametrize(
    ("minimum", "said"),
    [
        ("rols=50", "no measure 'rols'; there are mentions, mentions-span, entities"),
        ("mentions", "'mentions' is not MEASURE=F1"),
        ("roles=nan", "'roles=nan': an F1 is from 0 to 100"),
        ("roles=inf", "an F1 is from 0 to 100"),
        ("roles=-1", "an F1 is from 0 to 100"),
    ],
)
def test_a_wrong_minimum_is_refused_before_anything_is_read(kg, papers, minimum, said):
    bad = write(kg, "bad.jsonl", "words")
    assert said in kg.error("evaluate", papers, bad, "--min", minimum, code=2)


def test_what_there_was_nothing_of_has_no_figures(kg, papers, gold, none):
    only = write(kg, "only.jsonl", next(record for record in read(kg, gold) if record["id"] == "oak-1"))
    result = kg("evaluate", papers, only, none, "--min", "links=1", "--min", "entities=0")
    assert result.stderr == "links: there are none in GOLD, and none were said; --min is not asked\n"
    (links,) = (line.split() for line in result.stdout.splitlines() if "links" in line)
    assert links == ["links", "–", "–", "–", "0", "0", "0"]
    measures = kg.json("evaluate", papers, only, none, "--json")["measures"]
    assert measures["links"] == {"precision": None, "recall": None, "f1": None, "hit": 0, "said": 0, "true": 0}
    assert measures["entities"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0, "hit": 0, "said": 0, "true": 3}


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"words", "bad.jsonl:1: not JSON"), (bytes(range(256)), "bad.jsonl cannot be read"), (b"", "has no annotations")],
)
def test_a_broken_file_is_named(kg, papers, gold, content, message):
    (kg.folder / "bad.jsonl").write_bytes(content)
    assert message in kg.error("evaluate", papers, "bad.jsonl")
    assert message in kg.error("evaluate", papers, gold, "bad.jsonl")


def test_gold_that_cannot_be_is_refused_and_what_was_said_is_not(kg, papers, gold):
    oak, *_ = read(kg, gold)
    odd = write(kg, "odd.jsonl", oak | {"relations": [["Oak", "INHIBITS", "nobody"]]})
    error = kg.error("evaluate", papers, odd)
    assert error.startswith("Error: odd.jsonl:1: paper oak-1: the relation INHIBITS names 'nobody', which is no entity")
    assert kg.json("evaluate", papers, gold, odd, "--json")["measures"]["relations"]["said"] == 1


def test_gold_without_its_text_is_refused(kg, papers, gold):
    one = write(kg, "one.jsonl", {"id": "oak-1", "title": "T", "abstract": ""})
    assert "gold.jsonl has papers that one.jsonl lacks: pine-1, stone-1." in kg.error("evaluate", one, gold)


def test_papers_that_were_not_predicted_are_named(kg, papers, gold, none):
    result = kg("evaluate", papers, gold, none)
    assert result.stderr == "none.jsonl lacks 2 of the 3 papers; all in them counts as missed: pine-1, stone-1\n"
    other = write(kg, "other.jsonl", {"id": "x", "entities": [], "relations": []})
    assert "other.jsonl has none of the papers of gold.jsonl" in kg.error("evaluate", papers, gold, other)


def test_without_predictions_a_pipeline_reads_the_papers(kg, papers, gold, monkeypatch):
    from tests.names_extractor import NamesExtractor

    asked = []
    monkeypatch.setitem(vars(__import__("kg")), "Extractor", lambda folder: asked.append(folder) or NamesExtractor())
    for options in ([], ["--pipeline", "mine"]):
        assert kg.json("evaluate", papers, gold, "--json", *options)["measures"]["roles"]["f1"] == 100.0
    assert asked == [None, "mine"]
    error = kg.error("evaluate", papers, gold, gold, "--pipeline", "mine", code=2)
    assert "PREDICTED and --pipeline are both given" in error


def test_the_page_of_errors_is_written_whole_or_not_at_all(kg, papers, gold, none):
    kg("evaluate", papers, gold, none, "--html", "errors.html")
    page = (kg.folder / "errors.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    kg.error("evaluate", papers, write(kg, "bad.jsonl", "words"), "--html", "errors.html")
    assert (kg.folder / "errors.html").read_text(encoding="utf-8") == page


def test_a_page_that_cannot_be_written_is_refused_before_anything_is_read(kg, papers, gold):
    bad = write(kg, "bad.jsonl", "words")
    error = kg.error("evaluate", papers, bad, "--html", "no/errors.html")
    assert error == (
        "Error: no/errors.html cannot be written: No such file or directory.\n  Give another file with --html.\n"
    )
    before = (kg.folder / gold).read_bytes()
    assert "is one of the files to be read" in kg.error("evaluate", papers, gold, "--html", f"./{gold}", code=2)
    assert (kg.folder / gold).read_bytes() == before


def test_errors_are_listed_by_kind_with_what_is_true_and_what_was_read(kg, papers, gold):
    oak, *others = read(kg, gold)
    wrong = oak | {"relations": [{"head": "Oak", "type": "BASED_ON", "tail": "Rootformer"}]}
    wrong["entities"] = [dict(entity, role="mentions") for entity in oak["entities"][:2]] + oak["entities"][2:]
    said = write(kg, "said.jsonl", wrong, *others)
    shown = kg("evaluate", papers, gold, said, "--errors", "1").stdout
    rows = [" ".join(line.split()) for line in shown.splitlines()]
    assert "wrong relation: paper gold read" in rows
    assert "oak-1 Oak USES Rootformer Oak BASED_ON Rootformer" in rows
    assert "oak-1 Oak (Model, introduces): Oak Oak (Model, mentions): Oak" in rows
    assert sum("(Method, mentions)" in row for row in rows) == 0  # the second wrong role; only one is asked for
    relation = kg.json("evaluate", papers, gold, said, "--json")["errors"][-1]
    assert relation == {
        "paper": "oak-1",
        "kind": "wrong relation",
        "gold": {"head": "Oak", "type": "USES", "tail": "Rootformer"},
        "predicted": {"head": "Oak", "type": "BASED_ON", "tail": "Rootformer"},
    }


@pytest.mark.parametrize("arguments", [["no.jsonl", "no.jsonl"], ["papers.jsonl"]])
def test_wrong_usage(kg, papers, gold, arguments):
    assert "Error: " in kg.error("evaluate", *arguments, code=2)
