"""Changing a graph so that it can be killed at any point.

Before anything is written, the graph notes that it has been begun and which papers are being written; when all
is derived, the note is taken back. The next build finds the note, writes those papers again and derives
everything anew. So a build that was interrupted and repeated ends equal to one that was not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, cast

from kg.pipeline.derive import claims_of, linking_state, provisional_entities, update_entities, update_links
from kg.records.graph import Change, Counts, Edge, Node, Value, freeze
from kg.schema import load_schema

if TYPE_CHECKING:
    from kg.assembly.links import Linking
    from kg.pipeline.report import OnProgress
    from kg.resolution.registry import Registry
    from kg.stores.base import Store

INFO = "kg"
"""Id of the one node that says what wrote the graph."""


class GraphUpdate:
    """Replaces papers' claims in a store, and then derives names, types and links from them.

    Attributes:
        in_flight: Ids of papers that are to be written again, since an earlier update was writing them when it was
            killed, or since `announce` was told so.
        interrupted: Whether an earlier update was killed and is not repaired yet.
        read_by: Versions of what read all papers of the graph; "" if none is noted.
        counts: What has changed in the store until now.
        linked_papers: How many papers' links `finish` worked out.
    """

    def __init__(self, store: Store, registry: Registry, on_progress: OnProgress) -> None:
        self._store = store
        self._registry = registry
        self._on_progress = on_progress
        self._changed: set[str] = set()
        self._touched: set[str] = set()
        self._new: set[str] = set()
        self._before: dict[str, Linking] = {}
        self.counts = Counts()
        self.linked_papers = 0
        info = next(iter(store.nodes("GraphInfo", ids=[INFO])), None)
        properties = info.properties if info else {}
        self.interrupted = bool(properties.get("pending"))
        self.in_flight = cast("tuple[str, ...]", properties.get("inFlight", ()))
        self.read_by = str(properties.get("readBy", ""))

    def announce(self, papers: Iterable[str]) -> None:
        """Note that these papers are about to be written as well: if that is killed, the next build writes them."""
        self.in_flight = tuple(sorted({*self.in_flight, *papers}))
        self._note(pending=True, in_flight=self.in_flight)

    def replace(self, nodes: Collection[Node], edges: Collection[Edge], gone: Collection[str]) -> None:
        """Write papers with all their claims, in place of those that the graph holds of them.

        Args:
            nodes: The papers.
            edges: All their claims.
            gone: Ids of papers that go, with all their claims.
        """
        papers = sorted({node.id for node in nodes} | set(gone))
        self._note(pending=True, in_flight={*self.in_flight, *papers})
        old = claims_of(self._store, papers)
        entities = provisional_entities(self._store, edges)
        self._remember(papers, {edge.target for edge in (*old, *edges)}, {node.id for node in entities})
        kept = {edge.id for edge in edges}
        # A paper that comes under another id is written before its old node goes: what only the graph knew of it,
        # such as the longer abstract of an earlier input, is never in neither.
        self.counts += self._store.write(Change(nodes=(*entities, *nodes)))
        change = Change(
            delete_edges=tuple((edge.type, edge.id) for edge in old if edge.id not in kept),
            delete_nodes=tuple(("Paper", id_) for id_ in sorted(gone)),
            edges=tuple(edges),
        )
        self.counts += self._store.write(change)

    def widen(self, papers: Collection[Node]) -> None:
        """Write papers of which nothing that is derived from them has changed."""
        self.counts += self._store.write(Change(nodes=tuple(papers)))

    def _remember(self, papers: Iterable[str], entities: set[str], new: set[str]) -> None:
        unseen = entities - self._touched - new
        if unseen and not self.interrupted:
            self._before |= linking_state(self._store, sorted(unseen))
        self._changed.update(papers)
        self._touched |= entities
        self._new |= new

    def finish(self, *, repaired: bool = True) -> None:
        """Derive names, types and links from the claims, where claims changed.

        Args:
            repaired: Whether the papers that an interrupted update left were written again.
        """
        if not self._changed and not (self.interrupted and repaired):
            return
        everything = self.interrupted
        touched = None if everything else self._touched
        self.counts += update_entities(self._store, touched, self._new, self._registry, self._on_progress)
        counts, self.linked_papers = update_links(
            self._store,
            None if everything else self._changed,
            self._touched,
            {} if everything else self._entities_before(),
            self._on_progress,
        )
        self.counts += counts
        if repaired or not self.interrupted:
            self._note(pending=False)

    def _entities_before(self) -> dict[str, Linking]:
        now = linking_state(self._store)
        return {id_: state for id_, state in now.items() if id_ not in self._touched} | self._before

    def _note(self, *, pending: bool, in_flight: Iterable[str] = ()) -> None:
        properties: dict[str, Value] = {
            "schemaVersion": load_schema().version,
            "inFlight": tuple(sorted(in_flight)),
            "readBy": self.read_by,
        }
        if pending:
            properties["pending"] = True
        self._store.write(Change(nodes=(Node(INFO, "GraphInfo", properties=freeze(properties)),)))
