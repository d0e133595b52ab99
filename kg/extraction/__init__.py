"""What a paper says: a spaCy pipeline of `kg`'s components, and records out of it."""

from __future__ import annotations

from kg.extraction.extractor import Extractor

__all__ = ["Extractor"]
