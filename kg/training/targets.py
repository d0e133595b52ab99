"""What the network should say of a paper: sure for annotated papers, probabilities for those that a model labelled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from kg.documents.readable import read_text
from kg.extraction.components import ENCODED, candidates_of, pipeline_model
from kg.extraction.model.decoding import log_softmax
from kg.extraction.model.heads import Candidate
from kg.training.dataset import Example, sentence_numbers
from kg.training.labels import Floats, load_labels

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.extraction.model import Model

_DROPPED_MENTIONS = 0.15
"""Part of the further mentions of an entity that the heads do not see, so that they can do with those they find."""


@dataclass(frozen=True, slots=True)
class Target:
    """What the network should say of a paper.

    Attributes:
        tags: Shape (n_words, n_tags): probability of each tag.
        candidates: The entities that the heads are asked about.
        roles: Shape (n_entities, n_roles): probability of each role.
        pairs: Heads and tails, places in `candidates`.
        relations: Shape (n_pairs, n_relations): probability of each relation; only those that the types allow count.
    """

    tags: Floats
    candidates: tuple[Candidate, ...]
    roles: Floats
    pairs: tuple[tuple[int, int], ...]
    relations: Floats


def gold_target(example: Example, n_words: int, random: Random | None = None) -> Target:
    """Return what an annotated paper says.

    Args:
        example: The paper.
        n_words: The words that the encoder sees, from the first on.
        random: Chooses mentions that the heads are not shown; None to show all.
    """
    labels = load_labels()
    seen = [span for span in example.spans if span[1] <= n_words]
    places: dict[int, list[tuple[int, int]]] = {}
    for start, end, entity in _shown(seen, random):
        places.setdefault(entity, []).append((start, end))
    order = {entity: index for index, entity in enumerate(sorted(places))}
    candidates = [Candidate(example.entities[entity][0], tuple(places[entity])) for entity in order]
    pairs = {pair: index for index, pair in enumerate(labels.pairs([candidate.type for candidate in candidates]))}
    relations = np.zeros((len(pairs), len(labels.relations)), dtype=np.float32)
    for head, kind, tail in example.relations:
        if (index := pairs.get((order.get(head, -1), order.get(tail, -1)))) is not None:
            relations[index, kind] = 1
    return Target(
        tags=_tags(seen, example, n_words),
        candidates=tuple(candidates),
        roles=np.eye(len(labels.roles), dtype=np.float32)[[example.entities[entity][1] for entity in order]],
        pairs=tuple(pairs),
        relations=relations,
    )


def _shown(spans: list[tuple[int, int, int]], random: Random | None) -> Iterator[tuple[int, int, int]]:
    left = Counter(entity for _, _, entity in spans)
    for span in spans:
        if random is not None and left[span[2]] > 1 and random.random() < _DROPPED_MENTIONS:
            left[span[2]] -= 1
            continue
        yield span


def _tags(spans: list[tuple[int, int, int]], example: Example, n_words: int) -> Floats:
    numbers = [0] * n_words
    for start, end, entity in spans:
        begin = 1 + 2 * example.entities[entity][0]
        numbers[start:end] = [begin] + [begin + 1] * (end - start - 1)
    result: Floats = np.eye(load_labels().tags, dtype=np.float32)[numbers]
    return result


def label_papers(texts: Iterable[tuple[str, str]], nlp: Language) -> Iterator[tuple[Example, Target]]:
    """Yield unlabelled papers with what a model says of them, in probabilities.

    A paper without a word is left out.

    Args:
        texts: Pairs of id and text.
        nlp: A pipeline with the model that labels.
    """
    model = pipeline_model(nlp)
    with nlp.select_pipes(disable=["kg_relations"]):
        for id_, text in texts:
            doc = nlp(read_text(text).text)
            if ENCODED in doc.user_data:
                yield _labelled(id_, doc, model)


def _labelled(id_: str, doc: Doc, model: Model) -> tuple[Example, Target]:
    labels, encoded = load_labels(), doc.user_data[ENCODED]
    candidates, words, _ = candidates_of(doc, model)
    sentences = sentence_numbers(doc)
    roles = np.zeros((0, len(labels.roles)), dtype=np.float32)
    found = []
    if candidates:
        vectors, features = model.heads.represent(encoded, candidates, words.title)
        roles = model.heads.roles(encoded, candidates, vectors, features)
        found = model.heads.relations(encoded, candidates, vectors, features, roles.argmax(axis=1), sentences)
    relations = [pair.probabilities for pair in found]
    target = Target(
        tags=np.exp(log_softmax(encoded.tags / np.float32(model.settings.temperatures[0]))),
        candidates=tuple(candidates),
        roles=roles,
        pairs=tuple((pair.head, pair.tail) for pair in found),
        relations=np.stack(relations) if relations else np.zeros((0, len(labels.relations)), dtype=np.float32),
    )
    return Example(id_, words, sentences, (), (), frozenset()), target
