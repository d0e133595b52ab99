"""The verbs: build, load, extract, retract, diff, export. The only code that knows the chain from papers to a graph."""

from __future__ import annotations

from kg.pipeline.building import build
from kg.pipeline.comparing import diff
from kg.pipeline.exporting import export
from kg.pipeline.extracting import ExtractionCache, extract
from kg.pipeline.loading import load
from kg.pipeline.rehearsing import rehearse_build, rehearse_load
from kg.pipeline.report import BuildReport, Progress, RetractReport
from kg.pipeline.retracting import retract

__all__ = [
    "BuildReport",
    "ExtractionCache",
    "Progress",
    "RetractReport",
    "build",
    "diff",
    "export",
    "extract",
    "load",
    "rehearse_build",
    "rehearse_load",
    "retract",
]
