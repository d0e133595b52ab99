"""What the network should say of a paper: sure for annotated papers, probabilities for those that models labelled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from kg.extraction.model.heads import Candidate, feature_rows, nearest_mentions
from kg.training.labels import Floats, load_labels

if TYPE_CHECKING:
    from kg.training.dataset import Example

Indices = npt.NDArray[np.int64]

_DROPPED_MENTIONS = 0.15
"""Part of the further mentions of an entity that the heads do not see, so that they can do with those they find."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the heads are asked about a paper, or about a batch of them.

    Attributes:
        mentions: Shape (n_mentions, 4): paper, entity, first word, one past the last word.
        entities: Shape (n_entities, 5): paper, and a row of each table of `heads.FEATURES`, the type first.
        pairs: Shape (n_pairs, 6): paper, head, tail, bucket of their distance, first word of the stretch that holds
            both and one past its last word; both -1 where they are far apart.
    """

    mentions: Indices
    entities: Indices
    pairs: Indices


@dataclass(frozen=True, slots=True)
class Target:
    """What the network should say of a paper.

    Attributes:
        tags: Shape (n_words, n_tags): probability of each tag.
        candidates: The entities that the heads are asked about.
        asked: The same, as the network is asked.
        roles: Shape (n_entities, n_roles): probability of each role.
        relations: Shape (n_pairs, n_relations): probability of each relation; only those that the types allow count.
    """

    tags: Floats
    candidates: tuple[Candidate, ...]
    asked: Asked
    roles: Floats
    relations: Floats


def questions(candidates: Sequence[Candidate], title: int, n_words: int, sentences: Sequence[int]) -> Asked:
    """Return what the heads are asked about the entities of a paper.

    Args:
        candidates: The entities.
        title: Words in the title.
        n_words: Words in all.
        sentences: Number of the sentence in which each word stands.

    Example:
        >>> asked = questions([Candidate(0, ((0, 1),)), Candidate(4, ((2, 4),))], 0, 5, [1, 1, 1, 1, 1])
        >>> asked.pairs.tolist()
        [[0, 0, 1, 0, 0, 4]]
    """
    mentions = [
        (0, number, start, end) for number, candidate in enumerate(candidates) for start, end in candidate.places
    ]
    entities = [(0, *feature_rows(candidate, title, n_words)) for candidate in candidates]
    pairs = []
    for head, tail in load_labels().pairs([candidate.type for candidate in candidates]):
        near = nearest_mentions(candidates[head], candidates[tail], sentences)
        pairs.append((0, head, tail, near.bucket, near.start, near.end))
    return Asked(*(_table(rows, width) for rows, width in ((mentions, 4), (entities, 5), (pairs, 6))))


def _table(rows: Sequence[tuple[int, ...]], width: int) -> Indices:
    return np.array(rows, dtype=np.int64).reshape(-1, width)


def joined(papers: Sequence[Asked]) -> Asked:
    """Return what a batch of papers is asked, its papers and their entities counted through."""
    entities = np.cumsum([0, *(len(asked.entities) for asked in papers)])
    parts = []
    for number, asked in enumerate(papers):
        before = entities[number]
        parts.append(
            (
                np.add(asked.mentions, [number, before, 0, 0]),
                np.add(asked.entities, [number, 0, 0, 0, 0]),
                np.add(asked.pairs, [number, before, before, 0, 0, 0]),
            )
        )
    return Asked(*(np.concatenate(tables) for tables in zip(*parts, strict=True)))


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
    candidates = tuple(Candidate(example.entities[entity][0], tuple(places[entity])) for entity in order)
    asked = questions(candidates, example.words.title, n_words, example.sentences)
    pairs = {(int(head), int(tail)): index for index, (_, head, tail, *_) in enumerate(asked.pairs)}
    relations = np.zeros((len(pairs), len(labels.relations)), dtype=np.float32)
    for head, kind, tail in example.relations:
        if (index := pairs.get((order.get(head, -1), order.get(tail, -1)))) is not None:
            relations[index, kind] = 1
    return Target(
        tags=_tags(seen, example, n_words),
        candidates=candidates,
        asked=asked,
        roles=np.eye(len(labels.roles), dtype=np.float32)[[example.entities[entity][1] for entity in order]],
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
