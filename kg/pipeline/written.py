"""An annotation in the format of the annotation guidelines, as other programs read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.records.annotations import Annotation
    from kg.records.documents import Paper


def extraction_record(paper: Paper, annotation: Annotation) -> dict[str, Any]:
    """Return what `kg extract` prints of a paper.

    Example:
        >>> from kg.records.annotations import Annotation, Mention, PaperEntity
        >>> from kg.records.documents import Paper
        >>> bert = PaperEntity("BERT", "Model", "introduces", (Mention("BERT", 0, 4, 0.9),), 0.9)
        >>> record = extraction_record(Paper("BERT", "", given_id="p1"), Annotation("x", (bert,)))
        >>> record["id"], record["entities"][0]["mentions"]
        ('p1', [{'text': 'BERT', 'start': 0, 'end': 4, 'confidence': 0.9}])
    """
    text = paper.text
    return {
        "id": paper.given_id or paper.id,
        "entities": [
            {
                "name": entity.name,
                "type": entity.type,
                "role": entity.role,
                "confidence": round(entity.confidence, 4),
                "mentions": [
                    {"text": m.text, "start": m.start, "end": m.end, "confidence": round(m.confidence, 4)}
                    for m in entity.mentions
                ],
            }
            for entity in annotation.entities
        ],
        "relations": [
            {
                "head": relation.head,
                "type": relation.type,
                "tail": relation.tail,
                "sentence": text[relation.sentence.start : relation.sentence.end],
                "start": relation.sentence.start,
                "end": relation.sentence.end,
                "confidence": round(relation.confidence, 4),
            }
            for relation in annotation.relations
        ],
        "extractor": annotation.extractor,
    }
