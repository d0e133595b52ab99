"""An annotation in the format of the annotation guidelines, as other programs read it, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kg.records.annotations import Annotation, Mention, PaperEntity, Relation, Span
from kg.records.documents import Origin, Paper
from kg.schema import load_schema
from kg.sources.fields import RecordError

if TYPE_CHECKING:
    from collections.abc import Iterable


def extraction_record(paper: Paper, annotation: Annotation) -> dict[str, Any]:
    """Return what `kg extract` prints of a paper: the paper, and what it says.

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
        **_paper_record(paper),
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
        "sentences": [[sentence.start, sentence.end] for sentence in annotation.sentences],
        "abbreviations": [list(pair) for pair in annotation.abbreviations],
        "extractor": annotation.extractor,
    }


def _paper_record(paper: Paper) -> dict[str, Any]:
    record = {
        "id": paper.given_id or paper.id,
        "title": paper.title,
        "abstract": paper.abstract,
        "year": paper.year,
        "authors": list(paper.authors),
        "venue": paper.venue,
        "url": paper.url,
        "ids": sorted(paper.ids),
        "givenIds": sorted(paper.given_ids),
        "sources": sorted(paper.sources),
    }
    always = ("abstract", "givenIds")
    return {name: value for name, value in record.items() if name in always or value not in (None, "", [])}


def read_extraction(record: Mapping[str, Any], origin: Origin) -> tuple[Paper, Annotation]:
    """Return the paper and the annotation that `extraction_record` made a record of.

    Raises:
        RecordError: If the record lacks the paper's text or anything else that a graph needs, a mention does not stand
            where it says, or a type, role or relation is not the schema's.

    Example:
        >>> paper = Paper("BERT", "We introduce BERT.", given_id="p1")
        >>> bert = PaperEntity("BERT", "Model", "introduces", (Mention("BERT", 0, 4, 0.9),), 0.9)
        >>> annotation = Annotation(paper.id, (bert,), sentences=(Span(0, 4), Span(5, 23)), extractor="x/1")
        >>> read_extraction(extraction_record(paper, annotation), Origin()) == (paper, annotation)
        True
    """
    try:
        paper = _read_paper(record, origin)
        entities = tuple(_read_entity(item, paper.text) for item in record["entities"])
        names = {entity.name for entity in entities}
        annotation = Annotation(
            paper_id=paper.id,
            entities=entities,
            relations=tuple(_read_relation(item, names) for item in record["relations"]),
            sentences=tuple(Span(int(start), int(end)) for start, end in record.get("sentences", ())),
            abbreviations=tuple((str(short), str(long)) for short, long in record.get("abbreviations", ())),
            extractor=str(record.get("extractor", "")),
        )
    except KeyError as err:
        raise RecordError(f"the record has no {err.args[0]!r}: kg extract writes one with all that it needs") from err
    except (TypeError, ValueError, AttributeError) as err:
        raise RecordError(f"the record is not as kg extract writes it ({err})") from err
    if len(names) < len(entities):
        raise RecordError("two entities of the record have one name")
    return paper, annotation


def _read_paper(record: Mapping[str, Any], origin: Origin) -> Paper:
    title, abstract = record["title"], record["abstract"]
    if not isinstance(title, str) or not title.strip() or "\n" in title or not isinstance(abstract, str):
        raise RecordError("its title or abstract is no text, or the title is not one line")
    sources = frozenset(map(str, record.get("sources", ())))
    year, id_ = record.get("year"), str(record.get("id", ""))
    given = frozenset(map(str, record.get("givenIds", [id_] if id_ else ())))
    return Paper(
        title=title,
        abstract=abstract,
        given_id=id_ if id_ in given else "",
        given_ids=given,
        ids=frozenset(map(str, record.get("ids", ()))),
        year=None if year is None else int(year),
        authors=tuple(map(str, record.get("authors", ()))),
        venue=str(record.get("venue", "")),
        url=str(record.get("url", "")),
        origin=Origin() if sources else origin,
        sources=sources,
    )


def _read_entity(item: Mapping[str, Any], text: str) -> PaperEntity:
    name, type_, role = str(item["name"]), item["type"], item["role"]
    roles = load_schema().roles
    if role not in roles or type_ not in roles[role].types:
        raise RecordError(f"the entity {name!r} is a {type_} that the paper {role}: there is no such pair")
    mentions = tuple(
        Mention(str(m["text"]), int(m["start"]), int(m["end"]), float(m.get("confidence", 1.0)))
        for m in item["mentions"]
    )
    for mention in mentions:
        if text[mention.start : mention.end] != mention.text or not mention.text:
            raise RecordError(f"{mention.text!r} does not stand at {mention.start}:{mention.end} of the text")
    if not mentions:
        raise RecordError(f"the entity {name!r} has no mention")
    return PaperEntity(name, type_, role, mentions, float(item.get("confidence", 1.0)))


def _read_relation(item: Mapping[str, Any], names: Iterable[str]) -> Relation:
    head, type_, tail = item["head"], item["type"], item["tail"]
    for end in (head, tail):
        if end not in names:
            raise RecordError(f"the relation {type_} has an end {end!r} that is none of the entities")
    if type_ not in load_schema().relations:
        raise RecordError(f"there is no relation {type_!r}")
    return Relation(head, type_, tail, Span(int(item["start"]), int(item["end"])), float(item.get("confidence", 1.0)))
