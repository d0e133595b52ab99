"""The group: help, completion, errors of every kind, signals and pipes."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import BashComplete

import kg.errors
from kg.cli.main import main
from tests.unit.cli.conftest import write_papers

ROOT = Path(__file__).parents[3]
COMMANDS = sorted(main.commands)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_teaches_itself_and_stands_in_the_readme(kg, name):
    shown = kg(name, "--help").stdout
    assert re.search(rf"Examples?:\n +(\S+=\S+ )?kg {name}\b", shown)
    assert all(option.help for option in main.commands[name].params if isinstance(option, click.Option))
    assert f"kg {name}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_help_names_every_command_in_a_whole_line(kg):
    shown = kg("--help").stdout
    assert all(f"\n  {name} " in shown for name in COMMANDS)
    assert "..." not in shown.partition("Commands:")[2]


def test_version(kg):
    from kg import __version__

    assert kg("--version").stdout == f"kg, version {__version__}\n"


def test_a_mistyped_command_is_wrong_usage(kg):
    assert "No such command 'bild'" in kg.error("bild", code=2)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(kg, shell):
    assert "_KG_COMPLETE" in kg("completion", shell).stdout


def complete(*words):
    completer = BashComplete(main, {}, "kg", "_KG_COMPLETE")
    return [item.value for item in completer.get_completions(list(words[:-1]), words[-1])]


def test_completion_knows_commands_queries_and_formats():
    assert complete("q") == ["query"]
    assert complete("query", "shared") == ["shared_techniques"]
    assert complete("export", "--format", "n") == ["ntriples", "neo4j-import"]
    assert complete("build", "--format", "ar") == ["arxiv-snapshot"]
    assert complete("export", "--o") == ["--output"]
    assert "table" in complete("query", "--format", "")


def test_every_error_of_ours_is_raised_somewhere():
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "kg").rglob("*.py"))
    classes = [
        name
        for name, value in vars(kg.errors).items()
        if isinstance(value, type) and issubclass(value, kg.errors.KgError) and name != "KgError"
    ]
    assert len(classes) > 8
    for name in classes:
        assert re.search(rf"(raise|return|->.*\n?.*) {name}\(|\({name}\)", code), f"{name} is never raised"
        assert name in (kg.errors.__doc__ or "")


def test_debug_shows_where_an_error_was_raised(kg):
    with pytest.raises(kg_error("StoreError")):
        kg("--debug", "stats")


def kg_error(name):
    from kg import errors

    return getattr(errors, name)


def closed_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.mark.parametrize("command", [["stats"], ["build", "papers.jsonl"]], ids=lambda command: command[0])
def test_a_server_that_is_not_there(kg, papers, monkeypatch, command):
    address = f"bolt://127.0.0.1:{closed_port()}"
    monkeypatch.setenv("NEO4J_URI", address)
    error = kg.error(*command)
    assert error.startswith(f"Error: No Neo4j server answers at {address} (Connection refused).\n  Start it, or ")
    assert not (kg.folder / "kg.graph").exists()


@pytest.mark.needs_neo4j
def test_a_wrong_password_is_told_and_not_shown(kg, neo4j_target, monkeypatch):
    monkeypatch.setenv("NEO4J_PASSWORD", "not-the-password")
    error = kg.error("stats", "-g", neo4j_target.uri)
    assert error.startswith(f"Error: {neo4j_target.uri} refuses the user or the password")
    assert error.endswith("  Set NEO4J_USERNAME and NEO4J_PASSWORD.\n")
    assert "not-the-password" not in error


HOLD = "import sys, kg\nwith kg.open_graph(sys.argv[1]):\n    print('open', flush=True)\n    sys.stdin.read()\n"


def test_a_graph_held_by_another_process(kg, papers, graph):
    command = [sys.executable, "-c", HOLD, graph]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=kg.folder, env=environ, text=True
    ) as holder:
        assert holder.stdout.readline() == "open\n"
        message = f"Error: Another process has kg.graph open (process {holder.pid}).\n  Close it there first.\n"
        assert kg.error("stats") == kg.error("build", papers) == message
        holder.stdin.close()
    assert kg("stats").stdout.startswith("3 papers")


def test_a_graph_of_a_newer_version_is_left_alone(kg, papers, graph):
    from kg.config import Target
    from kg.records.graph import Change, Node, freeze
    from kg.stores import open_store

    with open_store(Target(folder=Path(graph))) as store:
        store.write(Change(nodes=(Node("kg", "GraphInfo", properties=freeze({"schemaVersion": 99})),)))
    for command in (["stats"], ["build", papers], ["retract", "oak"]):
        error = kg.error(*command)
        assert error.startswith("Error: kg.graph was written with version 99 of the schema; this kg knows ")
        assert error.endswith("  Update kg, or build the graph anew elsewhere.\n")


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (OSError(28, "No space left on device"), "Error: No space left on the disk.\n  Free some"),
        (PermissionError(13, "Permission denied", "a/b"), "Error: a/b: Permission denied.\n  Check the path"),
        (TimeoutError(), "Error: The system refused: TimeoutError.\n  Check the path"),
    ],
)
def test_an_error_of_the_system_is_a_sentence(kg, graph, monkeypatch, error, message):
    from kg.handle import GraphHandle

    def fail(_):
        raise error

    monkeypatch.setattr(GraphHandle, "stats", fail)
    assert kg.error("stats").startswith(message)


def run(*arguments, folder, **options):
    command = [sys.executable, "-c", "from kg.cli.main import main; main()", *arguments]
    environ = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "KG_CACHE_DIR": str(folder / ".cache"),
        "PYTHONIOENCODING": "ascii",
    }
    environ.pop("NEO4J_URI", None)
    return subprocess.Popen(command, cwd=folder, env=environ, stderr=subprocess.PIPE, preexec_fn=heed_ctrl_c, **options)


def heed_ctrl_c():
    """A job in the background of a shell ignores Ctrl-C, and so would what it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_a_closed_pipe_is_no_error(tmp_path):
    read, write = os.pipe()
    os.close(read)
    with run("query", "--list", "--format", "json", folder=tmp_path, stdout=write) as process:
        os.close(write)
        assert process.stderr.read() == b""
    assert process.returncode in (0, 1)


def test_output_is_utf8_whatever_the_locale(tmp_path):
    with run("query", "--list", folder=tmp_path, stdout=subprocess.PIPE) as process:
        assert "─" in process.stdout.read().decode("utf-8")
    assert process.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_standard_output_on_a_full_disk(tmp_path):
    with Path("/dev/full").open("wb") as full, run("query", "--list", folder=tmp_path, stdout=full) as process:
        assert process.stderr.read().decode().startswith("Error: No space left on the disk.\n")
    assert process.returncode == 1


def test_ctrl_c_in_a_build_says_so_and_the_next_one_goes_on(tmp_path, kg):
    paper = {"title": "Oak", "abstract": "Oak uses the Rootformer."}
    write_papers(tmp_path / "first.jsonl", [paper])
    with run("build", "-", "-g", "kg.graph", folder=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        # More than the head of the input, so that reading begins, and no end, so that it goes on for ever.
        line = json.dumps(paper).encode() + b"\n"
        process.stdin.write(line * (80_000 // len(line)))
        process.stdin.flush()
        while not (tmp_path / "kg.graph" / "store").exists() and process.poll() is None:
            os.sched_yield()
        process.send_signal(signal.SIGINT)
        assert process.stderr.read().decode() == (
            "Interrupted. What was written stays; the same command goes on from there.\n"
        )
        assert process.stdout.read() == b""
    assert process.returncode == 130
    assert "1 different paper" in kg("build", "first.jsonl").stdout
