"""Finds the one shape of query that the embedded engine counts wrongly. Pure.

In ArcadeDB 26.10, `OPTIONAL MATCH (p)-[:T]->(m:Label) WITH p, count(m) AS n` counts every neighbour along T: the label
of `m` is not looked at. It needs all of: one hop, a label on the counted node (in the pattern or in `WHERE`), and a
`WITH` of bare variables and that one count, with nothing behind. `count(DISTINCT m)` and `COUNT { }` are right.
"""

from __future__ import annotations

import re

from kg.stores.scan import mask

_NODE = r"\(\s*(\w*)\s*(:[^(){}]*)?\)"
_SHAPE = re.compile(
    rf"\bOPTIONAL\s+MATCH\s+{_NODE}\s*<?-\s*\[[^\][]*\]\s*->?\s*{_NODE}"
    r"(?P<where>\s+WHERE\b(?:(?!\b(?:WITH|MATCH|RETURN)\b).)*)?"
    r"\s+WITH\s+(?P<items>(?:(?!\b(?:MATCH|OPTIONAL|RETURN|WITH|CALL|UNWIND|WHERE|ORDER|SKIP|LIMIT)\b).)*)"
    r"(?P<next>\b(?:WHERE|ORDER|SKIP|LIMIT)\b)?",
    re.IGNORECASE | re.DOTALL,
)
_COUNT = re.compile(r"count\s*\(\s*(\w+)\s*\)\s*(?:AS\s+\w+)?", re.IGNORECASE)


def lint_cypher(text: str) -> list[str]:
    """Return a sentence for each place that the embedded engine would count wrongly.

    Example:
        >>> lint_cypher("MATCH (p:Paper) OPTIONAL MATCH (p)-[:USES]->(m:Model) WITH p, count(m) AS n RETURN p.id, n")
        ['Line 1: the embedded store ignores the label of m in count(m); write count(DISTINCT m).']
        >>> lint_cypher("MATCH (p:Paper) OPTIONAL MATCH (p)-[:USES]->(m:Model) RETURN p.id, count(m) AS n")
        []
    """
    shown = mask(text, names=True)
    found: list[str] = []
    position = 0
    while match := _SHAPE.search(shown, position):
        position = match.start() + 1
        if (counted := _counted(match)) and not match["next"] and _has_label(match, counted):
            line = text.count("\n", 0, match.start("items")) + 1
            found.append(
                f"Line {line}: the embedded store ignores the label of {counted} in count({counted}); "
                f"write count(DISTINCT {counted})."
            )
    return found


def _counted(match: re.Match[str]) -> str:
    """Return the variable of the only count among bare variables, or "" if the `WITH` is otherwise."""
    items = [item.strip() for item in match["items"].split(",")]
    counts = [found[1] for item in items if (found := _COUNT.fullmatch(item))]
    bare = [item for item in items if re.fullmatch(r"\w+", item)]
    return counts[0] if len(counts) == 1 and len(bare) == len(items) - 1 else ""


def _has_label(match: re.Match[str], variable: str) -> bool:
    in_pattern = any(match[name] == variable and match[labels] for name, labels in ((1, 2), (3, 4)))
    return in_pattern or bool(re.search(rf"\b{variable}\s*:", match["where"] or ""))
