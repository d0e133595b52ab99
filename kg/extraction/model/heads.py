"""The heads for roles and relations, on numpy: small enough that a second session would only cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from kg.schema import load_schema

if TYPE_CHECKING:
    from kg.extraction.model.encoder import Encoded
    from kg.extraction.model.settings import Settings

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]
NEVER = np.float32(-1e4)
WIDEST_CONTEXT = 80
"""Words between two mentions that are looked at together."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity as the heads see it.

    Attributes:
        type: Index in the settings' types.
        places: Pairs of first word and one past the last word, in text order.
    """

    type: int
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entities with the probability of each relation between them, in the settings' order."""

    head: int
    tail: int
    probabilities: Floats
    places: tuple[tuple[int, int], tuple[int, int]]
    """The mentions of head and tail that are nearest."""


FEATURES = ("type_e.weight", "cnt_e.weight", "tit_e.weight", "posb.weight")
"""The tables of an entity's features."""


def feature_rows(candidate: Candidate, title: int, n_words: int) -> tuple[int, int, int, int]:
    """Return the row of each table of `FEATURES`: type, number of mentions, whether in the title, where it begins.

    Args:
        candidate: The entity.
        title: Words in the title.
        n_words: Words in all.
    """
    inside = [start for start, _ in candidate.places if start >= title]
    part = min(4, 5 * (min(inside) - title) // max(1, n_words - title)) if inside else 5
    return candidate.type, min(4, len(candidate.places)), int(candidate.places[0][0] < title), part


def gelu(values: Floats) -> Floats:
    """Return the Gaussian error linear unit, with erf after Abramowitz and Stegun 7.1.26 (error below 2e-7).

    Example:
        >>> round(float(gelu(np.float32([1.0]))[0]), 4)
        0.8413
    """
    scaled = np.abs(values) / np.sqrt(np.float32(2))
    t = 1 / (1 + 0.3275911 * scaled)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    error = np.sign(values) * (1 - series * np.exp(-scaled * scaled))
    return np.asarray(values * 0.5 * (1 + error), dtype=np.float32)


class Heads:
    """Scores roles and relations.

    Args:
        path: The weights, an `.npz` of float16 arrays by the names of their training.
        settings: What the outputs stand for.
    """

    def __init__(self, path: Path, settings: Settings) -> None:
        with path.open("rb") as file, np.load(file) as arrays:
            self._weights: Mapping[str, Floats] = {name: arrays[name].astype(np.float32) for name in arrays.files}
        schema = load_schema()
        self._settings = settings
        self._roles = np.array([[t in schema.roles[r].types for r in settings.roles] for t in settings.types])
        relations = [schema.relations[name] for name in settings.relations]
        self._relations = np.array(
            [[[a in r.heads and b in r.tails for r in relations] for b in settings.types] for a in settings.types]
        )

    def represent(self, encoded: Encoded, candidates: Sequence[Candidate], title: int) -> tuple[Floats, Floats]:
        """Return for each entity its vector (mean and maximum over its mentions) and its features."""
        vectors = []
        for candidate in candidates:
            mentions = np.stack([encoded.words[start:end].mean(axis=0) for start, end in candidate.places])
            vectors.append(np.concatenate([mentions.mean(axis=0), mentions.max(axis=0)]))
        features = [self._features(candidate, title, len(encoded.words)) for candidate in candidates]
        return np.stack(vectors).astype(np.float32), np.stack(features)

    def _features(self, candidate: Candidate, title: int, n_words: int) -> Floats:
        rows = feature_rows(candidate, title, n_words)
        return np.concatenate([self._weights[name][row] for name, row in zip(FEATURES, rows, strict=True)])

    def roles(self, encoded: Encoded, candidates: Sequence[Candidate], vectors: Floats, features: Floats) -> Floats:
        """Return the probability of each role, shape (n_entities, n_roles), 0 where the type forbids it."""
        whole = np.broadcast_to(encoded.whole, (len(candidates), len(encoded.whole)))
        scores = self._mlp("role", np.concatenate([vectors, whole, features], axis=1))
        allowed = self._roles[[candidate.type for candidate in candidates]]
        scores = np.where(allowed, scores / np.float32(self._settings.temperatures[1]), NEVER)
        exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(exponents / exponents.sum(axis=1, keepdims=True), dtype=np.float32)

    def relations(
        self,
        encoded: Encoded,
        candidates: Sequence[Candidate],
        vectors: Floats,
        features: Floats,
        roles: Indices,
        sentences: Sequence[int],
    ) -> list[Pair]:
        """Return every pair of entities whose types allow a relation, with the probability of each.

        Args:
            encoded: The text.
            candidates: Its entities.
            vectors: From `represent`.
            features: From `represent`.
            roles: Index of each entity's role.
            sentences: Number of the sentence in which each word stands.
        """
        types = [candidate.type for candidate in candidates]
        ends = [
            (i, j) for i, a in enumerate(types) for j, b in enumerate(types) if i != j and self._relations[a, b].any()
        ]
        if not ends:
            return []
        nearest = [nearest_mentions(candidates[i], candidates[j], sentences) for i, j in ends]
        inputs = np.concatenate([vectors, features, self._weights["role_e.weight"][roles]], axis=1)
        heads, tails = self._linear("he", inputs), self._linear("te", inputs)
        first, second = [i for i, _ in ends], [j for _, j in ends]
        context = self._linear("ctx", np.stack([near.context(encoded.words) for near in nearest]))
        distance = self._weights["dist.weight"][[near.bucket for near in nearest]]
        joined = np.concatenate([heads[first], tails[second], heads[first] * tails[second], context, distance], axis=1)
        scores = self._mlp("rel", gelu(joined)) / np.float32(self._settings.temperatures[2])
        probabilities = np.where(
            self._relations[[types[i] for i in first], [types[j] for j in second]], 1 / (1 + np.exp(-scores)), 0
        ).astype(np.float32)
        return [Pair(i, j, row, near.places) for (i, j), row, near in zip(ends, probabilities, nearest, strict=True)]

    def _linear(self, name: str, inputs: Floats) -> Floats:
        return np.asarray(inputs @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"], dtype=np.float32)

    def _mlp(self, name: str, inputs: Floats) -> Floats:
        return self._linear(f"{name}.3", gelu(self._linear(f"{name}.0", inputs)))


@dataclass(frozen=True, slots=True)
class Near:
    """The nearest mentions of two entities: how far apart, and what stands between them.

    Attributes:
        bucket: Of their distance and order, 0 to 7.
        start: First word of the stretch that holds both; -1 where they are far apart.
        end: One past its last word.
        places: The mentions of head and tail.
    """

    bucket: int
    start: int
    end: int
    places: tuple[tuple[int, int], tuple[int, int]]

    def context(self, words: Floats) -> Floats:
        """The maximum over the words from the first mention to the second; zeros where they are far apart."""
        if self.start < 0:
            return np.zeros(words.shape[1], dtype=np.float32)
        return np.asarray(words[self.start : self.end].max(axis=0), dtype=np.float32)


def nearest_mentions(head: Candidate, tail: Candidate, sentences: Sequence[int]) -> Near:
    """Return the mentions of two entities that are nearest, those in one sentence first."""
    options = [
        (abs(sentences[a] - sentences[c]), max(c - b, a - d, 0), min(a, c), ((a, b), (c, d)))
        for a, b in head.places
        for c, d in tail.places
    ]
    apart, gap, _, places = min(options, key=lambda option: option[:3])
    (a, b), (c, d) = places
    bucket = 3 if apart else 0 if gap <= 3 else 1 if gap <= 10 else 2
    start, end = min(a, c), max(b, d)
    near = apart == 0 and end - start < WIDEST_CONTEXT
    return Near(bucket * 2 + int(c < a), start if near else -1, end if near else -1, places)
