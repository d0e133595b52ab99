"""Sentences: the title is one, and points inside names, numbers and abbreviations end none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)|\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|al|etc|resp|approx|fig|figs|eq|eqs|sec|secs|tab|no|nos|vol|ch|ref|refs|dr|prof|mr|mrs"
    r"|st|jr|inc|ltd|viz|w\.r\.t|a\.k\.a|ca|est)|(?-i:\b[A-Z]))\.$",
    re.IGNORECASE,
)
_MAY_END_ONE = re.compile(r"\b(?:etc|al)\.$", re.IGNORECASE)


def iter_sentences(text: str) -> Iterator[tuple[int, int]]:
    r"""Yield start and end of each sentence, without blanks around it, in order.

    Example:
        >>> text = "A title\nWe follow Doe et al. (2020), e.g. in Fig. 2. It gains 1.5 points! Is it good?"
        >>> [text[start:end] for start, end in iter_sentences(text)][1:]
        ['We follow Doe et al. (2020), e.g. in Fig. 2.', 'It gains 1.5 points!', 'Is it good?']
    """
    start = 0
    for found in _END.finditer(text):
        if found.group() == "\n" or _ends_sentence(text, start, found.end()):
            yield from _trimmed(text, start, found.end())
            start = found.end()
    yield from _trimmed(text, start, len(text))


def _ends_sentence(text: str, start: int, end: int) -> bool:
    following = text[end:].lstrip()[:1] if end < len(text) else ""
    if following and following.islower():
        return False
    said = text[max(start, end - 16) : end]
    if not _ABBREVIATION.search(said):
        return True
    return bool(_MAY_END_ONE.search(said)) and following.isupper()


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    if part.strip():
        yield start + len(part) - len(part.lstrip()), start + len(part.rstrip())


class SentenceComponent:
    """Sets where sentences start. Registered as `kg_sentences`."""

    def __call__(self, doc: Doc) -> Doc:
        """Mark the first token of each sentence."""
        starts = {start for start, _ in iter_sentences(doc.text)}
        for token in doc:
            token.is_sent_start = token.i == 0 or token.idx in starts
        return doc
