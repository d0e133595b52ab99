"""A graph, written for other tools."""

from __future__ import annotations

from pathlib import Path

from kg.config import Target, graph_target
from kg.exports import export_graph
from kg.stores import open_store


def export(
    graph: str | Path | Target | None, path: str | Path, format_: str | None = None, *, base: str | None = None
) -> str:
    """Write a whole graph to a file or a folder; see `kg.exports.EXPORTERS` for the formats.

    Args:
        graph: A folder or a server's address; None for `NEO4J_URI`, else the folder `kg.graph`.
        path: What to write.
        format_: The format's name; None to go by the suffix of `path`.
        base: What RDF's IRIs begin with; None for the schema's.

    Returns:
        The format's name.

    Raises:
        StoreError: If the graph cannot be opened.
        ConfigError: If there is no such format, or the path cannot be written.
        SchemaError: If `base` is no base of IRIs.
    """
    with open_store(graph if isinstance(graph, Target) else graph_target(graph)) as store:
        return export_graph(store, Path(path), format_, base=base)
