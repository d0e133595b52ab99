"""Text as the model reads it: words, their shapes, and their word pieces."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
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

TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_|\s+")
"""Letters, digits, one mark, or blanks: "GPT-4" is three tokens, and so "GPT" in "GPT-based" can be a name."""

_SURROGATE = re.compile("[\ud800-\udfff]")
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


def tokens(text: str) -> Iterator[str]:
    """Yield the tokens of a text, blanks among them; a lone surrogate, which is no character, becomes U+FFFD."""
    for found in TOKEN.finditer(_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)):
        yield found.group()


def read_words(text: str) -> Words:
    r"""Return the words of a text whose title ends with its first line, as the pipeline has them.

    Example:
        >>> words = read_words("On BERT\nBERT-large")
        >>> words.strings, words.title
        (('On', 'BERT', 'BERT', '-', 'large'), 2)
    """
    strings, starts, place = [], [], 0
    for token in tokens(text):
        if not token.isspace():
            strings.append(token)
            starts.append(place)
        place += len(token)
    title_end = text.find("\n")
    return Words(
        text=text,
        strings=tuple(strings),
        starts=tuple(starts),
        ends=tuple(start + len(string) for start, string in zip(starts, strings, strict=True)),
        title=bisect_right(starts, title_end) if title_end >= 0 else len(starts),
    )


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
