"""What a build or a load would do, without doing it: on a copy of the graph in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.config import Target, graph_target
from kg.errors import StoreMissingError
from kg.pipeline.building import build
from kg.pipeline.copying import copy_graph
from kg.pipeline.loading import load
from kg.pipeline.report import BuildReport, OnProgress, ignore_progress
from kg.stores import open_store
from kg.stores.memory import MemoryStore

if TYPE_CHECKING:
    from kg.extraction import Extractor
    from kg.pipeline.cache import ExtractionCache
    from kg.records.decisions import Decision
    from kg.records.documents import Paper
    from kg.sources import Problem
    from kg.stores.base import Store


def rehearse_build(
    papers: Iterable[Paper],
    graph: str | Path | Target | None = None,
    *,
    extractor: Extractor | None = None,
    decisions: Iterable[Decision] | None = None,
    jobs: int = 1,
    cache: ExtractionCache | None = None,
    on_progress: OnProgress = ignore_progress,
) -> BuildReport:
    """Return the report that `kg.build` would return; the graph is not changed, nor made if it is not there.

    Memory: the whole graph is held, about 2 kB a node or edge. Arguments and errors are those of `kg.build`.
    """
    with rehearsal(graph, on_progress) as store:
        return build(
            papers,
            store,
            extractor=extractor,
            decisions=decisions,
            jobs=jobs,
            cache=cache,
            on_progress=on_progress,
        )


def rehearse_load(
    source: str | Path | Target | Store,
    graph: str | Path | Target | None = None,
    *,
    strict: bool = False,
    base: str | None = None,
    on_problem: Callable[[Problem], None] | None = None,
    on_progress: OnProgress = ignore_progress,
) -> BuildReport:
    """Return the report that `kg.load` would return; the graph is not changed, nor made if it is not there.

    Memory: the whole graph is held. Arguments and errors are those of `kg.load`.
    """
    with rehearsal(graph, on_progress) as store:
        return load(source, store, strict=strict, base=base, on_problem=on_problem, on_progress=on_progress)


@contextmanager
def rehearsal(graph: str | Path | Target | None, on_progress: OnProgress = ignore_progress) -> Iterator[Store]:
    """Give a copy in memory of a graph, an empty one if it is not there."""
    copy = MemoryStore()
    try:
        with open_store(graph if isinstance(graph, Target) else graph_target(graph)) as store:
            copy_graph(store, copy, on_progress)
    except StoreMissingError:
        pass  # what would be built begins with nothing
    yield copy
