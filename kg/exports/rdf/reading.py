"""Records from RDF: what an export wrote becomes the same nodes and edges again, from any of its formats."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import pyoxigraph as ox

from kg.errors import SourceError
from kg.exports.rdf.terms import RDF, TYPE, node_id, scheme_iri
from kg.exports.reader import NODE_LABELS
from kg.records.entities import alias_text
from kg.records.graph import Edge, Node, Value, freeze

if TYPE_CHECKING:
    from kg.schema import EdgeType, Property, Schema

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
}
"""Formats by the suffix of their files; each may be gzipped."""

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Values = dict[str, list[Term]]
_SEQUENCE = RDF + "_"


def is_rdf(path: Path) -> bool:
    """Whether the suffix of a file is one of RDF.

    Example:
        >>> is_rdf(Path("graph.ttl")), is_rdf(Path("graph.nq.gz")), is_rdf(Path("annotations.jsonl.gz"))
        (True, True, False)
    """
    suffixes = path.suffixes[-2:]
    return bool(suffixes) and (suffixes[0] if suffixes[-1] == ".gz" else suffixes[-1]) in FORMATS


def read_store(path: Path) -> ox.Store:
    """Return the triples of an RDF file, those of its named graphs among them; integers of all kinds are one type.

    Raises:
        SourceError: If it cannot be read, its suffix is that of no RDF, or it is malformed; the message has the line.
    """
    store = ox.Store()
    with _reading(path) as (stream, format_):
        store.bulk_load(stream, format=format_)
    return store


def read_triples(path: Path) -> Iterator[ox.Triple]:
    """Yield the triples of an RDF file as they are written, those of its named graphs among them.

    Raises:
        SourceError: If it cannot be read, its suffix is that of no RDF, or it is malformed; the message has the line.
    """
    with _reading(path) as (stream, format_):
        for quad in ox.parse(stream, format=format_):
            yield quad.triple


@contextmanager
def _reading(path: Path) -> Iterator[tuple[IO[bytes], ox.RdfFormat]]:
    suffix = Path(path.name.removesuffix(".gz")).suffix
    if suffix not in FORMATS:
        raise SourceError(
            f"{path} is no RDF, to judge by its name.", hint=f"Name it {', '.join(FORMATS)}; .gz may follow."
        )
    try:
        with _opened(path) as stream:
            yield stream, FORMATS[suffix]
    except SyntaxError as err:
        place = f"{path}:{err.lineno}" if err.lineno else str(path)
        raise SourceError(f"{place}: {err.msg}.", hint="Any RDF tool shows the place; correct it there.") from err
    except (OSError, EOFError) as err:
        raise SourceError(f"{path} cannot be read: {getattr(err, 'strerror', None) or err}.") from err


def _opened(path: Path) -> IO[bytes]:
    if path.suffix == ".gz":
        return cast("IO[bytes]", gzip.open(path))
    return path.open("rb")


class RdfRecords:
    """The nodes and edges that triples stand for.

    Args:
        store: The triples.
        schema: Has the IRIs; its base is that of the triples.
        place: What messages call the triples, such as the file.
    """

    def __init__(self, store: ox.Store, schema: Schema, place: str) -> None:
        self._store = store
        self._schema = schema
        self._place = place
        self._kinds = {schema.expand(entity.iri): label for label, entity in schema.entities.items()}
        self._edge_types = {schema.expand(kind.iri): kind for kind in schema.edges}

    def nodes(self) -> Iterator[Node]:
        """Yield papers, then entities, ordered by id.

        Raises:
            SourceError: If one lacks what every such node has, or has a value that is none of its type.
        """
        scheme = ox.NamedNode(scheme_iri(self._schema))
        if next(self._store.quads_for_pattern(scheme, TYPE, None, None), None) is None:
            hint = f"The base is {self._schema.base}; give that of the data with --base."
            raise SourceError(f"{self._place} does not have {scheme.value}, as exports of kg do.", hint=hint)
        for label in NODE_LABELS:
            for id_, iri in self._instances(self._schema.nodes[label].iri, label):
                values = self._values(iri)
                kinds = [self._kinds[text] for text in map(_text, values[TYPE.value]) if text in self._kinds]
                if label == "Entity" and len(kinds) != 1:
                    raise self._error(iri, f"has {len(kinds)} of the classes {', '.join(self._schema.entities)}")
                properties = self._properties(iri, self._schema.nodes[label].properties, values)
                if "aliases" in properties:
                    properties["aliasText"] = alias_text(cast("tuple[str, ...]", properties["aliases"]))
                yield Node(id_, label, kinds[0] if kinds else "", freeze(properties))

    def edges(self) -> Iterator[Edge]:
        """Yield claims, then links, ordered by id.

        Raises:
            SourceError: If one lacks what every such edge has, or has a value that is none of its type.
        """
        for class_ in ("kg:Claim", "kg:Link"):
            for id_, iri in self._instances(class_, "Statement"):
                values = self._values(iri)
                source, kind, target = self._ends(iri, values)
                properties = self._properties(iri, kind.properties, values)
                names = {item.name for item in kind.properties}
                if "sentence" in names:
                    properties |= self._evidence(iri, values)
                if "mentions" in names:
                    properties |= self._mentions(values)
                if "through" in names:
                    properties["through"] = self._names(cast("tuple[str, ...]", properties.get("entityIds", ())))
                yield Edge(id_, kind.type, source, target, freeze(properties))

    def _instances(self, class_: str, label: str) -> list[tuple[str, str]]:
        found = set()
        for quad in self._store.quads_for_pattern(None, TYPE, ox.NamedNode(self._schema.expand(class_)), None):
            iri = _text(quad.subject)
            id_ = node_id(self._schema, label, iri)
            if id_ is None:
                hint = f"The base is {self._schema.base}; give that of the data with --base."
                raise self._error(iri, f"is a {class_} outside the base", hint=hint)
            found.add((id_, iri))
        return sorted(found)

    def _values(self, iri: str) -> Values:
        found: dict[str, dict[object, None]] = {}
        for quad in self._store.quads_for_pattern(ox.NamedNode(iri), None, None, None):
            found.setdefault(quad.predicate.value, {})[quad.object] = None
        return cast("Values", {name: list(values) for name, values in found.items()})

    def _ends(self, iri: str, values: Values) -> tuple[str, EdgeType, str]:
        reified = [term for term in values.get(RDF + "reifies", ()) if isinstance(term, ox.Triple)]
        if reified:
            ends = [_text(term) for term in reified[0]]
        else:
            ends = [self._one(iri, values, f"rdf:{name}") for name in ("subject", "predicate", "object")]
        kind = self._edge_types.get(ends[1])
        if kind is None:
            raise self._error(iri, f"has the predicate {ends[1]}, which the schema does not know")
        return self._reference(iri, kind.source, ends[0]), kind, self._reference(iri, kind.target, ends[2])

    def _reference(self, iri: str, label: str, value: str) -> str:
        id_ = node_id(self._schema, label, value)
        if id_ is None:
            raise self._error(iri, f"names {value}, which is no {label}")
        return id_

    def _one(self, iri: str, values: Values, compact: str) -> str:
        found = values.get(self._schema.expand(compact), [])
        if len(found) != 1:
            raise self._error(iri, f"has {len(found) or 'no'} {compact}")
        return _text(found[0])

    def _properties(self, iri: str, properties: Iterable[Property], values: Values) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for item in properties:
            if not item.iri:
                continue
            texts = [_text(term) for term in values.get(self._schema.expand(item.iri), ())]
            if item.required and not texts:
                raise self._error(iri, f"has no {item.iri}")
            if not texts:
                continue
            if not item.type.endswith("s"):
                found[item.name] = self._value(iri, item, self._one(iri, values, item.iri))
                continue
            ordered = self._in_order(self._one(iri, values, item.order)) if item.order else sorted(texts)
            found[item.name] = cast("Value", tuple(self._value(iri, item, text) for text in ordered))
        return found

    def _in_order(self, sequence: str) -> list[str]:
        places = {
            int(name.removeprefix(_SEQUENCE)): _text(terms[0])
            for name, terms in self._values(sequence).items()
            if name.removeprefix(_SEQUENCE).isdigit()
        }
        return [places[place] for place in sorted(places)]

    def _value(self, iri: str, item: Property, text: str) -> str | int | float:
        if item.reference:
            return self._reference(iri, item.reference, text)
        make: Callable[[str], str | int | float] = {"integer": int, "float": float}.get(item.type, str)
        try:
            return make(text)
        except ValueError as err:
            raise self._error(iri, f"has {item.iri} {text!r}, which is no {item.type}") from err

    def _evidence(self, iri: str, values: Values) -> dict[str, Value]:
        text, start, end = self._passage(self._one(iri, values, "kg:bestEvidence"))
        found: dict[str, Value] = {"sentence": text}
        if start >= 0:
            found |= {"sentenceStart": start, "sentenceEnd": end}
        return found

    def _mentions(self, values: Values) -> dict[str, Value]:
        sentences = [self._passage(_text(t)) for t in self._linked(values, "kg:evidence")]
        mentions, reasons = [], {}
        for term in self._linked(values, "kg:mention"):
            passage = self._passage(term.value)
            mentions.append(passage)
            for reason in self._linked(self._values(term.value), "kg:reason"):
                reasons[passage[0]] = str(reason.value)
        mentions.sort(key=_place)
        surfaces = tuple(sorted(set(reasons)))
        return {
            "sentences": tuple(text for text, *_ in sorted(sentences, key=_place)),
            "mentions": tuple(text for text, *_ in mentions),
            "starts": tuple(start for _, start, _ in mentions),
            "ends": tuple(end for *_, end in mentions),
            "surfaces": surfaces,
            "reasons": tuple(reasons[surface] for surface in surfaces),
        }

    def _linked(self, values: Values, compact: str) -> list[ox.NamedNode]:
        return cast("list[ox.NamedNode]", values.get(self._schema.expand(compact), []))

    def _passage(self, iri: str) -> tuple[str, int, int]:
        """Text, start and end; -1 for an end that is not known."""
        values = self._values(iri)
        text = self._one(iri, values, "oa:exact")
        if self._schema.expand("oa:start") not in values:
            return text, -1, -1
        try:
            return text, int(self._one(iri, values, "oa:start")), int(self._one(iri, values, "oa:end"))
        except ValueError as err:
            raise self._error(iri, f"has an offset that is no integer: {err}") from err

    def _names(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return the names of entities: a link is through them."""
        found = []
        for id_ in ids:
            iri = self._schema.expand("entity:") + id_.removeprefix("entity:")
            found.append(self._one(iri, self._values(iri), "skos:prefLabel"))
        return tuple(found)

    def _error(self, iri: str, what: str, hint: str | None = None) -> SourceError:
        short = iri.removeprefix(self._schema.base)
        return SourceError(
            f"{self._place}: {short} {what}.", hint=hint or "kg validate names everything that is wrong."
        )


def _text(term: Term) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value


def _place(passage: tuple[str, int, int]) -> tuple[bool, int, int, str]:
    text, start, end = passage
    return start < 0, start, end, text


def read_records(path: Path, schema: Schema) -> RdfRecords:
    """Return the nodes and edges of an RDF file.

    Raises:
        SourceError: If it cannot be read, or is malformed.
    """
    return RdfRecords(read_store(path), schema, str(path))
