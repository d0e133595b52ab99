"""Saved pages: plain text in which a title line is followed by its abstract, and the page's furniture stands between.

Nothing in such a text says what a line is, so it is told from the line's shape, in three kinds: furniture (see
`kg.sources.furniture`), prose and titles. A title begins a paper; the prose that follows is its abstract.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import BinaryIO

from kg.records.documents import Origin, Paper
from kg.sources.furniture import is_furniture, without_glued
from kg.sources.problems import Problem, excerpt
from kg.sources.text import Line, broken_byte, iter_lines

_LONGEST_TITLE = 300
"""Longer is prose whatever its shape: the longest titles that arXiv has are shorter."""

_WIDEST_WRAP = 130
"""Lines that a program wrapped are not wider; a paragraph on one line nearly always is."""

_SHORTEST_ABSTRACT = 8
"""Words that make the format known; shorter abstracts are read once it is."""

_BLOCK = 400
"""Lines looked at together, so that a file without blank lines is not held as a whole."""

_SENTENCE_END = re.compile(r"""(?:[.…]|[.!?]["'”’)\]]+)$""")
_NEXT_SENTENCE = r"""["'”’)\]]*\s+["'“‘(#]*[A-Z]"""
_SENTENCE_BREAK = re.compile(rf"[a-z0-9)\]%]\.{_NEXT_SENTENCE}")
_QUESTION_BREAK = re.compile(rf"[a-z0-9)\]%][.!?]{_NEXT_SENTENCE}")
_OPEN_END = re.compile(
    r"(?:[:,&–—-]|\b(?:a|an|and|as|at|by|for|from|in|into|of|on|or|over|the|through|to|towards?|under|using|via|with))$",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?:[-•*–·‣]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+\S", re.IGNORECASE)
_URL = re.compile(r"https?://\S+")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_NAME = re.compile(r"(?:[^\W\d_][\w.'’-]*\s+){1,3}[^\W\d_][\w.'’-]*")
_AFFILIATION = re.compile(r"(?<=[^\W\d_])\s?[\d*†‡§]+(?:,[\d*†‡§]+)*")


def read_pages(stream: BinaryIO, path: str) -> Iterator[Paper | Problem]:
    r"""Yield the papers of a saved page.

    Layouts with and without blank lines, and with wrapped lines, are understood; an abstract may have several
    paragraphs, which are joined by a line end.

    Example:
        >>> import io
        >>> page = b"Subscribe\nMar 17\nA Study of Tea\nWe compare the taste of forty teas. Green tea wins.\n12\n"
        >>> [(paper.title, paper.abstract[:12]) for paper in read_pages(io.BytesIO(page), "tea.txt")]
        [('A Study of Tea', 'We compare t')]
    """
    draft: _Draft | None = None
    for line in _iter_items(stream):
        kind = line_kind(line.text, after_title=draft.title if draft and not draft.paragraphs else "")
        if kind == "furniture":
            continue
        if draft and draft.take(line.text, kind):
            continue
        if draft:
            yield draft.finish(path)
            draft = None
        if kind == "prose":
            yield Problem(Origin(path, line.number), "the paragraph has no title before it", excerpt(line.text))
        else:
            draft = _Draft(line)
    if draft:
        yield draft.finish(path)


def is_pages(start: str) -> bool:
    """Tell whether a text reads like a page of papers: somewhere a title is followed by a sentence."""
    before = ""
    for _, text in _iter_items(io.BytesIO(start.encode("utf-8", "surrogateescape"))):
        kind = line_kind(text, after_title=before)
        if kind == "prose" and before and len(_WORD.findall(text)) >= _SHORTEST_ABSTRACT:
            return True
        if kind != "furniture":
            before = text if kind == "title" else ""
    return False


def line_kind(line: str, *, after_title: str = "") -> str:
    """Tell what a line of a page is: "furniture", "prose" or "title".

    Args:
        line: Unwrapped, without spaces around it.
        after_title: The title that stands directly before it; "" if none does.

    Example:
        >>> line_kind("Upvote 33"), line_kind("Pointer Networks"), line_kind("We point at parts of the input.")
        ('furniture', 'title', 'prose')
    """
    if is_furniture(line):
        return "furniture"
    words = _WORD.findall(line)
    if len(line) > _LONGEST_TITLE or line.endswith("。"):
        return "prose"
    if after_title and len(words) == 1 and line.islower():
        return "furniture"  # the name of the user who put the paper on the page
    if _URL.search(line):
        return "prose"  # "Code is at https://…": titles have no addresses
    if _in_title_case(words):
        return "title"
    if len(words) >= 4 and _SENTENCE_END.search(line):
        return "prose"
    # Titles ask questions and go on ("Is tea hot? A study of …"); full stops stand in few.
    if (len(line) > 120 or (after_title and len(words) >= 15)) and (
        (_QUESTION_BREAK if after_title else _SENTENCE_BREAK).search(line)
    ):
        return "prose"
    # A title that goes on in the next line ends so itself; what follows it and ends so begins a list.
    if after_title and len(words) >= 4 and line.endswith(":"):
        return "prose"
    # An abstract that was cut off ends anywhere; it is still far longer than its title.
    if after_title and len(line) > 200 and len(line) > 1.5 * len(after_title):
        return "prose"
    return "title"


def _in_title_case(words: list[str]) -> bool:
    """Tell whether nearly all longer words are capitalised, as no sentence has them."""
    longer = [word for word in words if len(word) > 3]
    return len(longer) >= 2 and sum(not word[0].islower() for word in longer) >= 0.75 * len(longer)


class _Draft:
    """A paper as far as it was read."""

    def __init__(self, line: Line) -> None:
        self.title = line.text
        self.paragraphs: list[str] = []
        self._authors: tuple[str, ...] = ()
        self._number = line.number

    def take(self, text: str, kind: str) -> bool:
        """Add a line if it goes on with this paper; return False if it begins another."""
        if kind == "prose":
            self.paragraphs.append(text)
        elif self.paragraphs:
            # A list in an abstract: items follow a colon, or each other.
            last = self.paragraphs[-1]
            if not _ITEM.match(text) or not (last.endswith((":", ";")) or _ITEM.match(last)):
                return False
            self.paragraphs.append(text)
        elif text == self.title:
            pass  # once as the picture's text, once as the heading
        elif names := _author_list(text):
            self._authors = names
        elif _OPEN_END.search(self.title) or text[0].islower():
            self.title = f"{self.title} {text}"
        else:
            return False
        return True

    def finish(self, path: str) -> Paper | Problem:
        """Return the paper; a problem if what looked like a title is not enough of one."""
        origin = Origin(path, self._number)
        abstract = "\n".join(self.paragraphs)
        if broken := broken_byte(self.title) or broken_byte(abstract):
            return Problem(origin, f"{broken}; counted within title or abstract", excerpt(self.title))
        # A title alone is a paper. A word or two alone are more likely a button that nobody has listed yet.
        if not self.paragraphs and len(_WORD.findall(self.title)) < 3:
            return Problem(origin, "the line is too short to be a title without an abstract", excerpt(self.title))
        return Paper(self.title, abstract, authors=self._authors, origin=origin)


def _author_list(text: str) -> tuple[str, ...]:
    """Return the names in a line that is nothing but names, at least two; else nothing."""
    names = _AFFILIATION.sub("", text).strip(" ,;·•")
    parts = re.split(r"\s*[,;·•]\s*(?:and\s+)?|\s+(?:and|&)\s+", names)
    is_list = len(parts) > 1 and all(_NAME.fullmatch(part) and part[0].isupper() for part in parts)
    return tuple(parts) if is_list else ()


def _iter_items(stream: BinaryIO) -> Iterator[Line]:
    """Yield lines without the spaces around them and without glued furniture; wrapped lines are joined."""
    for block in _iter_blocks(stream):
        for number, text in _unwrapped(block):
            yield Line(number, without_glued(text))


def _iter_blocks(stream: BinaryIO) -> Iterator[list[Line]]:
    """Yield runs of lines between blank lines."""
    block: list[Line] = []
    for number, text in iter_lines(stream):
        if text := text.strip().strip("\u200b\ufeff"):
            block.append(Line(number, text))
        if block and (not text or len(block) >= _BLOCK):
            yield block
            block = []
    if block:
        yield block


def _unwrapped(block: list[Line]) -> list[Line]:
    """Join the lines of a block that a program wrapped.

    Then lines are narrow, and all but the last of a paragraph are full: the next line's first word would not have
    fitted. A title before its abstract is not full.
    """
    width = max(len(line.text) for line in block)
    if len(block) < 3 or width > _WIDEST_WRAP:
        return block
    joined = [block[0]]
    for before, line in pairwise(block):
        is_full = len(before.text) + 1 + len(line.text.split(maxsplit=1)[0]) > width
        if is_full and not is_furniture(before.text) and not is_furniture(line.text):
            joined[-1] = Line(joined[-1].number, f"{joined[-1].text} {line.text}")
        else:
            joined.append(line)
    return joined
