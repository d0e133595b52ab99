"""Whether confidence means what it says: of all that is said with 0.9, nine in ten should be right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.evaluation.gold import GoldPaper
    from kg.records.annotations import Annotation

BINS = 10
Judged = tuple[float, bool]


def judged_entities(said: Mapping[str, Annotation], gold: Mapping[str, GoldPaper]) -> Iterator[Judged]:
    """Yield for each entity its confidence, and whether it is one, of that type and with that role.

    Args:
        said: Annotations by paper id; papers that are not in `gold` are passed over.
        gold: What is true.
    """
    for id_, annotation in said.items():
        if id_ not in gold:
            continue
        true = {(string.lower(), e.type, e.role) for e in gold[id_].entities for string in e.strings}
        for entity in annotation.entities:
            right = any((m.text.lower(), entity.type, entity.role) in true for m in entity.mentions)
            yield entity.confidence, right


def confidence_bins(judged: Iterable[Judged]) -> list[list[Judged]]:
    """Return what was judged in ten bins of confidence, the lowest first."""
    bins: list[list[Judged]] = [[] for _ in range(BINS)]
    for confidence, right in judged:
        bins[min(BINS - 1, int(confidence * BINS))].append((confidence, right))
    return bins


def calibration_error(judged: Iterable[Judged]) -> float:
    """Return the expected calibration error: how far confidence is from the part that is right, bin by bin.

    After Guo et al., "On Calibration of Modern Neural Networks", ICML 2017.

    Example:
        >>> calibration_error([(0.75, True), (0.75, True), (0.75, True), (0.75, False)])
        0.0
        >>> calibration_error([(1.0, False)])
        1.0
    """
    bins = confidence_bins(judged)
    total = sum(map(len, bins))
    off = sum(abs(sum(confidence for confidence, _ in found) - sum(right for _, right in found)) for found in bins)
    return off / total if total else 0.0
