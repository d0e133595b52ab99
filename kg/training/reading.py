"""Papers read again and again with other settings: the encoder runs once, what follows it each time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from kg.documents.readable import read_text
from kg.evaluation.gold import GoldEntity, GoldPaper
from kg.extraction.abbreviations import AbbreviationComponent
from kg.extraction.components import (
    ENCODED,
    EncoderComponent,
    EntityComponent,
    MentionComponent,
    RelationComponent,
    RoleComponent,
)
from kg.extraction.extractor import annotation_of, build_pipeline
from kg.extraction.model import Model, load_model
from kg.extraction.model.heads import Heads
from kg.records.documents import Paper

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.documents.mapping import ReadableText
    from kg.extraction.model.settings import Settings
    from kg.records.annotations import Annotation


class _Encoder(EncoderComponent):
    """An encoder component around a model that no folder holds."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self._model = model

    @property
    def model(self) -> Model:
        return self._model


class _Around:
    """As much of a pipeline as the components ask for: its encoder."""

    pipe_names = ("kg_encoder",)

    def __init__(self, model: Model) -> None:
        self._encoder = _Encoder(model)

    def get_pipe(self, _: str) -> EncoderComponent:
        """Return the encoder."""
        return self._encoder


class EncodedPapers:
    """Papers that the encoder of a model has read.

    Args:
        folder: Of the model.
        texts: Title, newline, abstract, by paper id.
    """

    def __init__(self, folder: Path, texts: Mapping[str, str]) -> None:
        self._folder = folder
        self._model = load_model(folder)
        self._papers = list(self._encoded(texts))

    def _encoded(self, texts: Mapping[str, str]) -> Iterator[tuple[Paper, ReadableText, Doc]]:
        nlp, encoder, abbreviations = build_pipeline(), _Encoder(self._model), AbbreviationComponent()
        nlp.select_pipes(enable=["kg_sentences"])
        for id_, text in texts.items():
            title, _, abstract = text.partition("\n")
            readable = read_text(text)
            yield Paper(title, abstract, given_id=id_), readable, encoder(abbreviations(nlp(readable.text)))

    def with_settings(self, settings: Settings) -> Model:
        """Return the model with other settings."""
        return replace(self._model, settings=settings, heads=Heads(self._folder / "heads.npz", settings))

    def read(self, settings: Settings, *, relations: bool = True) -> dict[str, Annotation]:
        """Return what the model says with these settings, by paper id.

        Args:
            settings: How scores become decisions.
            relations: Whether to look for relations as well, which takes longest.
        """
        nlp = cast("Language", _Around(self.with_settings(settings)))
        components = (MentionComponent(nlp), EntityComponent(nlp), RoleComponent(nlp))
        find_relations = RelationComponent(nlp)
        found = {}
        for paper, readable, doc in self._papers:
            for component in components:
                component(doc)
            doc._.kg_relations = []
            encoded = doc.user_data.get(ENCODED)
            if relations and encoded is not None:
                find_relations(doc)
                doc.user_data[ENCODED] = encoded  # the component has taken it out
            found[paper.given_id] = annotation_of(paper, readable, doc, settings.version)
        return found


def said(annotations: Mapping[str, Annotation], least: float = 0.0) -> dict[str, GoldPaper]:
    """Return annotations as evaluation compares them: strings instead of places.

    Args:
        annotations: By the id under which the texts have the paper.
        least: Relations with less confidence are left out.
    """
    return {id_: _said(id_, annotation, least) for id_, annotation in annotations.items()}


def _said(paper_id: str, annotation: Annotation, least: float) -> GoldPaper:
    entities = (
        GoldEntity(e.name, e.type, e.role, tuple(dict.fromkeys(mention.text for mention in e.mentions)))
        for e in annotation.entities
    )
    relations = frozenset((r.head, r.type, r.tail) for r in annotation.relations if r.confidence >= least)
    return GoldPaper(paper_id, tuple(entities), relations)
