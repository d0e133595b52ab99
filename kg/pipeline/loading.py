"""Loading: what was read elsewhere, into a graph: another graph's papers, or those of `kg extract`."""

from __future__ import annotations

import gzip
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from kg.assembly.claims import claim_edges, content_hash, paper_node
from kg.config import Target, graph_target
from kg.errors import SourceError, StoreError
from kg.exports.rdf.reading import is_rdf, read_records
from kg.pipeline.building import PAPERS_AT_ONCE
from kg.pipeline.copying import copy_graph
from kg.pipeline.curating import kept_decisions
from kg.pipeline.derive import claims_of
from kg.pipeline.extracting import chunks
from kg.pipeline.papers import PaperIndex, paper_from_node, plan_batch
from kg.pipeline.report import BuildReport, OnProgress, Progress, ignore_progress
from kg.pipeline.update import INFO, GraphUpdate
from kg.pipeline.written import read_extraction
from kg.records.graph import Change
from kg.resolution.curation import Curation
from kg.resolution.registry import load_registry
from kg.resolution.resolve import resolve
from kg.schema import load_schema
from kg.sources.jsonl import read_objects
from kg.sources.problems import Problem
from kg.stores import open_store
from kg.stores.memory import MemoryStore

if TYPE_CHECKING:
    from kg.records.annotations import Annotation
    from kg.records.documents import Paper
    from kg.records.graph import Edge, Node
    from kg.stores.base import Store

_logger = logging.getLogger(__name__)
Extracted = tuple["Paper", "Annotation"]


def load(
    source: str | Path | Target | Store,
    graph: str | Path | Target | Store | None = None,
    *,
    strict: bool = False,
    base: str | None = None,
    on_problem: Callable[[Problem], None] | None = None,
    on_progress: OnProgress = ignore_progress,
) -> BuildReport:
    """Load a graph, its RDF, or what `kg extract` wrote, into a graph, which is made if it is not there.

    Nothing is read by a model. Papers that the graph holds just so are passed over; of others, what is loaded takes
    the place of what the graph holds, in one piece. Names, types and links are then those of all papers together. A
    graph without papers becomes equal to the one that is loaded.

    Args:
        source: A graph's folder or address, an open store, a file of JSON Lines, or one of RDF that `kg export` wrote,
            which is held in memory; files may be gzipped.
        graph: A folder, a server's address, or an open store; None for `NEO4J_URI`, else the folder `kg.graph`.
        strict: Whether a record that cannot be read is an error.
        base: What the IRIs of RDF begin with; None for the schema's.
        on_problem: Called with each record that cannot be read, which is then left out; logged by default.
        on_progress: Is told how far it is.

    Raises:
        StoreError: If a graph cannot be opened or written, or the two do not fit together: another version read the
            loaded one, or they keep different decisions.
        SourceError: If the file cannot be read.
    """
    with ExitStack() as stack:
        records = None
        if isinstance(source, str | Path) and is_rdf(Path(source)) and Path(source).is_file():
            source = _read_rdf(Path(source), base)
        elif isinstance(source, str | Path) and Path(source).is_file():
            records = _begun(_records(Path(source), _refuse if strict else on_problem or _log), source)
        elif isinstance(source, str | Path | Target):
            source = stack.enter_context(open_store(source if isinstance(source, Target) else graph_target(source)))
        if graph is None or isinstance(graph, str | Path | Target):
            target: Store = stack.enter_context(
                open_store(graph if isinstance(graph, Target) else graph_target(graph), create=True)
            )
        else:
            target = graph
        on_progress(Progress("waiting for the graph", 0))
        stack.enter_context(target.exclusive())
        loading = _Load(target, on_progress)
        return loading.extracted(records) if records is not None else loading.graph(cast("Store", source))


class _Load:
    """One load into one store."""

    def __init__(self, store: Store, on_progress: OnProgress) -> None:
        self._store = store
        self._on_progress = on_progress
        self._registry = load_registry()
        self._decisions = kept_decisions(store)
        self._curation = Curation(self._decisions, self._registry)
        self._update = GraphUpdate(store, self._registry.renamed(self._curation.names), on_progress)
        self._index = PaperIndex(store)
        self._report = BuildReport()
        self._fates: dict[str, str] = {}

    def graph(self, source: Store) -> BuildReport:
        """Load another graph."""
        [info] = source.nodes("GraphInfo", ids=[INFO])
        if info.properties.get("pending"):
            raise StoreError(
                f"A build of {source.target} was interrupted: its names and links are not up to date.",
                hint="Run that build again, then load.",
            )
        decisions = kept_decisions(source)
        if decisions != self._decisions and (self._decisions or self._index.hashes):
            raise StoreError(
                f"{source.target} and {self._store.target} keep different decisions.",
                hint="Let `kg curate` give both the same ones.",
            )
        if not self._index.hashes:
            return self._copy(source)
        read_by = str(info.properties.get("readBy", ""))
        if self._update.read_by and read_by and self._update.read_by != read_by:
            raise StoreError(
                f"{source.target} and {self._store.target} were read by different versions: {read_by} and "
                f"{self._update.read_by}.",
                hint="Build the older one again with this kg: it reads its papers anew.",
            )
        for ids in chunks((node.id for node in source.nodes("Paper", properties=())), PAPERS_AT_ONCE):
            nodes = list(source.nodes("Paper", ids=ids))
            self._report.read += len(nodes)
            gone = {id_ for node in nodes for id_ in self._index.matches(paper_from_node(node)) - {node.id}}
            self._write(nodes, claims_of(source, ids), gone)
        return self._finish()

    def _copy(self, source: Store) -> BuildReport:
        """Load a graph into one without papers: as it is, with all that was derived."""
        papers = [node.id for node in source.nodes("Paper", properties=())]
        self._update.announce(papers)
        self._report.counts = copy_graph(source, self._store, self._on_progress)
        self._report.read = self._report.papers = self._report.added = len(papers)
        return self._report

    def extracted(self, records: Iterable[Extracted]) -> BuildReport:
        """Load papers with their annotations."""
        was_empty = not self._index.hashes
        extractors: set[str] = set()
        try:
            for batch in chunks(records, PAPERS_AT_ONCE):
                self._report.read += len(batch)
                extractors.update(annotation.extractor for _, annotation in batch)
                self._batch(batch)
        finally:
            # A file that breaks off has whole batches before; the graph is brought up to date with them.
            self._note_version(extractors, was_empty)
            report = self._finish()
        return report

    def _note_version(self, extractors: set[str], was_empty: bool) -> None:
        """Let the graph say what read all its papers, if that is one thing."""
        versions = {f"{each} {self._registry.version} {load_schema().version}" for each in extractors}
        if not was_empty:
            versions.add(self._update.read_by)
        self._update.read_by = versions.pop() if len(versions) == 1 else ""

    def _batch(self, batch: list[Extracted]) -> None:
        annotations = {paper.text: annotation for paper, annotation in batch}
        plan = plan_batch((paper for paper, _ in batch), self._index, self._store)
        nodes, edges = [], []
        for paper in plan.papers:
            # The graph may hold a longer abstract of the paper, which this is no annotation of.
            if paper.text not in annotations:
                self._fates.setdefault(paper.id, "unchanged")
                continue
            node, claims = self._assembled(paper, annotations[paper.text])
            nodes.append(node)
            edges += claims
        self._write(nodes, edges, set(plan.obsolete))

    def _assembled(self, paper: Paper, annotation: Annotation) -> tuple[Node, list[Edge]]:
        resolved = resolve(annotation, self._registry)
        curated = self._curation.apply(resolved.annotation, paper)
        self._report.dropped_relations += resolved.dropped_relations + curated.dropped_relations
        schema = load_schema()
        hash_ = content_hash(paper, annotation.extractor, self._registry.version, str(schema.version))
        return paper_node(paper, curated.annotation, hash_), claim_edges(paper, curated.annotation, schema)

    def _write(self, nodes: list[Node], edges: list[Edge], gone: set[str]) -> None:
        """Write the papers that the graph does not hold just so."""
        ids = [node.id for node in nodes]
        held = {node.id: node for node in self._store.nodes("Paper", ids=ids)}
        old, new = _by_paper(claims_of(self._store, list(held)) if held else ()), _by_paper(edges)
        fresh = [n for n in nodes if n != held.get(n.id) or old.get(n.id, {}) != new.get(n.id, {})]
        claims = [edge for node in fresh for edge in new.get(node.id, {}).values()]
        if fresh or gone:
            self._update.replace(fresh, claims, gone)
        written = {node.id for node in fresh}
        for node in nodes:
            fate = "unchanged" if node.id not in written else "updated" if node.id in held else "added"
            if self._fates.get(node.id) != "added":
                self._fates[node.id] = fate
        self._index.replace(gone, ((paper_from_node(node), "") for node in nodes))
        self._report.entities += sum("mentions" in edge.properties for edge in claims)
        self._report.relations += sum("mentions" not in edge.properties for edge in claims)
        self._report.without_entities += sum(not node.properties.get("entityCount") for node in fresh)
        self._on_progress(Progress("loading papers", self._report.read))

    def _finish(self) -> BuildReport:
        # What a killed build left half written stays noted, unless it was among what was loaded.
        self._update.finish(repaired=self._fates.keys() >= set(self._update.in_flight))
        fates = Counter(self._fates.values())
        self._report.papers = len(self._fates)
        self._report.added, self._report.updated = fates["added"], fates["updated"]
        self._report.unchanged = fates["unchanged"]
        self._report.counts = self._update.counts
        self._report.linked_papers = self._update.linked_papers
        return self._report


def _read_rdf(path: Path, base: str | None) -> Store:
    """Return the graph of an RDF file, in memory."""
    records = read_records(path, load_schema().with_base(base) if base else load_schema())
    store = MemoryStore()
    store.target = str(path)
    store.write(Change(nodes=tuple(records.nodes())))
    store.write(Change(edges=tuple(records.edges())))
    return store


def _by_paper(edges: Iterable[Edge]) -> dict[str, dict[str, Edge]]:
    found: dict[str, dict[str, Edge]] = {}
    for edge in edges:
        found.setdefault(str(edge.properties["paperId"]), {})[edge.id] = edge
    return found


def _records(path: Path, report: Callable[[Problem], None]) -> Iterator[Extracted]:
    try:
        with path.open("rb") as start:
            packed = start.read(2) == b"\x1f\x8b"
        with gzip.open(path) if packed else path.open("rb") as stream:
            for found in read_objects(cast("BinaryIO", stream), str(path), read_extraction):
                if isinstance(found, Problem):
                    report(found)
                else:
                    yield found
    except (OSError, EOFError) as err:
        raise SourceError(f"{path} cannot be read: {err}.", hint="Write it again with kg extract.") from err


def _begun(records: Iterator[Extracted], path: str | Path) -> Iterator[Extracted]:
    """Read the first record now, so that no graph is made for the sake of none."""
    for first in records:
        return chain([first], records)
    raise SourceError(
        f"No record of {path} can be loaded.",
        hint="Give a graph, or a file that kg extract wrote; kg build reads papers.",
    )


def _refuse(problem: Problem) -> None:
    raise SourceError(f"{problem.origin}: {problem.reason}.", hint="Correct the record, or load without --strict.")


def _log(problem: Problem) -> None:
    _logger.warning("%s", problem)
