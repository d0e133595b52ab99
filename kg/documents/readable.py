"""A text as a person reads it, and the way back to the text as it is stored.

Stored texts keep what their source wrote: LaTeX, HTML, ligatures, invisible characters. What reads a text reads the
readable one, and takes the spans that it finds back to the stored text, in which alone offsets are kept.
"""

from __future__ import annotations

from kg.documents.mapping import ReadableText
from kg.documents.scanner import Scanner, is_plain

__all__ = ["ReadableText", "read_text"]


def read_text(source: str, *, braces: bool = False) -> ReadableText:
    r"""Return a text as a person reads it.

    LaTeX commands become what they print, HTML entities and tags what they show; ligatures and letters of other
    shapes become plain letters; spaces of any kind one space each, characters that cannot be seen go; accents join
    their letters. Text that is none of this stays as it is, in particular commands that nobody knows.

    Args:
        source: Any text, of any length; cost grows with its length.
        braces: Whether braces group in all of the text, as in BibTeX; else only where LaTeX is plain to see.

    Example:
        >>> read_text("A pre\u00adtrained classi\ufb01er &amp; 95\\% F$_1$").text
        'A pretrained classifier & 95% F1'
    """
    if is_plain(source):
        return ReadableText(source, len(source))
    return Scanner(source, braces=braces).scan()
