"""How well papers were read: predicted annotations against gold ones; pure."""

from __future__ import annotations

from kg.evaluation.calibration import calibration_error, confidence_bins, judged_entities
from kg.evaluation.errors import ErrorKind, ReadingError, StatedRelation, reading_errors
from kg.evaluation.score import Count, Evaluation, evaluate

__all__ = [
    "Count",
    "ErrorKind",
    "Evaluation",
    "ReadingError",
    "StatedRelation",
    "calibration_error",
    "confidence_bins",
    "evaluate",
    "judged_entities",
    "reading_errors",
]
