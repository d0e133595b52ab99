from __future__ import annotations

from pathlib import Path

import pytest

from kg.queries import load_queries
from kg.queries.catalogue import parse_query
from kg.queries.free import free_query
from kg.queries.inline import inlined, literal

TEXT = """\
// A title
//
// name: sample
// returns: name
// param entity: entity, required. Its name.
// param limit: integer. Most rows.
//
// What it answers.
:param entity => 'LoRA';
:param limit => 5;
MATCH (e:Entity {name: $entity}) // $entity stays in a comment
WHERE e.name <> '$entity' AND e.name <> $entity
RETURN e.name AS name LIMIT $limit;
"""


def test_every_parameter_becomes_its_value_and_strings_and_comments_stay():
    query = parse_query(TEXT, Path("cypher/read/topic/sample.cypher"))
    assert inlined(query, {"entity": "a $limit", "limit": 3}).splitlines() == [
        "MATCH (e:Entity {name: 'a $limit'}) // $entity stays in a comment",
        "WHERE e.name <> '$entity' AND e.name <> 'a $limit'",
        "RETURN e.name AS name LIMIT 3",
    ]


@pytest.mark.parametrize("query", load_queries().values(), ids=lambda query: query.name)
def test_no_question_needs_a_parameter_any_more(query):
    text = inlined(query, {p.name: p.value for p in query.parameters})
    assert "$" not in text
    assert free_query(text, {}) == (text, {})


@pytest.mark.parametrize(
    "text", ["it's", "back\\slash", "'", "\\'", "a\nb\tc", "`n`) DETACH DELETE n //", "\\u0027", ""]
)
def test_a_name_is_a_name_whatever_it_holds(cypher_store, text):
    rows = cypher_store.run(f"RETURN {literal(text)} AS text", {})
    assert rows.rows == ((text,),)


def test_a_missing_value_is_a_fault_of_the_program():
    with pytest.raises(KeyError):
        inlined(load_queries()["search"], {"limit": 1})
