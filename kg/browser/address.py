"""Where Neo4j Browser is, and the address that opens it with a question in its editor. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from kg.errors import ConfigError

if TYPE_CHECKING:
    from kg.config import Target

_HTTP, _HTTPS = 7474, 7473


def browser_page(target: Target) -> str:
    """Return where a server's own Browser is if its ports are the usual ones.

    Example:
        >>> from kg.config import Target
        >>> browser_page(Target(uri="neo4j://db.example.org:7687"))
        'http://db.example.org:7474/browser/'
    """
    parts = urlsplit(target.uri)
    host = f"[{parts.hostname}]" if parts.hostname and ":" in parts.hostname else parts.hostname or "localhost"
    return f"https://{host}:{_HTTPS}/browser/" if "+s" in parts.scheme else f"http://{host}:{_HTTP}/browser/"


def browser_address(page: str, target: Target, text: str) -> str:
    """Return the address that opens Browser with a script in its editor.

    Args:
        page: Address of Browser.
        target: What it is to connect with; no password goes into an address.
        text: The script.

    Raises:
        ConfigError: If the script has an ampersand or a number sign, at which Browser cuts an address even if encoded.

    Example:
        >>> from kg.config import Target
        >>> browser_address("http://localhost:7474/browser/", Target(uri="bolt://localhost:7687"), "RETURN 1;")
        'http://localhost:7474/browser/?dbms=bolt://localhost:7687&cmd=edit&arg=RETURN%201%3B'
    """
    if "&" in text or "#" in text:
        raise ConfigError(
            "Neo4j Browser takes no script with & or # from an address.", hint="Use the one among the saved scripts."
        )
    database = f"&db={quote(target.database)}" if target.database else ""
    return f"{page}?dbms={quote(target.uri, safe=':/[]')}{database}&cmd=edit&arg={quote(text, safe='')}"
