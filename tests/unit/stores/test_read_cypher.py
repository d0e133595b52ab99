"""The statements that read records back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.stores import read_cypher

if TYPE_CHECKING:
    from collections.abc import Callable


def test_read_statements(golden: Callable[[str, str], None]) -> None:
    ends = ("USES", "Paper", "Entity")
    statements = [
        read_cypher.node_page("Paper", None),
        read_cypher.node_page("Paper", ("title", "year")),
        read_cypher.nodes_by_id("Entity", ()),
        read_cypher.ids_where("Paper", "year", in_list=False),
        read_cypher.ids_where("Paper", "ids", in_list=True),
        read_cypher.edges_by_id("USES"),
        read_cypher.edges_from(*ends, None),
        read_cypher.edges_to(*ends, ("confidence",)),
        read_cypher.edges_of_papers(*ends, ()),
    ]
    golden("stores/read.cypher", "".join(f"{statement};\n\n" for statement in statements))
