"""From papers to annotations: the pipeline run on readable text, its findings brought back to the stored text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.documents.readable import ReadableText, read_text
from kg.errors import ExtractionError
from kg.ids import digest
from kg.records.annotations import Annotation, Mention, PaperEntity, Relation, Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Span as SpacySpan

    from kg.records.documents import Paper

CODE_VERSION = 3
"""Raised with every change of the code that can change what is found."""

CONFIG = Path(__file__).with_name("default.cfg")
BATCH_SIZE = 64
MAX_LENGTH = 10**8


def build_pipeline(pipeline: str | Path | None = None) -> Language:
    """Return a spaCy pipeline: the one in a folder, or the one that comes with `kg`.

    Raises:
        ExtractionError: If the folder holds no pipeline, or one without `kg`'s components.
    """
    import spacy
    from spacy.util import load_config, load_model_from_config

    from kg.extraction import registrations  # noqa: F401 - declares the extension attributes

    if pipeline is None:
        nlp = load_model_from_config(load_config(CONFIG), auto_fill=True)
    else:
        try:
            nlp = spacy.load(pipeline)
        except (OSError, ValueError) as err:
            raise ExtractionError(
                f"{pipeline} holds no spaCy pipeline: {str(err).splitlines()[0]}",
                hint="Give a folder that `nlp.to_disk` wrote.",
            ) from err
    if missing := {"kg_entities", "kg_relations"} - set(nlp.pipe_names):
        raise ExtractionError(f"The pipeline {pipeline} lacks {', '.join(sorted(missing))}.")
    # Ours are not the components for which spaCy bounds the length: long texts are read in windows.
    nlp.max_length = MAX_LENGTH
    return nlp


class Extractor:
    """Reads papers.

    Args:
        pipeline: Folder of a spaCy pipeline; None for the one that comes with `kg`.

    Attributes:
        pipeline: The folder, as a string, or None.
        version: Changes whenever what is found can change.

    Raises:
        ExtractionError: If there is no such pipeline.

    Example:
        >>> from kg.records.documents import Paper
        >>> paper = Paper("LoRA", "We introduce LoRA. We evaluate it on the GLUE benchmark.")
        >>> annotation = Extractor().extract(paper)
        >>> [mention.text for mention in annotation.entities[0].mentions]
        ['LoRA', 'LoRA']
    """

    def __init__(self, pipeline: str | Path | None = None) -> None:
        self.pipeline = str(pipeline) if pipeline is not None else None
        self._nlp = build_pipeline(pipeline)
        self.version = self._version()

    def _version(self) -> str:
        """The model's version, or the pipeline's name and version, with those of the code and of other components."""
        from spacy.util import load_config

        from kg.extraction.components import pipeline_model

        meta, pipes = self._nlp.meta, self._nlp.pipe_names
        own = [(name, self._nlp.get_pipe_meta(name).factory) for name in pipes]
        usual = load_config(CONFIG)["nlp"]["pipeline"]
        other = "" if own == [(name, name) for name in usual] else "+" + digest(meta["version"], str(own))[:6]
        if "kg_encoder" in pipes:
            return f"kg.model/{CODE_VERSION}.{pipeline_model(self._nlp).settings.version}{other}"
        return f"{meta['name']}/{CODE_VERSION}.{meta['version']}{other}"

    def extract(self, paper: Paper) -> Annotation:
        """Return what one paper says."""
        return next(self.extract_many([paper]))

    def extract_many(self, papers: Iterable[Paper], *, batch_size: int = BATCH_SIZE) -> Iterator[Annotation]:
        """Yield what each paper says, in their order, reading `batch_size` at a time."""
        stream = iter(papers)
        while batch := list(islice(stream, batch_size)):
            yield from self._extract_batch(batch)

    def _extract_batch(self, batch: list[Paper]) -> list[Annotation]:
        readable = [read_text(paper.text) for paper in batch]
        # Words that a batch brings are forgotten after it: a vocabulary that grew with every paper would fill memory.
        with self._nlp.memory_zone():
            docs = self._nlp.pipe((text.text for text in readable), batch_size=len(batch))
            return [
                annotation_of(p, text, doc, self.version) for p, text, doc in zip(batch, readable, docs, strict=True)
            ]


def annotation_of(paper: Paper, readable: ReadableText, doc: Doc, version: str) -> Annotation:
    """Return what the pipeline found in a paper, its places brought back to the paper's own text.

    Args:
        paper: The paper.
        readable: Its text as the pipeline read it.
        doc: What the pipeline made of that.
        version: Of the extractor.
    """
    text = paper.text
    sentences = tuple(_sentence(readable, sentence) for sentence in doc.sents if sentence.text.strip())
    entities = [_entity(text, readable, doc, entity) for entity in doc._.kg_entities]
    names = _distinct_names(entities)
    kept = [
        PaperEntity(name, e["type"], e["role"], tuple(mentions), min(1.0, e["confidence"]))
        for name, (e, mentions) in zip(names, entities, strict=True)
    ]
    order = sorted(range(len(kept)), key=lambda i: (kept[i].mentions[0].start, kept[i].name))
    relations = [_relation(readable, doc, relation, names) for relation in doc._.kg_relations]
    place = {kept[i].name: n for n, i in enumerate(order)}
    abbreviations = [
        tuple(text[slice(*readable.to_source(*pair))] for pair in ((a, b), (c, d)))
        for a, b, c, d in doc._.kg_abbreviations
    ]
    return Annotation(
        paper_id=paper.id,
        entities=tuple(kept[i] for i in order),
        relations=tuple(sorted(relations, key=lambda r: (place[r.head], r.type, place[r.tail]))),
        sentences=sentences,
        abbreviations=tuple((short, long) for short, long in abbreviations),
        extractor=version,
    )


def _sentence(readable: ReadableText, sentence: SpacySpan) -> Span:
    """A sentence without the blanks that spaCy counts to it."""
    blanks = len(sentence.text) - len(sentence.text.rstrip())
    return Span(*readable.to_source(sentence.start_char, sentence.end_char - blanks))


def _entity(
    text: str, readable: ReadableText, doc: Doc, entity: dict[str, Any]
) -> tuple[dict[str, Any], list[Mention]]:
    mentions = []
    for first, last, confidence in entity["mentions"]:
        start, end = readable.to_source(doc[first].idx, doc[last - 1].idx + len(doc[last - 1]))
        mentions.append(Mention(text[start:end], start, end, min(1.0, confidence)))
    return entity, mentions


def _distinct_names(entities: list[tuple[dict[str, Any], list[Mention]]]) -> list[str]:
    """A name for each entity: its most frequent string, the longest of those, made distinct where need be."""
    names: list[str] = []
    for entity, mentions in entities:
        texts = [mention.text for mention in mentions]
        name = min(texts, key=lambda text: (-texts.count(text), -len(text), text))
        names.append(name if name not in names else f"{name} ({entity['type']} {len(names)})")
    return names


def _relation(readable: ReadableText, doc: Doc, relation: dict[str, Any], names: list[str]) -> Relation:
    return Relation(
        head=names[relation["head"]],
        type=relation["type"],
        tail=names[relation["tail"]],
        sentence=_sentence(readable, doc[relation["sentence"]].sent),
        confidence=min(1.0, relation["confidence"]),
    )
