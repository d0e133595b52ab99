"""The graph as CSV files that `neo4j-admin database import` reads."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from kg.exports.reader import NODE_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kg.exports.reader import GraphReader
    from kg.records.graph import Value
    from kg.schema import Property, Schema

ARRAY_DELIMITER = "\x1f"
"""The unit separator stands in no text of a paper; the import script tells Neo4j of it."""

_TYPES = {
    "string": "string",
    "integer": "long",
    "float": "double",
    "boolean": "boolean",
    "strings": "string[]",
    "integers": "long[]",
}


def write_csv(reader: GraphReader, folder: Path, schema: Schema) -> None:
    """Write a file for each label and each relationship type, and the command that imports them.

    Nodes come before edges, none twice, and no edge lacks an end, as the import wants it. Constraints and indexes are
    not part of an import: the first `kg build` on the database makes them.
    """
    for label in NODE_LABELS:
        properties = schema.nodes[label].properties
        header = [f"id:ID({label})", *_header(properties), ":LABEL"]
        rows = (
            [_cell(node.id), *_cells(properties, node.properties), ";".join(node.labels)]
            for node in reader.nodes(label)
        )
        _write(folder / f"nodes-{label}.csv", header, rows)
    files = []
    for kind in schema.edges:
        header = ["id", f":START_ID({kind.source})", f":END_ID({kind.target})", *_header(kind.properties)]
        edge_rows = (
            [edge.id, _cell(edge.source), _cell(edge.target), *_cells(kind.properties, edge.properties)]
            for edge in reader.edges(kind.type, kind.source)
        )
        name = f"edges-{kind.source}-{kind.type}.csv"
        _write(folder / name, header, edge_rows)
        files.append(f"--relationships={kind.type}={name}")
    _write_script(folder / "import.sh", files)


def _write_script(path: Path, files: list[str]) -> None:
    arguments = ["--nodes=nodes-Paper.csv", "--nodes=nodes-Entity.csv", *files]
    lines = [
        "#!/bin/sh",
        "# Imports these files into an empty, stopped Neo4j database: sh import.sh [DATABASE]",
        'cd "$(dirname "$0")" || exit 1',
        'neo4j-admin database import full --multiline-fields=true --array-delimiter="U+001F" --label-delimiter=";" \\',
        *(f"  {argument} \\" for argument in arguments),
        '  "${1:-neo4j}"',
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _header(properties: Iterable[Property]) -> list[str]:
    return [f"{item.name}:{_TYPES[item.type]}" for item in properties]


def _cells(properties: Iterable[Property], values: Mapping[str, Value]) -> list[str]:
    return [_cell(values.get(item.name, "")) for item in properties]


def _cell(value: Value) -> str:
    if isinstance(value, tuple):
        return ARRAY_DELIMITER.join(str(item).replace(ARRAY_DELIMITER, " ") for item in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _write(path: Path, header: list[str], rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
