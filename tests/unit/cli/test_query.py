"""`kg query` as a user types it."""

from __future__ import annotations

import csv
import io
import json

import pytest


def test_every_format_gives_the_same_rows(kg, graph):
    ask = ("query", "papers_by_technique", "--param", "entity=rootformer", "--format")
    rows = kg.json(*ask, "json")
    assert sorted(row["title"] for row in rows) == ["Oak: a model of leaves", "Pine grows beside Oak"]
    assert [json.loads(line) for line in kg(*ask, "jsonl").stdout.splitlines()] == rows
    table = list(csv.DictReader(io.StringIO(kg(*ask, "csv").stdout)))
    assert [row["title"] for row in table] == [row["title"] for row in rows]
    shown = kg(*ask, "table")
    assert shown.stderr == "2 rows\n"
    assert shown.stdout.startswith(" paper") and "Pine grows" in shown.stdout


STATEMENT = "UNWIND [1, 2] AS n RETURN n, n = 1 AS first, [n] AS many, null AS none ORDER BY n"


@pytest.mark.parametrize(
    ("format_", "shown"),
    [
        (
            "table",
            " n   first   many   none\n ───────────────────────\n 1   True    1\n 2   False   2\n",
        ),
        (
            "jsonl",
            '{"n": 1, "first": true, "many": [1], "none": null}\n{"n": 2, "first": false, "many": [2], "none": null}\n',
        ),
        ("csv", "n,first,many,none\n1,true,[1],\n2,false,[2],\n"),
    ],
)
def test_own_statement_in_every_format(kg, graph, format_, shown):
    assert kg("query", "--cypher", STATEMENT, "--format", format_).stdout == shown


def test_what_is_no_number_is_null_in_json(kg, graph):
    assert kg.json("query", "-c", "RETURN 0.0 / 0.0 AS x, [1.0 / 0.0] AS y", "--format", "json") == [
        {"x": None, "y": [None]}
    ]


def test_a_statement_from_a_file_and_from_standard_input(kg, graph):
    (kg.folder / "ask.cypher").write_text(":param n => 1;\nRETURN $n AS n;\n")
    assert kg("query", "-f", "ask.cypher", "-p", "n=5", "--format", "csv").stdout == "n\n5\n"
    assert kg("query", "-f", "-", "--format", "csv", stdin="RETURN 7 AS n").stdout == "n\n7\n"


def test_no_rows(kg, graph):
    ask = ("query", "-c", "MATCH (p:Paper {id: 'none'}) RETURN p.title AS title", "--format")
    assert kg(*ask, "json").stdout == "[]\n"
    assert kg(*ask, "jsonl").stdout == kg(*ask, "csv").stdout.removeprefix("title\n") == ""
    assert kg(*ask, "table").stderr == "0 rows\n"


def test_the_list_in_every_format_needs_no_graph(kg):
    described = kg.json("query", "--list", "--format", "json")
    names = [query["name"] for query in described]
    assert "shared_techniques" in names and len(names) == len(set(names))
    lines = kg("query", "--list", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == described
    table = csv.DictReader(io.StringIO(kg("query", "--list", "--format", "csv").stdout))
    assert [row["name"] for row in table] == names
    assert all(name in kg("query", "--list").stdout for name in names)


def test_the_list_explains_one_query(kg):
    shown = kg("query", "--list", "shared_techniques").stdout
    assert shown.startswith("Papers that share techniques with a paper\n")
    assert "limit: integer = 10" in shown
    [one] = kg.json("query", "--list", "shared_techniques", "--format", "json")
    assert one["parameters"][0] == {
        "name": "paper",
        "type": "paper",
        "required": True,
        "example": "arxiv:2106.09685",
        "description": one["parameters"][0]["description"],
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["shared_technique"], "No query is named 'shared_technique'.\n  Did you mean 'shared_techniques'"),
        (["shared_techniques"], "Query 'shared_techniques' needs the parameter 'paper'"),
        (["shared_techniques", "-p", "pepper=1"], "Query 'shared_techniques' has no parameter 'pepper'.\n  It has:"),
        (
            ["shared_techniques", "-p", "paper=x", "-p", "limit=many"],
            "Parameter 'limit' of query 'shared_techniques' is of type integer, which 'many' is not.\n"
            "  For example: --param limit=10\n",
        ),
        (["strongest_links", "-p", "limit=-1"], "Parameter 'limit' of query 'strongest_links' cannot be -1.\n"),
        (["-c", " "], "There is no statement.\n  Give one, such as: MATCH"),
        (["-f", "latin.cypher"], "latin.cypher is not UTF-8 text: unexpected end of data at byte 8.\n"),
    ],
)
def test_a_wrong_question_is_refused_before_the_graph_is_opened(kg, arguments, message):
    (kg.folder / "latin.cypher").write_bytes(b"RETURN \xe9")
    assert kg.error("query", *arguments, "-g", "nowhere.graph").startswith(f"Error: {message}")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["shared_techniques", "-p", "paper=basalt"], "Error: kg.graph has no paper 'basalt'.\n"),
        (["papers_by_technique", "-p", "entity=Rotformer"], "Did you mean 'Rootformer'"),
        (["-c", "CREATE (n:Paper)"], "Questions only read; kg build, load, curate and retract change a graph."),
        (["-c", "MATCH (n:Paper) DETACH DELETE n RETURN 1 AS x"], "The statement"),
        (["-c", "MATCH (n RETURN n"], "Syntax error at line 1:9"),
        (["-c", "RETURN $who AS who"], "The statement needs a value for $who"),
    ],
)
def test_what_the_graph_refuses(kg, graph, arguments, message):
    assert message in kg.error("query", *arguments)


@pytest.mark.parametrize(
    "arguments",
    [[], ["strongest_links", "-c", "RETURN 1"], ["strongest_links", "-p", "limit"], ["-f", "no"], ["--format", "xml"]],
)
def test_wrong_usage(kg, arguments):
    assert "Error: " in kg.error("query", *arguments, code=2)


def test_a_row_limit_says_when_it_cuts(kg, graph):
    text = "MATCH (p:Paper) RETURN p.id AS id ORDER BY id"
    shown = kg("query", "-c", text, "--max-rows", "2", "--format", "jsonl")
    assert len(shown.stdout.splitlines()) == 2
    assert shown.stderr == "There are more rows; these are the first 2. --max-rows 0 shows all.\n"
    for limit in ("3", "0"):
        shown = kg("query", "-c", text, "--max-rows", limit, "--format", "jsonl")
        assert (len(shown.stdout.splitlines()), shown.stderr) == (3, "")


def test_sparql_by_name_as_text_and_from_a_file(kg, graph):
    by_name = kg.json("query", "--sparql", "papers_by_technique", "-p", "entity=rootformer", "--format", "json")
    assert sorted(row["title"] for row in by_name) == ["Oak: a model of leaves", "Pine grows beside Oak"]
    text = 'SELECT ?name { VALUES ?key { "pine" } ?thing kg:key ?key ; skos:prefLabel ?name } LIMIT 9'
    assert kg("query", "--sparql", text, "--format", "csv").stdout == "name\nPine\n"
    (kg.folder / "ask.rq").write_text(text, encoding="utf-8")
    assert kg("query", "-f", "ask.rq", "-p", "key=oak", "-p", "limit=1", "--format", "csv").stdout == "name\nOak\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--sparql", "SELECT"], "Error: No query is named 'SELECT'."),
        (["--sparql", "search", "-p", "text=x"], "Error: No SPARQL query is named 'search'.\n  There are: built_on"),
        (["--sparql", "SELECT x"], "Error: The SPARQL query is malformed: "),
        (["--sparql", "SELECT * {}", "-p", "n=1"], "Error: The SPARQL query has no parameter 'n'."),
        (["--sparql", "papers_by_technique", "-p", "entity=Oakk"], "Error: kg.graph has nothing named 'Oakk'."),
        (["--sparql", "papers_by_technique"], "Error: Query 'papers_by_technique' needs the parameter 'entity'"),
    ],
)
def test_a_wrong_sparql_query_is_told(kg, graph, arguments, message):
    assert kg.error("query", *arguments).startswith(message)
