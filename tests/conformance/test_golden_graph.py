"""The graph of the small corpus, whole, as a file that a person can read."""

from __future__ import annotations

import io
from pathlib import Path

from kg.exports import EXPORTERS
from kg.schema import load_schema
from kg.stores.memory import MemoryStore
from tests.conformance.small_graph import fill

GOLDEN = Path(__file__).parents[1] / "golden" / "graph" / "small.jsonl"


def test_the_small_corpus_gives_its_graph(update_golden):
    stream = io.StringIO()
    with MemoryStore() as store:
        fill(store)
        EXPORTERS["jsonl"].write(store, stream, load_schema())
    if update_golden:
        GOLDEN.parent.mkdir(parents=True, exist_ok=True)
        GOLDEN.write_text(stream.getvalue(), encoding="utf-8")
    assert stream.getvalue() == GOLDEN.read_text(encoding="utf-8")
