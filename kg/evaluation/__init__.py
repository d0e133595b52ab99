"""How well papers were read: predicted annotations against gold ones; pure."""

from __future__ import annotations

from kg.evaluation.errors import ErrorKind, ReadingError, reading_errors
from kg.evaluation.score import Count, Evaluation, evaluate

__all__ = ["Count", "ErrorKind", "Evaluation", "ReadingError", "evaluate", "reading_errors"]
