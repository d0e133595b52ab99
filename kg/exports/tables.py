"""The graph as tables: one a label and one a relation, as CSV, Parquet, Arrow or data frames.

A table of nodes has `id` first, that of entities their `type` then; a table of edges has `id`, `source` and `target`.
All others are the schema's properties, always all of them, in its order. CSV has lists as JSON.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import KgError
from kg.exports.croissant import write_croissant
from kg.exports.reader import NODE_LABELS
from kg.schema import load_schema

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from kg.exports.reader import GraphReader
    from kg.records.graph import Value
    from kg.schema import Property, Schema

ROWS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        name: Its name.
        type: As a property of the schema has it.
        description: One sentence.
        references: Name of the table whose `id` it holds, or "".
    """

    name: str
    type: str
    description: str
    references: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, and its rows as they are read; a missing value is None."""

    name: str
    description: str
    columns: tuple[Column, ...]
    rows: Callable[[GraphReader], Iterator[list[Value | None]]]


def tables(schema: Schema) -> list[Table]:
    """Return every table, nodes first.

    Example:
        >>> [table.name for table in tables(load_schema())][:3]
        ['Paper', 'Entity', 'Paper_INTRODUCES_Entity']
    """
    return [_nodes(schema, label) for label in NODE_LABELS] + [
        _edges(schema, number) for number in range(len(schema.edges))
    ]


def _nodes(schema: Schema, label: str) -> Table:
    properties = schema.nodes[label].properties
    head = [Column("id", "string", "The node's id.")]
    has_type = label == "Entity"
    if has_type:
        head.append(Column("type", "string", f"One of {', '.join(schema.entities)}."))

    def rows(reader: GraphReader) -> Iterator[list[Value | None]]:
        for node in reader.nodes(label):
            values = [node.properties.get(item.name) for item in properties]
            yield [node.id, *([node.kind] if has_type else []), *values]

    return Table(label, schema.nodes[label].description, (*head, *_columns(properties)), rows)


def _edges(schema: Schema, number: int) -> Table:
    kind = schema.edges[number]
    head = (
        Column("id", "string", "The edge's id."),
        Column("source", "string", f"Id of the {kind.source} that it leaves.", kind.source),
        Column("target", "string", f"Id of the {kind.target} that it enters.", kind.target),
    )

    def rows(reader: GraphReader) -> Iterator[list[Value | None]]:
        for edge in reader.edges(kind.type, kind.source):
            yield [edge.id, edge.source, edge.target, *(edge.properties.get(item.name) for item in kind.properties)]

    name = f"{kind.source}_{kind.type}_{kind.target}"
    return Table(name, kind.description, head + _columns(kind.properties), rows)


def _columns(properties: Iterable[Property]) -> tuple[Column, ...]:
    return tuple(Column(item.name, item.type, item.description) for item in properties)


def write_csv_tables(reader: GraphReader, folder: Path, schema: Schema) -> None:
    """Write each table as CSV, and a description of them in Croissant."""
    found = tables(schema)
    for table in found:
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow([column.name for column in table.columns])
            writer.writerows([_cell(value) for value in row] for row in table.rows(reader))
    write_croissant(folder, found, ".csv", "text/csv")


def _cell(value: Value | None) -> str:
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def write_parquet(reader: GraphReader, folder: Path, schema: Schema) -> None:
    """Write each table as Parquet, and a description of them in Croissant.

    Raises:
        KgError: If pyarrow is not installed.
    """
    _require("pyarrow")
    import pyarrow.parquet as pq

    found = tables(schema)
    for table in found:
        arrow = _arrow_schema(table)
        with pq.ParquetWriter(folder / f"{table.name}.parquet", arrow, compression="zstd") as writer:
            for batch in _batches(table, reader, arrow):
                writer.write_batch(batch)
    write_croissant(folder, found, ".parquet", "application/x-parquet")


def to_arrow(reader: GraphReader) -> dict[str, pa.Table]:
    """Return each table as Arrow's, by name.

    Raises:
        KgError: If pyarrow is not installed.
    """
    _require("pyarrow")
    import pyarrow as pa

    found = {}
    for table in tables(load_schema()):
        arrow = _arrow_schema(table)
        found[table.name] = pa.Table.from_batches(_batches(table, reader, arrow), schema=arrow)
    return found


def to_pandas(reader: GraphReader) -> dict[str, pd.DataFrame]:
    """Return each table as a data frame, by name, with types that know what is missing.

    Raises:
        KgError: If pyarrow or pandas is not installed.
    """
    _require("pandas")
    import pandas as pd

    return {name: table.to_pandas(types_mapper=pd.ArrowDtype) for name, table in to_arrow(reader).items()}


def _require(library: str) -> None:
    if find_spec(library) is None:
        raise KgError(f"Tables of this kind need {library}, which is not installed.", hint="pip install 'kg[tables]'")


def _arrow_schema(table: Table) -> pa.Schema:
    import pyarrow as pa

    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "float": pa.float64(),
        "boolean": pa.bool_(),
        "strings": pa.list_(pa.string()),
        "integers": pa.list_(pa.int64()),
    }
    fields = [pa.field(c.name, types[c.type], metadata={"description": c.description}) for c in table.columns]
    return pa.schema(fields, metadata={"description": table.description})


def _batches(table: Table, reader: GraphReader, arrow: pa.Schema) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    rows = table.rows(reader)
    while chunk := list(islice(rows, ROWS_AT_ONCE)):
        columns: list[Any] = [
            pa.array(values, type=field.type) for values, field in zip(zip(*chunk, strict=True), arrow, strict=True)
        ]
        yield pa.RecordBatch.from_arrays(columns, schema=arrow)
