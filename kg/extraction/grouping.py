"""Which strings of a paper are one entity: short and long form, plural and singular, other case and hyphens."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return a string without case, marks, blanks and plural.

    Digits that marks part stay parted, so that "Llama 2 7B" is not "Llama 27B".

    Example:
        >>> fold("Graph neural-networks") == fold("graph neural network")
        True
        >>> fold("GPT-3.5") == fold("GPT-35")
        False
    """
    words = [_singular(word) for word in _WORD.findall(text.lower())]
    folded = ""
    for word in words:
        folded += "-" + word if folded[-1:].isdigit() and word[0].isdigit() else word
    return folded or text


def _singular(word: str) -> str:
    if len(word) <= 3 or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    return word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word[:-1]


def group_strings(strings: Sequence[str], short_forms: Mapping[str, str]) -> list[int]:
    """Return for each string the number of its group; numbers follow the order of the strings.

    Args:
        strings: Distinct strings of one paper.
        short_forms: The long form of each short form that the paper defines.

    Example:
        >>> group_strings(["LoRA", "GPT-3", "low-rank adaptation", "lora"], {"LoRA": "low-rank adaptation"})
        [0, 1, 0, 0]
    """
    long_keys = {fold(short): fold(long) for short, long in short_forms.items()}
    numbers: dict[str, int] = {}
    groups = []
    for string in strings:
        key = fold(string)
        groups.append(numbers.setdefault(long_keys.get(key, key), len(numbers)))
    return groups
