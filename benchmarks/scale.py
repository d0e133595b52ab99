"""How building and asking grow with the number of papers.

    python benchmarks/scale.py PAPERS.jsonl.gz --sizes 1000 10000 60000 [--neo4j]

Extraction is left out (benchmarks/speed.py has it): names are found by the model's dictionary alone, which gives a
graph of the true shape at little cost. For each size, in a process of its own: rows written per second, peak memory of
the build, of it the part that is not the graph, the time of a second run that changes nothing, and the time of the
question which papers share techniques with a paper. `--neo4j` loads into the server that NEO4J_URI names as well.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from kg.config import Target, graph_target
from kg.extraction.grouping import fold
from kg.extraction.model import DATA
from kg.extraction.model.gazetteer import TYPES, Gazetteer
from kg.extraction.model.words import TOKEN
from kg.extraction.sentences import iter_sentences
from kg.pipeline import build
from kg.records.annotations import Annotation, Mention, PaperEntity, Span
from kg.sources import read_papers
from kg.stores import open_store


class DictionaryExtractor:
    """Finds the strings that the model's dictionary knows as names."""

    pipeline = None
    version = "kg.dictionary/1"

    def __init__(self) -> None:
        self._gazetteer = Gazetteer.read(DATA / "gazetteer.tsv.gz")

    def extract_many(self, papers, *, batch_size=64):
        for paper in papers:
            yield self._extract(paper)

    def _extract(self, paper):
        words = [m for m in TOKEN.finditer(paper.text) if not m.group().isspace()]
        features = self._gazetteer.features([word.group() for word in words])
        found: dict[str, tuple[str, list[Mention]]] = {}
        index = 0
        while index < len(words):
            feature = features[index]
            end = index + 1
            if feature and (feature - 1) // 2 % 5 >= 2:
                while end < len(words) and features[end] == feature + 1:
                    end += 1
                start, stop = words[index].start(), words[end - 1].end()
                text = paper.text[start:stop]
                kind = TYPES[(feature - 1) // 10]
                found.setdefault(fold(text), (kind, []))[1].append(Mention(text, start, stop, 0.8))
            index = end
        role = {"Task": "addresses"}
        entities = tuple(
            PaperEntity(mentions[0].text, kind, role.get(kind, "uses"), tuple(mentions), 0.8)
            for kind, mentions in found.values()
        )
        sentences = tuple(Span(*span) for span in iter_sentences(paper.text))
        return Annotation(paper.id, entities, (), sentences, (), self.version)


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def one(papers: Path, size: int, target: Target) -> dict[str, object]:
    extractor = DictionaryExtractor()
    before = peak()
    start = time.perf_counter()
    report = build(islice(read_papers([papers]), size), target, extractor=extractor)
    seconds = time.perf_counter() - start
    memory = peak()
    rows = report.counts.nodes_created + report.counts.edges_created
    start = time.perf_counter()
    again = build(islice(read_papers([papers]), size), target, extractor=extractor)
    repeat = time.perf_counter() - start
    with open_store(target) as store:
        asked = [node.id for node in islice(store.nodes("Paper", properties=()), 0, size, max(1, size // 50))]
    return {
        "papers": size,
        "rows": rows,
        "seconds": round(seconds, 1),
        "rows per second": round(rows / seconds),
        "MB before": round(before),
        "MB at the peak": round(memory),
        "second run, s": round(repeat, 1),
        "second run changed": bool(again.counts),
        **ask(target, asked),
    }


def ask(target: Target, papers: list[str]) -> dict[str, object]:
    from kg.handle import GraphHandle

    times = []
    with open_store(target) as store:
        handle = GraphHandle(store)
        for paper in papers:
            start = time.perf_counter()
            handle.query("shared_techniques", paper=paper)
            times.append(1000 * (time.perf_counter() - start))
    return {
        "question, ms": round(statistics.median(times), 1),
        "p95, ms": round(sorted(times)[int(0.95 * len(times))], 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--neo4j", action="store_true")
    parser.add_argument("--one", nargs=2, metavar=("SIZE", "TARGET"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(one(options.papers, int(options.one[0]), graph_target(options.one[1]))))
        return
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            _run(options.papers, size, str(Path(folder) / "graph"), "embedded")
        if options.neo4j:
            _run(options.papers, size, os.environ["NEO4J_URI"], "neo4j")


def _run(papers: Path, size: int, target: str, name: str) -> None:
    command = [sys.executable, __file__, str(papers), "--one", str(size), target]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    print(name, done.stdout.strip() or done.stderr.strip()[-2000:], flush=True)


if __name__ == "__main__":
    main()
