"""Taking papers' claims back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from kg.errors import NotFoundError
from kg.pipeline.curating import kept_decisions
from kg.pipeline.report import OnProgress, RetractReport, ignore_progress
from kg.pipeline.update import GraphUpdate
from kg.records.graph import freeze
from kg.resolution.curation import Curation
from kg.resolution.registry import load_registry

if TYPE_CHECKING:
    from kg.records.graph import Node
    from kg.stores.base import Store


def retract(
    papers: Iterable[str],
    store: Store,
    *,
    source: str = "",
    extractor: str = "",
    on_progress: OnProgress = ignore_progress,
) -> RetractReport:
    """Take papers and all their claims out of a graph; entities that no other paper names go too.

    What remains is the graph that would have been built without these papers.

    Args:
        papers: Ids (`Paper.id`).
        store: The graph.
        source: Name of a file, without its folder: papers that were read from it alone go too; of others that were
            read from it only its name goes.
        extractor: Name and version of what read papers, such as "kg.model/2.c79ef000", or the name alone: the papers
            that it read go too.
        on_progress: Is told how far it is.

    Raises:
        NotFoundError: If the graph lacks one of the papers, or nothing is of that source or extractor; nothing is
            taken back then.
    """
    with store.exclusive():
        wanted = set(papers)
        held = {node.id for node in store.nodes("Paper", ids=wanted, properties=())}
        if missing := sorted(wanted - held):
            raise NotFoundError(f"{store.target} has no paper {missing[0]!r}.", hint="`kg paper TITLE` finds its id.")
        kept: list[Node] = []
        if source:
            gone, kept = papers_of_source(store, source)
            wanted |= gone
        if extractor:
            wanted |= papers_of_extractor(store, extractor)
        registry = load_registry()
        names = Curation(kept_decisions(store), registry).names
        update = GraphUpdate(store, registry.renamed(names), on_progress)
        if kept:
            update.widen([node for node in kept if node.id not in wanted])
        if wanted:
            update.replace((), (), wanted)
        update.finish(repaired=False)
        return RetractReport(tuple(sorted(wanted)), update.counts)


def papers_of_source(store: Store, source: str) -> tuple[set[str], list[Node]]:
    """Return the ids of the papers that were read from a file alone, and the others' nodes without its name.

    Raises:
        NotFoundError: If no paper was read from a file of that name.
    """
    gone, kept = set(), []
    for node in store.nodes("Paper", where=("sources", [source])):
        others = tuple(name for name in cast("tuple[str, ...]", node.properties["sources"]) if name != source)
        if others:
            kept.append(replace(node, properties=freeze({**node.properties, "sources": others})))
        else:
            gone.add(node.id)
    if not gone and not kept:
        raise _nothing(store, "sources", f"was read from a file named {source!r}")
    return gone, kept


def papers_of_extractor(store: Store, extractor: str) -> set[str]:
    """Return the ids of the papers that an extractor, given by name and version or by name, read.

    Raises:
        NotFoundError: If it read none.
    """
    found = set()
    for node in store.nodes("Paper", properties=("extractor",)):
        version = str(node.properties.get("extractor", ""))
        if extractor in (version, version.partition("/")[0]):
            found.add(node.id)
    if not found:
        raise _nothing(store, "extractor", f"was read by {extractor!r}")
    return found


_SHOWN = 5


def _nothing(store: Store, name: str, what: str) -> NotFoundError:
    known: set[str] = set()
    for node in store.nodes("Paper", properties=(name,)):
        value = node.properties.get(name, ())
        known.update(value if isinstance(value, tuple) else (value,))  # type: ignore[arg-type]  # strings or a string
    some = ", ".join(sorted(known)[:_SHOWN]) + (", …" if len(known) > _SHOWN else "")
    return NotFoundError(f"No paper of {store.target} {what}.", hint=f"There are: {some}." if some else None)
