"""A store with two papers that claim one relation, written by hand; and the graph of it."""

from __future__ import annotations

import io

import pyoxigraph as ox
import pytest

from kg.exports import EXPORTERS
from kg.ids import edge_id
from kg.records.graph import Change, Edge, Node
from kg.schema import load_schema
from kg.stores.memory import MemoryStore

FIRST, SECOND = "arxiv:2001.00001", "doi:10.1/a<b>"
TEXTS = {FIRST: "LoRA is it.\nIt is LoRA. LoRA is low-rank.", SECOND: "Second\nA paper on LoRA and VAE."}


def paper(id_, **more):
    text = TEXTS[id_]
    properties = {
        "title": text.partition("\n")[0],
        "titleKeys": ("key",),
        "text": text,
        "ids": (id_,),
        "entityCount": 2,
        "extractor": "kg.test/1.2",
        "contentHash": "0123456789abcdef",
        **more,
    }
    return Node(id_, "Paper", "", properties)


def entity(id_, kind, name, **more):
    votes = (f"{kind}:2",)
    return Node(id_, "Entity", kind, {"name": name, "key": id_, "paperCount": 2, "typeVotes": votes, **more})


def claim(kind, source, target, paper_id, sentence, **more):
    start = TEXTS[paper_id].rindex(sentence)
    properties = {
        "paperId": paper_id,
        "confidence": 0.75,
        "sentence": sentence,
        "sentenceStart": start,
        "sentenceEnd": start + len(sentence),
        "extractor": "kg.test/1.2",
        **more,
    }
    return Edge(edge_id(kind, source, target, paper_id), kind, source, target, properties)


def role(kind, paper_id, target, sentences, places):
    text = TEXTS[paper_id]
    mentions = [text[start:end] for start, end in places]
    return claim(
        kind,
        paper_id,
        target,
        paper_id,
        sentences[-1],
        name="LoRA",
        entityType="Method",
        mentions=tuple(mentions),
        starts=tuple(start for start, _ in places),
        ends=tuple(end for _, end in places),
        sentences=tuple(sentences),
        surfaces=tuple(sorted(set(mentions))),
        reasons=tuple("name" for _ in set(mentions)),
    )


def records():
    first = paper(
        FIRST, year=2020, authors=("B", "A", "B"), url="https://example.org/a b", venue="ICLR", givenIds=("x",)
    )
    entities = [
        entity("entity:lora", "Method", "LoRA", aliases=("low-rank", "Lora"), aliasText="low-rank · Lora"),
        entity("entity:vae~1", "Model", "VAE"),
    ]
    link = Edge(
        edge_id("SHARES_TECHNIQUE", FIRST, SECOND),
        "SHARES_TECHNIQUE",
        FIRST,
        SECOND,
        {"weight": 0.5, "through": ("VAE", "LoRA"), "entityIds": ("entity:vae~1", "entity:lora"), "sourceRank": 1},
    )
    edges = (
        role(
            "USES",
            FIRST,
            "entity:lora",
            ("LoRA is it.", "It is LoRA.", "LoRA is low-rank."),
            ((0, 4), (18, 22), (24, 28)),
        ),
        role("INTRODUCES", SECOND, "entity:lora", ("A paper on LoRA and VAE.",), ((18, 22),)),
        claim("USES", "entity:vae~1", "entity:lora", FIRST, "It is LoRA."),
        claim("USES", "entity:vae~1", "entity:lora", SECOND, "A paper on LoRA and VAE."),
        link,
    )
    return Change(nodes=(first, paper(SECOND), *entities), edges=edges)


@pytest.fixture
def store():
    with MemoryStore() as memory:
        memory.write(records())
        yield memory


def exported(store, name, base=None):
    stream = io.StringIO()
    schema = load_schema().with_base(base) if base else load_schema()
    EXPORTERS[name].write(store, stream, schema)
    return stream.getvalue()


def loaded(store, format_="ntriples"):
    """The graph of a store, in pyoxigraph."""
    formats = {"ntriples": ox.RdfFormat.N_TRIPLES, "nquads": ox.RdfFormat.N_QUADS, "turtle12": ox.RdfFormat.TURTLE}
    graph = ox.Store()
    graph.load(exported(store, format_).encode(), format=formats[format_])
    return graph


def ask(graph, text):
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in load_schema().prefixes.items())
    return [tuple(term.value if term is not None else None for term in row) for row in graph.query(prefixes + text)]
