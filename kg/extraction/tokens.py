"""The tokenizer: every boundary that a name can have is a boundary between two tokens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from kg.extraction.model.words import tokens

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.vocab import Vocab


class NameTokenizer:
    """Splits a text so that no token is part of a name and of something else.

    A lone surrogate, which is no character, becomes U+FFFD; offsets stay as they are.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return the tokens of a text; `doc.text` equals the text."""
        words: list[str] = []
        spaces: list[bool] = []
        for found in tokens(text):
            if not found.isspace():
                words.append(found)
                spaces.append(False)
                continue
            rest = found
            if words and rest[0] == " " and not spaces[-1]:
                spaces[-1] = True
                rest = rest[1:]
            if rest:
                words.append(rest)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: object) -> bytes:
        """Return nothing: it has no state."""
        return b""

    def from_bytes(self, _: bytes, **__: object) -> NameTokenizer:
        """Return itself: it has no state."""
        return self

    def to_disk(self, *_: object, **__: object) -> None:
        """Write nothing: it has no state."""

    def from_disk(self, *_: object, **__: object) -> NameTokenizer:
        """Return itself: it has no state."""
        return self


def create_tokenizer() -> Callable[[Language], NameTokenizer]:
    """Return what makes the tokenizer of a pipeline; registered as `kg.tokenizer.v1`."""
    return lambda nlp: NameTokenizer(nlp.vocab)
