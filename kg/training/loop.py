"""The training loop: epochs over annotated papers and, where there are some, papers that a model labelled."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from kg.errors import KgError
from kg.extraction.model import DATA
from kg.training import checkpoints
from kg.training.batches import Item, epoch_items, make_batches
from kg.training.checkpoints import State
from kg.training.losses import batch_losses
from kg.training.network import FROZEN, Network, new_weights, read_base
from kg.training.starting import read_model

if TYPE_CHECKING:
    from torch import Tensor

    from kg.training.config import TrainingConfig
    from kg.training.network import Weights

OnStep = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""

_WARM_UP = 100
"""Steps, but a tenth of all at most: a run over a hundred papers has no more than that in all."""
_LEAST_RATE = 0.02
_AVERAGED_FROM = 0.4
"""Part of the steps after which the running average of the weights begins."""
_LONGEST_GRADIENT = 1.0


def attention_heads(base: Path) -> int:
    """Return how many heads each layer of a base encoder has.

    Raises:
        KgError: If its `config.json` does not say so.
    """
    try:
        return int(json.loads((base / "config.json").read_text(encoding="utf-8"))["num_attention_heads"])
    except (OSError, ValueError, KeyError, TypeError) as err:
        raise KgError(f"{base} is no base encoder: its config.json has no num_attention_heads.") from err


def first_state(config: TrainingConfig, run: str = "") -> State:
    """Return the state before the first epoch: the weights of `base` and fresh ones, else those of a finished model.

    Args:
        config: The run.
        run: What stands for it in its checkpoints.

    Raises:
        KgError: If neither can be read.
    """
    import torch

    if config.base is None:
        return State(*read_model(config.start or DATA), run)
    generator = torch.Generator().manual_seed(config.seed)
    return State(new_weights(read_base(config.base), generator), attention_heads(config.base), run)


def resumed_state(config: TrainingConfig, run: str) -> State:
    """Return the state that the last finished epoch left in the output folder, or the first one if there is none.

    Args:
        config: The run.
        run: What stands for it in its checkpoints.

    Raises:
        KgError: If it is of another run.
    """
    path = config.output / checkpoints.FILE
    return checkpoints.load_own(path, run) if path.is_file() else first_state(config, run)


def train(
    config: TrainingConfig,
    state: State,
    gold: Sequence[Item],
    labelled: Sequence[Item],
    on_step: OnStep,
) -> State:
    """Train until the last epoch, and write a checkpoint after each.

    All that is random comes from the seed and the epoch's number: a resumed run ends as one that was never stopped.

    Args:
        config: The run.
        state: Where it begins.
        gold: Annotated papers.
        labelled: Papers that a model labelled.
        on_step: Told of each step.

    Returns:
        The state after the last epoch.
    """
    import torch

    torch.set_num_threads(config.threads)
    torch.set_flush_denormal(True)
    state.move(config.device)
    run = _Run(config, state, len(epoch_items(gold, labelled, config.unlabelled_per_epoch, 0)))
    while state.epoch < config.epochs:
        torch.manual_seed(config.seed * 10_000 + state.epoch)
        random = Random(f"{config.seed}:{state.epoch}")  # noqa: S311 - nothing secret
        items = epoch_items(gold, labelled, config.unlabelled_per_epoch, state.epoch)
        run.epoch(make_batches(items, config.batch_size, random), random, on_step)
        checkpoints.save(state, config.output)
    return state


class _Run:
    """The optimizer, its schedule and the running average, around a state that it changes."""

    def __init__(self, config: TrainingConfig, state: State, papers: int) -> None:
        import torch

        self._config, self._state = config, state
        self._per_epoch = -(-papers // config.batch_size)
        for name, tensor in state.weights.items():
            tensor.requires_grad_(name != FROZEN)
        learned = {name: tensor for name, tensor in state.weights.items() if name != FROZEN}
        encoder = [tensor for name, tensor in learned.items() if name.startswith(("enc.layers", "enc.ln"))]
        others = [tensor for name, tensor in learned.items() if not name.startswith(("enc.layers", "enc.ln"))]
        self._rates = (config.learning_rate, config.head_learning_rate)
        self._learned = [*encoder, *others]
        groups: list[dict[str, Any]] = [{"params": encoder}, {"params": others}]
        self._optimizer = torch.optim.AdamW(groups, lr=config.learning_rate, weight_decay=0.01, fused=True)
        if state.optimizer is not None:
            self._optimizer.load_state_dict(state.optimizer)
        self._network = Network(state.weights, state.attention_heads, training=True)

    def epoch(self, batches: list[list[Item]], random: Random, on_step: OnStep) -> None:
        """Read every batch once."""
        state = self._state
        totals: Any = 0
        for number, batch in enumerate(batches):
            done = state.epoch * self._per_epoch + number
            totals = totals + self._step(batch, random, done)
            on_step("training", done + 1, self._per_epoch * self._config.epochs)
        state.losses.append([round(total / len(batches), 4) for total in totals.tolist()])
        state.optimizer = self._optimizer.state_dict()
        state.epoch += 1

    def _step(self, batch: list[Item], random: Random, done: int) -> Tensor:
        import torch

        total = self._per_epoch * self._config.epochs
        factor = min(1, (done + 1) / max(1, min(_WARM_UP, total // 10))) * max(_LEAST_RATE, 1 - done / total)
        for group, rate in zip(self._optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * factor
        losses = batch_losses(self._network, batch, self._state.epoch, random)
        self._optimizer.zero_grad(set_to_none=True)
        losses.weighted().backward()
        torch.nn.utils.clip_grad_norm_(self._learned, _LONGEST_GRADIENT)
        self._optimizer.step()
        if (averaged := done + 1 - total * _AVERAGED_FROM) > 0:
            # A short run has no time to forget where the average began.
            self._average(min(self._config.averaging, (1 + averaged) / (10 + averaged)))
        return torch.stack([losses.tags, losses.roles, losses.relations]).detach()

    def _average(self, keep: float) -> None:
        import torch

        state = self._state
        with torch.no_grad():
            if state.average is None:
                state.average = copied(state.weights)
            for name, tensor in state.weights.items():
                if name != FROZEN:
                    state.average[name].mul_(keep).add_(tensor, alpha=1 - keep)


def copied(weights: Weights) -> Weights:
    """Return weights that no longer change."""
    return {name: tensor.detach().clone() for name, tensor in weights.items()}
