"""A small graph, built once, and a way to type commands at it."""

from __future__ import annotations

import json
import shutil

import pytest
from click.testing import CliRunner

PAPERS = (
    {
        "id": "oak-1",
        "title": "Oak: a model of leaves",
        "abstract": "Oak uses the Rootformer. It is trained on Leaves-1M.",
        "year": 2020,
    },
    {
        "id": "pine-1",
        "title": "Pine grows beside Oak",
        "abstract": "Pine uses the Rootformer and leaf masking. It is measured on ForestBench.",
        "year": 2021,
    },
    {"id": "stone-1", "title": "A study of stones", "abstract": "Nothing grows here."},
)


def write_papers(path, papers=PAPERS):
    path.write_text("".join(json.dumps(paper) + "\n" for paper in papers), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The folder of the graph; not to be changed."""
    from kg import build, read_papers
    from tests.names_extractor import NamesExtractor

    folder = tmp_path_factory.mktemp("cli")
    build(read_papers([write_papers(folder / "papers.jsonl")]), folder / "graph", extractor=NamesExtractor())
    return folder / "graph"


@pytest.fixture
def graph(built, tmp_path):
    """The name of a copy of the graph in the working folder."""
    shutil.copytree(built, tmp_path / "kg.graph")
    return "kg.graph"


@pytest.fixture
def papers(kg):
    """The name of a file with the graph's papers, in the working folder."""
    return str(write_papers(kg.folder / "papers.jsonl").name)


class Typed:
    """Runs commands in a folder of its own, as a shell would."""

    def __init__(self, folder):
        self.folder = folder

    def __call__(self, *arguments, code=0, stdin=None):
        from kg.cli.main import main

        result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result

    def json(self, *arguments):
        return json.loads(self(*arguments).stdout)

    def error(self, *arguments, code=1, stdin=None):
        """What stands on stderr when a command fails; nothing may stand on stdout."""
        result = self(*arguments, code=code, stdin=stdin)
        assert result.stdout == ""
        assert "Traceback" not in result.stderr
        return result.stderr


@pytest.fixture
def kg(tmp_path, monkeypatch):
    """Types a command: `kg("stats", "--json")`. Papers are read by `NamesExtractor`, in no time."""
    import kg as package
    from tests.names_extractor import NamesExtractor

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_CACHE_DIR", str(tmp_path / ".cache"))
    for name in ("NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(vars(package), "Extractor", lambda pipeline=None: NamesExtractor())
    return Typed(tmp_path)
