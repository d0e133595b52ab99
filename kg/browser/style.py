"""The style of a drawn graph, in GraSS, Neo4j Browser's format. Pure.

Browser splits a file at quotes, semicolons and colons, so there are no comments in it, and none of these in a value. Of
the rules for a node's labels the later ones win, and a label without a rule gets one at the end: so `Entity` has one,
and it stands before those of the kinds.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.schema import Schema

COLORS = ("#0072B2", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#CC79A7", "#D55E00")
"""Of papers and of each kind of entity, in the schema's order: the palette of Okabe and Ito, which colour-blind people
can tell apart ("Color Universal Design", 2008)."""
_GREY = "#A5ABB6"
INKS = ("#FFFFFF", "#000000")
_PAPER = {"diameter": "80px", "caption": '"{title}"', "font-size": "10px"}
_ENTITY = {"diameter": "50px", "caption": '"{name}"', "font-size": "10px"}


def grass(schema: Schema) -> str:
    """Return the style: one colour a kind of node, names as captions, links between papers as the boldest edges.

    Example:
        >>> from kg.schema import load_schema
        >>> print(grass(load_schema()).partition("relationship.OUTPERFORMS ")[2].strip())
        {
          color: #B2182B;
          shaft-width: 2px;
        }
    """
    return "\n".join(_rule(selector, values) for selector, values in _rules(schema)) + "\n"


def _rules(schema: Schema) -> Iterator[tuple[str, Mapping[str, str]]]:
    yield "node.Entity", {**_ENTITY, "color": _GREY, "border-color": _darker(_GREY), "text-color-internal": INKS[1]}
    kinds = {"Paper": _PAPER, **dict.fromkeys(schema.entities, _ENTITY)}
    for (label, shape), color in zip(kinds.items(), COLORS, strict=True):
        ink = max(INKS, key=partial(contrast, color))
        yield (
            f"node.{label}",
            {
                **shape,
                "color": color,
                "border-color": _darker(color),
                "border-width": "2px",
                "text-color-internal": ink,
            },
        )
    edge = {"color": "#8A8A8A", "shaft-width": "1px", "font-size": "8px", "padding": "3px", "caption": '"<type>"'}
    yield "relationship", {**edge, "text-color-external": "#000000", "text-color-internal": "#FFFFFF"}
    yield "relationship.SHARES_TECHNIQUE", {"color": "#4D4D4D", "shaft-width": "2px"}
    yield "relationship.OUTPERFORMS", {"color": "#B2182B", "shaft-width": "2px"}


def _rule(selector: str, values: Mapping[str, str]) -> str:
    return f"{selector} {{\n" + "".join(f"  {name}: {value};\n" for name, value in values.items()) + "}\n"


def contrast(first: str, second: str) -> float:
    """Return how far two colours stand apart, from 1 to 21, as the Web Content Accessibility Guidelines count it.

    Text is readable from 4.5 on.

    Example:
        >>> contrast("#FFFFFF", "#000000")
        21.0
    """
    low, high = sorted((_luminance(first), _luminance(second)))
    return round((high + 0.05) / (low + 0.05), 2)


def _luminance(color: str) -> float:
    parts = [part / 255 for part in _parts(color)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _darker(color: str) -> str:
    return "#" + "".join(f"{part * 7 // 10:02X}" for part in _parts(color))


def _parts(color: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(color.removeprefix("#")))
