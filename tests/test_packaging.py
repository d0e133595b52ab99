"""A wheel, installed, finds its schema, its queries, its sample and its model."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

SCRIPT = """
import kg
from importlib.metadata import entry_points
from pathlib import Path
from kg.queries import load_queries
from kg.resources import resource_dir, sample_path
from kg.schema import load_schema

home = Path(kg.__file__).parent
assert resource_dir("cypher").is_relative_to(home), resource_dir("cypher")
assert resource_dir("schemas").is_relative_to(home)
assert len(load_queries()) > 15 and load_schema().version == 1
papers = list(kg.read_papers([sample_path()]))
annotation = kg.Extractor().extract(papers[0])
print(len(papers), len(annotation.entities) > 3, home)
"""


@pytest.mark.slow
def test_a_wheel_holds_all_that_kg_needs(tmp_path):
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run(
        [*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", tmp_path, ROOT],
        check=True,
        capture_output=True,
    )
    [wheel] = tmp_path.glob("kg-*.whl")
    assert wheel.stat().st_size < 40_000_000
    home = tmp_path / "site"
    subprocess.run([*pip, "install", "--no-deps", "--target", home, wheel], check=True, capture_output=True)
    # The folder comes first on the path; the checkout is nowhere on it.
    command = [sys.executable, "-P", "-c", SCRIPT]
    environment = {"PYTHONPATH": str(home), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    number, found, place = done.stdout.split()
    assert (int(number) >= 40, found, Path(place).is_relative_to(home)) == (True, "True", True)
