"""What must never be merged: names that differ in version, size, digits, signs, or by an affix.

Similar strings are no evidence here: GPT-2 and GPT-3 are nearly one string and two things. So a merge needs a
reason of an allowed kind, and the guard refuses it wherever the two names differ in what such names differ by:

| refusal | example | may be overruled by kind |
|---|---|---|
| digits | CIFAR-10, CIFAR-100 | size, where one name's numbers are all in the other's (ImageNet-1K, ImageNet) |
| sign | CodeT5, CodeT5+ | none |
| size | BERT-base, BERT-large | size |
| affix | BERT, RoBERTa | alias, abbreviation, size |
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import accumulate

from kg.resolution.keys import entity_key, tokens
from kg.resolution.spelling import plain

KINDS = ("name", "folded", "abbreviation", "alias", "size")
"""Reasons for which a surface string stands for a name, surest first."""

TIERS = frozenset(
    {"base", "small", "medium", "large", "huge", "giant", "tiny", "mini", "micro", "nano", "lite", "light"}
    | {"xs", "xl", "xxl", "xsmall", "xlarge", "xxlarge"}
)
"""Words by which the sizes of one model are told apart."""

_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_ROMAN_TOKEN = re.compile(r"(?<![A-Za-z])(?:II|III|IV|VI|VII|VIII|IX)(?![A-Za-z])")
_SIGN = re.compile(r"(?<=\w)[+#*]+(?!\w)")
_TO = re.compile(r"(?<=[A-Za-z])2(?=[A-Za-z])")  # the "to" of seq2seq and T2I is no version
_LEAST_INFIX = 4

LONGEST_SHORT_FORM = 10
"""The most letters, digits and signs of an abbreviation, by Schwartz and Hearst."""


def may_merge(a: str, b: str) -> bool:
    """Return whether nothing forbids that two names are one thing; that is no reason to merge them.

    Example:
        >>> may_merge("GPT-2", "GPT2"), may_merge("GPT-2", "GPT-3"), may_merge("BERT", "RoBERTa")
        (True, False, False)
        >>> may_merge("CNN", "convolutional neural network")
        True
    """
    return reason_against(a, b) is None


@lru_cache(maxsize=65536)
def reason_against(a: str, b: str) -> str | None:
    """Return why two names must not be merged ("digits", "sign", "size", "affix"), or None.

    The order of the two makes no difference.

    Example:
        >>> reason_against("WMT14", "WMT16"), reason_against("T5", "mT5"), reason_against("WMT14", "WMT 2014")
        ('digits', 'affix', None)
    """
    key_a, key_b = entity_key(a), entity_key(b)
    if key_a == key_b:
        return None
    if _numbers(a) != _numbers(b):
        return "digits"
    if _signs(a) != _signs(b):
        return "sign"
    if _differ_in_tier(a, b):
        return "size"
    return "affix" if _is_affix(key_a, key_b) else None


def are_versions(a: str, b: str) -> bool:
    """Return whether two names are one name with two numbers, neither of which is all of the other.

    Example:
        >>> are_versions("GPT-2", "GPT-3"), are_versions("LLaMA", "LLaMA 2"), are_versions("T5", "GPT-2")
        (True, False, False)
    """
    numbers_a, numbers_b = Counter(_numbers(a)), Counter(_numbers(b))
    words_a, words_b = ([token for token in tokens(name) if not token[0].isdigit()] for name in (a, b))
    return words_a == words_b and not (numbers_a <= numbers_b or numbers_b <= numbers_a)


def refusal(alias: str, name: str, kind: str) -> str | None:
    """Return why `alias` must not stand for `name` for a reason of this kind, or None if it may.

    Args:
        alias: A surface string.
        name: A canonical name.
        kind: One of `KINDS`.

    Example:
        >>> refusal("BERT-large", "BERT", "size"), refusal("BERT-large", "BERT", "folded")
        (None, 'size')
        >>> refusal("CIFAR-10", "CIFAR-100", "size")
        'digits'
    """
    against = reason_against(alias, name)
    if against == "digits":
        a, b = Counter(_numbers(alias)), Counter(_numbers(name))
        return None if kind == "size" and (a <= b or b <= a) else against
    overruled = {"affix": {"alias", "abbreviation", "size"}, "size": {"size"}, "sign": set[str]()}
    return None if against is None or kind in overruled[against] else against


@lru_cache(maxsize=65536)
def abbreviates(short: str, long: str) -> bool:
    """Return whether `short` can be the abbreviation of `long`, by the rule of Schwartz and Hearst (2003).

    The characters of the short form stand in the long form in their order, the first at the start of a word. Here no
    parentheses show which string is a short form, so it must have at least two capitals.

    Example:
        >>> abbreviates("CNNs", "convolutional neural networks"), abbreviates("LoRA", "low-rank adaptation")
        (True, True)
        >>> abbreviates("MLM", "contrastive learning"), abbreviates("BERT", "BERT model")
        (False, False)
    """
    if sum(char.isupper() for char in short) < 2 or " " in short:
        return False
    wanted = "".join(tokens(short))
    text = " ".join(tokens(long))
    if not 2 <= len(wanted) <= LONGEST_SHORT_FORM or wanted[0].isdigit():
        return False
    if len(text) <= len(wanted) + 2:
        return False
    if _holds(tokens(long), wanted) or (" " not in text and text.startswith(wanted)):
        return False  # the long form only adds words: that is no abbreviation
    at = len(text) - 1
    for index in range(len(wanted) - 1, -1, -1):
        first = index == 0
        while at >= 0 and (text[at] != wanted[index] or (first and at > 0 and text[at - 1] != " ")):
            at -= 1
        if at < 0:
            return False
        at -= 1
    return True


def _holds(words: tuple[str, ...], wanted: str) -> bool:
    """Whether some neighbouring words, written together, are `wanted`."""
    return any(wanted in accumulate(words[first:]) for first in range(len(words)))


@lru_cache(maxsize=65536)
def _numbers(name: str) -> tuple[str, ...]:
    arabic = _ROMAN_TOKEN.sub(lambda found: _ROMAN[found[0].lower()], _TO.sub("", plain(name)))
    return tuple(sorted(_number(token) for token in tokens(arabic) if token[0].isdigit()))


def _number(token: str) -> str:
    """A number as versions are compared: 2.0 is 2, and the year 2014 is 14."""
    token = re.sub(r"(?:\.0)+$", "", token)
    if re.fullmatch(r"(?:19|20)\d\d", token):
        token = token[2:]
    return token.lstrip("0") or "0"


def _signs(name: str) -> tuple[str, ...]:
    return tuple(sorted(_SIGN.findall(plain(name))))


def _differ_in_tier(a: str, b: str) -> bool:
    words_a, words_b = tokens(a), tokens(b)
    stem_a = [word for word in words_a if word not in TIERS]
    stem_b = [word for word in words_b if word not in TIERS]
    return bool(stem_a) and stem_a == stem_b


def _is_affix(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return long.startswith(short) or long.endswith(short) or (len(short) >= _LEAST_INFIX and short in long)
