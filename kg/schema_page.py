"""The schema as a page for people: `python -m kg.schema_page > schemas/README.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.schema import load_schema

if TYPE_CHECKING:
    from kg.schema import Property, Schema


_RDF = (
    "In RDF, what has no property below is said by other triples: sentences and mentions are passages of the paper's "
    "text (`kg:evidence`, `kg:bestEvidence`, `kg:mention`), and what a link goes through has its name. `ontology.ttl` "
    "and `shapes.ttl` are made from the same file and `rdf.toml`; `sparql/` has questions."
)


def schema_page(schema: Schema) -> str:
    """Return the reference of labels, relationship types and properties, as Markdown.

    Example:
        >>> "| `EVALUATES_ON` |" in schema_page(load_schema())
        True
    """
    parts = [
        "# The graph's schema",
        f"Version {schema.version}. Made from `graph.toml` by `python -m kg.schema_page`; a test keeps it true.",
        _RDF,
        "## Nodes",
        "Every node has `id`, unique in its label.",
    ]
    for node in schema.nodes.values():
        parts += [f"### {node.label}", node.description, _properties(node.properties)]
    rows = [(f"`{e.label}`", e.description, f"`{e.iri}`", f"{e.linking:g}") for e in schema.entities.values()]
    parts += ["### The second label of an Entity", _table(("label", "what it is", "RDF class", "links"), rows)]
    parts += ["## Relationships", "Every relationship has `id`, made from its type, its ends and its paper."]
    ends = [(f"`{e.type}`", f"{e.source} → {e.target}", e.description, f"`{e.iri}`") for e in schema.edges]
    parts.append(_table(("type", "from → to", "what it says", "RDF property"), ends))
    roles = [(r.name, f"`{r.edge}`", _names(schema, r.types), f"{r.linking:g}") for r in schema.roles.values()]
    parts += ["### Roles, strongest first", _table(("role", "type", "of", "links"), roles)]
    relations = [(f"`{r.type}`", _names(schema, r.heads), _names(schema, r.tails)) for r in schema.relations.values()]
    parts += ["### Relations between entities", _table(("type", "from", "to"), relations)]
    for title, kind in (
        ("From a paper to an entity", schema.edge("USES", "Paper")),
        ("From an entity to an entity", schema.edge("USES", "Entity")),
        ("SHARES_TECHNIQUE", schema.edge("SHARES_TECHNIQUE", "Paper")),
    ):
        parts += [f"### Properties: {title}", _properties(kind.properties)]
    return "\n\n".join(parts) + "\n"


def _names(schema: Schema, types: Iterable[str]) -> str:
    return ", ".join(sorted(types, key=list(schema.entities).index))


def _properties(properties: Iterable[Property]) -> str:
    rows = [(f"`{p.name}`", p.type, p.description, f"`{p.iri}`" if p.iri else "") for p in properties]
    return _table(("property", "type", "what it is", "RDF property"), rows)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


if __name__ == "__main__":
    sys.stdout.write(schema_page(load_schema()))
