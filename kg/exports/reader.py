"""What an export needs of a store: its nodes and its edges, one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from kg.records.graph import Edge, Node

Record = TypeVar("Record")

NODE_LABELS = ("Paper", "Entity")
"""What is exported; the node that says what wrote the graph is not."""

TOLD_EVERY = 500
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def clean_text(text: str) -> str:
    r"""Return a text with U+FFFD for what neither XML nor any RDF syntax can hold.

    Example:
        >>> clean_text("a\x01b") == "a\ufffdb"
        True
    """
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def caption(node: Node) -> str:
    """Return what a node is called: its title or its name."""
    return str(node.properties.get("title") or node.properties.get("name") or node.id)


class GraphReader(Protocol):
    """Reads a graph; every store does."""

    def nodes(self, label: str) -> Iterator[Node]:
        """Yield the nodes with this first label, ordered by id."""

    def edges(
        self,
        kind: str,
        source: str,
        *,
        sources: Collection[str] | None = None,
        papers: Collection[str] | None = None,
        properties: Collection[str] | None = None,
    ) -> Iterator[Edge]:
        """Yield the edges of a type that leave nodes with a label, ordered by source, target, id.

        Only those that leave the nodes with the ids `sources`, that are claims of `papers`, with `properties`, if
        these are given.
        """


def ignore_count(_: int) -> None:
    """Tell nobody."""


class Counted:
    """Reads a graph and tells now and then how many nodes and edges were read."""

    def __init__(self, graph: GraphReader, on_read: Callable[[int], None]) -> None:
        self._graph = graph
        self._on_read = on_read
        self._read = 0

    def nodes(self, label: str) -> Iterator[Node]:
        """Yield the nodes with this label."""
        return self._count(self._graph.nodes(label))

    def edges(
        self,
        kind: str,
        source: str,
        *,
        sources: Collection[str] | None = None,
        papers: Collection[str] | None = None,
        properties: Collection[str] | None = None,
    ) -> Iterator[Edge]:
        """Yield the edges of this type that leave nodes with this label."""
        return self._count(self._graph.edges(kind, source, sources=sources, papers=papers, properties=properties))

    def _count(self, records: Iterator[Record]) -> Iterator[Record]:
        for record in records:
            self._read += 1
            if self._read % TOLD_EVERY == 0:
                self._on_read(self._read)
            yield record
