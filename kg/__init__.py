"""The knowledge graph that papers are read into.

`read_papers` reads records of papers, `Extractor` finds what they name, `build` makes or grows a graph of them,
and `open_graph` opens one to ask it. Names are loaded on first use: importing `kg` imports no library.

Example:
    >>> import kg
    >>> "build" in dir(kg)
    True
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.extraction import Extractor
    from kg.handle import GraphHandle, open_graph
    from kg.pipeline import (
        BuildReport,
        build,
        diff,
        export,
        extract,
        load,
        rehearse_build,
        rehearse_load,
        retract,
    )
    from kg.records.annotations import Annotation, Mention, PaperEntity, Relation
    from kg.records.decisions import Decision
    from kg.records.documents import Paper
    from kg.resolution.decisions import read_decisions
    from kg.sources import read_papers

__version__ = "0.1.0"

_HOMES = {
    "Annotation": "kg.records.annotations",
    "BuildReport": "kg.pipeline",
    "Decision": "kg.records.decisions",
    "Extractor": "kg.extraction",
    "GraphHandle": "kg.handle",
    "Mention": "kg.records.annotations",
    "Paper": "kg.records.documents",
    "PaperEntity": "kg.records.annotations",
    "Relation": "kg.records.annotations",
    "build": "kg.pipeline",
    "diff": "kg.pipeline",
    "export": "kg.pipeline",
    "extract": "kg.pipeline",
    "load": "kg.pipeline",
    "open_graph": "kg.handle",
    "read_decisions": "kg.resolution.decisions",
    "read_papers": "kg.sources",
    "rehearse_build": "kg.pipeline",
    "rehearse_load": "kg.pipeline",
    "retract": "kg.pipeline",
}

__all__ = [
    "Annotation",
    "BuildReport",
    "Decision",
    "Extractor",
    "GraphHandle",
    "Mention",
    "Paper",
    "PaperEntity",
    "Relation",
    "__version__",
    "build",
    "diff",
    "export",
    "extract",
    "load",
    "open_graph",
    "read_decisions",
    "read_papers",
    "rehearse_build",
    "rehearse_load",
    "retract",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(_HOMES))
