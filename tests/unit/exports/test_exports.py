"""Every export holds the whole graph, reads back with a strict reader, and gives the same bytes every time."""

from __future__ import annotations

import csv
import gzip
import io
import json
import xml.etree.ElementTree as ET

import networkx as nx
import pytest
import rdflib

from kg.errors import ConfigError
from kg.exports import EXPORTERS, export_graph
from kg.exports.neo4j_import import ARRAY_DELIMITER
from kg.exports.networkx import to_networkx
from kg.ids import edge_id
from kg.records.graph import Change, Edge, Node
from kg.schema import load_schema
from kg.stores.memory import MemoryStore

STRANGE = "Quotes \" ' \\ <tags> & {braces}\nnew line, tab\t, µ, 漢字, \U0001f600, and \x01"


def claim(kind, source, target, paper, **more):
    properties = {
        "paperId": paper,
        "confidence": 0.75,
        "sentence": f"A sentence with {STRANGE}.",
        "sentenceStart": 3,
        "sentenceEnd": 9,
        "extractor": "kg.test/1",
        **more,
    }
    return Edge(edge_id(kind, source, target, paper), kind, source, target, properties)


@pytest.fixture
def store():
    papers = [
        Node(
            "arxiv:1",
            "Paper",
            "",
            {"title": STRANGE, "titleKeys": ("a",), "text": f"{STRANGE}\nabstract", "year": 2020},
        ),
        Node(
            "doi:10.1/a<b> c",
            "Paper",
            "",
            {"title": "Second", "titleKeys": ("b",), "text": "Second\n", "authors": ("A", "B")},
        ),
    ]
    entities = [
        Node(
            "entity:lora",
            "Entity",
            "Method",
            {"name": "LoRA", "key": "lora", "aliases": ("low-rank", STRANGE), "paperCount": 2},
        ),
        Node("entity:~βvae", "Entity", "Model", {"name": "β-VAE", "key": "βvae", "paperCount": 1}),
    ]
    uses = {
        "name": "LoRA",
        "entityType": "Method",
        "mentions": ("LoRA", "low-rank"),
        "starts": (0, 10),
        "ends": (4, 18),
        "sentences": ("LoRA is it.", "It is low-rank."),
        "surfaces": ("LoRA", "low-rank"),
        "reasons": ("name", "alias"),
    }
    link = Edge(
        edge_id("SHARES_TECHNIQUE", "arxiv:1", "doi:10.1/a<b> c"),
        "SHARES_TECHNIQUE",
        "arxiv:1",
        "doi:10.1/a<b> c",
        {"weight": 0.5, "through": ("LoRA",), "entityIds": ("entity:lora",), "sourceRank": 1},
    )
    edges = [
        claim("USES", "arxiv:1", "entity:lora", "arxiv:1", **uses),
        claim("INTRODUCES", "doi:10.1/a<b> c", "entity:lora", "doi:10.1/a<b> c", **uses),
        claim("USES", "entity:~βvae", "entity:lora", "arxiv:1"),
        claim("USES", "entity:~βvae", "entity:lora", "doi:10.1/a<b> c"),
        link,
    ]
    with MemoryStore() as memory:
        memory.write(Change(nodes=(*papers, *entities), edges=tuple(edges)))
        yield memory


def exported(store, name):
    stream = io.StringIO()
    EXPORTERS[name].write(store, stream, load_schema())
    return stream.getvalue()


def triples(text, name):
    formats = {"turtle": "turtle", "ntriples": "nt", "jsonld": "json-ld"}
    return rdflib.Graph().parse(data=text, format=formats[name])


def test_graphml_is_read_by_networkx_with_types(store, tmp_path):
    export_graph(store, tmp_path / "graph.graphml")
    graph = nx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (4, 5)
    assert graph.nodes["arxiv:1"]["year"] == 2020
    assert graph.nodes["entity:lora"]["label"] == "LoRA"
    labels = sorted(data["label"] for *_, data in graph.edges(data=True))
    assert labels == ["INTRODUCES", "SHARES_TECHNIQUE", "USES", "USES", "USES"]
    ET.fromstring((tmp_path / "graph.graphml").read_text(encoding="utf-8"))  # well-formed for any parser


def test_json_lines_hold_every_property(store):
    records = [json.loads(line) for line in exported(store, "jsonl").splitlines()]
    assert [r["kind"] for r in records] == ["node"] * 4 + ["edge"] * 5
    assert records[0]["properties"]["title"] == STRANGE
    uses = next(r for r in records if r.get("type") == "USES" and r["source"] == "arxiv:1")
    assert uses["properties"]["starts"] == [0, 10]


def test_the_import_has_no_node_twice_and_no_edge_without_ends(store, tmp_path):
    export_graph(store, tmp_path / "import", "neo4j-import")
    ids = set()
    for label in ("Paper", "Entity"):
        with gzip.open(tmp_path / "import" / f"nodes-{label}.csv.gz", "rt", encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert len({row[f"id:ID({label})"] for row in rows}) == len(rows) == 2
        ids |= {row[f"id:ID({label})"] for row in rows}
    with gzip.open(tmp_path / "import" / "edges-Paper-USES.csv.gz", "rt", encoding="utf-8", newline="") as stream:
        [row] = csv.DictReader(stream)
    assert {row[":START_ID(Paper)"], row[":END_ID(Entity)"]} <= ids
    assert row["starts:long[]"].split(ARRAY_DELIMITER) == ["0", "10"]
    assert "--relationships=USES=edges-Entity-USES.csv.gz" in (tmp_path / "import" / "import.sh").read_text(
        encoding="utf-8"
    )


def test_the_same_graph_gives_the_same_folder_and_a_schema(store, tmp_path):
    for name in ("first", "second"):
        export_graph(store, tmp_path / name, "neo4j-import")
    files = sorted(path.name for path in (tmp_path / "first").iterdir())
    assert {"nodes-GraphInfo.csv.gz", "nodes-Decision.csv.gz", "import.sh", "schema.cypher"} <= set(files)
    for name in files:
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()
    statements = (tmp_path / "first" / "schema.cypher").read_text(encoding="utf-8").split(";\n")
    assert all("IF NOT EXISTS" in statement for statement in statements if statement)


def test_networkx_has_plain_values_that_its_writers_take(store, tmp_path):
    graph = to_networkx(store)
    assert graph.nodes["entity:lora"]["labels"] == "Entity | Method"
    assert graph.nodes["entity:lora"]["label"] == "Method"
    assert {data["type"] for *_, data in graph.edges(data=True)} == {"USES", "INTRODUCES", "SHARES_TECHNIQUE"}
    values = [value for _, data in graph.nodes(data=True) for value in data.values()]
    values += [value for *_, data in graph.edges(data=True) for value in data.values()]
    assert {type(value) for value in values} <= {str, int, float}
    graph.nodes["arxiv:1"].update(title="A title", text="A title")  # no XML holds control characters
    for *_, data in graph.edges(data=True):
        data["sentence"] = ""
    graph.nodes["entity:lora"]["aliases"] = ""
    nx.write_graphml(graph, tmp_path / "graph.graphml")
    nx.write_gexf(graph, tmp_path / "graph.gexf")
    assert nx.read_gexf(tmp_path / "graph.gexf").number_of_edges() == 5


def test_networkx_keeps_lists_for_who_asks(store):
    graph = to_networkx(store, lists=True)
    assert graph.nodes["entity:lora"]["labels"] == ["Entity", "Method"]
    assert graph.nodes["entity:lora"]["aliases"] == ["low-rank", STRANGE]


def test_a_wrong_format_or_place_is_told(store, tmp_path):
    with pytest.raises(ConfigError, match="No export format is named 'ttl2'. There are: turtle"):
        export_graph(store, tmp_path / "x", "ttl2")
    with pytest.raises(ConfigError, match="cannot be told from .*x.foo"):
        export_graph(store, tmp_path / "x.foo")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").touch()
    with pytest.raises(ConfigError, match="is there already and is no empty folder"):
        export_graph(store, tmp_path / "full", "neo4j-import")
    with pytest.raises(ConfigError, match="neo4j-import is a folder of files"):
        export_graph(store, None, "neo4j-import")


def test_a_carriage_return_in_a_cell_does_not_end_its_row(tmp_path):
    with MemoryStore() as graph:
        graph.write(Change(nodes=(Node("entity:a", "Entity", "Model", {"name": "a\rb", "aliases": ("c\rd",)}),)))
        export_graph(graph, tmp_path / "import", "neo4j-import")
    text = gzip.decompress((tmp_path / "import" / "nodes-Entity.csv.gz").read_bytes()).decode()
    assert '"a\rb"' in text
    assert '"c\rd"' in text
