"""A description of the tables in Croissant, the metadata format for datasets of machine learning."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.exports.rdf.vocabulary import load_vocabulary
from kg.schema import load_schema

if TYPE_CHECKING:
    from kg.exports.tables import Column, Table

NAME = "croissant.json"
_CONFORMS_TO = "http://mlcommons.org/croissant/1.0"
_TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "float": "sc:Float",
    "boolean": "sc:Boolean",
    "strings": "sc:Text",
    "integers": "sc:Integer",
}
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def write_croissant(folder: Path, tables: Iterable[Table], suffix: str, media_type: str) -> None:
    """Write `croissant.json` beside the files of the tables: each with its checksum, its columns and what they name.

    Args:
        folder: Holds a file for each table.
        tables: The tables.
        suffix: Of their files; lists are JSON in CSV.
        media_type: Of their files.
    """
    words = load_vocabulary()
    found = list(tables)
    description = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": "paper-kg",
        "version": f"{load_schema().version}.0.0",
        "description": f"{words.title}: {words.description[0].lower()}{words.description[1:]}",
        "conformsTo": _CONFORMS_TO,
        "distribution": [_file(folder / f"{table.name}{suffix}", media_type) for table in found],
        "recordSet": [_record_set(table, suffix) for table in found],
    }
    text = json.dumps(description, ensure_ascii=False, indent=1) + "\n"
    (folder / NAME).write_text(text, encoding="utf-8")


def _file(path: Path, media_type: str) -> dict[str, Any]:
    with path.open("rb") as stream:
        checksum = hashlib.file_digest(stream, "sha256").hexdigest()
    return {
        "@type": "cr:FileObject",
        "@id": path.name,
        "name": path.name,
        "contentUrl": path.name,
        "encodingFormat": media_type,
        "sha256": checksum,
    }


def _record_set(table: Table, suffix: str) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": {"@id": f"{table.name}/id"},
        "field": [_field(table, column, suffix) for column in table.columns],
    }


def _field(table: Table, column: Column, suffix: str) -> dict[str, Any]:
    is_list = column.type.endswith("s")
    as_text = is_list and suffix == ".csv"
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": column.description + (" A JSON array." if as_text else ""),
        "dataType": "sc:Text" if as_text else _TYPES[column.type],
        "source": {"fileObject": {"@id": f"{table.name}{suffix}"}, "extract": {"column": column.name}},
    }
    if is_list and not as_text:
        field["repeated"] = True
    if column.references:
        field["references"] = {"field": {"@id": f"{column.references}/id"}}
    return field
