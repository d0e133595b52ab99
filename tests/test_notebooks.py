"""Every notebook runs from top to bottom, and is stored with what it shows."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "docs").glob("*.ipynb"))

CHECKS = {
    "techniques_over_time": """
assert sum(per_year.values()) == len(papers) == 44
assert min(counts["Transformer"]) == 2017 and min(counts["convolutional neural network"]) < 2017
assert [line.get_label() for line in axes.lines] == list(counts)
assert all(max(line.get_ydata()) > 0 for line in axes.lines)
assert all("ransformer" in claim.sentence for claim in first)
"""
}
"""What must hold of a notebook's variables before it cleans up in its last cell."""


def kinds_of_output(book):
    return [
        [(output.output_type, sorted(output.get("data", {}))) for output in cell.outputs]
        for cell in book.cells
        if cell.cell_type == "code"
    ]


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_what_it_is_stored_with(path, tmp_path, monkeypatch, update_golden):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    book = nbformat.read(path, as_version=4)
    stored = kinds_of_output(book)
    check = new_code_cell(CHECKS[path.stem])
    book.cells.insert(-1, check)
    NotebookClient(book, timeout=300, kernel_name="python3", record_timing=False).execute(cwd=str(tmp_path))
    book.cells.remove(check)
    if update_golden:
        for number, cell in enumerate(cell for cell in book.cells if cell.cell_type == "code"):
            cell.execution_count = number + 1
        nbformat.write(book, path)
        stored = kinds_of_output(book)
    assert kinds_of_output(book) == stored
    assert ["image/png", "text/plain"] in [kinds for outputs in stored for _, kinds in outputs]
