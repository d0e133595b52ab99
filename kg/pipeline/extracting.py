"""Reading papers with the pipeline: in this process or in several, with results kept by content."""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, Self, TypeVar

from kg.errors import ConfigError, ExtractionError
from kg.extraction import Extractor
from kg.pipeline.cache import ExtractionCache
from kg.resolution.registry import load_registry
from kg.resolution.resolve import resolve

if TYPE_CHECKING:
    from types import TracebackType

    from kg.records.annotations import Annotation
    from kg.records.documents import Paper

__all__ = ["ExtractionCache", "Reader", "extract"]

CHUNK = 64
"""Papers that travel to a worker at once: long enough that sending them costs nothing beside reading them."""

Item = TypeVar("Item")


def chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield the items in lists of `size`, the last one shorter.

    Example:
        >>> list(chunks("abcde", 2))
        [['a', 'b'], ['c', 'd'], ['e']]
    """
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


class Reader:
    """Reads papers with an extractor, remembers results, and spreads the work over processes.

    Args:
        extractor: Made anew in each process from its own settings.
        jobs: Number of processes; 1 reads in this one.
        cache: Where results are kept, or None.

    Raises:
        ConfigError: If `jobs` is less than 1.
    """

    def __init__(self, extractor: Extractor, *, jobs: int = 1, cache: ExtractionCache | None = None) -> None:
        if jobs < 1:
            raise ConfigError(f"{jobs} processes cannot read papers.", hint="Use 1 or more.")
        self.extractor = extractor
        self._cache = cache
        self._pool: ProcessPoolExecutor | None = None
        if jobs > 1:
            # Spawned, not forked: a fork would share the threads and sockets of an open store.
            self._pool = ProcessPoolExecutor(
                jobs, mp_context=get_context("spawn"), initializer=_start_worker, initargs=(extractor.pipeline,)
            )

    def read(self, papers: Iterable[Paper]) -> Iterator[Annotation]:
        """Yield the annotation of each paper, in their order."""
        for block in chunks(papers, CHUNK * (8 if self._pool else 1)):
            yield from self._read_block(block)

    def _read_block(self, block: list[Paper]) -> list[Annotation]:
        known = self._cache.load(self.extractor.version, block) if self._cache else {}
        missing = [paper for paper in block if paper.text not in known]
        fresh = dict(zip((paper.text for paper in missing), self._extract(missing), strict=True))
        if self._cache:
            self._cache.save(self.extractor.version, fresh)
        return [_for_paper(known.get(paper.text) or fresh[paper.text], paper) for paper in block]

    def _extract(self, papers: list[Paper]) -> Iterator[Annotation]:
        if self._pool is None or len(papers) < CHUNK:
            return self.extractor.extract_many(papers)
        return self._extract_in_pool(self._pool, papers)

    def _extract_in_pool(self, pool: ProcessPoolExecutor, papers: list[Paper]) -> Iterator[Annotation]:
        try:
            for part in pool.map(_work, chunks(papers, max(8, min(CHUNK, len(papers) // 8)))):
                yield from part
        except BrokenProcessPool as err:
            raise ExtractionError(
                "A process that read papers ended before it was done; memory may have run out.",
                hint="Run the same command again with fewer --jobs: what was read is kept.",
            ) from err

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _for_paper(annotation: Annotation, paper: Paper) -> Annotation:
    return annotation if annotation.paper_id == paper.id else replace(annotation, paper_id=paper.id)


_worker: Extractor | None = None


def _start_worker(pipeline: str | None) -> None:
    global _worker
    # Ctrl-C reaches every process of the terminal; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker = Extractor(pipeline)


def _work(papers: list[Paper]) -> list[Annotation]:
    if _worker is None:
        raise RuntimeError("the worker was not started by Reader")
    return list(_worker.extract_many(papers))


def extract(
    papers: Iterable[Paper],
    *,
    extractor: Extractor | None = None,
    jobs: int = 1,
    cache: ExtractionCache | None = None,
) -> Iterator[tuple[Paper, Annotation]]:
    """Yield each paper with what it says, entities under their canonical names.

    Args:
        papers: In any number; they are read as they come.
        extractor: What reads them; the default pipeline if None.
        jobs: Number of processes.
        cache: Where results are kept between runs, or None.

    Example:
        >>> from kg.records.documents import Paper
        >>> paper = Paper("BERT: a language model", "We introduce BERT. It is evaluated on the GLUE benchmark.")
        >>> [(_, annotation)] = extract([paper])
        >>> sorted(entity.name for entity in annotation.entities)
        ['BERT', 'GLUE']
    """
    registry = load_registry()
    with Reader(extractor or Extractor(), jobs=jobs, cache=cache) as reader:
        for block in chunks(papers, CHUNK * 8):
            for paper, annotation in zip(block, reader.read(block), strict=True):
                yield paper, resolve(annotation, registry).annotation
