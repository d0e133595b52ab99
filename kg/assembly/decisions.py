"""A person's decisions as nodes, so that a graph keeps what its next builds are to apply."""

from __future__ import annotations

from typing import cast

from kg.records.decisions import Decision
from kg.records.graph import Node, freeze

LABEL = "Decision"
_TEXTS = ("kind", "author", "reason", "type", "paper", "edge", "source", "target")


def decision_node(decision: Decision) -> Node:
    """Return the node that keeps a decision.

    Example:
        >>> decision = Decision("type", "Ada", "It is data.", ("Oak",), type="Dataset")
        >>> decision_from_node(decision_node(decision)) == decision
        True
    """
    texts = {name: str(getattr(decision, name)) for name in _TEXTS}
    return Node(decision.id, LABEL, properties=freeze({**texts, "names": decision.names}))


def decision_from_node(node: Node) -> Decision:
    """Return the decision that a node keeps."""
    texts = {name: str(node.properties.get(name, "")) for name in _TEXTS}
    return Decision(**texts, names=cast("tuple[str, ...]", node.properties.get("names", ())))
