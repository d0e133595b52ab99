"""The version that a graph was written with."""

from __future__ import annotations

import pytest

from kg.errors import StoreError, StoreVersionError
from kg.schema import load_schema
from kg.stores.info import check_version, info_node

SCHEMA = load_schema()


def test_a_new_graph_has_our_version() -> None:
    node = info_node(SCHEMA)
    assert (node.id, node.label, node.properties) == ("kg", "GraphInfo", {"schemaVersion": SCHEMA.version})


def test_ours_and_older_pass() -> None:
    check_version("x", SCHEMA.version, SCHEMA)
    check_version("x", 0, SCHEMA)


def test_newer_and_none_are_refused() -> None:
    with pytest.raises(StoreVersionError, match="x was written"):
        check_version("x", SCHEMA.version + 1, SCHEMA)
    with pytest.raises(StoreError, match="None"):
        check_version("x", None, SCHEMA)
