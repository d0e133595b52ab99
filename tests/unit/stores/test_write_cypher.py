"""The statements that are generated from the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.schema import load_schema
from kg.stores import write_cypher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SCHEMA = load_schema()


def script(statements: Iterable[str]) -> str:
    return "".join(f"{statement};\n" for statement in statements)


@pytest.mark.parametrize("name", ["constraints", "indexes", "fulltext_indexes"])
def test_schema_statements(golden: Callable[[str, str], None], name: str) -> None:
    golden(f"stores/{name}.cypher", script(getattr(write_cypher, name)(SCHEMA)))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("create_paper", write_cypher.create_nodes(SCHEMA.nodes["Paper"], "")),
        ("create_model", write_cypher.create_nodes(SCHEMA.nodes["Entity"], "Model")),
        ("create_paper_uses", write_cypher.create_edges(SCHEMA.edge("USES", "Paper"))),
        ("create_entity_uses", write_cypher.create_edges(SCHEMA.edge("USES", "Entity"))),
        ("create_shares_technique", write_cypher.create_edges(SCHEMA.edge("SHARES_TECHNIQUE", "Paper"))),
        ("set_paper", write_cypher.set_nodes("Paper")),
        ("set_uses", write_cypher.set_edges("USES")),
        ("add_model", write_cypher.add_label("Entity", "Model")),
        ("remove_model", write_cypher.remove_label("Entity", "Model")),
        ("delete_uses", write_cypher.delete_edges("USES")),
        ("delete_edges_of_paper", write_cypher.delete_edges_of("Paper", SCHEMA)),
        ("delete_paper", write_cypher.delete_nodes("Paper")),
        ("disown_entity", write_cypher.disown_nodes("Entity", SCHEMA)),
    ],
)
def test_write_statements(golden: Callable[[str, str], None], name: str, text: str) -> None:
    golden(f"stores/{name}.cypher", script([text]))


def test_every_type_can_be_written() -> None:
    names = [name for name, _ in write_cypher.statements(SCHEMA)]
    assert len(names) == len(set(names))
    for kind in SCHEMA.entities:
        assert {f"create Entity {kind}", f"add label {kind}", f"remove label {kind}"} <= set(names)
    for edge in SCHEMA.edges:
        assert f"create {edge.source} {edge.type}" in names


def test_values_are_parameters() -> None:
    for _, text in write_cypher.statements(SCHEMA):
        assert "'" not in text
        assert '"' not in text


@pytest.mark.parametrize(
    ("name", "quoted"), [("Paper", "Paper"), ("two words", "`two words`"), ("a`b", "`a``b`"), ("", "``"), ("é", "`é`")]
)
def test_quotes_names_that_need_it(name: str, quoted: str) -> None:
    assert write_cypher.quoted(name) == quoted
