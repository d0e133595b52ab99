"""What an export wrote is the same graph again, whatever the format; what is broken is told with its place."""

from __future__ import annotations

import gzip

import pytest

from kg.errors import SourceError
from kg.exports import EXPORTERS, export_graph
from kg.exports.rdf.reading import FORMATS, read_records
from kg.records.graph import Change
from kg.schema import load_schema
from kg.stores.memory import MemoryStore
from tests.conformance import hostile_graph, small_graph
from tests.unit.exports.rdf.conftest import exported

SUFFIXES = {
    "turtle": ".ttl",
    "turtle12": ".ttl",
    "ntriples": ".nt",
    "nquads": ".nq",
    "trig": ".trig",
    "jsonld": ".jsonld",
    "rdfxml": ".rdf",
}


def reread(path, base=None):
    schema = load_schema().with_base(base) if base else load_schema()
    records = read_records(path, schema)
    copy = MemoryStore()
    copy.write(Change(nodes=tuple(records.nodes()), edges=tuple(records.edges())))
    return copy


@pytest.fixture(scope="module")
def graphs():
    found = {}
    for name, module in (("small", small_graph), ("hostile", hostile_graph)):
        found[name] = MemoryStore()
        module.fill(found[name])
    return found


@pytest.mark.parametrize("name", SUFFIXES)
@pytest.mark.parametrize("which", ["small", "hostile", "by hand"])
def test_what_was_written_is_read_back_equal(graphs, store, which, name, tmp_path):
    original = graphs.get(which, store)
    path = tmp_path / f"graph{SUFFIXES[name]}"
    export_graph(original, path, name)
    copy = reread(path)
    assert exported(copy, name).encode() == path.read_bytes()
    # Not the RDF alone: every property of every node and edge. An address is written with its spaces encoded.
    assert exported(copy, "jsonl") == exported(original, "jsonl").replace("example.org/a b", "example.org/a%20b")


def test_every_rdf_format_is_read(graphs):
    rdf = {name for name, exporter in EXPORTERS.items() if exporter.description.startswith("RDF")}
    assert rdf == SUFFIXES.keys()
    assert set(SUFFIXES.values()) <= FORMATS.keys()


def test_a_gzipped_file_and_another_base(store, tmp_path):
    path = tmp_path / "graph.nq.gz"
    export_graph(store, path, base="https://example.org/g/")
    copy = reread(path, "https://example.org/g/")
    assert exported(copy, "nquads", "https://example.org/g/").encode() == gzip.decompress(path.read_bytes())


def test_an_empty_graph_comes_back_empty(tmp_path):
    export_graph(MemoryStore(), tmp_path / "graph.ttl")
    assert list(reread(tmp_path / "graph.ttl").nodes("Paper")) == []


def broken(store, tmp_path, old, new):
    text = exported(store, "turtle")
    assert old in text
    path = tmp_path / "graph.ttl"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('\tdcterms:title "Second" ;\n', "", "paper/doi:10.1%2Fa%3Cb%3E has no dcterms:title"),
        ('dcterms:title "Second"', 'dcterms:title "Second", "2nd"', "has 2 dcterms:title"),
        ('"0.75"^^xsd:double', '"sure"', "has kg:confidence 'sure', which is no float"),
        ("rdf:predicate kg:introduces", "rdf:predicate kg:likes", "has the predicate .*#likes, which the schema does"),
        ("rdf:object entity:lora", "rdf:object paper:x", "names .*/paper/x, which is no Entity"),
        ("kg:Method , mls:Algorithm", "kg:Method , kg:Task", "has 2 of the classes Model, Method"),
        ("kg:bestEvidence", "kg:worstEvidence", "has no kg:bestEvidence"),
        ('oa:start "0"', 'oa:start "first"', "has an offset that is no integer"),
        ("paper:arxiv:2001.00001 a kg:Paper", "<https://example.org/p> a kg:Paper", "is a kg:Paper outside the base"),
        ("scheme> a skos:ConceptScheme", "other> a skos:ConceptScheme", "does not have .*/scheme, as exports of kg do"),
    ],
)
def test_what_lacks_something_is_told_by_its_name(store, tmp_path, old, new, message):
    with pytest.raises(SourceError, match=rf"graph\.ttl: .*{message}|graph\.ttl {message}"):
        reread(broken(store, tmp_path, old, new))


def test_a_malformed_file_is_told_by_its_line(store, tmp_path):
    path = broken(store, tmp_path, "entity:lora a kg:Entity", "entity:lora a a kg:Entity")
    line = (
        path.read_text(encoding="utf-8")
        .splitlines()
        .index("entity:lora a a kg:Entity , skos:Concept , kg:Method , mls:Algorithm ;")
    )
    with pytest.raises(SourceError, match=rf"graph\.ttl:{line + 1}: "):
        reread(path)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("graph.doc", "is no RDF, to judge by its name"),
        ("none.ttl", "cannot be read: No such file"),
        ("bad.ttl.gz", "cannot be read: Not a gzip"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path, name, message):
    if name != "none.ttl":
        (tmp_path / name).write_text("no", encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        reread(tmp_path / name)
