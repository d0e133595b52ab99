"""The exporters that every exporter test runs on: how another tool reads what each wrote."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph
import rdflib

from kg.schema import load_schema

SCHEMA = load_schema()


@dataclass(frozen=True)
class Summary:
    """What every format must hold of a graph."""

    papers: dict[str, str]
    """Titles by id."""
    entities: dict[str, tuple[str, str]]
    """Types and names by id."""
    edges: Counter[tuple[str, str, str]]
    """Source, type, target: as often as there are edges."""


def summary(store: Any) -> Summary:
    """Return what a store holds."""
    return Summary(
        {node.id: node.properties["title"] for node in store.nodes("Paper")},
        {node.id: (node.kind, node.properties["name"]) for node in store.nodes("Entity")},
        Counter(
            (edge.source, edge.type, edge.target)
            for kind in SCHEMA.edges
            for edge in store.edges(kind.type, kind.source)
        ),
    )


def _summarize(nodes: Iterator[tuple[str, list[str], str]], edges: Iterator[tuple[str, str, str]]) -> Summary:
    papers, entities = {}, {}
    for id_, labels, name in nodes:
        if "Paper" in labels:
            papers[id_] = name
        else:
            entities[id_] = (next(label for label in labels if label != "Entity"), name)
    return Summary(papers, entities, Counter(edges))


# ---------------------------------------------------------------------------------------------- RDF

PREFIXES = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in SCHEMA.prefixes.items())
NODES = f"""{PREFIXES}
SELECT ?node ?name ?kind WHERE {{
  {{ ?node a kg:Paper ; dcterms:title ?name . BIND(kg:Paper AS ?kind) }}
  UNION {{ ?node a kg:Entity, ?kind ; skos:prefLabel ?name .
          FILTER(STRSTARTS(STR(?kind), STR(kg:)) && ?kind != kg:Entity) }}
}}"""
STATEMENTS = f"""{PREFIXES}
SELECT ?s ?p ?o WHERE {{ ?statement rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o . ?s ?p ?o }}"""
REIFIERS = f"{PREFIXES}SELECT ?s ?p ?o WHERE {{ ?statement rdf:reifies <<( ?s ?p ?o )>> . ?s ?p ?o }}"


def _ask(graph: Any, text: str) -> list[list[str]]:
    if isinstance(graph, pyoxigraph.Store):
        return [[term.value for term in row] for row in graph.query(text)]
    return [[str(term) for term in row] for row in graph.query(text)]


def _rdf_summary(graph: Any, statements: str = STATEMENTS) -> Summary:
    from kg.exports.rdf.terms import node_id

    def id_(iri: str) -> str:
        found = node_id(SCHEMA, "Paper", iri) or node_id(SCHEMA, "Entity", iri)
        assert found is not None, iri
        return found

    types = {SCHEMA.expand(kind.iri): kind.type for kind in SCHEMA.edges}
    own = SCHEMA.expand("kg:")
    return _summarize(
        ((id_(node), [kind.removeprefix(own)], name) for node, name, kind in _ask(graph, NODES)),
        ((id_(s), types[p], id_(o)) for s, p, o in _ask(graph, statements)),
    )


def _by_rdflib(format_: str) -> Callable[[Path], Summary]:
    def read(path: Path) -> Summary:
        if format_ in ("nquads", "trig"):
            return _rdf_summary(rdflib.Dataset(default_union=True).parse(data=path.read_bytes(), format=format_))
        return _rdf_summary(rdflib.Graph().parse(data=path.read_bytes(), format=format_))

    return read


def _by_pyoxigraph(format_: pyoxigraph.RdfFormat, statements: str = STATEMENTS) -> Callable[[Path], Summary]:
    def read(path: Path) -> Summary:
        graph = pyoxigraph.Store()
        # Into one graph: what is asked is the same for all.
        for quad in pyoxigraph.parse(path=path, format=format_):
            graph.add(pyoxigraph.Quad(quad.subject, quad.predicate, quad.object))
        return _rdf_summary(graph, statements)

    return read


# ---------------------------------------------------------------------------------------------- everyone else


def _by_graphml(path: Path) -> Summary:
    return _by_networkx(nx.read_graphml(path, force_multigraph=True))


def _by_gexf(path: Path) -> Summary:
    return _by_networkx(nx.read_gexf(path))


def _by_node_link(path: Path) -> Summary:
    return _by_networkx(nx.node_link_graph(json.loads(path.read_text(encoding="utf-8")), edges="edges"))


def _by_cytoscape(path: Path) -> Summary:
    return _by_networkx(nx.cytoscape_graph(json.loads(path.read_text(encoding="utf-8"))))


def _by_networkx(graph: Any) -> Summary:
    return _summarize(
        (
            (id_, data["labels"].split(":") if isinstance(data["labels"], str) else data["labels"], data["label"])
            for id_, data in graph.nodes(data=True)
        ),
        ((source, data["type"], target) for source, target, data in graph.edges(data=True)),
    )


def _by_duckdb(suffix: str) -> Callable[[Path], Summary]:
    def read(folder: Path) -> Summary:
        import duckdb

        def rows(name: str, columns: str) -> list[tuple[str, ...]]:
            # All columns are read, so that a broken one is found.
            found = duckdb.sql(f"SELECT * FROM '{folder / name}{suffix}'")
            places = [found.columns.index(column) for column in columns.split(", ")]
            return [tuple(row[place] for place in places) for row in found.fetchall()]

        return _tables(rows)

    return read


def _by_pandas(suffix: str) -> Callable[[Path], Summary]:
    def read(folder: Path) -> Summary:
        import pandas as pd

        reader = {".csv": pd.read_csv, ".parquet": pd.read_parquet}[suffix]

        def rows(name: str, columns: str) -> list[tuple[str, ...]]:
            return list(reader(folder / f"{name}{suffix}")[columns.split(", ")].itertuples(index=False, name=None))

        return _tables(rows)

    return read


def _tables(rows: Callable[[str, str], list[tuple[str, ...]]]) -> Summary:
    edges = [
        (source, kind.type, target)
        for kind in SCHEMA.edges
        for source, target in rows(f"{kind.source}_{kind.type}_{kind.target}", "source, target")
    ]
    nodes = [(id_, ["Paper"], title) for id_, title in rows("Paper", "id, title")]
    nodes += [(id_, ["Entity", kind], name) for id_, kind, name in rows("Entity", "id, type, name")]
    return _summarize(iter(nodes), iter(edges))


def _by_json(path: Path) -> Summary:
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return _summarize(
        (
            (r["id"], r["labels"], r["properties"].get("title") or r["properties"]["name"])
            for r in records
            if r["kind"] == "node"
        ),
        ((r["source"], r["type"], r["target"]) for r in records if r["kind"] == "edge"),
    )


def _by_import(folder: Path) -> Summary:
    def rows(path: Path) -> list[dict[str, str]]:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
            return [{name.partition("(")[0]: value for name, value in row.items()} for row in csv.DictReader(stream)]

    edges = [
        (row[":START_ID"], path.name.partition(".")[0].split("-")[2], row[":END_ID"])
        for path in folder.glob("edges-*.csv.gz")
        for row in rows(path)
    ]
    return _summarize(
        (
            (row["id:ID"], row[":LABEL"].split("\x1f"), row.get("title:string") or row["name:string"])
            for label in ("Paper", "Entity")
            for row in rows(folder / f"nodes-{label}.csv.gz")
        ),
        iter(edges),
    )


def _by_html_parser(path: Path) -> Summary:
    class Data(HTMLParser):
        inside, text = False, ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.inside = tag == "script" and ("id", "data") in attrs

        def handle_data(self, data: str) -> None:
            self.text += data if self.inside else ""

    page = Data()
    page.feed(path.read_text(encoding="utf-8"))
    data = json.loads(page.text)
    ends = {"Paper": data["papers"], "Entity": data["entities"]}
    nodes = [(node["id"], ["Paper"], node["title"]) for node in data["papers"]]
    nodes += [(node["id"], ["Entity", node["kind"]], node["name"]) for node in data["entities"]]
    edges = []
    for number, source, target, *_ in [*data["claims"], *data["links"]]:
        kind = data["edges"][number]
        edges.append((ends[kind["source"]][source]["id"], kind["type"], ends[kind["target"]][target]["id"]))
    return _summarize(iter(nodes), iter(edges))


READERS: dict[str, dict[str, Callable[[Path], Summary]]] = {
    "turtle": {"rdflib": _by_rdflib("turtle"), "pyoxigraph": _by_pyoxigraph(pyoxigraph.RdfFormat.TURTLE)},
    # rdflib does not read RDF 1.2 yet.
    "turtle12": {"pyoxigraph": _by_pyoxigraph(pyoxigraph.RdfFormat.TURTLE, REIFIERS)},
    "ntriples": {"rdflib": _by_rdflib("nt"), "pyoxigraph": _by_pyoxigraph(pyoxigraph.RdfFormat.N_TRIPLES)},
    "nquads": {"rdflib": _by_rdflib("nquads"), "pyoxigraph": _by_pyoxigraph(pyoxigraph.RdfFormat.N_QUADS)},
    "trig": {"rdflib": _by_rdflib("trig"), "pyoxigraph": _by_pyoxigraph(pyoxigraph.RdfFormat.TRIG)},
    "jsonld": {"rdflib": _by_rdflib("json-ld"), "pyoxigraph": _by_pyoxigraph(pyoxigraph.RdfFormat.JSON_LD)},
    "rdfxml": {"rdflib": _by_rdflib("xml"), "pyoxigraph": _by_pyoxigraph(pyoxigraph.RdfFormat.RDF_XML)},
    "graphml": {"networkx": _by_graphml},
    "gexf": {"networkx": _by_gexf},
    "cytoscape": {"networkx": _by_cytoscape},
    "node-link": {"networkx": _by_node_link},
    "tables": {"duckdb": _by_duckdb(".csv"), "pandas": _by_pandas(".csv")},
    "parquet": {"duckdb": _by_duckdb(".parquet"), "pandas": _by_pandas(".parquet")},
    "jsonl": {"json": _by_json},
    "html": {"html.parser": _by_html_parser},
    "neo4j-import": {"csv": _by_import},
}
"""For each format, the tools that read it back, by name."""
