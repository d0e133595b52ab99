"""How fast graphs leave, in what size, with how much memory; RDF beside rdflib's own serializer in the same run.

    python benchmarks/exports.py GRAPH [--copies 10] [--formats turtle ntriples …]

GRAPH is a folder that `kg build` made. It is read once and stands in for a graph of as many papers as wanted: each of
its copies has ids of its own. Each format is written in a process of its own, to a file that is then deleted. Seconds
are of the processor; what the records themselves take is not counted as memory of the export. rdflib serializes graphs:
`rdflib-nt` is its serializer alone, `rdflib-nt-whole` makes the graph too, from the same records.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from kg.config import Target
from kg.exports import EXPORTERS, export_graph
from kg.exports.rdf.mapping import iter_triples
from kg.exports.rdf.objects import to_rdflib
from kg.schema import load_schema
from kg.stores import open_store

SCHEMA = load_schema()
RDFLIB = ("rdflib-nt", "rdflib-nt-whole", "rdflib-turtle", "rdflib-turtle-whole")


class Copies:
    """A graph many times over; reads as a store does."""

    target = "copies"

    def __init__(self, folder: Path, copies: int) -> None:
        self._copies = copies
        self._edges = {}
        with open_store(Target(folder=folder)) as store:
            self._nodes = {label: list(store.nodes(label)) for label in ("Paper", "Entity")}
            for kind in SCHEMA.edges:
                by_source, by_paper = defaultdict(list), defaultdict(list)
                for edge in store.edges(kind.type, kind.source):
                    by_source[edge.source].append(edge)
                    by_paper[edge.properties.get("paperId", "")].append(edge)
                self._edges[kind.type, kind.source] = by_source, by_paper

    @property
    def papers(self) -> int:
        return len(self._nodes["Paper"]) * self._copies

    def nodes(self, label):
        for copy in range(self._copies):
            for node in self._nodes[label]:
                yield replace(node, id=f"{node.id}#{copy}")

    def edges(self, kind, source, *, sources=None, papers=None, properties=None):
        by_source, by_paper = self._edges[kind, source]
        groups = by_source if papers is None else by_paper
        wanted = sources if papers is None else papers
        ids = wanted if wanted is not None else (f"{id_}#{copy}" for copy in range(self._copies) for id_ in groups)
        for id_ in ids:
            base, _, copy = id_.rpartition("#")
            for edge in groups.get(base, ()):
                yield _copied(edge, copy, properties)


def _copied(edge, copy, wanted):
    values = dict(edge.properties) if wanted is None else {}
    if "paperId" in values:
        values["paperId"] += f"#{copy}"
    if "entityIds" in values:
        values["entityIds"] = tuple(f"{id_}#{copy}" for id_ in values["entityIds"])
    ends = {"source": f"{edge.source}#{copy}", "target": f"{edge.target}#{copy}"}
    return replace(edge, id=f"{edge.id}{int(copy):x}", properties=values, **ends)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--formats", nargs="+", default=[*EXPORTERS, *RDFLIB])
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.graph, options.copies, options.one)))
        return
    print("format               papers  seconds  papers/s  triples/s     MB  peak MB")
    for name in options.formats:
        command = [sys.executable, __file__, str(options.graph), "--copies", str(options.copies), "--one", name]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])
        rate = f"{found['triples'] / found['seconds']:10.0f}" if found["triples"] else " " * 10
        print(
            f"{name:19s} {found['papers']:7d} {found['seconds']:8.1f} {found['papers'] / found['seconds']:9.0f} {rate}"
            f" {found['bytes'] / 1e6:6.0f} {found['memory']:8.0f}",
            flush=True,
        )


def measure(graph: Path, copies: int, name: str) -> dict[str, float]:
    reader = Copies(graph, copies)
    triples = 0
    if name in RDFLIB or EXPORTERS[name].description.startswith("RDF"):
        triples = sum(1 for _ in iter_triples(Copies(graph, 1), SCHEMA)) * copies
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out"
        start = time.process_time()
        if name in RDFLIB:
            made = to_rdflib(iter_triples(reader, SCHEMA), SCHEMA.prefixes)
            start = start if name.endswith("-whole") else time.process_time()
            made.serialize(path, format=name.split("-")[1], encoding="utf-8")
        else:
            export_graph(reader, path, name)
        seconds = time.process_time() - start
        files = [path] if path.is_file() else list(path.iterdir())
        size = sum(file.stat().st_size for file in files)
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return {"papers": reader.papers, "seconds": seconds, "bytes": size, "memory": memory, "triples": triples}


if __name__ == "__main__":
    main()
