"""A graph from what an export wrote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg.config import Target, graph_target
from kg.errors import StoreError
from kg.exports.rdf.reading import read_records
from kg.pipeline.report import OnProgress, Progress, ignore_progress
from kg.pipeline.update import INFO
from kg.records.graph import Change, Counts, Node, freeze
from kg.schema import load_schema
from kg.stores import open_store

if TYPE_CHECKING:
    from kg.stores.base import Store

AT_ONCE = 5_000


def load_rdf(
    path: str | Path,
    graph: str | Path | Target | None = None,
    *,
    base: str | None = None,
    on_progress: OnProgress = ignore_progress,
) -> Counts:
    """Make a graph from an RDF file that `kg export` wrote, in any of its formats.

    Exporting the graph again gives the same file. A later build reads the papers again, from the texts it holds.

    Args:
        path: The file; its suffix says the format, `.gz` may follow.
        graph: A folder or a server's address; None for `NEO4J_URI`, else the folder `kg.graph`. No graph may be there.
        base: What the IRIs begin with; None for the schema's.
        on_progress: Is told how far it is.

    Returns:
        What was written.

    Raises:
        SourceError: If the file cannot be read, or does not say what a graph needs. Nothing is written then.
        StoreError: If the graph cannot be made, or there is one already.
    """
    schema = load_schema().with_base(base) if base else load_schema()
    records = read_records(Path(path), schema)
    nodes, edges = tuple(records.nodes()), tuple(records.edges())
    with open_store(graph if isinstance(graph, Target) else graph_target(graph), create=True) as store:
        if next(store.nodes("Paper", properties=()), None):
            raise StoreError(f"{store.target} holds a graph already.", hint="Load into a new folder or database.")
        counts, done = Counts(), 0
        _note(store, pending=True)
        for change in (*_changes(nodes=nodes), *_changes(edges=edges)):
            on_progress(Progress("loading nodes and edges", done, len(nodes) + len(edges)))
            counts += store.write(change)
            done += len(change.nodes) + len(change.edges)
        _note(store, pending=False)
    return counts


def _note(store: Store, *, pending: bool) -> None:
    properties = {"schemaVersion": load_schema().version} | ({"pending": True} if pending else {})
    store.write(Change(nodes=(Node(INFO, "GraphInfo", properties=freeze(properties)),)))


def _changes(**records: Iterable[object]) -> Iterator[Change]:
    for name, items in records.items():
        rest = iter(items)
        while chunk := tuple(islice(rest, AT_ONCE)):
            yield Change(**{name: chunk})  # type: ignore[arg-type]  # nodes or edges, as named
