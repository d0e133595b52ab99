"""The trained components: an encoder that runs once, and what reads mentions, roles and relations off it.

Between them stands what spaCy keeps with a document: `doc.spans["kg_mentions"]`, and under `doc._.` the plain,
serialisable `kg_abbreviations`, `kg_entities` and `kg_relations`. The encoder's vectors stay in `doc.user_data` from
`kg_encoder` to `kg_relations`, which takes them out.
"""

from __future__ import annotations

import shutil
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.tokens import Doc, Span, SpanGroup

from kg.errors import ExtractionError
from kg.extraction.grouping import group_strings
from kg.extraction.model import DATA, FILES, Model, load_model
from kg.extraction.model.decoding import find_strings
from kg.extraction.model.heads import Candidate, Pair
from kg.extraction.model.words import Words

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.extraction.model.encoder import Encoded

MENTIONS = "kg_mentions"
ENCODED = "kg_encoded"
MOST_ENTITIES = 60
"""Pairs grow with the square of the entities; a text with more is no abstract, and its least sure ones are left out."""


def words_of(doc: Doc) -> tuple[Words, list[int]]:
    """Return the words of a document, and the index of the token that each is."""
    tokens = [token for token in doc if not token.is_space]
    title_end = doc.text.find("\n")
    starts = tuple(token.idx for token in tokens)
    title = bisect_right(starts, title_end) if title_end >= 0 else len(tokens)
    words = Words(
        text=doc.text,
        strings=tuple(token.text for token in tokens),
        starts=starts,
        ends=tuple(token.idx + len(token) for token in tokens),
        title=title,
    )
    return words, [token.i for token in tokens]


class EncoderComponent:
    """Runs the encoder. Registered as `kg_encoder`.

    Args:
        model: Folder of a model; "" for the one that comes with `kg`.
    """

    def __init__(self, model: str = "") -> None:
        self._folder = Path(model) if model else DATA

    @property
    def model(self) -> Model:
        """The model, loaded on first use."""
        return load_model(self._folder)

    def __call__(self, doc: Doc) -> Doc:
        """Encode one document."""
        words, _ = words_of(doc)
        if len(words):
            doc.user_data[ENCODED] = self.model.encoder.encode(words)
        return doc

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002 - spaCy's signature
        """Write the model's files into a folder."""
        Path(path).mkdir(parents=True, exist_ok=True)
        if Path(path).resolve() == self._folder.resolve():
            return
        for name in FILES:
            shutil.copyfile(self._folder / name, Path(path) / name)

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> EncoderComponent:  # noqa: ARG002 - spaCy's signature
        """Use the model in a folder."""
        self._folder = Path(path)
        return self


def pipeline_model(nlp: Language) -> Model:
    """Return the model of a pipeline's encoder.

    Raises:
        ExtractionError: If it has no encoder.
    """
    encoder = nlp.get_pipe("kg_encoder") if "kg_encoder" in nlp.pipe_names else None
    if not isinstance(encoder, EncoderComponent):
        raise ExtractionError("The pipeline has no `kg_encoder`.", hint="Add it before `kg_mentions`.")
    return encoder.model


class _Reading:
    """A component that reads the model of the pipeline's encoder."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp

    @property
    def model(self) -> Model:
        """The encoder's model."""
        return pipeline_model(self._nlp)

    def encoded(self, doc: Doc) -> Encoded | None:
        """The vectors of a document; None if it has no words."""
        found: Encoded | None = doc.user_data.get(ENCODED)
        return found


class MentionComponent(_Reading):
    """Finds mentions. Registered as `kg_mentions`.

    It sets `doc.spans["kg_mentions"]`, labelled with types. The group's `attrs` hold for each span `confidence` and
    `types`: the probability of each type, in the order of the model's settings.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Set the document's mentions."""
        encoded = self.encoded(doc)
        group = SpanGroup(doc, name=MENTIONS, spans=[], attrs={"confidence": [], "types": []})
        doc.spans[MENTIONS] = group
        if encoded is None:
            return doc
        settings = self.model.settings
        words, tokens = words_of(doc)
        found = find_strings(words, encoded.tags, settings)
        found = sorted(found, key=lambda item: (-item.confidence, item.places[0]))[:MOST_ENTITIES]
        spans = sorted(
            (tokens[start], tokens[end - 1] + 1, item.confidence, (item.scores / len(item.places)).tolist())
            for item in found
            for start, end in item.places
        )
        for start, end, confidence, types in spans:
            label = settings.types[int(np.argmax(types))]
            group.append(Span(doc, start, end, label=label))
            group.attrs["confidence"].append(confidence)
            group.attrs["types"].append(types)
        return doc


class EntityComponent(_Reading):
    """Groups mentions into the paper's entities. Registered as `kg_entities`.

    It sets `doc._.kg_entities`: dictionaries with `type`, `role` ("mentions" as yet), `confidence`, and `mentions`, a
    list of first token, one past the last token, and confidence.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Set the document's entities."""
        group = doc.spans.get(MENTIONS, ())
        strings = list(dict.fromkeys(span.text for span in group))
        short_forms = {doc.text[a:b]: doc.text[c:d] for a, b, c, d in doc._.kg_abbreviations}
        numbers = dict(zip(strings, group_strings(strings, short_forms), strict=True))
        entities: dict[int, dict[str, Any]] = {}
        totals: dict[int, list[float]] = {}
        for index, span in enumerate(group):
            number = numbers[span.text]
            confidence, types = group.attrs["confidence"][index], group.attrs["types"][index]
            entity = entities.setdefault(number, {"role": "mentions", "confidence": 0.0, "mentions": []})
            entity["mentions"].append([span.start, span.end, confidence])
            entity["confidence"] = max(entity["confidence"], confidence)
            total = totals.setdefault(number, [0.0] * len(types))
            totals[number] = [a + b for a, b in zip(total, types, strict=True)]
        names = self.model.settings.types if entities else ()
        for number, entity in entities.items():
            entity["type"] = names[int(np.argmax(totals[number]))]
        doc._.kg_entities = list(entities.values())
        return doc


class RoleComponent(_Reading):
    """Says what each entity is to the paper. Registered as `kg_roles`; sets `role` and `confidence`."""

    def __call__(self, doc: Doc) -> Doc:
        """Set the roles of the document's entities."""
        encoded, entities = self.encoded(doc), doc._.kg_entities
        if encoded is None or not entities:
            return doc
        candidates, words, _ = candidates_of(doc, self.model)
        vectors, features = self.model.heads.represent(encoded, candidates, words.title)
        probabilities = self.model.heads.roles(encoded, candidates, vectors, features)
        for entity, row in zip(entities, probabilities, strict=True):
            best = int(row.argmax())
            entity["role"] = self.model.settings.roles[best]
            entity["confidence"] = float(entity["confidence"] * row[best])
        return doc


class RelationComponent(_Reading):
    """Finds relations. Registered as `kg_relations`.

    It sets `doc._.kg_relations`: dictionaries with `head` and `tail` (places in `kg_entities`), `type`, `confidence`,
    and `sentence`, the index of a token in the sentence that it rests on best.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Set the document's relations, and forget the encoder's vectors."""
        encoded = self.encoded(doc)
        doc.user_data.pop(ENCODED, None)
        doc._.kg_relations = []
        if encoded is None or len(doc._.kg_entities) < 2:
            return doc
        settings, heads = self.model.settings, self.model.heads
        candidates, words, tokens = candidates_of(doc, self.model)
        vectors, features = heads.represent(encoded, candidates, words.title)
        roles = np.array([settings.roles.index(entity["role"]) for entity in doc._.kg_entities])
        starts = [sentence.start for sentence in doc.sents]
        sentences = [bisect_right(starts, token) for token in tokens]
        pairs = heads.relations(encoded, candidates, vectors, features, roles, sentences)
        title_end = tokens[words.title] if words.title < len(tokens) else len(doc)
        for pair in pairs:
            head, tail = (tokens[start] for start, _ in pair.places)
            # A paper need not name its own thing again to speak of it ("We test on …"): then it is the sentence with
            # the other end that says it. Where both stand in one sentence, it is the same either way.
            is_own = doc._.kg_entities[pair.head]["role"] == "introduces"
            evidence = tail if is_own and tail >= title_end else head
            doc._.kg_relations += self._relations(pair, evidence)
        return doc

    def _relations(self, pair: Pair, evidence: int) -> Iterator[dict[str, Any]]:
        settings = self.model.settings
        for index in np.flatnonzero(pair.probabilities >= np.array(settings.relation_thresholds, dtype=np.float32)):
            yield {
                "head": pair.head,
                "type": settings.relations[index],
                "tail": pair.tail,
                "confidence": float(pair.probabilities[index]),
                "sentence": evidence,
            }


def candidates_of(doc: Doc, model: Model) -> tuple[list[Candidate], Words, list[int]]:
    """Return the document's entities as the heads see them, its words, and the token that each word is."""
    words, tokens = words_of(doc)
    place = {token: index for index, token in enumerate(tokens)}
    candidates = [
        Candidate(
            type=model.settings.types.index(entity["type"]),
            places=tuple((place[start], place[end - 1] + 1) for start, end, _ in entity["mentions"]),
        )
        for entity in doc._.kg_entities
    ]
    return candidates, words, tokens
