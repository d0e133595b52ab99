"""Abbreviations that a text defines, after Schwartz and Hearst.

"A simple algorithm for identifying abbreviation definitions in biomedical text", Pacific Symposium on
Biocomputing, 2003: a short form stands in parentheses behind its long form, or the long form in parentheses behind
the short one, and the characters of the short form are found in the long one from the right, the first of them at
the start of a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

_PARENTHESES = re.compile(r"\(([^()\n]{2,200})\)|\[([^\[\]\n]{2,200})\]")
_SHORTEST, _LONGEST = 2, 10
_WORD_BEFORE = re.compile(r"(\S+)\s+$")


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form and its long form, as half-open offsets in the text."""

    short: tuple[int, int]
    long: tuple[int, int]


def find_definitions(text: str) -> list[Definition]:
    """Return the abbreviations that a text defines, in text order.

    Example:
        >>> text = "We use masked image modeling (MIM) and LoRA (low-rank adaptation)."
        >>> [(text[slice(*d.short)], text[slice(*d.long)]) for d in find_definitions(text)]
        [('MIM', 'masked image modeling'), ('LoRA', 'low-rank adaptation')]
    """
    found = []
    for match in _PARENTHESES.finditer(text):
        group = 1 if match.group(1) is not None else 2
        for definition in _readings(text, match, group):
            found.append(definition)
            break
    return found


def _readings(text: str, match: re.Match[str], group: int) -> Iterator[Definition]:
    inside_start, inside_end = match.span(group)
    cut = re.search(r"[;,]", match.group(group))
    short = (inside_start, inside_start + cut.start() if cut else inside_end)
    before = text[: match.start()]
    if is_short_form(text[slice(*short)]):
        start = _candidate_start(before.rstrip(), len(text[slice(*short)]))
        long_start = best_long_form(text[slice(*short)], text[start : len(before.rstrip())])
        if long_start is not None:
            yield Definition(short, (start + long_start, len(before.rstrip())))
    word = _WORD_BEFORE.search(before)
    if word and is_short_form(word.group(1)) and len(match.group(group)) > len(word.group(1)):
        long_start = best_long_form(word.group(1), match.group(group))
        if long_start == 0:
            yield Definition(word.span(1), (inside_start, inside_end))


def is_short_form(text: str) -> bool:
    """Whether a string may be a short form.

    It has 2 to 10 characters, at most two words, no leading mark, and, as names of these papers do and words in
    parentheses ("e.g.", "ii") do not, a capital letter.

    Example:
        >>> [is_short_form(text) for text in ("MIM", "k-NN", "see", "e.g.", "2", "(A", "One Two Three")]
        [True, True, False, False, False, False, False]
    """
    return (
        _SHORTEST <= len(text) <= _LONGEST
        and len(text.split()) <= 2
        and text[0].isalnum()
        and any(char.isupper() for char in text)
    )


def _candidate_start(before: str, short_length: int) -> int:
    """Where the words begin that may be the long form: at most min(|A| + 5, 2 |A|) of them, in one sentence."""
    most = min(short_length + 5, short_length * 2)
    limit = max(before.rfind(". "), before.rfind("\n")) + 1
    starts = [match.start() for match in re.finditer(r"\S+", before[limit:])]
    return limit + starts[-most] if len(starts) > most else limit + (starts[0] if starts else 0)


def best_long_form(short: str, long: str) -> int | None:
    """Return where the shortest long form starts in `long`, or None if there is none.

    Example:
        >>> best_long_form("CNN", "a convolutional neural network")
        2
        >>> best_long_form("GAN", "a variational autoencoder") is None
        True
    """
    position = len(long)
    for index in range(len(short) - 1, -1, -1):
        char = short[index].lower()
        if not char.isalnum():
            continue
        position -= 1
        while position >= 0 and (
            long[position].lower() != char or (index == 0 and position > 0 and long[position - 1].isalnum())
        ):
            position -= 1
        if position < 0:
            return None
    start = max(long.rfind(" ", 0, position), long.rfind("\n", 0, position)) + 1
    # The published algorithm goes back to the start of the word; a hyphen or a bracket may stand before it.
    while start < len(long) and not long[start].isalnum():
        start += 1
    form = long[start:]
    if len(form) <= len(short) or short in form.split():
        return None
    return start


class AbbreviationComponent:
    """Finds the abbreviations that a text defines. Registered as `kg_abbreviations`.

    It sets `doc._.kg_abbreviations`: for each a list of four offsets, short form first.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Set the document's abbreviations."""
        doc._.kg_abbreviations = [[*d.short, *d.long] for d in find_definitions(doc.text)]
        return doc
