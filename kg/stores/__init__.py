"""Where graphs are kept: in memory, in a folder, or in Neo4j."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.schema import load_schema

if TYPE_CHECKING:
    from kg.config import Target
    from kg.stores.base import CypherStore


def open_store(target: Target, *, create: bool = False) -> CypherStore:
    """Open the graph in a folder or on a server.

    Args:
        target: A folder for the embedded store, or the address of a Neo4j server.
        create: Make the graph where there is none yet: the folder, the constraints and the indexes.

    Raises:
        StoreError: If there is no graph and `create` is false, or the folder holds something else.
        StoreLockedError: If another process has the folder open.
        StoreVersionError: If a newer version of `kg` wrote the graph. Nothing is touched then.
        StoreUnavailableError: If no server answers, or it refuses the credentials.

    Example:
        ```python
        with open_store(Target(folder=Path("kg.graph")), create=True) as store:
            store.write(Change(nodes=(Node("arxiv:2106.09685", "Paper"),)))
        ```
    """
    schema = load_schema()
    if target.uri:
        from kg.stores.neo4j import open_server

        return open_server(target, schema, create=create)
    from kg.stores.embedded import open_folder

    return open_folder(target, schema, create=create)
