"""Reads a source from left to right and writes down what a person reads.

One pattern finds the next thing that is not read as it stands; what lies between is taken over as it is. There is no
recursion, and no pattern can look further than a bounded number of characters, so cost grows with the text's length.
"""

from __future__ import annotations

import html
import re
import unicodedata
from html.entities import html5
from typing import NamedTuple

from kg.documents.latex import ACCENTS, FORMATTING, MATH_ACCENTS, REFERENCES, SUPERSCRIPTS, accented, symbols
from kg.documents.mapping import Pair, Piece, ReadableText

_RARE = re.compile(r"[\\$&<{}~\x00-\x09\x0b-\x1f\x7f]")

_COMBINING = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
_SPACES = "\t\v\f\x1c-\x1f\x85\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_UNSEEN = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"

_BLOCK_TAGS = "p|br|div|li|ul|ol|title|sec"
_TAGS = f"{_BLOCK_TAGS}|i|b|u|a|em|strong|sub|sup|tt|span|code|font|small|italic|bold|monospace|sc"

_SHAPES = "\u2126\u212a\u212b\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff"

_UNICODE = (
    rf"(?P<cluster>[^\W\d_]?[{_COMBINING}]+|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?)"
    r"|(?P<break>\r\n?|[\u2028\u2029])"
    rf"|(?P<space>[{_SPACES}])"
    rf"|(?P<unseen>[{_UNSEEN}]+)"
    r"|(?P<hyphen>[\u2010\u2011])"
    # Ligatures, letters in full width, letters of formulas, ohm, kelvin, ångström.
    rf"|(?P<shape>[{_SHAPES}])"
    r"|(?P<surrogate>[\ud800-\udfff])"
)
_HTML = (
    r"|(?P<entity>&(?:amp;){0,3}(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});)"
    rf"|(?P<tag></?(?:jats:|mml:)?(?:{_TAGS})(?:\s[^<>]{{0,200}})?/?>)"
)
_COMMANDS = (
    r"|(?P<accent>\\[`'^~=.\"]\s?(?:\{\s?(?:[^\W\d_]|\\[ij])\s?\}|[^\W\d_]|\\[ij](?![a-zA-Z]))"
    r"|\\[uvHcdbrk](?:\{(?:[^\W\d_]|\\[ij])\}|\s[^\W\d_](?![^\W_])))"
    rf"|(?P<mathaccent>\\(?:{'|'.join(MATH_ACCENTS)})(?:\s?\{{(?:[^\W_]|\\[ij])\}}|\s[^\W_](?![^\W_])))"
    rf"|(?P<reference>\\(?:{'|'.join(sorted(REFERENCES))})(?![a-zA-Z])\*?"
    r"(?:\[[^\][{}]{0,100}\]){0,2}\{[^{}]{0,300}\})"
    r"|(?P<address>\\(?:href|textcolor|color)\s?\{[^{}]{0,300}\}(?=\{)|\\color\{[^{}]{0,40}\}\s?)"
    r"|(?P<url>\\(?:url|nolinkurl)\s?\{[^{}]{0,300}\})"
    r"|(?P<script>\\text(?:super|sub)script\{[^{}\\$]{1,8}\})"
    r"|(?P<command>\\[a-zA-Z]+\*?)"
    r"|(?P<formula>\\[(\[]|\$\$?)"
    r"|(?P<escape>\\[%&#_{}$|@\\ ,;:!/-])"
    r"|(?P<empty>(?<=[a-zA-Z}])\{\})"
    r"|(?P<open>\{)|(?P<close>\})"
)
_IN_TEXT = re.compile(
    _UNICODE
    + _HTML
    + _COMMANDS
    # A tie stands between two words; before a number alone it is "about", after a slash a part of an address.
    + r"|(?P<tie>(?<=[\w.,)\]}$])~+(?=[\w\\$({\[]))"
    r"|(?P<mark>(?<=[^\s-])---?(?=[^\s-])|(?<=\s)---?(?=\s)|``|'')"
    r"|(?P<power>\^\{[^{}\\$]{1,8}\})"
    r"|(?P<index>_\{\d[\d.,]{0,6}\})"
    r"|(?P<script_sign>[_^](?=\{))"
)
_IN_FORMULA = re.compile(
    _UNICODE + _COMMANDS + r"|(?P<tie>~+)"
    r"|(?P<power>\^\s?(?:\{[^{}\\$]{1,8}\}|[0-9A-Za-z+*'-]|\{?\\(?:circ|prime|ast|star|dagger|top)(?![a-zA-Z])\}?))"
    r"|(?P<index>_\s?(?:\{\d[\d.,]{0,6}\}|\d))"
)
_HINT = re.compile(
    # Every character at which, or behind whose letter, a pattern can match: ten times as fast to look for.
    rf"[\\\\$&<{{}}~^_`'\-\r\u2010\u2011\u2028\u2029\u1100-\u1112\ud800-\udfff"
    rf"{_SHAPES}{_COMBINING}{_SPACES}{_UNSEEN}]"
)
_SHAPE = re.compile(f"[{_SHAPES}]")
_JOINS = re.compile(f"[{_COMBINING}]")
# A formula's dollars, as pandoc tells them from those of prices: no space inside them, no digit behind. Where LaTeX
# is plain to see inside, spaces are taken too.
_FORMULA = re.compile(
    r"\$(?!\s)(?:[^$\\]|\\.){1,600}?(?<!\s)\$(?!\d)|\$(?=[^$]{0,600}[\\^_])(?:[^$\\]|\\.){1,600}\$", re.DOTALL
)
_PRICES = re.compile(r"^\$(?=[^\\^_{}=<>]*$)[^$]*(?:\s[^\W\d_]{2}|[^\W\d_]{2}\s)")
_DISPLAY = re.compile(r"\$\$(?:[^$\\]|\\.){1,1000}\$\$", re.DOTALL)
_BRACKETED = re.compile(r"\\\((?:[^\\]|\\[^()]){1,1000}\\\)|\\\[(?:[^\\]|\\[^\[\]]){1,1000}\\\]", re.DOTALL)
_GROUPING = re.compile(
    # A command right behind the brace; letters whose case BibTeX was to keep; a lone quotation mark.
    r"\{\s?\\[a-zA-Z`'^~=.\"]|\{[^{}\s,;:=\"'_]{0,30}[A-Z][^{}\s,;:=\"'_]{0,30}\}|\{[“”‘’\"'-]\}"
)
_EATS_SPACE = frozenset({"ss", "o", "O", "l", "L", "ae", "AE", "oe", "OE", "aa", "AA", "i", "j"})
_FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"})
_NOTES = frozenset({"footnote", "thanks"})
_ESCAPES = {"\\": " ", " ": " ", ",": " ", ";": " ", ":": " ", "!": "", "-": "", "@": "", "|": "‖"}
_ORDINALS = frozenset({"th", "st", "nd", "rd"})
_MARKS = {"``": "“", "''": "”", "--": "–", "---": "—"}
_POWERS = {"circ": "°", "prime": "′", "ast": "*", "star": "*", "dagger": "†", "top": "ᵀ"}
_UMLAUTS = frozenset("aeiouyAEIOUY")


def is_plain(source: str) -> bool:
    """Tell whether a text certainly is read as it stands."""
    return source.isascii() and not _RARE.search(source) and not any(mark in source for mark in _MARKS)


class _Open(NamedTuple):
    """Markup that waits for its other half."""

    kind: str
    start: int
    end: int
    closes_as: str = ""


class Scanner:
    """Reads one source. Use once."""

    def __init__(self, source: str, *, braces: bool = False) -> None:
        self._source = source
        self._braces = braces
        self._parts: list[str] = []
        self._pieces: list[Piece] = []
        self._pairs: list[Pair] = []
        self._stack: list[_Open] = []
        self._length = 0
        self._formula_end = -1
        """Where the closing mark of the formula begins that is being read; -1 outside of formulas."""
        self._argument = _Open("", -1, -1)
        """The last formatting command: a brace at its end opens its argument."""

    def scan(self) -> ReadableText:
        """Return the source as it is read."""
        position = 0
        while True:
            if found := self._find(position):
                self._keep(position, found.start())
                position = getattr(self, f"_read_{found.lastgroup}")(found)
            elif self._formula_end >= 0:
                self._keep(position, self._formula_end)
                position = self._close_formula()
            else:
                self._keep(position, len(self._source))
                break
        text = "".join(self._parts)
        if text == self._source:
            return ReadableText(text, len(text))
        return ReadableText(text, len(self._source), tuple(self._pieces), tuple(self._pairs))

    def _find(self, position: int) -> re.Match[str] | None:
        """Return the next thing, in the formula if there is one, that is not read as it stands."""
        in_formula = self._formula_end >= 0
        pattern = _IN_FORMULA if in_formula else _IN_TEXT
        end = self._formula_end if in_formula else len(self._source)
        place = position
        while hint := _HINT.search(self._source, place, end):
            place = hint.start()
            if _JOINS.match(hint[0]) and place > position:
                place -= 1  # the letter before belongs to its accents
            if found := pattern.match(self._source, place, end):
                return found
            place = hint.end()
        return None

    def _keep(self, start: int, end: int) -> int:
        """Take a run of the source over as it is; return its end."""
        return self._write(self._source[start:end], start, end)

    def _write(self, text: str, start: int, end: int) -> int:
        """Read a run of the source as `text`; return its end."""
        if text:
            piece = Piece(self._length, len(text), start, end)
            last = self._pieces[-1] if self._pieces else None
            if last and last.end == start and last.is_plain and piece.is_plain:
                self._pieces[-1] = Piece(last.at, last.length + piece.length, last.start, end)
            else:
                self._pieces.append(piece)
            self._parts.append(text)
            self._length += len(text)
        return end

    def _keep_inside(self, found: re.Match[str], inside: str) -> int:
        """Take a part of what was found over; the rest around it is markup that belongs together."""
        start = self._source.rindex(inside, found.start(), found.end())
        end = self._keep(start, start + len(inside))
        self._pairs.append(Pair(found.start(), start, end, found.end(), is_math=False))
        return found.end()

    # Unicode and HTML.

    def _read_cluster(self, found: re.Match[str]) -> int:
        base, accents = found[0][:1], found[0][1:]
        base = unicodedata.normalize("NFKC", base) if _SHAPE.match(base) else base
        return self._write(unicodedata.normalize("NFC", base + accents), *found.span())

    def _read_break(self, found: re.Match[str]) -> int:
        return self._write("\n", *found.span())

    def _read_space(self, found: re.Match[str]) -> int:
        return self._write(" ", *found.span())

    def _read_unseen(self, found: re.Match[str]) -> int:
        return found.end()

    def _read_hyphen(self, found: re.Match[str]) -> int:
        return self._write("-", *found.span())

    def _read_shape(self, found: re.Match[str]) -> int:
        return self._write(unicodedata.normalize("NFKC", found[0]), *found.span())

    def _read_surrogate(self, found: re.Match[str]) -> int:
        return self._write("\ufffd", *found.span())

    def _read_entity(self, found: re.Match[str]) -> int:
        name = found[0][1:-1].split(";")[-1] + ";"  # "&amp;lt;" was escaped twice
        text = html.unescape("&" + name) if name[0] == "#" else html5.get(name, "")
        if not text:
            return self._keep(*found.span())
        text = re.sub(f"[{_SPACES}]", " ", re.sub(f"[{_UNSEEN}]", "", text))
        return self._write(re.sub("[\ud800-\udfff]", "\ufffd", text), *found.span())

    def _read_tag(self, found: re.Match[str]) -> int:
        name = re.sub(r"\W+", " ", found[0]).split()
        tag = name[1] if name[0] in ("jats", "mml") else name[0]
        if tag in _BLOCK_TAGS.split("|"):
            is_apart = not self._parts or self._parts[-1][-1].isspace()
            return self._write("" if is_apart else " ", *found.span())
        if not found[0].startswith("</"):
            self._stack.append(_Open(f"<{tag}", *found.span()))
        elif self._stack and self._stack[-1].kind == f"<{tag}":
            self._close(found)
        return found.end()

    # LaTeX.

    def _read_accent(self, found: re.Match[str]) -> int:
        accent, base = found[0][1], re.sub(r"[\s{}]", "", found[0][2:])
        start, end = found.span()
        is_last = self._source[start - 1 : start].isalpha() and not self._source[end : end + 1].isalpha()
        if accent == "'" and base in "stdm" and is_last:  # an apostrophe that somebody escaped: "it\'s"
            return self._write(f"'{base}", start, end)
        letter = accented(base, ACCENTS[accent])
        if len(letter) > 1 or (accent == '"' and base not in _UMLAUTS and base not in ("\\i", "\\j")):
            return self._keep(start, start + 2)
        return self._write(letter, start, end)

    def _read_mathaccent(self, found: re.Match[str]) -> int:
        name, base = re.fullmatch(r"\\([a-z]+)[\s{]*(.+?)\}?", found[0], re.DOTALL).groups()  # type: ignore[union-attr]
        return self._write(accented(base, MATH_ACCENTS[name]), *found.span())

    def _read_reference(self, found: re.Match[str]) -> int:
        return found.end()

    def _read_address(self, found: re.Match[str]) -> int:
        self._argument = _Open("", *found.span())
        return found.end()

    def _read_url(self, found: re.Match[str]) -> int:
        return self._keep_inside(found, found[0].partition("{")[2][:-1])

    def _read_script(self, found: re.Match[str]) -> int:
        inside = found[0].partition("{")[2][:-1]
        if "super" in found[0] and _is_superscript(inside):
            return self._write(inside.translate(SUPERSCRIPTS), *found.span())
        return self._keep_inside(found, inside)

    def _read_command(self, found: re.Match[str]) -> int:
        name = found[0][1:].rstrip("*")
        start, end = found.span()
        if name in FORMATTING or name in _FRACTIONS or name in MATH_ACCENTS:
            blanks = re.compile(r"\s*").match(self._source, end)
            end = blanks.end() if blanks else end
            self._write(" " if name in _NOTES else "", start, end)
            self._argument = _Open("", start, end, "/" if name in _FRACTIONS else "")
            return end
        if name == "sqrt":
            self._argument = _Open("", end, end)
            return self._write("√", start, end)
        text = symbols().get(name)
        if text is None:
            return self._keep(start, end)
        if name in _EATS_SPACE and self._formula_end < 0 and self._source[end : end + 1] == " ":
            end += 1
        return self._write(text, start, end)

    def _read_escape(self, found: re.Match[str]) -> int:
        char = found[0][1]
        if char == "/":  # the end of slanted text, or a slash that JSON escaped
            text = "/" if self._source[found.end() : found.end() + 1].isalnum() else ""
            return self._write(text, *found.span())
        return self._write(_ESCAPES.get(char, char), *found.span())

    def _read_tie(self, found: re.Match[str]) -> int:
        return self._write(" ", *found.span())

    def _read_mark(self, found: re.Match[str]) -> int:
        return self._write(_MARKS[found[0]], *found.span())

    def _read_empty(self, found: re.Match[str]) -> int:
        return found.end()

    def _read_power(self, found: re.Match[str]) -> int:
        inside = found[0][1:].strip(" {}")
        if inside[:1] == "\\":
            return self._write(_POWERS[inside[1:]], *found.span())
        if _is_superscript(inside):
            return self._write(inside.translate(SUPERSCRIPTS), *found.span())
        if inside in _ORDINALS:
            return self._keep_inside(found, inside)
        return self._read_script_sign(found)

    def _read_index(self, found: re.Match[str]) -> int:
        return self._keep_inside(found, found[0][1:].strip(" {}"))

    def _read_script_sign(self, found: re.Match[str]) -> int:
        start = found.start()
        self._argument = _Open("", start + 1, start + 1)
        return self._keep(start, start + 1)

    # Groups and formulas.

    def _read_open(self, found: re.Match[str]) -> int:
        start, end = found.span()
        if start == self._argument.end:
            self._stack.append(_Open("group", self._argument.start, end, self._argument.closes_as))
        elif self._formula_end >= 0 or self._braces or _GROUPING.match(self._source, start):
            self._stack.append(_Open("group", start, end))
        else:
            self._stack.append(_Open("brace", start, end))
            self._keep(start, end)
        return end

    def _read_close(self, found: re.Match[str]) -> int:
        while self._stack and self._stack[-1].kind.startswith("<"):
            self._stack.pop()
        top = self._stack[-1].kind if self._stack else ""
        if top == "group":
            return self._close(found)
        if top == "brace":
            self._stack.pop()
        elif self._formula_end >= 0 or self._braces:
            return found.end()
        return self._keep(*found.span())

    def _close(self, found: re.Match[str]) -> int:
        opening = self._stack.pop()
        self._pairs.append(Pair(opening.start, opening.end, *found.span(), is_math=False))
        if opening.closes_as and self._source[found.end() : found.end() + 1] == "{":
            self._argument = _Open("", found.end(), found.end())
            return self._write(opening.closes_as, *found.span())
        return found.end()

    def _read_formula(self, found: re.Match[str]) -> int:
        start, end = found.span()
        if self._formula_end >= 0:
            return end
        for pattern, mark in ((_DISPLAY, 2), (_BRACKETED, 2), (_FORMULA, 1)):
            whole = pattern.match(self._source, start)
            if whole and not (mark == 1 and _PRICES.search(whole[0])):
                self._formula_end = whole.end() - mark
                self._stack.append(_Open("formula", start, start + mark))
                return start + mark
        return self._keep(start, end)

    def _close_formula(self) -> int:
        while (opening := self._stack.pop()).kind != "formula":
            pass  # a group that the formula's end cuts off
        start, end = self._formula_end, self._formula_end + opening.end - opening.start
        self._pairs.append(Pair(opening.start, opening.end, start, end, is_math=True))
        self._formula_end = -1
        return end


def _is_superscript(text: str) -> bool:
    return all(ord(char) in SUPERSCRIPTS for char in text)
