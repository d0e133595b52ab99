"""Models side by side: how well each reads, and how fast, beside spaCy's `en_core_web_sm` in the same run.

    python benchmarks/models.py TEXTS.jsonl GOLD.jsonl [--part test]
        [--model NAME=FOLDER] [--run NAME=FOLDER] [--predicted NAME=FILE.jsonl] [--number 100] [--beside en_core_web_sm]

The model that comes with `kg` is always among them. `--model` is the folder of another, `model/` in what `kg train`
writes; `--run` is the output folder of a run, whose network is read as it was trained, in 32 bits; `--predicted` is
what something else said, without a speed. Each can be given several times. All read the same papers with the whole
pipeline, on one thread, in turns of twenty. "Merged" is the F1 of entities where Model and Method, Dataset and
Benchmark count as one: for models that were taught fewer types.
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

MEASURES = ("entities", "roles", "relations", "links")
MERGED = {"Model": "Method", "Benchmark": "Dataset"}
BLOCK = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--part", default="test", choices=["test", "dev", "train"])
    parser.add_argument("--model", action="append", default=[], metavar="NAME=FOLDER")
    parser.add_argument("--run", action="append", default=[], metavar="NAME=FOLDER")
    parser.add_argument("--predicted", action="append", default=[], metavar="NAME=FILE")
    parser.add_argument("--number", type=int, default=100, help="papers whose reading is timed")
    parser.add_argument("--beside", default="en_core_web_sm", help="name or folder of spaCy's model")
    options = parser.parse_args()

    from quality import DEV_PERCENT, TEST_PERCENT

    from kg.evaluation.gold import read_annotations, read_texts
    from kg.extraction import Extractor
    from kg.sources import read_papers
    from kg.training.dataset import part_of

    texts = read_texts(options.texts)
    gold = {
        id_: paper
        for id_, paper in read_annotations(options.gold).items()
        if part_of(id_, DEV_PERCENT, TEST_PERCENT) == options.part
    }
    papers = [paper for paper in read_papers([options.texts]) if paper.given_id in gold]
    with TemporaryDirectory() as scratch:
        extractors = {"as installed": Extractor()} | {
            name: Extractor(folder) for name, folder in _pipelines(options, Path(scratch))
        }
        speeds = _speeds(extractors, papers[: options.number], options.beside)
        rows = [
            (name, _quality(texts, gold, _read(extractor, papers)), speeds[name])
            for name, extractor in extractors.items()
        ]
    for name, path in map(_pair, options.predicted):
        said = {id_: paper for id_, paper in read_annotations(path).items() if id_ in gold}
        rows.append((name, _quality(texts, gold, said), None))
    beside = speeds.get(options.beside)
    print(f"{len(gold)} papers of {options.part}; {min(options.number, len(papers))} of them timed\n")
    print("| | entities | with roles | relations | links | entities, merged | papers a second | of spaCy's |")
    print("|" + " --- |" * 8)
    for name, figures, speed in rows:
        f1 = " | ".join(f"{figures[measure]:.1f}" for measure in (*MEASURES, "merged"))
        print(f"| {name} | {f1} | {_number(speed, '.1f')} | {_number(speed and beside and speed / beside, '.2f')} |")
    if beside:
        print(f"| {options.beside} | | | | | | {beside:.1f} | 1.00 |")


def _pair(text: str) -> tuple[str, Path]:
    name, _, path = text.partition("=")
    return name, Path(path)


def _pipelines(options, scratch):
    """Yield a name and the folder of a pipeline for each model."""
    from kg.training.export import write_exact_model, write_pipeline

    for number, (name, folder) in enumerate(map(_pair, options.model)):
        write_pipeline(folder, scratch / f"model{number}")
        yield name, scratch / f"model{number}"
    for number, (name, run) in enumerate(map(_pair, options.run)):
        write_exact_model(run, scratch / f"exact{number}")
        write_pipeline(scratch / f"exact{number}", scratch / f"run{number}")
        yield name, scratch / f"run{number}"


def _speeds(extractors, papers, beside):
    """Papers a second of each, taking turns."""
    import spacy

    from kg.pipeline.extracting import chunks

    readers = {
        name: lambda block, extractor=extractor: list(extractor.extract_many(block))
        for name, extractor in extractors.items()
    }
    try:
        nlp = spacy.load(beside)
        readers[beside] = lambda block: list(nlp.pipe([paper.text for paper in block]))
    except OSError:
        print(f"{beside} is not installed: no ratio\n")
    for read in readers.values():
        read(papers[:4])
    spent = dict.fromkeys(readers, 0.0)
    for block in chunks(papers, BLOCK):
        for name, read in readers.items():
            start = time.perf_counter()
            read(block)
            spent[name] += time.perf_counter() - start
    return {name: len(papers) / seconds for name, seconds in spent.items()}


def _read(extractor, papers):
    """What a model says, names resolved."""
    from kg.pipeline import extract
    from kg.training.reading import said

    return said({paper.given_id: annotation for paper, annotation in extract(papers, extractor=extractor)})


def _quality(texts, gold, said) -> dict[str, float]:
    from kg.evaluation import evaluate

    measures = evaluate(texts, gold, said).measures
    fewer_types = evaluate(texts, _merged(gold), _merged(said)).measures
    return {name: measures[name].f1 for name in MEASURES} | {"merged": fewer_types["entities"].f1}


def _merged(papers):
    """The papers with Model and Method, Dataset and Benchmark as one type; without relations, which need the types."""
    return {
        id_: replace(
            paper,
            entities=tuple(replace(entity, type=MERGED.get(entity.type, entity.type)) for entity in paper.entities),
            relations=frozenset(),
        )
        for id_, paper in papers.items()
    }


def _number(value: float | None, form: str) -> str:
    return format(value, form) if value else ""


if __name__ == "__main__":
    main()
