"""How fast a graph goes into Neo4j, and where the time goes.

    python benchmarks/loading.py GRAPH... [--copies 6] [--apoc FOLDER] [--sample 1000]

For each graph (a folder that `kg build` or benchmarks/scale.py made), into one server, started for it, one after the
other: `kg load`; a plain loader, which sends one MERGE a node and one an edge; the writer of neo4j-graphrag, if it is
installed and FOLDER holds the jars of APOC, which it needs; and the bulk import, export included. All but that one find
the same constraints and indexes. The two slow ones write a sample of the edges, the second one ten times as many, with
the nodes that these need, and their rates are of it.
`--copies` takes each paper several times.

The parts of `kg load`: processor time of the client, of it packing; processor time of the server; the rest is waiting,
for the disk most of all. Then, what indexes cost: the edges again without the constraints and indexes on relationships.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from unittest.mock import patch

from neo4j import Driver, GraphDatabase

from kg.config import Target
from kg.exports import export_graph
from kg.pipeline import load
from kg.pipeline.copying import copy_graph
from kg.records.graph import Change
from kg.schema import load_schema
from kg.stores import open_store, read_cypher
from kg.stores.memory import MemoryStore
from tests.neo4j_server import Neo4jServer, neo4j_server

EMPTY = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"


class Clock:
    """Seconds that pass, and seconds of processor time of this process and of the server."""

    def __init__(self, server: Neo4jServer) -> None:
        self._server = server

    def _now(self) -> tuple[float, float, float]:
        fields = Path(f"/proc/{self._server.pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks = os.sysconf("SC_CLK_TCK")
        return time.perf_counter(), time.process_time(), (int(fields[11]) + int(fields[12])) / ticks

    @contextmanager
    def measured(self) -> Iterator[dict[str, float]]:
        figures: dict[str, float] = {}
        before = self._now()
        yield figures
        for name, start, end in zip(("seconds", "client CPU", "server CPU"), before, self._now(), strict=True):
            figures[name] = round(end - start, 2)


@contextmanager
def packing_time() -> Iterator[Callable[[], float]]:
    """Give a function that says how long the driver has packed messages since; without neo4j-rust-ext."""
    from neo4j._codec.packstream.v1 import Packer

    spent, depth = [0.0], [0]
    original = vars(Packer)["_py_pack"]

    def pack(self, *args, **kwargs):
        if depth[0]:
            return original(self, *args, **kwargs)
        depth[0], start = 1, time.process_time()
        try:
            return original(self, *args, **kwargs)
        finally:
            depth[0] = 0
            spent[0] += time.process_time() - start

    with patch.object(Packer, "_py_pack", pack):
        yield lambda: round(spent[0], 2)


def ours(graph: MemoryStore, target: Target, clock: Clock) -> dict[str, object]:
    with packing_time() as packed, clock.measured() as figures:
        counts = load(graph, target).counts
    rows = counts.nodes_created + counts.edges_created
    return {"rows": rows, "rows/s": round(rows / figures["seconds"]), **figures, "of it packing": packed()}


NOTHING = (
    "WITH $ids AS ids WHERE size(ids) < 0 UNWIND ids AS id "
    "RETURN id AS source, id AS target, id, null AS paper, {} AS values"
)
"""In place of the statement that finds edges by id, which no index serves any more; there are none."""


def edges_alone(graph: MemoryStore, driver: Driver, target: Target, clock: Clock) -> dict[str, object]:
    """Write all edges again: as always, and without the constraints and indexes on them."""
    edges = tuple(edge for kind in load_schema().edges for edge in graph.edges(kind.type, kind.source))
    with open_store(target) as store, driver.session(database="neo4j") as session:
        without_edges = "MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 5000 ROWS"
        session.run(without_edges).consume()
        with clock.measured() as indexed:
            store.write(Change(edges=edges))
        session.run(without_edges).consume()
        for kinds, kind in (("CONSTRAINTS", "CONSTRAINT"), ("INDEXES", "INDEX")):
            shown = f"SHOW {kinds} YIELD name, entityType, type WHERE entityType = 'RELATIONSHIP' AND type <> 'LOOKUP'"
            for [name] in session.run(f"{shown} RETURN name").values():
                session.run(f"DROP {kind} {name}").consume()
        with patch.object(read_cypher, "edges_by_id", lambda _: NOTHING), clock.measured() as bare:
            store.write(Change(edges=edges))
    for figures in (indexed, bare):
        figures["rows/s"] = round(len(edges) / figures["seconds"])
    return {"edges, indexed": indexed, "edges, bare": bare}


def plain(graph: MemoryStore, driver: Driver, clock: Clock, sample: int) -> dict[str, object]:
    """One statement a node and one an edge, each in a transaction of its own, as most loaders begin."""
    nodes, edges = sampled(graph, sample)
    labels = {node.id: node.label for node in nodes}
    with driver.session(database="neo4j") as session, clock.measured() as figures:
        for node in nodes:
            text = f"MERGE (n:{node.label} {{id: $id}}) SET n += $values"
            session.run(text + (f", n:{node.kind}" if node.kind else ""), id=node.id, values=listed(node)).consume()
        for edge in edges:
            text = (
                f"MATCH (a:{labels[edge.source]} {{id: $source}}), (b:{labels[edge.target]} {{id: $target}}) "
                f"MERGE (a)-[r:{edge.type} {{id: $id}}]->(b) SET r += $values"
            )
            session.run(text, id=edge.id, source=edge.source, target=edge.target, values=listed(edge)).consume()
    rows = len(nodes) + len(edges)
    return {"rows": rows, "rows/s": round(rows / figures["seconds"]), **figures}


def graphrag(graph: MemoryStore, driver: Driver, clock: Clock, sample: int) -> dict[str, object]:
    try:
        from neo4j_graphrag.components.kg_writer import Neo4jWriter
        from neo4j_graphrag.components.types import Neo4jGraph, Neo4jNode, Neo4jRelationship
    except ImportError as err:
        return {"skipped": str(err)}
    nodes, edges = sampled(graph, sample)
    whole = Neo4jGraph(
        nodes=[Neo4jNode(id=n.id, label=n.kind or n.label, properties={"id": n.id, **listed(n)}) for n in nodes],
        relationships=[
            Neo4jRelationship(
                start_node_id=e.source, end_node_id=e.target, type=e.type, properties={"id": e.id, **listed(e)}
            )
            for e in edges
        ],
    )
    with clock.measured() as figures:
        done = asyncio.run(Neo4jWriter(driver, "neo4j").run(whole))
    if done.status != "SUCCESS":
        return {"failed": str(done.metadata)[:200]}
    rows = len(nodes) + len(edges)
    return {"rows": rows, "rows/s": round(rows / figures["seconds"]), **figures}


def bulk(graph: MemoryStore, rows: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as name:
        start = time.perf_counter()
        export_graph(graph, Path(name) / "import", "neo4j-import")
        exported = time.perf_counter() - start
        size = sum(path.stat().st_size for path in (Path(name) / "import").iterdir())
        start = time.perf_counter()
        with neo4j_server(Path(name) / "home", imported=Path(name) / "import") as server:
            started = time.perf_counter() - start
            with GraphDatabase.driver(server.target.uri, auth=("neo4j", server.target.password)) as driver:
                start = time.perf_counter()
                for statement in (Path(name) / "import" / "schema.cypher").read_text().split(";\n"):
                    if statement:
                        driver.execute_query(statement)
                driver.execute_query("CALL db.awaitIndexes(600)")
                indexed = time.perf_counter() - start
                [record] = driver.execute_query("MATCH (n) RETURN count(n) + COUNT { ()-->() } AS n LIMIT 1").records
    seconds = exported + started + indexed
    return {
        "rows": record["n"],
        "rows/s": round(rows / seconds),
        "export, s": round(exported, 1),
        "import and start, s": round(started, 1),
        "constraints and indexes, s": round(indexed, 1),
        "MB": round(size / 1e6, 1),
    }


def sampled(graph: MemoryStore, sample: int) -> tuple[list, list]:
    """Edges from papers to entities and from entities to entities, as many as wanted, with their ends."""
    kinds = [kind for kind in load_schema().edges if kind.type != "SHARES_TECHNIQUE"]
    edges = [e for kind in kinds for e in islice(graph.edges(kind.type, kind.source), sample // len(kinds) * 4)][
        :sample
    ]
    ends = {end for edge in edges for end in (edge.source, edge.target)}
    return [node for label in ("Paper", "Entity") for node in graph.nodes(label, ids=ends)], edges


def listed(record) -> dict[str, object]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in record.properties.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graphs", type=Path, nargs="+")
    parser.add_argument("--apoc", type=Path)
    parser.add_argument("--sample", type=int, default=1_000)
    parser.add_argument("--copies", type=int, default=1)
    options = parser.parse_args()
    for folder in options.graphs:
        graph = MemoryStore()
        with open_store(Target(folder=folder)) as store:
            copy_graph(store, graph)
        multiply(graph, options.copies)
        for name, figures in measured(graph, options.apoc, options.sample):
            print(json.dumps({"graph": folder.name, "loader": name, **figures}), flush=True)


def multiply(graph: MemoryStore, copies: int) -> None:
    """Let each paper be there several times, with all its edges; the entities are those of all."""
    papers = list(graph.nodes("Paper"))
    edges = [edge for kind in load_schema().edges for edge in graph.edges(kind.type, kind.source)]
    ids = {node.id for node in papers}
    for number in range(1, copies):

        def copied(id_: str, number: int = number) -> str:
            return f"{id_}~{number}" if id_ in ids else id_

        nodes = tuple(replace(node, id=copied(node.id)) for node in papers)
        more = tuple(
            replace(
                edge,
                id=f"{edge.id}~{number}",
                source=copied(edge.source),
                target=copied(edge.target),
                properties={
                    name: copied(value) if name == "paperId" else value for name, value in edge.properties.items()
                },
            )
            for edge in edges
        )
        graph.write(Change(nodes=nodes, edges=more))


def measured(graph: MemoryStore, apoc: Path | None, sample: int) -> Iterator[tuple[str, dict[str, object]]]:
    with tempfile.TemporaryDirectory() as name, neo4j_server(Path(name) / "home", plugins=apoc) as server:
        clock = Clock(server)
        with GraphDatabase.driver(server.target.uri, auth=("neo4j", server.target.password)) as driver:

            def empty() -> None:
                with driver.session(database="neo4j") as session:
                    session.run(EMPTY).consume()

            for turn in ("cold", "warm"):
                figures = ours(graph, server.target, clock)
                yield f"kg load, {turn} server", figures
                if turn == "cold":
                    empty()
            yield "parts", edges_alone(graph, driver, server.target, clock)
            empty()
            open_store(server.target, create=True).close()
            yield "one statement a row", plain(graph, driver, clock, sample)
            empty()
            yield "neo4j-graphrag", graphrag(graph, driver, clock, 10 * sample)
    yield "bulk import", bulk(graph, int(figures["rows"]))


if __name__ == "__main__":
    main()
