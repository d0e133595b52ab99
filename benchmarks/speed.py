"""How fast the pipeline reads, beside spaCy's `en_core_web_sm` in the same run on the same papers.

    python benchmarks/speed.py PAPERS.jsonl [--number 300] [--jobs 2] [--beside en_core_web_sm]

Both read on one thread; then the pipeline reads in several processes. The two take turns, block by block, so that a
noisy machine is noisy for both. Prints papers per second, the ratios, and peak memory.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from itertools import islice
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=Path)
    parser.add_argument("--number", type=int, default=300)
    parser.add_argument("--beside", default="en_core_web_sm", help="name or folder of spaCy's model")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()

    from kg.extraction import Extractor
    from kg.pipeline.extracting import Reader, chunks
    from kg.sources import read_papers

    papers = list(islice(read_papers([options.papers]), options.number))
    extractor = Extractor()
    list(extractor.extract_many(papers[:8]))
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent = {"kg": 0.0}
    spacy_model = _spacy_model(options.beside)
    if spacy_model is not None:
        list(spacy_model.pipe([papers[0].text]))
        spent["en_core_web_sm"] = 0.0
    for block in chunks(papers, 50):
        spent["kg"] += _timed(lambda block=block: list(extractor.extract_many(block)))
        if spacy_model is not None:
            spent["en_core_web_sm"] += _timed(lambda block=block: list(spacy_model.pipe([p.text for p in block])))
    rates = {name: len(papers) / seconds for name, seconds in spent.items()}
    for name, rate in rates.items():
        print(f"{name:16s} {rate:6.1f} papers/s on one thread")
    if "en_core_web_sm" in rates:
        print(f"ratio            {rates['kg'] / rates['en_core_web_sm']:6.2f}")
    with Reader(extractor, jobs=options.jobs) as reader:
        list(reader.read(papers[:64]))  # the processes start and load
        many = len(papers) / _timed(lambda: list(reader.read(papers)))
    one = len(papers) / _timed(lambda: list(extractor.extract_many(papers)))
    print(f"{options.jobs} processes      {many:6.1f} papers/s, {many / one:.2f} times one")
    print(f"memory           {own:6.0f} MB at the peak of one process after its first papers")


def _spacy_model(name):
    try:
        import spacy

        return spacy.load(name)
    except OSError:
        print(f"{name} is not installed: no ratio")
        return None


def _timed(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
