"""The graph as gzipped CSV files that `neo4j-admin database import` reads, with the schema that belongs to it."""

from __future__ import annotations

import csv
import gzip
import io
from typing import TYPE_CHECKING

from kg.stores.write_cypher import constraints, fulltext_indexes, indexes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kg.exports.reader import GraphReader
    from kg.records.graph import Value
    from kg.schema import Property, Schema

ARRAY_DELIMITER = "\x1f"
"""The unit separator stands in no text of a paper; the import script tells Neo4j of it. Labels are a list, too."""
COMPRESSION = 3
"""Writing is to be fast, and the files are read once."""

_TYPES = {
    "string": "string",
    "integer": "long",
    "float": "double",
    "boolean": "boolean",
    "strings": "string[]",
    "integers": "long[]",
}


def write_neo4j_import(reader: GraphReader, folder: Path, schema: Schema) -> None:
    """Write a file for each label and each relationship type, the command that imports them, and `schema.cypher`.

    Nodes come before edges, none twice, and no edge lacks an end, as the import wants it. What wrote the graph and what
    a person decided are nodes, too, so that the imported database is the graph that was exported, and grows on. An
    import makes no constraints and indexes: `schema.cypher` does, and so does the first `kg build`.
    """
    arguments = []
    for label, node_type in schema.nodes.items():
        header = [f"id:ID({label})", *_header(node_type.properties), ":LABEL"]
        rows = (
            [_cell(node.id), *_cells(node_type.properties, node.properties), ARRAY_DELIMITER.join(node.labels)]
            for node in reader.nodes(label)
        )
        name = f"nodes-{label}.csv.gz"
        _write(folder / name, header, rows)
        arguments.append(f"--nodes={name}")
    for kind in schema.edges:
        header = ["id", f":START_ID({kind.source})", f":END_ID({kind.target})", *_header(kind.properties)]
        edge_rows = (
            [edge.id, _cell(edge.source), _cell(edge.target), *_cells(kind.properties, edge.properties)]
            for edge in reader.edges(kind.type, kind.source)
        )
        name = f"edges-{kind.source}-{kind.type}.csv.gz"
        _write(folder / name, header, edge_rows)
        arguments.append(f"--relationships={kind.type}={name}")
    _write_script(folder / "import.sh", arguments)
    statements = (*constraints(schema), *indexes(schema), *fulltext_indexes(schema))
    (folder / "schema.cypher").write_text("".join(f"{statement};\n" for statement in statements), encoding="utf-8")


def _write_script(path: Path, arguments: list[str]) -> None:
    lines = [
        "#!/bin/sh",
        "# Imports these files into an empty, stopped Neo4j database: sh import.sh [DATABASE]",
        "# Once it runs: cypher-shell -f schema.cypher",
        'cd "$(dirname "$0")" || exit 1',
        'neo4j-admin database import full "${1:-neo4j}" --multiline-fields=true --array-delimiter=U+001F \\',
        *(f"  {argument} \\" for argument in arguments[:-1]),
        f"  {arguments[-1]}",
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
    # No name and no time in it: the same graph gives the same bytes.
    with (
        path.open("wb") as file,
        gzip.GzipFile(filename="", mode="wb", compresslevel=COMPRESSION, fileobj=file, mtime=0) as packed,
        io.TextIOWrapper(packed, encoding="utf-8", newline="") as stream,
    ):
        # The writer quotes what ends a line of its own; the import takes a carriage return alone for one.
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows(rows)
