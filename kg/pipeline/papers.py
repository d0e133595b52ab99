"""Which papers a graph holds, and what of an input is new to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from kg.documents.identity import group_papers
from kg.records.documents import Paper
from kg.records.graph import freeze

if TYPE_CHECKING:
    from kg.records.graph import Node
    from kg.stores.base import Store


def paper_from_node(node: Node) -> Paper:
    r"""Return the paper that a node was made from.

    Example:
        >>> from kg.records.graph import Node
        >>> paper_from_node(Node("title:1", "Paper", properties={"text": "BERT\nWe present BERT."})).abstract
        'We present BERT.'
    """
    properties = node.properties
    title, _, abstract = cast("str", properties["text"]).partition("\n")
    year = properties.get("year")
    return Paper(
        title=title,
        abstract=abstract,
        ids=frozenset(cast("tuple[str, ...]", properties.get("ids", ()))),
        given_ids=frozenset(cast("tuple[str, ...]", properties.get("givenIds", ()))),
        title_keys=frozenset(cast("tuple[str, ...]", properties.get("titleKeys", ()))),
        year=cast("int", year) if year is not None else None,
        authors=cast("tuple[str, ...]", properties.get("authors", ())),
        venue=str(properties.get("venue", "")),
        url=str(properties.get("url", "")),
        sources=frozenset(cast("tuple[str, ...]", properties.get("sources", ()))),
    )


class PaperIndex:
    """The papers of a graph by world-wide id and by title: what recognises a copy.

    It holds no texts: about 300 bytes a paper.
    """

    def __init__(self, store: Store) -> None:
        self._by_id: dict[str, str] = {}
        self._by_title: dict[str, set[str]] = defaultdict(set)
        self.hashes: dict[str, str] = {}
        for node in store.nodes("Paper", properties=("ids", "titleKeys", "contentHash")):
            if "contentHash" not in node.properties:
                continue  # somebody else's, in a database that is not ours alone
            ids = cast("tuple[str, ...]", node.properties.get("ids", ()))
            self._note(node.id, ids, cast("tuple[str, ...]", node.properties.get("titleKeys", ())))
            self.hashes[node.id] = str(node.properties.get("contentHash", ""))

    def _note(self, id_: str, ids: Iterable[str], title_keys: Iterable[str]) -> None:
        for other in ids:
            self._by_id[other] = id_
        for key in title_keys:
            self._by_title[key].add(id_)

    def matches(self, paper: Paper) -> set[str]:
        """Return the ids of the held papers that are this one.

        Held papers with one of its world-wide ids are; so are held papers of its title, if they or it have no
        world-wide id.
        """
        found = {self._by_id[id_] for id_ in paper.ids if id_ in self._by_id}
        same_title = self._by_title.get(paper.title_key, set())
        return found | (same_title if not paper.ids else {id_ for id_ in same_title if id_.startswith("title:")})

    def replace(self, gone: Iterable[str], papers: Iterable[tuple[Paper, str]]) -> None:
        """Take note that papers went and that others, given with their content hash, are held now."""
        lost = set(gone)
        for id_ in lost:
            self.hashes.pop(id_, None)
        for held in self._by_title.values() if lost else ():
            held -= lost
        for paper, hash_ in papers:
            self._note(paper.id, paper.ids, paper.title_keys)
            self.hashes[paper.id] = hash_


@dataclass(frozen=True, slots=True)
class Plan:
    """What a batch of records asks of a graph.

    Attributes:
        papers: The different papers, as they are to be held, by id.
        obsolete: Ids under which the graph holds some of them until now.
        widened: Nodes of papers that the graph holds, with the files that they are read from now added.
    """

    papers: tuple[Paper, ...]
    obsolete: frozenset[str]
    widened: tuple[Node, ...] = ()


def plan_batch(batch: Iterable[Paper], index: PaperIndex, store: Store) -> Plan:
    """Join a batch with itself and with what the graph holds.

    A paper that the graph holds is united with the copy read now, so that nothing that is stored gets lost and
    the order in which copies come does not matter.
    """
    incoming = list(batch)
    held = {id_ for paper in incoming for id_ in index.matches(paper)}
    stored = {node.id: node for node in store.nodes("Paper", ids=held)} if held else {}
    papers = group_papers([*map(paper_from_node, stored.values()), *incoming])
    widened = (_widened(stored[paper.id], paper) for paper in papers if paper.id in stored)
    return Plan(tuple(papers), frozenset(held - {paper.id for paper in papers}), tuple(filter(None, widened)))


def _widened(node: Node, paper: Paper) -> Node | None:
    sources = tuple(sorted(paper.sources))
    if sources == node.properties.get("sources", ()):
        return None
    return replace(node, properties=freeze({**node.properties, "sources": sources}))
