"""The export formats by name, and writing one so that a half-written file is never left behind."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg.errors import ConfigError
from kg.exports import gexf, graphml, json_graphs, json_lines, neo4j_import, tables
from kg.exports.html import page
from kg.exports.rdf import description, jsonld, writers
from kg.exports.reader import Counted, ignore_count
from kg.schema import load_schema

if TYPE_CHECKING:
    from kg.exports.reader import GraphReader
    from kg.schema import Schema
    from kg.stores.base import Store


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format.

    Attributes:
        name: What `--format` calls it.
        suffix: Of its files; "" for a format that is a folder.
        description: One line.
        write: Writes a graph to an open text stream; None for a folder.
        write_folder: Writes a graph into an empty folder; None for a file.
    """

    name: str
    suffix: str
    description: str
    write: Callable[[GraphReader, IO[str], Schema], None] | None = None
    write_folder: Callable[[GraphReader, Path, Schema], None] | None = None


GZIP = ".gz"

EXPORTERS = {
    exporter.name: exporter
    for exporter in (
        Exporter("turtle", ".ttl", "RDF as Turtle", writers.write_turtle),
        Exporter("turtle12", "", "RDF 1.2 as Turtle: claims as reifiers", writers.write_turtle12),
        Exporter("ntriples", ".nt", "RDF as N-Triples", writers.write_ntriples),
        Exporter("nquads", ".nq", "RDF as N-Quads, a named graph for each paper", writers.write_nquads),
        Exporter("trig", ".trig", "RDF as TriG, a named graph for each paper", writers.write_trig),
        Exporter("jsonld", ".jsonld", "RDF as JSON-LD with its context inside", jsonld.write_jsonld),
        Exporter("rdfxml", ".rdf", "RDF as RDF/XML", writers.write_rdfxml),
        Exporter("void", "", "what the RDF holds, counted: VoID and DCAT, as Turtle", description.write_description),
        Exporter("graphml", ".graphml", "GraphML, for Gephi, yEd, Cytoscape and igraph", graphml.write_graphml),
        Exporter("gexf", ".gexf", "GEXF, for Gephi and networkx", gexf.write_gexf),
        Exporter("cytoscape", ".cyjs", "JSON, for Cytoscape and Cytoscape.js", json_graphs.write_cytoscape),
        Exporter("node-link", ".json", "JSON, for networkx and D3: nodes and edges", json_graphs.write_node_link),
        Exporter("html", ".html", "one page to look at the graph in a browser, without a server", page.write_html),
        Exporter("jsonl", ".jsonl", "JSON Lines: each node, then each edge", json_lines.write_json_lines),
        Exporter("tables", "", "a folder of CSV, a table for each label and relation", None, tables.write_csv_tables),
        Exporter(
            "parquet", "", "the same as Parquet, for DuckDB and pandas (needs pyarrow)", None, tables.write_parquet
        ),
        Exporter(
            "neo4j-import", "", "a folder for `neo4j-admin database import`", None, neo4j_import.write_neo4j_import
        ),
    )
}


def export_graph(
    store: Store,
    path: Path | None,
    format_: str | None = None,
    on_written: Callable[[int], None] = ignore_count,
    *,
    base: str | None = None,
) -> str:
    """Write the whole graph.

    Args:
        store: The graph.
        path: File or folder to make; an existing file is replaced when the new one is whole, an existing folder
            must be empty; what ends in `.gz` is gzipped. None for standard output.
        format_: A name of `EXPORTERS`; None to go by the suffix of `path`.
        on_written: Is told now and then how many nodes and edges are written.
        base: What RDF's IRIs begin with; None for the schema's.

    Returns:
        The format's name.

    Raises:
        ConfigError: If there is no such format, or the path cannot be written.
        SchemaError: If `base` is no base of IRIs.
    """
    exporter = _exporter(path, format_)
    schema = load_schema().with_base(base) if base else load_schema()
    reader = Counted(store, on_written)
    if exporter.write_folder is not None:
        if path is None:
            raise ConfigError(f"{exporter.name} is a folder of files.", hint="Give one with -o FOLDER.")
        _write_folder(exporter, reader, path, schema)
    elif path is None:
        _write_stream(exporter, reader, sys.stdout, schema)
    else:
        _write_file(exporter, reader, path, schema)
    return exporter.name


def _exporter(path: Path | None, format_: str | None) -> Exporter:
    if format_ is None:
        suffix = Path(path.name.removesuffix(GZIP)).suffix if path else ""
        for exporter in EXPORTERS.values():
            if suffix and exporter.suffix == suffix:
                return exporter
        raise ConfigError(
            f"The format cannot be told from {str(path) if path else 'standard output'!r}.",
            hint=f"Give --format: {', '.join(EXPORTERS)}.",
        )
    if format_ not in EXPORTERS:
        raise ConfigError(f"No export format is named {format_!r}.", hint=f"There are: {', '.join(EXPORTERS)}.")
    return EXPORTERS[format_]


def _write_stream(exporter: Exporter, reader: GraphReader, stream: IO[str], schema: Schema) -> None:
    if exporter.write is not None:
        exporter.write(reader, stream, schema)


def _write_file(exporter: Exporter, reader: GraphReader, path: Path, schema: Schema) -> None:
    """Write beside the file and rename, so that an interrupted export leaves what was there."""
    if path.exists() and not path.is_file():
        _write_device(exporter, reader, path, schema)
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as err:
        raise _cannot_write(path, err) from err
    part = Path(name)
    try:
        with _opened(os.fdopen(handle, "wb"), path) as stream:
            _write_stream(exporter, reader, stream, schema)
        part.chmod(0o644)
        part.replace(path)
    except OSError as err:
        raise _cannot_write(path, err) from err
    finally:
        part.unlink(missing_ok=True)


@contextlib.contextmanager
def _opened(raw: IO[bytes], path: Path) -> Iterator[IO[str]]:
    """Give a stream of text on a stream of bytes, gzipped if the path says so, and close both."""
    with raw:
        if path.suffix != GZIP:
            with io.TextIOWrapper(raw, encoding="utf-8", newline="\n") as stream:
                yield stream
            return
        # Neither name nor time: the same graph gives the same bytes.
        with (
            gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=6, mtime=0) as packed,
            io.TextIOWrapper(packed, encoding="utf-8", newline="\n") as stream,
        ):
            yield stream


def _write_device(exporter: Exporter, reader: GraphReader, path: Path, schema: Schema) -> None:
    """Write to a pipe or a device as it is: renaming would put a file in its place."""
    try:
        with _opened(path.open("wb"), path) as stream:
            _write_stream(exporter, reader, stream, schema)
    except OSError as err:
        raise _cannot_write(path, err) from err


def _write_folder(exporter: Exporter, reader: GraphReader, path: Path, schema: Schema) -> None:
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise ConfigError(f"{path} is there already and is no empty folder.", hint="Give a new folder.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    except OSError as err:
        raise _cannot_write(path, err) from err
    try:
        if exporter.write_folder is not None:
            exporter.write_folder(reader, part, schema)
        part.chmod(0o755)
        part.replace(path)
    except OSError as err:
        raise _cannot_write(path, err) from err
    finally:
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(part)


def _cannot_write(path: Path, err: OSError) -> ConfigError:
    return ConfigError(f"{path} cannot be written: {err.strerror or err}.", hint="What was there before is untouched.")
