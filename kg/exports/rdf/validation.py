"""Checking RDF against `schemas/shapes.ttl`, by pySHACL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import rdflib
from rdflib.namespace import SH

from kg.errors import KgError
from kg.exports.rdf.objects import to_rdflib
from kg.exports.rdf.reading import read_triples
from kg.exports.rdf.terms import scheme_iri
from kg.resources import resource_dir
from kg.schema import load_schema

if TYPE_CHECKING:
    from kg.schema import Schema


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing that is wrong with a record.

    Attributes:
        record: The record: its IRI without the base.
        property: Compact IRI of the property that is wrong, or "".
        message: What is wrong.
        value: The value that is wrong, or "".
        constraint: The kind of constraint, such as `MinCount`, or the name of a rule.
    """

    record: str
    property: str
    message: str
    value: str
    constraint: str


def validate_rdf(path: Path, schema: Schema) -> tuple[Violation, ...]:
    """Return everything that is wrong with an RDF file of a graph, sorted by record; nothing if it conforms.

    Args:
        path: The file; its suffix says the format.
        schema: Has the base of the file's IRIs.

    Raises:
        SourceError: If the file cannot be read, or is malformed.
        KgError: If pySHACL is not installed.
    """
    if find_spec("pyshacl") is None:
        raise KgError("Validation needs pySHACL, which is not installed.", hint="Run: pip install 'kg[validate]'")
    import pyshacl

    data = to_rdflib(read_triples(path))
    # Without its scheme a graph would escape the rules that are asked once of it all.
    data.add((rdflib.URIRef(scheme_iri(schema)), rdflib.RDF.type, rdflib.URIRef(schema.expand("skos:ConceptScheme"))))
    _, results, _ = pyshacl.validate(data, shacl_graph=_shapes(schema))
    return tuple(sorted(_violations(results, schema)))


def _shapes(schema: Schema) -> rdflib.Graph:
    text = (resource_dir("schemas") / "shapes.ttl").read_text(encoding="utf-8")
    return rdflib.Graph().parse(data=text.replace(load_schema().base, schema.base), format="turtle")


def _violations(results: rdflib.Graph, schema: Schema) -> Iterable[Violation]:
    for result in results.objects(None, SH.result):
        focus, value = results.value(result, SH.focusNode), results.value(result, SH.value)
        path, source = results.value(result, SH.resultPath), results.value(result, SH.sourceConstraint)
        if source is not None:
            # A rule is asked of the whole graph: what breaks it is the value.
            record, shown, constraint = value, None, str(source).rpartition("#")[2]
        else:
            component = str(results.value(result, SH.sourceConstraintComponent))
            record, shown = focus, value
            constraint = component.rpartition("#")[2].removesuffix("ConstraintComponent")
        yield Violation(
            record=str(record).removeprefix(schema.base),
            property=_compact(path, schema),
            message=" ".join(str(results.value(result, SH.resultMessage)).split()),
            value="" if shown is None else str(shown),
            constraint=constraint,
        )


def _compact(path: rdflib.term.Node | None, schema: Schema) -> str:
    if not isinstance(path, rdflib.URIRef):
        return ""
    for prefix, iri in sorted(schema.prefixes.items(), key=lambda item: -len(item[1])):
        if path.startswith(iri):
            return f"{prefix}:{path.removeprefix(iri)}"
    return str(path)
