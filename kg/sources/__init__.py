"""Readers of papers: one a format, found from the content."""

from __future__ import annotations

from kg.sources.formats import formats
from kg.sources.problems import Problem
from kg.sources.read import read_papers

__all__ = ["Problem", "formats", "read_papers"]
