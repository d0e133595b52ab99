"""Data flows one way: a module imports only from lower layers or from its own package."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "kg"

LAYERS = {
    "errors": 0,
    "ids": 1,
    "resources": 1,
    "records": 2,
    "schema": 2,
    "schema_page": 3,
    "config": 2,
    "sources": 3,
    "documents": 3,
    "extraction": 3,
    "resolution": 3,
    "queries": 3,
    "assembly": 4,
    "stores": 4,
    "exports": 4,
    "evaluation": 4,
    "training": 5,
    "pipeline": 5,
    "stats": 5,
    "communities": 5,
    "handle": 6,
    "browser": 7,
    "cli": 8,
}
SIBLINGS = {("exports", "stores"), ("sources", "documents"), ("extraction", "documents"), ("resolution", "documents")}
"""Imports within a layer that are meant: exports read stores' protocol; text is made readable below all readers."""

OWNERS = {
    "spacy": {"extraction", "training"},
    "onnxruntime": {"extraction", "training"},
    "onnx": {"training"},
    "safetensors": {"training"},
    "tokenizers": {"extraction", "training"},
    "torch": {"training"},
    "pandas": {"exports", "handle"},
    "pyarrow": {"exports", "handle"},
    "pyoxigraph": {"exports"},
    "pyshacl": {"exports"},
    "rdflib": {"exports", "handle"},
    "neo4j": {"stores"},
    "arcadedb": {"stores"},
    "networkx": {"stores", "exports", "communities", "handle"},
    "click": {"cli"},
    "rich": {"cli"},
    "defusedxml": {"sources"},
    "pylatexenc": {"documents", "sources"},
    "platformdirs": {"config"},
}


def room(path: Path) -> str:
    relative = path.relative_to(PACKAGE)
    return relative.parts[0].removesuffix(".py")


def imports(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
    return found


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_data" not in path.parts and path.name != "__init__.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_down(path):
    own = room(path)
    assert own in LAYERS, f"{own} has no layer: add it to LAYERS"
    for name in imports(path):
        top, _, rest = name.partition(".")
        if top == "kg" and rest:
            other = rest.split(".")[0]
            allowed = other == own or LAYERS[other] < LAYERS[own] or (own, other) in SIBLINGS
            assert allowed, f"{path.name} imports {name}: {other} is not below {own}"
        elif top in OWNERS:
            assert own in OWNERS[top], f"{path.name} imports {name}, which belongs to {sorted(OWNERS[top])}"


def run_python(script):
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout


def test_importing_kg_imports_no_library():
    loaded = run_python("import sys, kg; print(sorted({m.split('.')[0] for m in sys.modules}))")
    for library in OWNERS:
        assert repr(library) not in loaded


def test_help_needs_no_heavy_library():
    script = (
        "import sys; from click.testing import CliRunner; from kg.cli.main import main; "
        "result = CliRunner().invoke(main, ['--help']); assert result.exit_code == 0; "
        "print(sorted({m.split('.')[0] for m in sys.modules}))"
    )
    loaded = run_python(script)
    for library in ("spacy", "neo4j", "rdflib", "pyoxigraph", "arcadedb", "networkx", "torch", "onnxruntime"):
        assert repr(library) not in loaded
