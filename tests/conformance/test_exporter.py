"""Every export, read back by another tool, is the graph that it was made from; hard names survive everywhere."""

from __future__ import annotations

import pytest

from kg.errors import ConfigError
from kg.exports import EXPORTERS, export_graph
from kg.stores.memory import MemoryStore
from tests.conformance import hostile_graph, small_graph
from tests.conformance.exporters import READERS, summary

GRAPHS = {"small": small_graph.fill, "hostile": hostile_graph.fill}
DESCRIPTIONS = {"void"}
"""Formats that say what a graph holds, and do not hold it."""

TOOLS = [pytest.param(name, tool, id=f"{name}-{tool}") for name, tools in READERS.items() for tool in tools]


@pytest.fixture(scope="module")
def stores():
    filled = {}
    for name, fill in GRAPHS.items():
        filled[name] = MemoryStore()
        fill(filled[name])
    return filled


def target(tmp_path, name):
    return tmp_path / f"graph{EXPORTERS[name].suffix}"


def written(path):
    """The bytes of a file, or of each file of a folder."""
    if path.is_dir():
        return {file.name: file.read_bytes() for file in sorted(path.iterdir())}
    return path.read_bytes()


def test_every_exporter_is_read_back():
    assert READERS.keys() | DESCRIPTIONS == EXPORTERS.keys()


def test_the_hard_names_are_in_the_graph(stores):
    names = {name for _, name in summary(stores["hostile"]).entities.values()}
    assert names == set(hostile_graph.NAMES)


@pytest.mark.parametrize("graph", GRAPHS)
@pytest.mark.parametrize(("name", "tool"), TOOLS)
def test_another_tool_reads_the_same_graph(stores, graph, name, tool, tmp_path):
    path = target(tmp_path, name)
    export_graph(stores[graph], path, name)
    assert READERS[name][tool](path) == summary(stores[graph])


@pytest.mark.parametrize("name", EXPORTERS)
def test_the_same_graph_gives_the_same_bytes(stores, name, tmp_path):
    paths = [target(tmp_path / place, name) for place in ("one", "two")]
    for path in paths:
        export_graph(stores["hostile"], path, name)
    assert written(paths[0]) == written(paths[1])


@pytest.mark.parametrize("name", EXPORTERS)
def test_an_empty_graph_is_a_valid_file(name, tmp_path):
    path = target(tmp_path, name)
    with MemoryStore() as empty:
        export_graph(empty, path, name)
        for read in READERS.get(name, {}).values():
            assert read(path) == summary(empty)


@pytest.mark.parametrize("name", EXPORTERS)
def test_an_error_leaves_what_was_there(stores, name, tmp_path):
    class Broken:
        target = "broken"

        def nodes(self, label):
            return stores["small"].nodes(label)

        def edges(self, kind, source, **filters):
            raise OSError(28, "No space left on device")

    path = target(tmp_path, name)
    if EXPORTERS[name].write is not None:
        path.write_bytes(b"before")
    with pytest.raises(ConfigError, match="cannot be written: No space left on device"):
        export_graph(Broken(), path, name)
    assert [p.name for p in tmp_path.iterdir()] == ([path.name] if EXPORTERS[name].write else [])
    assert not path.is_file() or path.read_bytes() == b"before"


@pytest.mark.parametrize("name", [name for name, exporter in EXPORTERS.items() if exporter.write])
def test_gzip_holds_the_same_file_and_no_time(stores, name, tmp_path):
    import gzip

    path = target(tmp_path, name)
    packed = path.with_name(path.name + ".gz")
    for each in (path, packed):
        export_graph(stores["small"], each, name)
    assert gzip.decompress(packed.read_bytes()) == path.read_bytes()
    assert packed.read_bytes()[4:8] == bytes(4)
