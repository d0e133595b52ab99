"""How long each question takes that starts from one paper or one thing.

    python benchmarks/questions.py PAPERS.jsonl.gz [--papers 10000] [--graph FOLDER]

The graph is that of benchmarks/scale.py with roles and relations besides: names are found by the model's dictionary,
the first model or method of a paper is taken for the one that it introduces, and relates to the others by their types.
Each question is asked of forty things that it can be asked of, drawn evenly from all claims of the graph, so that what
many papers name is asked for more often. A graph that is there is asked as it stands. On a machine that does other
things as well, the CPU time of the process, engine included, says more than the clock.
"""

from __future__ import annotations

import argparse
import re
import statistics
import tempfile
import time
from dataclasses import replace
from itertools import islice
from pathlib import Path

from scale import DictionaryExtractor

from kg.config import Target
from kg.handle import GraphHandle
from kg.pipeline import build
from kg.queries import load_queries
from kg.records.annotations import Relation
from kg.schema import load_schema
from kg.sources import read_papers
from kg.stores import open_store

ASKED = 40
_TECHNIQUES = ("Model", "Method")
_DATA = ("Dataset", "Benchmark")


class RelatingExtractor(DictionaryExtractor):
    """Gives what the dictionary finds roles and relations by its types and its order."""

    version = "kg.dictionary/2"

    def _extract(self, paper):
        annotation = super()._extract(paper)
        entities = [replace(entity, role=_role(entity, annotation.entities)) for entity in annotation.entities]
        pairs = [(head, kind, tail) for head, kind, tail in _related(entities) if head.name != tail.name]
        sentence = annotation.sentences[0]
        relations = tuple(Relation(head.name, kind, tail.name, sentence, 0.8) for head, kind, tail in pairs)
        return replace(annotation, entities=tuple(entities), relations=relations)


def _role(entity, entities):
    techniques = [e for e in entities if e.type in _TECHNIQUES]
    if entity.type in _DATA:
        return "evaluates_on"
    if entity.type == "Task":
        return "addresses"
    if entity.type not in _TECHNIQUES:
        return "uses"
    return ("introduces", "uses", "compares_with")[min(techniques.index(entity), 2)]


def _related(entities):
    techniques = [e for e in entities if e.type in _TECHNIQUES]
    data = [e for e in entities if e.type in _DATA]
    tasks = [e for e in entities if e.type == "Task"]
    if techniques:
        head, rest = techniques[0], techniques[1:]
        # In papers that people annotated, about one in four says of something what it is based on.
        yield from ((head, "BASED_ON", other) for other in rest[:1] if head.mentions[0].start % 4 == 0)
        yield from ((head, "OUTPERFORMS", other) for other in rest[1:])
        yield from ((each, "EVALUATED_ON", other) for other in data for each in (head, *rest[1:]))
        yield from ((head, "APPLIED_TO", task) for task in tasks)
    yield from ((each, "TARGETS", task) for each in data for task in tasks[:1])


def ask(handle, drawn):
    """Yield name, times and CPU times in milliseconds, and most rows, of each question that starts somewhere."""
    for query in load_queries().values():
        wanted = [p for p in query.parameters if p.required]
        if not wanted:
            continue
        times, cpu_times, rows = [], [], 0
        for number in range(ASKED):
            given = {p.name: _value(p, drawn, number + 7 * index) for index, p in enumerate(wanted)}
            start, cpu_start = time.perf_counter(), time.process_time()
            answer = handle.query(query.name, **given)
            times.append(1000 * (time.perf_counter() - start))
            cpu_times.append(1000 * (time.process_time() - cpu_start))
            rows = max(rows, len(answer))
        yield query.name, sorted(times), sorted(cpu_times), rows


def _value(parameter, drawn, number):
    """Return a value of the kinds that the parameter's description names."""
    if parameter.type in ("paper", "string"):
        return drawn["paper"][number % len(drawn["paper"])]
    words = set(re.findall(r"\w+", parameter.description.lower()))
    kinds = {kind for kind in load_schema().entities if kind.lower() in words} or set(load_schema().entities)
    names = [name for name, kind in drawn["entity"] if kind in kinds]
    return names[number * 97 % len(names)]


def draw(store):
    """Return ids of papers and pairs of name and type of things, evenly from all claims."""
    nodes = {node.id: (str(node.properties["name"]), node.kind) for node in store.nodes("Entity", properties=("name",))}
    claims = [
        nodes[edge.target]
        for kind in ("INTRODUCES", "USES", "EVALUATES_ON", "ADDRESSES")
        for edge in store.edges(kind, "Paper", properties=())
    ]
    papers = [node.id for node in store.nodes("Paper", properties=())]
    return {"entity": claims[:: max(1, len(claims) // 4000)], "paper": papers[:: max(1, len(papers) // 200)]}


def late(times):
    return times[int(0.95 * len(times))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=Path)
    parser.add_argument("--papers", dest="number", type=int, default=10_000)
    parser.add_argument("--graph", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        target = Target(folder=options.graph or Path(folder) / "graph")
        if not (options.graph and options.graph.exists()):
            build(islice(read_papers([options.papers]), options.number), target, extractor=RelatingExtractor())
        with open_store(target) as store:
            print("| question | ms | p95, ms | CPU, ms | p95, CPU ms | most rows |\n" + "| --- " * 6 + "|")
            for name, times, cpu_times, rows in ask(GraphHandle(store), draw(store)):
                figures = [f"{f:.1f}" for each in (times, cpu_times) for f in (statistics.median(each), late(each))]
                print(f"| `{name}` | {' | '.join(figures)} | {rows} |", flush=True)


if __name__ == "__main__":
    main()
