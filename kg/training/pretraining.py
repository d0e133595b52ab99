"""Further pre-training of an encoder on the texts of its field: words are hidden, and it guesses their pieces.

Masked language modeling after Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers for Language
Understanding", NAACL 2019, with whole words hidden, so that a rare name must be guessed from what surrounds it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from kg.training.batches import Item, columns, make_batches, word_places
from kg.training.loop import copied
from kg.training.network import FROZEN, Network

if TYPE_CHECKING:
    from torch import Tensor

    from kg.training.checkpoints import State
    from kg.training.config import TrainingConfig
    from kg.training.loop import OnStep
    from kg.training.network import Weights

MASK = 103
"""The piece that stands for a hidden one, in the vocabularies of BERT."""
_HIDDEN = 0.2
"""Part of the words that are hidden."""
_WARM_UP, _LEAST_RATE = 0.06, 0.02
_SPECIAL = 1


def new_guesser(weights: Weights, seed: int) -> Weights:
    """Return fresh weights of what guesses: a layer before the vectors of pieces, and a bias of each."""
    import torch

    width = weights[FROZEN].shape[1]
    generator = torch.Generator().manual_seed(seed)
    return {
        "mlm.dense.weight": torch.randn((width, width), generator=generator) * 0.02,
        "mlm.dense.bias": torch.zeros(width),
        "mlm.ln.weight": torch.ones(width),
        "mlm.ln.bias": torch.zeros(width),
        "mlm.bias": torch.zeros(weights[FROZEN].shape[0]),
    }


def pretrain(
    config: TrainingConfig,
    state: State,
    items: Sequence[Item],
    on_step: OnStep,
    on_epoch: Callable[[State], None] = lambda _: None,
) -> State:
    """Train an encoder to guess hidden words until the last epoch.

    All that is random comes from the seed and the epoch's number, as in `loop.train`.

    Args:
        config: The run.
        state: Where it begins: weights of the network with those of `new_guesser`. The vectors of word pieces are
            learned as well, here alone.
        items: Texts.
        on_step: Told of each step.
        on_epoch: Told of the state after each epoch.

    Returns:
        The state after the last epoch; its losses are the mean ones of each epoch.
    """
    import torch

    state.move(config.device)
    learned = [tensor.requires_grad_() for name, tensor in state.weights.items() if name.startswith(("enc.", "mlm."))]
    optimizer = torch.optim.AdamW(learned, lr=config.pretraining_rate, weight_decay=0.01, fused=True)
    if state.optimizer is not None:
        optimizer.load_state_dict(state.optimizer)
    network = Network(state.weights, state.attention_heads, training=True)
    per_epoch = -(-len(items) // config.pretraining_batch_size)
    total = config.pretraining_epochs * per_epoch
    while state.epoch < config.pretraining_epochs:
        torch.manual_seed(config.seed * 10_000 + state.epoch)
        random = Random(f"{config.seed}:{state.epoch}")  # noqa: S311 - nothing secret
        chance = np.random.default_rng([config.seed, state.epoch])
        lost = torch.zeros((), device=network.device)
        for number, batch in enumerate(make_batches(items, config.pretraining_batch_size, random)):
            done = state.epoch * per_epoch + number
            for group in optimizer.param_groups:
                rise = min(1.0, (done + 1) / (_WARM_UP * total))
                group["lr"] = config.pretraining_rate * rise * max(_LEAST_RATE, 1 - done / total)
            loss = _loss(network, batch, chance)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learned, 1.0)
            optimizer.step()
            lost += loss.detach()
            on_step("pre-training", done + 1, total)
        state.losses.append([round(float(lost) / per_epoch, 4)])
        state.optimizer = optimizer.state_dict()
        state.epoch += 1
        on_epoch(state)
    state.weights = copied(state.weights)
    return state


def _loss(network: Network, batch: Sequence[Item], chance: np.random.Generator) -> Tensor:
    import torch
    from torch.nn import functional

    windows = [item.window for item in batch]
    inputs = columns(windows)
    inputs[3] = 0
    places = word_places(windows)
    rows, pieces = _hidden(places, inputs[0], chance)
    true = inputs[0][rows, pieces]
    way = chance.random(len(rows))
    changed = np.where(
        way < 0.8, MASK, np.where(way < 0.9, chance.integers(MASK + 1, len(network.weights[FROZEN]), len(rows)), true)
    )
    inputs[0][rows, pieces] = changed
    inputs[1][rows, pieces] = np.where(way < 0.8, _SPECIAL, inputs[1][rows, pieces])
    at = network.put(rows * inputs.shape[2] + pieces)
    with torch.autocast(network.device.type, torch.bfloat16):
        vectors = network.encode(*network.put(inputs)).flatten(0, 1).index_select(0, at)
        guessed = network.guess(vectors)
    return functional.cross_entropy(guessed.float(), network.put(true))


def _hidden(
    places: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    ids: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    chance: np.random.Generator,
) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.int64]], ...]:
    """Rows and columns of all pieces of the words that are hidden."""
    chosen = (chance.random(places.shape) < _HIDDEN) & (places > 0)
    begins = np.zeros(ids.shape, dtype=bool)
    rows, words = np.nonzero(places > 0)
    begins[rows, places[rows, words]] = True
    number = np.cumsum(begins, axis=1)  # of the word to which each piece belongs, from 1
    flags = np.concatenate([np.zeros((len(ids), 1), dtype=bool), chosen], axis=1)
    covered = np.take_along_axis(flags, np.minimum(number, flags.shape[1] - 1), axis=1)
    return np.nonzero(covered & (ids > MASK))
