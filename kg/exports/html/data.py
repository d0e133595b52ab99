"""What the page knows of a graph, as plain data. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.exports.reader import GraphReader
    from kg.records.graph import Edge
    from kg.schema import EdgeType, Schema

LOOKS = (
    ("#0072B2", "round-rectangle"),
    ("#E69F00", "ellipse"),
    ("#56B4E9", "diamond"),
    ("#009E73", "hexagon"),
    ("#F0E442", "triangle"),
    ("#CC79A7", "rectangle"),
    ("#D55E00", "star"),
)
"""Colour and shape of papers and of each kind of entity, in the schema's order. The colours are those of Okabe and Ito,
which colour-blind people can tell apart ("Color Universal Design", 2008)."""

Plain = dict[str, Any]


def page_data(reader: GraphReader, schema: Schema) -> Plain:
    """Return what the page shows, as JSON can hold it.

    - `kinds`: label, description, colour and shape of papers and of each kind of entity.
    - `edges`: the edge types, each with its ends' labels and how it is said.
    - `papers` and `entities`: what is shown of each node.
    - `claims`: rows of edge type, source, target, paper, confidence, sentences, mentions.
    - `links`: rows of edge type, source, target, weight, entities.

    In rows, types, papers and entities are places in those lists. Sentences and mentions are pairs of first and last
    code point in the paper's text; a sentence that is not in it stands there itself.
    """
    papers = list(reader.nodes("Paper"))
    entities = list(reader.nodes("Entity"))
    places = {
        "Paper": {node.id: place for place, node in enumerate(papers)},
        "Entity": {node.id: place for place, node in enumerate(entities)},
    }
    texts = [str(node.properties.get("text", "")) for node in papers]
    claims: list[list[Any]] = []
    links: list[list[Any]] = []
    types = _strongest_first(schema)
    for number, kind in enumerate(types):
        for edge in reader.edges(kind.type, kind.source):
            row = [number, places[kind.source][edge.source], places[kind.target][edge.target]]
            if kind.target == "Paper":
                links.append(row + _shared(edge, places["Entity"]))
            else:
                paper = places["Paper"][str(edge.properties["paperId"])]
                claims.append([*row, paper, *_evidence(edge, texts[paper])])
    return {
        "kinds": _kinds(schema),
        "edges": [{"type": e.type, "source": e.source, "target": e.target, "says": _says(e)} for e in types],
        "papers": [
            {"id": node.id, **_only(node.properties, ("title", "text", "year", "authors", "venue", "url"))}
            for node in papers
        ],
        "entities": [
            {"id": node.id, "kind": node.kind, **_only(node.properties, ("name", "aliases", "paperCount"))}
            for node in entities
        ],
        "claims": claims,
        "links": links,
    }


def _strongest_first(schema: Schema) -> list[EdgeType]:
    """The edge types: what entities are to papers, strongest first, then the others as the schema has them."""
    ranks = {("Paper", role.edge): rank for rank, role in enumerate(schema.roles.values())}
    return sorted(schema.edges, key=lambda edge: ranks.get((edge.source, edge.type), len(ranks)))


def _kinds(schema: Schema) -> list[Plain]:
    described = {"Paper": schema.nodes["Paper"].description}
    described |= {label: entity.description for label, entity in schema.entities.items()}
    return [
        {"label": label, "description": description, "color": color, "shape": shape}
        for (label, description), (color, shape) in zip(described.items(), LOOKS, strict=True)
    ]


def _says(edge: EdgeType) -> str:
    """The type as a verb: "is trained on" for `TRAINED_ON`, "uses" for `USES`."""
    if edge.target == "Paper":
        return "shares techniques with"
    words = edge.type.lower().replace("_", " ")
    return words if words.split()[0].endswith("s") else f"is {words}"


def _only(properties: object, names: Iterable[str]) -> Plain:
    kept = cast("dict[str, Any]", properties)
    return {name: kept[name] for name in names if name in kept}


def _shared(edge: Edge, places: dict[str, int]) -> list[Any]:
    ids = cast("tuple[str, ...]", edge.properties.get("entityIds", ()))
    return [edge.properties.get("weight", 0.0), [places[id_] for id_ in ids if id_ in places]]


def _evidence(edge: Edge, text: str) -> list[Any]:
    properties = edge.properties
    best = str(properties.get("sentence", ""))
    sentences = cast("tuple[str, ...]", properties.get("sentences", (best,) if best else ()))
    starts = cast("tuple[int, ...]", properties.get("starts", ()))
    ends = cast("tuple[int, ...]", properties.get("ends", ()))
    found = [_span(sentence, text, cast("int", properties.get("sentenceStart", 0)), best) for sentence in sentences]
    return [properties.get("confidence", 0.0), found, list(map(list, zip(starts, ends, strict=False)))]


def _span(sentence: str, text: str, start: int, best: str) -> list[int] | str:
    """Where a sentence stands: the best one's place is known, another is looked for; itself, if it is nowhere."""
    if sentence != best or text[start : start + len(sentence)] != sentence:
        start = text.find(sentence)
    return [start, start + len(sentence)] if start >= 0 else sentence
