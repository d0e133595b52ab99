"""The group of commands, and the one place where an error becomes a sentence and an exit code."""

from __future__ import annotations

import errno
import io
import sys
from typing import IO, Any

import click

import kg
from kg.cli import (
    annotate,
    browser,
    build,
    communities,
    completion,
    curate,
    demo,
    diff,
    entity,
    evaluate,
    export,
    extract,
    load,
    paper,
    query,
    retract,
    stats,
    train,
    validate,
)
from kg.errors import KgError

INTERRUPTED = 130


class _Failure(click.ClickException):
    """An error of ours, shown without a traceback."""

    def __init__(self, error: KgError) -> None:
        super().__init__(error.message)
        self.hint = error.hint

    def show(self, file: IO[Any] | None = None) -> None:
        stream = file or sys.stderr
        click.echo(f"Error: {self.message}", file=stream)
        if self.hint:
            click.echo(f"  {self.hint}", file=stream)


class _Commands(click.Group):
    """Commands in the order in which people meet them, with errors turned into sentences."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KgError as err:
            if ctx.params.get("debug"):
                raise
            raise _Failure(err) from err
        except KeyboardInterrupt as err:
            told = str(err) or "Interrupted. What was written stays; the same command goes on from there."
            click.echo(told, err=True)
            sys.exit(INTERRUPTED)
        except OSError as err:
            # A closed pipe is no fault; click ends quietly.
            if err.errno == errno.EPIPE or ctx.params.get("debug"):
                raise
            raise _Failure(_system_error(err)) from err


def _system_error(err: OSError) -> KgError:
    """Return what an error of the operating system means, wherever it came from."""
    if err.errno == errno.ENOSPC:
        message = f"No space left on the disk{f' for {err.filename}' if err.filename else ''}."
        return KgError(message, hint="Free some, then run the same command again.")
    reason = err.strerror or str(err) or type(err).__name__
    message = f"{err.filename}: {reason}." if err.filename else f"The system refused: {reason}."
    return KgError(message, hint="Check the path and its permissions; kg --debug COMMAND shows where it happened.")


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(kg.__version__, prog_name="kg")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def main(debug: bool) -> None:  # noqa: ARG001 - the error handler looks it up
    """Read machine-learning papers into a knowledge graph, and ask it.

    \b
    Start here:
      kg demo                                  a small graph, built and shown
      kg build papers.jsonl pages/ -g my.graph read your papers
      kg query shared_techniques -g my.graph   which papers share techniques, and why
      kg paper "LoRA" -g my.graph              what the graph knows of one paper

    A graph is a folder, or a Neo4j server (bolt://, neo4j://) with NEO4J_USERNAME and NEO4J_PASSWORD set.

    Exit codes: 0 done, 1 something went wrong, 2 wrong usage, 3 it ran and the answer is no.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() != "utf-8":
            # Files and pipes get UTF-8 whatever the locale; a terminal that lacks a letter shows a mark for it.
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


for _command in (
    demo.command,
    build.command,
    curate.command,
    load.command,
    extract.command,
    query.command,
    paper.command,
    entity.command,
    communities.command,
    browser.command,
    stats.command,
    export.command,
    validate.command,
    retract.command,
    diff.command,
    evaluate.command,
    annotate.command,
    train.command,
    completion.command,
):
    main.add_command(_command)
