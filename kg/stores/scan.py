"""What a Cypher text says outside its strings, comments and quoted names. Pure."""

from __future__ import annotations

import re

_HIDDEN = re.compile(
    r"""
    //[^\n]*
    | /\*.*?(?:\*/|\Z)
    | '(?:\\.|[^'\\])*(?:'|\Z)
    | "(?:\\.|[^"\\])*(?:"|\Z)
    | `(?:``|[^`])*(?:`|\Z)
    """,
    re.VERBOSE | re.DOTALL,
)
_PARAMETER = re.compile(r"\$(\w+|`(?:``|[^`])+`)")


def mask(text: str, *, names: bool = False) -> str:
    r"""Return the text with spaces in place of comments, strings and quoted names; as long, with the same lines.

    Args:
        text: Cypher.
        names: Whether quoted names stay.

    Example:
        >>> mask("RETURN 'a;b' AS x // done;")
        'RETURN       AS x         '
    """

    def blank(found: re.Match[str]) -> str:
        hidden = found[0]
        return hidden if names and hidden.startswith("`") else re.sub(r"[^\n]", " ", hidden)

    return _HIDDEN.sub(blank, text)


def parameters(text: str) -> frozenset[str]:
    """Return the names of the parameters that a text uses.

    Example:
        >>> sorted(parameters("MATCH (n {id: $id}) WHERE n.x = '$no' RETURN n LIMIT $limit"))
        ['id', 'limit']
    """
    found = _PARAMETER.findall(mask(text, names=True))
    return frozenset(name.strip("`").replace("``", "`") for name in found)
