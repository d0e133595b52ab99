"""How far the network is from what it should say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from kg.training.batches import columns, word_places
from kg.training.labels import load_labels
from kg.training.targets import joined

if TYPE_CHECKING:
    from torch import Tensor

    from kg.training.batches import Item
    from kg.training.network import Network
    from kg.training.targets import Asked, Target

_FORGOTTEN_GAZETTEER = 0.1
"""Part of the papers that are read without the gazetteer, so that the network does not lean on it."""
_GIVEN_ROLES = 0.7
"""Part of the papers whose relations are learned with the true roles; the others see those that the network finds."""
_WEIGHTS = (8.0, 0.5, 2.0)
"""Of tags, roles and relations: most words are no names, and so the loss of tags is small by itself."""


@dataclass(frozen=True, slots=True)
class Losses:
    """Mean losses of tags by word, of roles by entity, and of relations by pair."""

    tags: Tensor
    roles: Tensor
    relations: Tensor

    def weighted(self) -> Tensor:
        """Return what is made small."""
        parts = zip(_WEIGHTS, (self.tags, self.roles, self.relations), strict=True)
        return sum((weight * part for weight, part in parts), start=self.tags * 0)


def batch_losses(network: Network, batch: Sequence[Item], epoch: int, random: Random) -> Losses:
    """Return what the network loses on a batch."""
    import torch

    targets = [item.targets[epoch % len(item.targets)] for item in batch]
    inputs = columns([item.window for item in batch])
    forgotten = np.array([random.random() < _FORGOTTEN_GAZETTEER for _ in batch])
    inputs[3, forgotten] = 0
    told = np.array([item.labelled or random.random() < _GIVEN_ROLES for item in batch])
    places = network.put(word_places([item.window for item in batch]))
    words, whole = network.read(network.put(inputs), places)
    together = joined([target.asked for target in targets])
    asked = network.asked(together)

    true_tags = network.put(_padded_tags(targets, places.shape[1]))
    tags = -(true_tags * network.tags(words).log_softmax(-1)).sum() / true_tags.sum()
    if not len(asked.entities):
        return Losses(tags, tags * 0, tags * 0)
    true_roles = network.put(np.concatenate([target.roles for target in targets]))
    scores, entities = network.roles(words, whole, asked)
    roles = -(true_roles * scores.log_softmax(-1)).sum() / len(true_roles)
    if not len(asked.pairs):
        return Losses(tags, roles, tags * 0)
    known = network.put(told)[asked.entities[:, 0]]
    taken = torch.where(known, true_roles.argmax(1), scores.argmax(1))
    found = network.relations(words, entities, taken, asked)
    true_relations = network.put(np.concatenate([target.relations for target in targets]))
    return Losses(tags, roles, _relation_loss(found, true_relations, together, network))


def _padded_tags(targets: Sequence[Target], n_words: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    filled = np.zeros((len(targets), n_words, load_labels().tags), dtype=np.float32)
    for row, target in enumerate(targets):
        filled[row, : len(target.tags)] = target.tags
    return filled


def _relation_loss(scores: Tensor, true: Tensor, asked: Asked, network: Network) -> Tensor:
    from torch.nn import functional

    types = asked.entities[:, 1]
    allowed = load_labels().allowed_relations[types[asked.pairs[:, 1]], types[asked.pairs[:, 2]]]
    each = functional.binary_cross_entropy_with_logits(scores, true, reduction="none")
    return (each * network.put(allowed)).sum() / len(true)
