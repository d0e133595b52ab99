"""What LaTeX commands stand for in a text that a person reads."""

from __future__ import annotations

import unicodedata
from functools import cache


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FORMATTING = _words("""
    emph underline uline textbf textit textsc texttt textsf textrm textmd textup textsl textnormal text mbox hbox fbox
    mathbf mathrm mathit mathsf mathtt mathcal mathbb mathfrak mathscr mathnormal boldsymbol bm pmb operatorname
    mathop mathbin mathrel overline underbrace overbrace ensuremath enquote textquote sout st hl
    bf it tt sc em rm sl sf cal bfseries itshape scshape ttfamily sffamily rmfamily upshape mdseries normalfont
    tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge
    left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr displaystyle textstyle
    scriptstyle limits nolimits protect noindent centering xspace nonumber allowbreak nobreak unboldmath boldmath
    item par newline linebreak smallskip medskip bigskip footnote thanks
""")
"""Commands that say how something looks: what they are applied to is what is read."""

REFERENCES = _words("""
    cite citep citet citealp citealt citeauthor citeyear citeyearpar parencite textcite autocite footcite nocite ref
    eqref cref Cref autoref pageref label vspace hspace begin end bibliography bibliographystyle input
""")
"""Commands that, with their argument, say nothing outside of their document."""

ABBREVIATIONS = {
    "ie": "i.e.",
    "eg": "e.g.",
    "etal": "et al.",
    "etc": "etc.",
    "wrt": "w.r.t.",
    "vs": "vs.",
    "TeX": "TeX",
    "LaTeX": "LaTeX",
    "BibTeX": "BibTeX",
}
"""Commands that authors define for themselves, nearly all to the same end."""

ACCENTS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
}
"""Combining characters of the accents of text."""

MATH_ACCENTS = {
    "grave": "\u0300",
    "acute": "\u0301",
    "hat": "\u0302",
    "widehat": "\u0302",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "bar": "\u0304",
    "breve": "\u0306",
    "dot": "\u0307",
    "ddot": "\u0308",
    "check": "\u030c",
    "vec": "\u20d7",
}
"""Combining characters of the accents of formulas."""

SUPERSCRIPTS = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")

_OURS = {
    # pylatexenc has them otherwise, or not.
    "dots": "…",
    "ldots": "…",
    "cdots": "⋯",
    "top": "⊤",
    "quad": " ",
    "qquad": " ",
    "textasciitilde": "~",
    "textbackslash": "\\",
    "textdegree": "°",
    "degree": "°",
    "textquotesingle": "'",
    "sim": "∼",
    "S": "§",
    "P": "¶",
}

_NOT_SYMBOLS = frozenset({"today", "id"})
"""The first is a clock; the second nobody uses as pylatexenc has it."""


@cache
def symbols() -> dict[str, str]:
    """Return the text of every command that stands for a symbol or a word, by name: pylatexenc's tables.

    Example:
        >>> symbols()["alpha"], symbols()["log"], symbols()["times"]
        ('α', 'log', '×')
    """
    # Imported here: most texts have no command, and most commands of `kg` read no text.
    from pylatexenc.latex2text import get_default_latex_context_db

    found = {
        spec.macroname: spec.simplify_repl
        for spec in get_default_latex_context_db().iter_macro_specs()
        if isinstance(spec.simplify_repl, str) and "%" not in spec.simplify_repl
    }
    found = {name: unicodedata.normalize("NFC", text) for name, text in found.items() if name.isalpha() and text}
    for name in FORMATTING | REFERENCES | MATH_ACCENTS.keys() | _NOT_SYMBOLS:
        found.pop(name, None)
    return found | _OURS | ABBREVIATIONS


def accented(base: str, accent: str) -> str:
    r"""Return a letter with a combining accent, as one character where there is one.

    Example:
        >>> accented("o", ACCENTS['"']), accented(r"\i", ACCENTS["'"])
        ('ö', 'í')
    """
    return unicodedata.normalize("NFC", {"\\i": "i", "\\j": "j"}.get(base, base) + accent)
