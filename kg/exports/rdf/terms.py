"""The IRIs of nodes and terms, and the terms that RDF has besides the schema's.

```text
BASE                     its scheme, its ontology, its shapes
BASE paper/ID            a paper                    BASE graph/ID    the named graph of what it says
BASE entity/KEY          an entity
BASE passage/ID.10-94    a sentence of it
BASE statement/ID        a claim of a paper, or a link between two
BASE statement/ID.10-14  a place where the paper names what the claim is of
BASE agent/NAME          what read the papers
…/authorOrder            the values of a property in their order
```
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import pyoxigraph as ox

if TYPE_CHECKING:
    from kg.schema import Schema

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = ox.NamedNode(RDF + "type")
SEQ = ox.NamedNode(RDF + "Seq")
INTEGER = ox.NamedNode(XSD + "integer")
NON_NEGATIVE = ox.NamedNode(XSD + "nonNegativeInteger")
ANY_URI = ox.NamedNode(XSD + "anyURI")

SAFE = "-._~+:@!$&'()*,;="
_PATHS = {
    "Paper": "paper/",
    "Entity": "entity/",
    "Agent": "agent/",
    "Statement": "statement/",
    "Passage": "passage/",
    "Graph": "graph/",
}
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`\ud800-\udfff]")
_ACL_OLD = re.compile(r"[a-z]\d{2}-\d{4}")


def node_iri(schema: Schema, label: str, id_: str) -> str:
    """Return the IRI of a node, an agent, a statement or a class: valid whatever its id holds.

    Example:
        >>> from kg.schema import load_schema
        >>> node_iri(load_schema(), "Entity", "entity:gpt-2")
        'https://w3id.org/paper-kg/entity/gpt-2'
        >>> node_iri(load_schema(), "Paper", "doi:10.1/a<b>")
        'https://w3id.org/paper-kg/paper/doi:10.1%2Fa%3Cb%3E'
    """
    if label == "Class":
        return schema.expand(f"kg:{quote(id_, safe='')}")
    local = id_.removeprefix("entity:") if label == "Entity" else id_
    return schema.base + _PATHS[label] + quote(local, safe=SAFE, errors="replace")


def node_id(schema: Schema, label: str, iri: str) -> str | None:
    """Return the id that an IRI was made from, or None if it is no IRI of such a node.

    Example:
        >>> from kg.schema import load_schema
        >>> node_id(load_schema(), "Paper", "https://w3id.org/paper-kg/paper/doi:10.1%2Fa%3Cb%3E")
        'doi:10.1/a<b>'
    """
    start = schema.expand("kg:") if label == "Class" else schema.base + _PATHS[label]
    local = unquote(iri.removeprefix(start))
    if not iri.startswith(start) or not local:
        return None
    return f"entity:{local}" if label == "Entity" else local


def clean_uri(text: str) -> str:
    """Return an address with what no IRI can hold percent-encoded.

    Example:
        >>> clean_uri("https://example.org/a b?c=<é>")
        'https://example.org/a%20b?c=%3Cé%3E'
    """
    return _NOT_IN_IRI.sub(lambda found: quote(found[0], safe="", errors="replace"), text)


def scheme_iri(schema: Schema) -> str:
    """Return the IRI of the concept scheme that all entities are in."""
    return schema.base + "scheme"


def same_as(ids: Iterable[str]) -> Iterator[str]:
    """Yield what the world calls a paper with these ids: its page in arXiv or the ACL Anthology, its DOI.

    Example:
        >>> list(same_as(["acl:n19-1423", "arxiv:1706.03762", "doi:10.1/a<b"]))
        ['https://aclanthology.org/N19-1423', 'https://arxiv.org/abs/1706.03762', 'https://doi.org/10.1/a%3Cb']
    """
    for id_ in ids:
        kind, _, local = id_.partition(":")
        if kind == "arxiv":
            yield "https://arxiv.org/abs/" + quote(local, safe=SAFE + "/")
        elif kind == "doi":
            yield "https://doi.org/" + quote(local, safe=SAFE + "/")
        elif kind == "acl":
            # The Anthology writes ids of the old form with a capital letter.
            yield "https://aclanthology.org/" + quote(local.upper() if _ACL_OLD.fullmatch(local) else local, safe=SAFE)
