from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.queries import bind, load_queries, load_query, parse_query, parse_value
from kg.queries.free import free_query
from kg.schema import load_schema
from kg.stores.lint import lint_cypher

PATH = Path("cypher/read/topic/sample.cypher")
TEXT = """\
// A title
//
// name: sample
// returns: name, papers
// param entity: entity, required. Its name.
// param limit: integer. Most rows.
//
// What it
// answers.
:param entity => 'LoRA';
:param limit => 5;
MATCH (e:Entity {name: $entity})
RETURN e.name AS name, e.paperCount AS papers // not a $parameter
ORDER BY name
LIMIT $limit;
"""


def test_a_file_becomes_a_query():
    query = parse_query(TEXT, PATH)
    assert (query.name, query.topic, query.title) == ("sample", "topic", "A title")
    assert query.columns == ("name", "papers")
    assert query.description == "What it answers."
    assert [(p.name, p.type, p.required, p.value) for p in query.parameters] == [
        ("entity", "entity", True, "LoRA"),
        ("limit", "integer", False, 5),
    ]
    assert query.text.startswith("MATCH") and query.text.endswith("LIMIT $limit")
    assert TEXT.splitlines()[query.line - 1].startswith("MATCH")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("name: sample", "name: other", "'other' is not that of the file"),
        ("// returns: name, papers\n", "", "lacks its title, `returns:` or a description"),
        ("integer. Most", "number. Most", "'limit' has no known type"),
        (", required. Its", "; Its", "a parameter is written"),
        (":param limit => 5;\n", "", "'limit' has no known type or no :param line"),
        ("LIMIT $limit", "LIMIT 5", "declared, not used: limit"),
        ("ORDER BY name", "ORDER BY $order", "used, not declared: order"),
        (":param limit => 5;", ":param limit => five;", "sample.cypher:11: five is no value"),
        (TEXT[TEXT.index("MATCH") :], "", "there is no statement"),
    ],
)
def test_a_wrong_header_is_refused_with_its_place(old, new, message):
    with pytest.raises(QueryError, match="sample.cypher") as caught:
        parse_query(TEXT.replace(old, new), PATH)
    assert message in str(caught.value)


def test_an_unknown_query_suggests_the_nearest():
    with pytest.raises(QueryError, match="Did you mean 'shared_techniques'"):
        load_query("shared_technique")


def test_bind_fills_defaults_and_names_what_is_missing():
    query = parse_query(TEXT, PATH)
    assert bind(query, {"entity": "BERT"}) == {"entity": "BERT", "limit": 5}
    with pytest.raises(QueryError, match="needs the parameter 'entity': Its name. For example: --param entity=LoRA"):
        bind(query, {"limit": 1})
    with pytest.raises(QueryError, match="has no parameter 'name'. It has: entity, limit"):
        bind(query, {"entity": "BERT", "name": "x"})
    with pytest.raises(QueryError, match="'limit' of query 'sample' is of type integer, not 'five'"):
        bind(query, {"entity": "BERT", "limit": "five"})
    with pytest.raises(QueryError, match="cannot be -1"):
        bind(query, {"entity": "BERT", "limit": -1})
    with pytest.raises(QueryError, match="is of type integer, not True"):
        bind(query, {"entity": "BERT", "limit": True})


def test_values_from_the_command_line_are_typed():
    query = parse_query(TEXT, PATH)
    assert parse_value(query, "limit", "7") == 7
    assert parse_value(query, "entity", "7") == "7"
    with pytest.raises(QueryError, match="of type integer, which 'seven' is not"):
        parse_value(query, "limit", "seven")


def test_a_users_own_statement_keeps_its_param_lines_and_takes_given_values():
    statement, values = free_query("// mine\n:param n => 3;\nRETURN $n + $m AS sum;\n", {"n": "4", "m": "1"})
    assert statement == "RETURN $n + $m AS sum"
    assert values == {"n": 4, "m": 1}


@pytest.mark.parametrize("query", load_queries().values(), ids=lambda query: query.name)
class TestShippedQueries:
    def test_names_only_what_the_schema_has(self, query):
        import re

        schema = load_schema()
        labels = set(schema.nodes) | set(schema.entities)
        types = set(schema.relationship_types)
        for label in re.findall(r"\(\w*:(\w+)", query.text):
            assert label in labels, label
        for group in re.findall(r"\[\w*:([A-Z_|]+)", query.text):
            assert set(group.split("|")) <= types, group

    def test_is_in_total_order_and_bounded(self, query):
        assert "ORDER BY" in query.text
        assert "LIMIT $limit" in query.text or query.name in ("technique_by_year", "link_evidence", "edge_evidence")

    def test_avoids_what_the_embedded_engine_counts_wrongly(self, query):
        assert lint_cypher(query.text) == []

    def test_file_can_be_a_favourite_in_neo4j_browser(self, query):
        text = query.path.read_text(encoding="utf-8")
        assert text.startswith(f"// {query.title}\n") and text.endswith(";\n") and "\r" not in text
