"""What spaCy knows of `kg`: its components, its tokenizer and its extension attributes, each declared once.

The entry points of the package name the functions of this module, so that spaCy finds them by itself.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.abbreviations import AbbreviationComponent
from kg.extraction.components import (
    EncoderComponent,
    EntityComponent,
    MentionComponent,
    RelationComponent,
    RoleComponent,
)
from kg.extraction.sentences import SentenceComponent

for _name in ("kg_abbreviations", "kg_entities", "kg_relations"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=[])


@Language.factory("kg_sentences", assigns=["token.is_sent_start", "doc.sents"])
def create_sentences(nlp: Language, name: str) -> SentenceComponent:  # noqa: ARG001 - spaCy's signature
    """Make the component that finds sentences."""
    return SentenceComponent()


@Language.factory("kg_abbreviations", assigns=["doc._.kg_abbreviations"])
def create_abbreviations(nlp: Language, name: str) -> AbbreviationComponent:  # noqa: ARG001 - spaCy's signature
    """Make the component that finds abbreviations."""
    return AbbreviationComponent()


@Language.factory("kg_encoder", default_config={"model": ""})
def create_encoder(nlp: Language, name: str, model: str) -> EncoderComponent:  # noqa: ARG001 - spaCy's signature
    """Make the component that runs the encoder; `model` is a folder, "" the model that comes with `kg`."""
    return EncoderComponent(model)


@Language.factory("kg_mentions", assigns=["doc.spans"])
def create_mentions(nlp: Language, name: str) -> MentionComponent:  # noqa: ARG001 - spaCy's signature
    """Make the component that finds mentions."""
    return MentionComponent(nlp)


@Language.factory("kg_entities", requires=["doc.spans", "doc._.kg_abbreviations"], assigns=["doc._.kg_entities"])
def create_entities(nlp: Language, name: str) -> EntityComponent:  # noqa: ARG001 - spaCy's signature
    """Make the component that groups mentions."""
    return EntityComponent(nlp)


@Language.factory("kg_roles", requires=["doc._.kg_entities"])
def create_roles(nlp: Language, name: str) -> RoleComponent:  # noqa: ARG001 - spaCy's signature
    """Make the component that gives entities their roles."""
    return RoleComponent(nlp)


@Language.factory("kg_relations", requires=["doc._.kg_entities", "doc.sents"], assigns=["doc._.kg_relations"])
def create_relations(nlp: Language, name: str) -> RelationComponent:  # noqa: ARG001 - spaCy's signature
    """Make the component that finds relations."""
    return RelationComponent(nlp)
