"""Tables that DuckDB and pandas read with their types, and a description that Croissant's own library takes."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kg.errors import KgError
from kg.exports import export_graph, tables
from kg.exports.tables import to_arrow, to_pandas
from kg.schema import load_schema
from kg.stores.memory import MemoryStore
from tests.conformance import hostile_graph, small_graph

SCHEMA = load_schema()


@pytest.fixture(scope="module")
def store():
    with MemoryStore() as memory:
        small_graph.fill(memory)
        yield memory


@pytest.fixture(params=["tables", "parquet"])
def folder(store, request, tmp_path):
    export_graph(store, tmp_path / "tables", request.param)
    return tmp_path / "tables"


def test_there_is_a_file_for_each_label_and_relation(folder):
    names = {path.stem for path in folder.iterdir()} - {"croissant"}
    assert names == {"Paper", "Entity"} | {f"{e.source}_{e.type}_{e.target}" for e in SCHEMA.edges}


def test_duckdb_joins_the_files_as_they_lie(folder):
    suffix = next(path.suffix for path in folder.iterdir() if path.stem == "Paper")
    answer = duckdb.sql(
        f"""SELECT p.year, e.name, u.confidence, u.sentenceStart
            FROM '{folder}/Paper_INTRODUCES_Entity{suffix}' u
            JOIN '{folder}/Paper{suffix}' p ON p.id = u.source
            JOIN '{folder}/Entity{suffix}' e ON e.id = u.target
            WHERE e.type = 'Model' ORDER BY p.year"""
    ).fetchall()
    assert [row[:3] for row in answer] == [(2019, "Pine", 0.9), (2020, "Oak", 0.9), (2021, "Bonsai", 0.9)]
    assert all(isinstance(row[3], int) for row in answer)


def test_lists_are_lists_in_parquet_and_json_in_csv(store, tmp_path):
    for name, shown in (("parquet", "mentions"), ("tables", "mentions::JSON::VARCHAR[]")):
        export_graph(store, tmp_path / name, name)
        [path] = (tmp_path / name).glob("Paper_COMPARES_WITH_Entity.*")
        assert duckdb.sql(f"SELECT {shown} FROM '{path}'").fetchall() == [(["Pine"],)]


def test_what_is_missing_is_null_and_descriptions_stand_in_the_file(store, tmp_path):
    export_graph(store, tmp_path / "parquet", "parquet")
    table = pq.read_table(tmp_path / "parquet" / "Paper.parquet")
    assert table["year"].to_pylist().count(None) == 1
    assert table.schema.field("year").metadata[b"description"] == b"Year of publication."


def test_arrow_and_pandas_hold_every_property(store):
    arrow, frames = to_arrow(store), to_pandas(store)
    assert arrow.keys() == frames.keys()
    for name, table in arrow.items():
        assert list(frames[name].columns) == table.column_names
    [edge] = arrow["Entity_OUTPERFORMS_Entity"].to_pylist()
    [record] = store.edges("OUTPERFORMS", "Entity")
    assert edge == {"id": record.id, "source": record.source, "target": record.target, **record.properties}
    papers = frames["Paper"].set_index("id")
    assert papers.loc["arxiv:2001.00001", "year"] == 2020
    assert papers["year"].isna().sum() == 1
    assert arrow["Paper"].schema.field("titleKeys").type == pa.list_(pa.string())


def test_hard_names_are_kept_to_the_letter(tmp_path):
    with MemoryStore() as memory:
        hostile_graph.fill(memory)
        names = to_arrow(memory)["Entity"]["name"].to_pylist()
    assert set(names) == set(hostile_graph.NAMES)


def test_rows_are_written_in_parts(store, tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "ROWS_AT_ONCE", 2)
    export_graph(store, tmp_path / "parts", "parquet")
    assert pq.ParquetFile(tmp_path / "parts" / "Entity.parquet").num_row_groups > 2
    assert pq.read_table(tmp_path / "parts" / "Entity.parquet") == to_arrow(store)["Entity"]


@pytest.mark.parametrize(("library", "call"), [("pyarrow", to_arrow), ("pandas", to_pandas)])
def test_a_missing_library_is_named_with_what_installs_it(store, monkeypatch, library, call):
    real = tables.find_spec
    monkeypatch.setattr(tables, "find_spec", lambda name: None if name == library else real(name))
    with pytest.raises(KgError, match=rf"need {library}, which is not installed. pip install 'kg\[tables\]'"):
        call(store)


def test_exports_need_none_of_the_libraries_of_tables():
    script = "import sys, kg.exports; print({'pyarrow', 'pandas', 'pyshacl', 'rdflib'} & set(sys.modules))"
    assert (
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "set()\n"
    )


def test_croissant_takes_the_description_and_reads_the_records(folder, store):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import mlcroissant

        dataset = mlcroissant.Dataset(folder / "croissant.json")
        assert not dataset.metadata.ctx.issues.errors
        records = list(dataset.records("Entity"))
    assert len(records) == len(list(store.nodes("Entity")))
    assert {record["Entity/name"].decode() for record in records} >= {"Oak", "Rootformer"}


def test_the_description_has_every_column_and_what_it_names(folder):
    import hashlib

    data = json.loads((folder / "croissant.json").read_text(encoding="utf-8"))
    for item in data["distribution"]:
        assert hashlib.sha256((folder / item["contentUrl"]).read_bytes()).hexdigest() == item["sha256"]
    fields = {field["@id"]: field for record_set in data["recordSet"] for field in record_set["field"]}
    assert len(data["recordSet"]) == len(data["distribution"]) == 2 + len(SCHEMA.edges)
    assert fields["Entity_USES_Entity/source"]["references"] == {"field": {"@id": "Entity/id"}}
    assert all(field["description"] for field in fields.values())
