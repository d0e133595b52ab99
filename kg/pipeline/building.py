"""Building a graph: from papers to entities and links in a store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from kg.assembly.claims import claim_edges, content_hash, paper_node
from kg.config import Target, graph_target
from kg.errors import SourceError
from kg.extraction import Extractor
from kg.pipeline.curating import changed_papers, keep_decisions, kept_decisions
from kg.pipeline.extracting import Reader, chunks
from kg.pipeline.papers import PaperIndex, paper_from_node, plan_batch
from kg.pipeline.report import BuildReport, OnProgress, Progress, ignore_progress
from kg.pipeline.update import GraphUpdate
from kg.resolution.curation import Curation
from kg.resolution.registry import load_registry
from kg.resolution.resolve import resolve
from kg.schema import load_schema
from kg.stores import open_store

if TYPE_CHECKING:
    from kg.pipeline.cache import ExtractionCache
    from kg.records.annotations import Annotation
    from kg.records.decisions import Decision
    from kg.records.documents import Paper
    from kg.stores.base import Store

PAPERS_AT_ONCE = 512


def build(
    papers: Iterable[Paper],
    graph: str | Path | Target | Store | None = None,
    *,
    extractor: Extractor | None = None,
    decisions: Iterable[Decision] | None = None,
    jobs: int = 1,
    cache: ExtractionCache | None = None,
    on_progress: OnProgress = ignore_progress,
) -> BuildReport:
    """Read papers into a graph, which is made if it is not there and grows if it is.

    Papers that the graph holds just so are passed over; a second run on the same input changes nothing. The order
    of the papers does not matter, nor whether they come at once or over many builds. A graph is read by one version:
    if another one built it, all its papers are read again, from the texts that it holds.

    Args:
        papers: From `kg.read_papers`, say. Read as they come; memory does not grow with their number.
        graph: A folder, a server's address, or an open store; None for `NEO4J_URI`, else the folder `kg.graph`.
        extractor: What reads the papers; the default pipeline if None.
        decisions: What a person decided, from `kg.read_decisions`, say: the graph keeps them in place of those that it
            keeps, and papers that this changes are read again. None to apply those that it keeps.
        jobs: Number of processes that read.
        cache: Where what was read is kept between runs, or None.
        on_progress: Is told how far the build is.

    Raises:
        StoreError: If the graph cannot be opened or written.
        ConfigError: If two decisions contradict each other. Nothing is changed then.
        SourceError: If `papers` raises it; what was written until then stays, names and links included.
    """
    with ExitStack() as stack:
        reader = stack.enter_context(Reader(extractor or Extractor(), jobs=jobs, cache=cache))
        if graph is None or isinstance(graph, str | Path | Target):
            target = graph if isinstance(graph, Target) else graph_target(graph)
            store: Store = stack.enter_context(open_store(target, create=True))
        else:
            store = graph
        on_progress(Progress("waiting for the graph", 0))
        with store.exclusive():
            return _Build(store, reader, decisions, on_progress).run(papers)


class _Build:
    """One build on one store."""

    def __init__(
        self, store: Store, reader: Reader, decisions: Iterable[Decision] | None, on_progress: OnProgress
    ) -> None:
        self._store = store
        self._reader = reader
        self._on_progress = on_progress
        self._registry = load_registry()
        self._schema = load_schema()
        self._kept = Curation(kept_decisions(store), self._registry)
        self._curation = self._kept if decisions is None else Curation(decisions, self._registry)
        self._versions = (reader.extractor.version, self._registry.version, str(self._schema.version))
        self._report = BuildReport()
        self._fates: dict[str, str] = {}
        self._applied: Counter[str] = Counter()
        self._index = PaperIndex(store)
        self._update = GraphUpdate(store, self._registry.renamed(self._curation.names), on_progress)

    def run(self, papers: Iterable[Paper]) -> BuildReport:
        self._adopt()
        self._repair()
        self._reread()
        self._update.read_by = " ".join(self._versions)
        try:
            for batch in chunks(papers, PAPERS_AT_ONCE):
                self._report.read += len(batch)
                self._batch(batch)
                self._on_progress(Progress("reading papers", self._report.read))
        except SourceError:
            # It comes between two batches: those before it are whole, and the graph is brought up to date with them.
            self._update.finish()
            raise
        self._update.finish()
        fates = Counter(self._fates.values())
        self._report.papers = len(self._fates)
        self._report.added, self._report.updated = fates["added"], fates["updated"]
        self._report.unchanged = fates["unchanged"]
        self._report.counts = self._update.counts
        self._report.decisions = {str(d): self._applied[d.id] for d in self._curation.decisions}
        self._report.linked_papers = self._update.linked_papers
        return self._report

    def _adopt(self) -> None:
        """Let the graph keep the decisions, and note the papers that they change: `_repair` writes those."""
        if self._curation.decisions == self._kept.decisions:
            return
        changed = changed_papers(self._store, self._kept, self._curation) - set(self._update.in_flight)
        self._report.curated = len(changed)
        if changed:
            self._update.announce(changed)
        self._update.counts += keep_decisions(self._store, self._curation.decisions)

    def _repair(self) -> None:
        """Write again what a killed build was writing, and what decisions change."""
        left = sorted(self._update.in_flight)
        for ids in chunks(left, PAPERS_AT_ONCE):
            batch = [paper_from_node(node) for node in self._store.nodes("Paper", ids=ids)]
            self._report.repaired += len(batch)
            for paper in batch:
                self._index.hashes[paper.id] = ""
            self._batch(batch, counted=False)
            self._on_progress(Progress("reading the graph's papers again", self._report.repaired, len(left)))
        self._report.repaired -= self._report.curated

    def _reread(self) -> None:
        """Read again what another version read: names that two versions resolve apart would be two nodes.

        If it is killed, the graph keeps the note of the other version, and the next build reads on.
        """
        if self._update.read_by in ("", " ".join(self._versions)):
            return
        held = sorted(self._index.hashes)
        for ids in chunks(held, PAPERS_AT_ONCE):
            batch = [paper_from_node(node) for node in self._store.nodes("Paper", ids=ids)]
            self._report.reread += len(batch)
            self._batch(batch, counted=False)
            self._on_progress(Progress("reading the graph's papers again", self._report.reread, len(held)))

    def _batch(self, batch: list[Paper], *, counted: bool = True) -> None:
        plan = plan_batch(batch, self._index, self._store)
        hashes = {paper.id: content_hash(paper, *self._versions) for paper in plan.papers}
        fresh = [paper for paper in plan.papers if self._index.hashes.get(paper.id) != hashes[paper.id]]
        written = {paper.id for paper in fresh}
        self._update.widen([node for node in plan.widened if node.id not in written])
        if counted:
            self._count(plan.papers, fresh, plan.obsolete)
        if fresh or plan.obsolete:
            read = zip(fresh, self._reader.read(fresh), strict=True)
            pairs = [(paper, self._resolve(paper, annotation)) for paper, annotation in read]
            nodes = [paper_node(paper, annotation, hashes[paper.id]) for paper, annotation in pairs]
            edges = [edge for paper, annotation in pairs for edge in claim_edges(paper, annotation, self._schema)]
            self._update.replace(nodes, edges, plan.obsolete)
        self._index.replace(plan.obsolete, ((paper, hashes[paper.id]) for paper in plan.papers))

    def _count(self, papers: tuple[Paper, ...], fresh: list[Paper], obsolete: frozenset[str]) -> None:
        """Keep what becomes of each paper: the same one may come in several batches."""
        renamed = sum(self._fates.pop(id_, "updated") == "updated" for id_ in obsolete)
        written = {paper.id for paper in fresh}
        for paper in papers:
            if paper.id not in written:
                self._fates.setdefault(paper.id, "unchanged")
            elif paper.id in self._index.hashes:
                self._fates[paper.id] = "added" if self._fates.get(paper.id) == "added" else "updated"
            else:
                self._fates[paper.id] = "updated" if renamed else "added"
                renamed = max(0, renamed - 1)

    def _resolve(self, paper: Paper, annotation: Annotation) -> Annotation:
        resolved = resolve(annotation, self._registry)
        curated = self._curation.apply(resolved.annotation, paper)
        self._applied.update(curated.applied)
        self._report.dropped_relations += resolved.dropped_relations + curated.dropped_relations
        self._report.entities += len(curated.annotation.entities)
        self._report.relations += len(curated.annotation.relations)
        self._report.without_entities += not curated.annotation.entities
        return curated.annotation
