"""Building into real stores: the same graph everywhere, and a killed build that is repeated loses nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from kg.config import Target
from kg.pipeline import build
from kg.records.documents import Paper
from kg.stores import open_store
from kg.stores.memory import MemoryStore
from tests.names_extractor import NAMES, NamesExtractor, snapshot

ROOT = Path(__file__).parents[2]


def papers(number):
    names = sorted(NAMES)
    return [
        Paper(f"{names[n % 7]} {n}", f"We study {names[n % 5]} and {names[n * 3 % 7]}.", year=2000 + n % 20)
        for n in range(number)
    ]


def test_every_store_holds_the_same_graph(store):
    with MemoryStore() as reference:
        build(papers(60), reference, extractor=NamesExtractor())
        report = build(papers(60), store, extractor=NamesExtractor())
        assert snapshot(store) == snapshot(reference)
    assert report.added == 60
    assert not build(papers(60), store, extractor=NamesExtractor()).counts


SCRIPT = """
    import sys
    from kg.pipeline import build, building
    from tests.conformance.test_build import papers
    from tests.names_extractor import NamesExtractor

    building.PAPERS_AT_ONCE = 16
    print("begun", flush=True)
    build(papers(400), sys.argv[1], extractor=NamesExtractor(), on_progress=lambda p: print(p.done, flush=True))
"""


@pytest.mark.parametrize("lines", [2, 9, 20])
def test_a_build_killed_in_mid_load_and_repeated_equals_a_clean_one(tmp_path, lines):
    folder = tmp_path / "graph"
    command = [sys.executable, "-c", textwrap.dedent(SCRIPT), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True, env=os.environ) as process:
        for _ in range(lines):
            process.stdout.readline()
        time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    with open_store(Target(folder=folder)) as store:
        written = sum(1 for _ in store.nodes("Paper", properties=()))
        assert written < 400, "the build was over before it was killed"
        # Another input first: what was half written is repaired all the same.
        build(papers(3), store, extractor=NamesExtractor())
        build(papers(400), store, extractor=NamesExtractor())
        with MemoryStore() as reference:
            build(papers(400), reference, extractor=NamesExtractor())
            assert snapshot(store) == snapshot(reference)
