"""Taking a paper's claims back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.errors import NotFoundError
from kg.pipeline.report import OnProgress, RetractReport, ignore_progress
from kg.pipeline.update import GraphUpdate
from kg.resolution.registry import load_registry

if TYPE_CHECKING:
    from kg.stores.base import Store


def retract(papers: Iterable[str], store: Store, *, on_progress: OnProgress = ignore_progress) -> RetractReport:
    """Take papers and all their claims out of a graph; entities that no other paper names go too.

    What remains is the graph that would have been built without these papers.

    Args:
        papers: Ids (`Paper.id`).
        store: The graph.
        on_progress: Is told how far it is.

    Raises:
        NotFoundError: If the graph lacks one of them; nothing is taken back then.
    """
    wanted = sorted(set(papers))
    held = {node.id for node in store.nodes("Paper", ids=wanted, properties=())}
    if missing := [id_ for id_ in wanted if id_ not in held]:
        raise NotFoundError(f"{store.target} has no paper {missing[0]!r}.", hint="`kg paper TITLE` finds its id.")
    update = GraphUpdate(store, load_registry(), on_progress)
    if wanted:
        update.replace((), (), wanted)
    update.finish(repaired=False)
    return RetractReport(tuple(wanted), update.counts)
