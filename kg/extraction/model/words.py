"""Text as the model reads it: words, their shapes, and their word pieces."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

SHAPES = (
    "pad",
    "special",
    "lower",
    "title",
    "upper",
    "camel",
    "single",
    "digit",
    "hyphen",
    "open",
    "close",
    "mark",
    "other",
    "plural",
)
"""What is left of a word's case in an encoder that lower-cases; the order is that of the trained embedding."""

_SHAPE = {name: index for index, name in enumerate(SHAPES)}
_MOST_PIECES = 12
"""No word takes more of the window: a long chain of letters is no name."""

CLS, SEP, UNKNOWN = 101, 102, 100


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: its tokens, blanks left out.

    Attributes:
        text: What the offsets count in.
        strings: The words.
        starts: First code point of each.
        ends: One past the last code point of each.
        title: How many of them stand in the title.
    """

    text: str
    strings: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    title: int

    def __len__(self) -> int:
        return len(self.strings)


def shape(word: str) -> int:
    """Return the index of a word's shape in `SHAPES`.

    Example:
        >>> [SHAPES[shape(word)] for word in ("BERT", "LLMs", "LLaMA", "Adam", "4", "-")]
        ['upper', 'plural', 'camel', 'title', 'digit', 'hyphen']
    """
    first = word[0]
    if first.isdigit():
        return _SHAPE["digit"]
    if first.isalpha():
        return _SHAPE[_letters(word)]
    for name, marks in (("hyphen", "-–—‐"), ("open", "([{"), ("close", ")]}")):
        if word in marks:
            return _SHAPE[name]
    return _SHAPE["mark"]


def _letters(word: str) -> str:
    if word.islower():
        return "lower"
    if len(word) == 1:
        return "single"
    if word.isupper():
        return "upper"
    if word[0].isupper() and word[1:].islower():
        return "title"
    if word[:-1].isupper() and word.endswith("s"):
        return "plural"
    return "camel" if any(char.isupper() for char in word) else "other"


class Pieces:
    """Word pieces by word, each looked up once.

    Args:
        path: The tokenizer's file.
    """

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._known: dict[str, tuple[int, ...]] = {}

    def __call__(self, word: str) -> tuple[int, ...]:
        """Return the ids of a word's pieces: one to twelve."""
        ids = self._known.get(word)
        if ids is None:
            # A lone surrogate is no text: it cannot be encoded, and so has no pieces.
            readable = word.encode("utf-8", "replace").decode("utf-8")
            encoded = self._tokenizer.encode(readable, add_special_tokens=False).ids
            ids = tuple(encoded[:_MOST_PIECES]) or (UNKNOWN,)
            if len(self._known) < 200_000:
                self._known[word] = ids
        return ids
