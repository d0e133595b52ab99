"""How far the network is from what it should say."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from kg.training.batches import Item, columns
from kg.training.labels import load_labels
from kg.training.targets import Target, gold_target

if TYPE_CHECKING:
    from torch import Tensor

    from kg.training.network import Network

_FORGOTTEN_GAZETTEER = 0.1
"""Part of the papers that are read without the gazetteer, so that the network does not lean on it."""
_GIVEN_ROLES = 0.7
"""Part of the papers whose relations are learned with the true roles; the others see those that the network finds."""
_WEIGHTS = (8.0, 0.5, 2.0)
"""Of tags, roles and relations: most words are no names, and so the loss of tags is small by itself."""


@dataclass(slots=True)
class Losses:
    """Sums over papers of what is lost on tags, roles and relations, and over how many words, entities and pairs."""

    sums: list[Tensor | float] = field(default_factory=lambda: [0.0, 0.0, 0.0])
    counts: list[int] = field(default_factory=lambda: [0, 0, 0])

    def add(self, part: int, lost: Tensor, count: int) -> None:
        """Add what one paper loses."""
        self.sums[part] = self.sums[part] + lost
        self.counts[part] += count

    def means(self) -> list[Tensor | float]:
        """Return the mean of each part."""
        return [total / max(1, count) for total, count in zip(self.sums, self.counts, strict=True)]

    def weighted(self) -> Tensor | float:
        """Return what is made small."""
        return sum(weight * mean for weight, mean in zip(_WEIGHTS, self.means(), strict=True))


def batch_losses(network: Network, batch: list[Item], random: Random) -> Losses:
    """Return what the network loses on a batch."""
    import torch

    inputs = columns(batch)
    for row in range(len(batch)):
        if random.random() < _FORGOTTEN_GAZETTEER:
            inputs[3, row] = 0
    ids, shapes, titles, gazetteer = torch.from_numpy(inputs)
    with torch.autocast("cpu", torch.bfloat16):
        vectors = network.encode(ids, shapes, titles, gazetteer)
    vectors = vectors.float()
    losses = Losses()
    for row, item in enumerate(batch):
        words = vectors[row][torch.tensor(item.window.places)]
        _add_paper(losses, network, words, vectors[row, 0], item, random)
    return losses


def _add_paper(losses: Losses, network: Network, words: Tensor, whole: Tensor, item: Item, random: Random) -> None:
    import torch

    target = item.label or gold_target(item.example, len(words), random)
    told = item.label is not None or random.random() < _GIVEN_ROLES
    spoken = network.tags(words).log_softmax(-1)
    losses.add(0, -(torch.from_numpy(target.tags) * spoken).sum(), len(words))
    if not target.candidates:
        return
    title = item.example.words.title
    scores, vectors, features = network.roles(words, whole, target.candidates, title)
    true = torch.from_numpy(target.roles)
    losses.add(1, -(true * scores.log_softmax(-1)).sum(), len(true))
    if target.pairs:
        roles = network.weights["role_e.weight"][(true if told else scores).argmax(1)]
        entities = torch.cat([vectors, features, roles], dim=1)
        found = network.relations(words, entities, target.candidates, target.pairs, item.example.sentences)
        losses.add(2, _relation_loss(found, target), len(target.pairs))


def _relation_loss(scores: Tensor, target: Target) -> Tensor:
    import torch
    from torch.nn import functional

    types = np.array([candidate.type for candidate in target.candidates])
    heads, tails = np.array(target.pairs).T
    allowed = torch.from_numpy(load_labels().allowed_relations[types[heads], types[tails]])
    true = torch.from_numpy(target.relations)
    return functional.binary_cross_entropy_with_logits(scores[allowed], true[allowed], reduction="sum")
