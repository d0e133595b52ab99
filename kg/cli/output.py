"""Rows and records on stdout: tables for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import errno
import io
import json
import math
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kg.stores.base import Rows

FORMATS = ("table", "json", "jsonl", "csv")
PLAIN_WIDTH = 120


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural where it is due.

    Example:
        >>> counted(1, "paper"), counted(2, "paper")
        ('1 paper', '2 papers')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def to_json(value: Any, *, indent: int | None = None) -> str:
    """Return a value as JSON; what is no number in JSON is null.

    Example:
        >>> to_json({"a": [float("nan"), "é"]})
        '{"a": [null, "é"]}'
    """
    return json.dumps(_finite(value), ensure_ascii=False, indent=indent, allow_nan=False)


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    return [_finite(item) for item in value] if isinstance(value, list | tuple) else value


def echo_json(value: Any) -> None:
    """Print a value as indented JSON."""
    click.echo(to_json(value, indent=2))


def echo_rows(rows: Rows, format_: str) -> None:
    """Print a query's answer.

    Args:
        rows: The answer.
        format_: One of `FORMATS`. "json" is one list of objects, "jsonl" an object a line, both keyed by column.
    """
    if format_ == "json":
        echo_json(rows.dicts())
    elif format_ == "jsonl":
        for row in rows.dicts():
            click.echo(to_json(row))
    elif format_ == "csv":
        click.echo(_csv(rows), nl=False)
    else:
        if rows.columns:
            click.echo(_table_text(rows.columns, rows.rows))
        click.echo(counted(len(rows.rows), "row"), err=True)


def _csv(rows: Rows) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    if rows.columns:
        writer.writerow(rows.columns)
    writer.writerows([value if isinstance(value, str) else _json_cell(value) for value in row] for row in rows.rows)
    return stream.getvalue()


def _json_cell(value: Any) -> str:
    text = to_json(value)
    return "" if text == "null" else text


def echo_table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print an empty line and a table that fits the terminal; long cells wrap."""
    click.echo("\n" + _table_text(columns, rows))


def _table_text(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns, box=SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(_cell(value)) for value in row))
    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else PLAIN_WIDTH)
    with console.capture() as capture:
        console.print(table)
    # The box has an empty line above and below, and fills every line with spaces.
    return "\n".join(line.rstrip() for line in capture.get().strip("\n").splitlines() if line.strip())


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".")
    if isinstance(value, list | tuple):
        return ", ".join(_cell(item) for item in value)
    if isinstance(value, dict) and {"nodes", "relationships"} <= value.keys():
        return " – ".join(_cell(node) for node in value["nodes"])
    if isinstance(value, dict):
        properties = value.get("properties", value)
        name = properties.get("name") or properties.get("title") or properties.get("id")
        return str(name) if name else to_json(value)
    return str(value)


@contextmanager
def opened_output(path: Path | None, option: str = "-o") -> Iterator[IO[str]]:
    """Give a stream to write to: a file that takes its name when it is whole, or standard output for None.

    Args:
        path: The file.
        option: The option that names it, for the error.

    Raises:
        ConfigError: If the file cannot be made.
    """
    if path is None:
        yield sys.stdout
        sys.stdout.flush()  # a full disk is told here, not at the exit
        return
    from kg.errors import ConfigError

    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        is_device = path.exists() and not path.is_file()
        part = None if is_device else _part_of(path)
        stream = (part or path).open("w", encoding="utf-8", newline="\n")
    except OSError as err:
        raise ConfigError(
            f"{path} cannot be written: {err.strerror}.", hint=f"Give another file with {option}."
        ) from err
    try:
        with stream:
            yield stream
        if part:
            part.chmod(0o644)
            part.replace(path)
    finally:
        if part:
            part.unlink(missing_ok=True)


def _part_of(path: Path) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    return Path(name)
