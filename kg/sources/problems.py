"""Records that could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.records.documents import Origin

_EXCERPT = 80


@dataclass(frozen=True, slots=True)
class Problem:
    """A record that could not be read.

    Attributes:
        origin: Where it stands.
        reason: What is wrong with it, without a full stop.
        excerpt: How it begins, on one line; "" if there is nothing to show.

    Example:
        >>> from kg.records.documents import Origin
        >>> print(Problem(Origin("papers.jsonl", 7), "the record has no title", '{"abstract": "We…"}'))
        papers.jsonl:7: the record has no title: {"abstract": "We…"}
    """

    origin: Origin
    reason: str
    excerpt: str = ""

    def __str__(self) -> str:
        return f"{self.origin}: {self.reason}" + (f": {self.excerpt}" if self.excerpt else "")


def excerpt(text: str) -> str:
    r"""Return the beginning of a text as it can be shown in one line of a message.

    Example:
        >>> excerpt("We\n  present\x00 it.")
        'We present� it.'
    """
    line = " ".join(text[: 4 * _EXCERPT].split())
    shown = "".join(char if char.isprintable() else "\ufffd" for char in line[:_EXCERPT])
    return shown + "…" if len(line) > _EXCERPT else shown
