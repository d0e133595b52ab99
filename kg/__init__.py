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
    from kg.pipeline import BuildReport, build, export, extract, load_rdf, retract
    from kg.records.annotations import Annotation, Mention, PaperEntity, Relation
    from kg.records.documents import Paper
    from kg.sources import read_papers

__version__ = "0.1.0"

_HOMES = {
    "Annotation": "kg.records.annotations",
    "BuildReport": "kg.pipeline",
    "Extractor": "kg.extraction",
    "GraphHandle": "kg.handle",
    "Mention": "kg.records.annotations",
    "Paper": "kg.records.documents",
    "PaperEntity": "kg.records.annotations",
    "Relation": "kg.records.annotations",
    "build": "kg.pipeline",
    "export": "kg.pipeline",
    "extract": "kg.pipeline",
    "load_rdf": "kg.pipeline",
    "open_graph": "kg.handle",
    "read_papers": "kg.sources",
    "retract": "kg.pipeline",
}

__all__ = [
    "Annotation",
    "BuildReport",
    "Extractor",
    "GraphHandle",
    "Mention",
    "Paper",
    "PaperEntity",
    "Relation",
    "__version__",
    "build",
    "export",
    "extract",
    "load_rdf",
    "open_graph",
    "read_papers",
    "retract",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(_HOMES))
