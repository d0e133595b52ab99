"""The verbs: build, extract, retract, export, load. The only code that knows the whole chain from papers to a graph."""

from __future__ import annotations

from kg.pipeline.building import build
from kg.pipeline.exporting import export
from kg.pipeline.extracting import ExtractionCache, extract
from kg.pipeline.loading import load_rdf
from kg.pipeline.report import BuildReport, Progress, RetractReport
from kg.pipeline.retracting import retract

__all__ = [
    "BuildReport",
    "ExtractionCache",
    "Progress",
    "RetractReport",
    "build",
    "export",
    "extract",
    "load_rdf",
    "retract",
]
