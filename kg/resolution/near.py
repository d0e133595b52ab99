"""Names that are near one that nothing has: what to suggest when a search finds nothing."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from kg.resolution.guard import abbreviates
from kg.resolution.keys import entity_key

LEAST = 0.6
"""The ratio of difflib, from 0 to 1, below which two names are not near."""


def near_names(name: str, candidates: Iterable[str], limit: int = 5) -> list[str]:
    """Return the candidates that are nearest to a name, nearest first; ties by text.

    The nearest are those with the same key, then those that hold the name or whose abbreviation it is, then those
    that share most of their letters. This only suggests: nothing is merged for being near.

    Args:
        name: What was asked for.
        candidates: The names that there are.
        limit: How many to return at most.

    Example:
        >>> near_names("RoBERTA", ["BERT", "RoBERTa", "ResNet", "XLM-RoBERTa"], 2)
        ['RoBERTa', 'XLM-RoBERTa']
        >>> near_names("zzz", ["BERT", "ResNet"])
        []
        >>> near_names("MIM", ["masked image modeling", "Mixing Images by Many More Words than the Name has Letters"])
        ['masked image modeling']
    """
    wanted = entity_key(name)
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    scored = ((_nearness(name, wanted, text, matcher), text) for text in set(candidates))
    near = sorted(((-score, text) for score, text in scored if score >= LEAST), key=lambda pair: pair)
    return [text for _, text in near[:limit]]


def _nearness(name: str, wanted: str, text: str, matcher: SequenceMatcher[str]) -> float:
    key = entity_key(text)
    if key == wanted:
        return 3.0
    # In a long title the letters of any name can be found.
    few_words = max(len(name.split()), len(text.split())) <= min(len(wanted), len(key))
    if few_words and (abbreviates(name, text) or abbreviates(text, name)):
        return 2.0
    if len(wanted) > 2 and wanted in key:
        return 1.0 + len(wanted) / len(key)
    matcher.set_seq1(key)
    if matcher.real_quick_ratio() < LEAST or matcher.quick_ratio() < LEAST:
        return 0.0
    return matcher.ratio()
