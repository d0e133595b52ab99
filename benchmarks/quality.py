"""How well the pipeline reads: the guidelines' measures on annotated papers that it was not trained on.

    python benchmarks/quality.py TEXTS.jsonl GOLD.jsonl [--part test|dev|train] [--bootstrap 1000]

The part of a paper comes from its id alone (sha1, first eight hexadecimal digits, modulo 100: below 15 is test, below
23 dev, the rest train), so it never changes. With `--bootstrap` each figure gets a 95 % interval over papers.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from kg.evaluation import calibration_error, confidence_bins, evaluate, judged_entities
from kg.evaluation.gold import read_annotations, read_texts
from kg.pipeline import extract
from kg.sources import read_papers
from kg.training.dataset import part_of
from kg.training.reading import said as as_gold

TEST_PERCENT, DEV_PERCENT = 15, 8


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--part", default="test", choices=["test", "dev", "train"])
    parser.add_argument("--bootstrap", type=int, default=0)
    options = parser.parse_args()
    texts, gold = read_texts(options.texts), read_annotations(options.gold)
    gold = {id_: paper for id_, paper in gold.items() if part_of(id_, DEV_PERCENT, TEST_PERCENT) == options.part}
    papers = (paper for paper in read_papers([options.texts]) if paper.given_id in gold)
    read = {paper.given_id: annotation for paper, annotation in extract(papers)}
    said = as_gold(read)
    result = evaluate(texts, gold, said)
    intervals = _intervals(texts, gold, said, options.bootstrap)
    print(f"{len(gold)} papers of {options.part}")
    for table in (result.measures, result.types, result.roles, result.relations):
        for name, c in table.items():
            low, high = intervals.get(name, (None, None)) if table is result.measures else (None, None)
            interval = f"  [{low:.1f}, {high:.1f}]" if low is not None else ""
            figures = f"P {c.precision:5.1f}  R {c.recall:5.1f}  F1 {c.f1:5.1f}"
            print(f"{name:16s} {figures}{interval}  ({c.hit}/{c.said}/{c.true})")
        print()
    judged = list(judged_entities(read, gold))
    print(f"expected calibration error of entities with their roles: {calibration_error(judged):.3f}")
    for number, found in enumerate(confidence_bins(judged)):
        if found:
            print(f"  0.{number}: {len(found)}, {sum(right for _, right in found) / len(found):.2f} of them right")


def _intervals(texts, gold, said, rounds):
    """95 % intervals of the measures, by drawing papers with replacement (links left out: they are of pairs)."""
    if not rounds:
        return {}
    draw, ids = random.Random(1), sorted(gold)
    values: dict[str, list[float]] = {}
    for _ in range(rounds):
        sample = [draw.choice(ids) for _ in ids]
        named = {f"{n}": id_ for n, id_ in enumerate(sample)}
        result = evaluate(
            {n: texts[id_] for n, id_ in named.items()},
            {n: gold[id_] for n, id_ in named.items()},
            {n: said[id_] for n, id_ in named.items() if id_ in said},
        )
        for name, count in result.measures.items():
            values.setdefault(name, []).append(count.f1)
    return {
        name: (sorted(found)[int(0.025 * rounds)], sorted(found)[int(0.975 * rounds)])
        for name, found in values.items()
        if name != "links"
    }


if __name__ == "__main__":
    main()
