"""Settings from options and from the environment; nothing else reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

from kg.errors import ConfigError

DEFAULT_FOLDER = "kg.graph"
_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a graph is: a folder, or a Neo4j server.

    Attributes:
        folder: Folder of the embedded store, or None.
        uri: Address of the server, or "".
        username: For the server.
        password: For the server; never shown.
        database: The server's database; "" for its default one.
    """

    folder: Path | None = None
    uri: str = ""
    username: str = "neo4j"
    password: str = field(default="", repr=False)
    database: str = ""

    def __str__(self) -> str:
        return self.uri or str(self.folder)


def graph_target(option: str | Path | None = None, environ: Mapping[str, str] | None = None) -> Target:
    """Return the target that an option and the environment ask for.

    Args:
        option: A folder or an address; None for `NEO4J_URI`, else the folder `kg.graph`.
        environ: Variables to read; `os.environ` by default. `NEO4J_USERNAME`, `NEO4J_PASSWORD` and
            `NEO4J_DATABASE` are used for addresses only.

    Raises:
        ConfigError: If the address has a scheme that is not Neo4j's, or credentials inside.

    Example:
        >>> graph_target("papers.graph", {}).folder.name
        'papers.graph'
        >>> graph_target(None, {"NEO4J_URI": "bolt://localhost:7687", "NEO4J_PASSWORD": "s3cret"})
        Target(folder=None, uri='bolt://localhost:7687', username='neo4j', database='')
    """
    environ = os.environ if environ is None else environ
    text = str(option or environ.get("NEO4J_URI") or DEFAULT_FOLDER)
    scheme, separator, rest = text.partition("://")
    if not separator:
        return Target(folder=Path(text).expanduser())
    if scheme not in _SCHEMES:
        raise ConfigError(f"A graph cannot be at {scheme}://.", hint=f"Use a folder, or one of {', '.join(_SCHEMES)}.")
    if "@" in rest:
        raise ConfigError(
            "Credentials do not belong in a graph's address.", hint="Set NEO4J_USERNAME and NEO4J_PASSWORD instead."
        )
    return Target(
        uri=text,
        username=environ.get("NEO4J_USERNAME", "neo4j"),
        password=environ.get("NEO4J_PASSWORD", ""),
        database=environ.get("NEO4J_DATABASE", ""),
    )


def cache_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Return the folder where results are kept between runs: `KG_CACHE_DIR`, else the user's cache folder.

    Example:
        >>> cache_folder({"KG_CACHE_DIR": "/tmp/kg-cache"}).name
        'kg-cache'
    """
    environ = os.environ if environ is None else environ
    if folder := environ.get("KG_CACHE_DIR"):
        return Path(folder).expanduser()
    return Path(platformdirs.user_cache_dir("kg", appauthor=False))
