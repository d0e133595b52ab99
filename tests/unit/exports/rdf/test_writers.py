"""What the serializer writes, put in order however it comes in pieces."""

from __future__ import annotations

import io

import pyoxigraph as ox
import pytest

from kg.exports.rdf.writers import _TURTLE_HEAD, _XML_HEAD, _Text, serialize
from tests.unit.exports.rdf.conftest import exported

PREFIXES = {"b": "https://example.org/b/", "a": "https://example.org/a/", "c": "https://example.org/c/"}


def triples():
    for name in ("é", "漢字 .", "three"):
        subject = ox.NamedNode(f"https://example.org/a/{name[0]}")
        for end in (" .\n", "😀"):
            yield ox.Triple(subject, ox.NamedNode("https://example.org/b/p"), ox.Literal(name + end))


def test_turtle_has_sorted_prefixes_and_an_empty_line_before_each_subject():
    stream = io.StringIO()
    serialize(triples(), stream, ox.RdfFormat.TURTLE, PREFIXES)
    assert stream.getvalue() == (
        "@prefix a: <https://example.org/a/> .\n"
        "@prefix b: <https://example.org/b/> .\n"
        "@prefix c: <https://example.org/c/> .\n\n"
        'a:é b:p "é .\\n" , "é😀" .\n\n'
        'a:漢 b:p "漢字 . .\\n" , "漢字 .😀" .\n\n'
        'a:t b:p "three .\\n" , "three😀" .\n\n'
    )


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
@pytest.mark.parametrize(
    ("format_", "head"),
    [(ox.RdfFormat.TURTLE, _TURTLE_HEAD), (ox.RdfFormat.RDF_XML, _XML_HEAD), (ox.RdfFormat.N_TRIPLES, None)],
)
def test_pieces_of_any_size_give_the_same_text(format_, head, size):
    data = ox.serialize(triples(), format=format_, prefixes=PREFIXES)
    texts = []
    for step in (size, len(data)):
        stream = io.StringIO()
        text = _Text(stream, head, spaced=head is _TURTLE_HEAD)
        for start in range(0, len(data), step):
            text.write(data[start : start + step])
        text.close()
        texts.append(stream.getvalue())
    assert texts[0] == texts[1]
    if format_ == ox.RdfFormat.N_TRIPLES:
        assert texts[0] == data.decode()


def test_rdf_xml_declares_its_prefixes_in_order(store):
    root = next(line for line in exported(store, "rdfxml").splitlines() if line.startswith("<rdf:RDF"))
    names = [part.partition("=")[0] for part in root.removesuffix(">").split()[1:]]
    assert names == sorted(names) and len(names) > 10
