"""The files that Neo4j Browser takes, written into a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg.browser.guide import guide
from kg.browser.scripts import archive
from kg.browser.style import grass
from kg.errors import ConfigError
from kg.queries import load_queries
from kg.schema import load_schema

if TYPE_CHECKING:
    from kg.browser.scripts import Values

STYLE, SCRIPTS, GUIDE = "kg.grass", "kg-scripts.zip", "kg-guide.html"


def write_files(folder: Path, values: Mapping[str, Values]) -> None:
    """Write the style, the archive of saved scripts and the guide; those that are there are replaced.

    Args:
        folder: Made if it is not there.
        values: By question: a value for each of its parameters, such as `examples` gives them.

    Raises:
        ConfigError: If they cannot be written.
    """
    queries = load_queries().values()
    contents = {
        STYLE: grass(load_schema()).encode(),
        SCRIPTS: archive(queries, values),
        GUIDE: guide(queries, values).encode(),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (folder / name).write_bytes(content)
    except OSError as err:
        raise ConfigError(f"{folder} cannot be written: {err.strerror or err}.", hint="Give another with -o.") from err
