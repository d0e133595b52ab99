"""The graph as one HTML page that needs neither a server nor a network."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg.exports.html.data import page_data

if TYPE_CHECKING:
    from kg.exports.reader import GraphReader
    from kg.schema import Schema

ASSETS = Path(__file__).resolve().parent / "assets"
LIBRARIES = ("cytoscape", "d3-dispatch", "d3-timer", "d3-quadtree", "d3-force")
SCRIPTS = (
    *(f"{name}.min.js" for name in LIBRARIES),
    *(f"{name}.js" for name in ("graph", "elements", "drawing", "evidence", "panel", "search", "app")),
)
"""In the order in which they run; each uses only what stands in those before it."""

_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def write_html(reader: GraphReader, stream: IO[str], schema: Schema) -> None:
    """Write the page: template, style, scripts, and the graph as JSON."""
    scripts = [ASSETS.joinpath(name).read_text(encoding="utf-8") for name in SCRIPTS]
    parts = {
        "policy": content_policy(scripts),
        "style": ASSETS.joinpath("page.css").read_text(encoding="utf-8"),
        "scripts": "\n".join(f"<script>{script}</script>" for script in scripts),
        "data": embedded_json(page_data(reader, schema)),
    }
    template = ASSETS.joinpath("page.html").read_text(encoding="utf-8")
    stream.write(re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], template))


def embedded_json(data: object) -> str:
    r"""Return JSON that may stand in a script element: nothing in it ends the element or begins a comment.

    Example:
        >>> print(embedded_json({"name": "</script>"}))
        {"name":"\u003c/script\u003e"}
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029]", lambda found: _UNSAFE[found[0]], text)


def content_policy(scripts: list[str]) -> str:
    """Return what the page allows itself: these very scripts, its style, and nothing from anywhere else."""
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    allowed = " ".join(f"'sha256-{value}'" for value in hashes)
    return f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
