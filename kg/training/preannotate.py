"""Papers annotated by the model for a person to correct: in the guidelines' format, the least sure first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.evaluation.gold import GoldEntity, GoldPaper, occurrences

if TYPE_CHECKING:
    from kg.records.annotations import Annotation
    from kg.records.documents import Paper


def uncertainty(annotation: Annotation) -> float:
    """Return how unsure an annotation is, in [0, 1]: its expected part of errors, drawn towards a half.

    The fewer things are said, the less is known of how sure the model is; one that says nothing gets a half.

    Example:
        >>> from kg.records.annotations import Annotation
        >>> uncertainty(Annotation("p"))
        0.5
    """
    said = [entity.confidence for entity in annotation.entities] + [r.confidence for r in annotation.relations]
    return (0.5 + sum(1 - confidence for confidence in said)) / (1 + len(said))


def least_sure(papers: Iterable[tuple[Paper, Annotation]], count: int) -> list[tuple[Paper, Annotation]]:
    """Return the papers whose annotations are least sure, the least sure first; ties by id."""
    order = sorted(papers, key=lambda pair: (-uncertainty(pair[1]), pair[0].given_id or pair[0].id))
    return order[:count]


def to_correct(paper: Paper, annotation: Annotation) -> dict[str, Any]:
    """Return an annotation in the guidelines' format: mentions are strings, each of one entity.

    Strings that do not stand in the text as whole words, or only within longer ones, are left out, and so are entities
    without any.

    Args:
        paper: The paper.
        annotation: What was found in it; names should be canonical ones.

    Example:
        >>> from kg.records.annotations import Annotation, Mention, PaperEntity
        >>> from kg.records.documents import Paper
        >>> bert = PaperEntity("BERT", "Model", "introduces", (Mention("BERT", 0, 4), Mention("BERT", 8, 12)))
        >>> to_correct(Paper("BERT", "We BERT.", given_id="p1"), Annotation("x", (bert,)))["entities"]
        [{'name': 'BERT', 'type': 'Model', 'role': 'introduces', 'mentions': ['BERT']}]
    """
    entities = [
        GoldEntity(e.name, e.type, e.role, tuple(dict.fromkeys(mention.text for mention in e.mentions)))
        for e in annotation.entities
    ]
    standing: dict[str, list[str]] = {}
    for start, end, entity in occurrences(GoldPaper("", tuple(entities)), paper.text):
        strings = standing.setdefault(entity.name, [])
        if paper.text[start:end] not in strings:
            strings.append(paper.text[start:end])
    kept = [
        {"name": e.name, "type": e.type, "role": e.role, "mentions": standing[e.name]}
        for e in entities
        if e.name in standing
    ]
    relations = [[r.head, r.type, r.tail] for r in annotation.relations if r.head in standing and r.tail in standing]
    return {"id": paper.given_id or paper.id, "entities": kept, "relations": relations}


def text_record(paper: Paper) -> dict[str, str]:
    """Return a paper's text under the same id as its annotation."""
    return {"id": paper.given_id or paper.id, "title": paper.title, "abstract": paper.abstract}
