"""The state of a training run, kept so that a killed run goes on where it was."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from pickle import UnpicklingError
from typing import TYPE_CHECKING, Any

from kg.errors import KgError

if TYPE_CHECKING:
    from kg.training.network import Weights

FILE = "checkpoint.pt"


@dataclass(slots=True)
class State:
    """A training run after so many epochs.

    Attributes:
        weights: Of the network.
        attention_heads: Of its layers.
        config: What stands for the run's configuration and files, as `preflight.fingerprint` gives it.
        average: Running average of the weights; None before it begins.
        optimizer: The optimizer's state; None before the first epoch's end.
        epoch: Epochs done.
        losses: For each epoch the mean losses of tags, roles and relations.
    """

    weights: Weights
    attention_heads: int
    config: str = ""
    average: Weights | None = None
    optimizer: dict[str, Any] | None = None
    epoch: int = 0
    losses: list[list[float]] = field(default_factory=list)

    @property
    def best(self) -> Weights:
        """The averaged weights, or those of the last step where there is no average yet."""
        return self.average or self.weights

    def move(self, device: str) -> None:
        """Move the weights to where they are trained; the optimizer's state follows them."""
        self.weights = {name: tensor.to(device) for name, tensor in self.weights.items()}
        if self.average is not None:
            self.average = {name: tensor.to(device) for name, tensor in self.average.items()}


def save(state: State, folder: Path) -> None:
    """Write a run's state; what stood there before stays until all is written."""
    import torch

    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f"{FILE}.partial"
    torch.save({name: getattr(state, name) for name in State.__slots__}, partial)
    partial.replace(folder / FILE)


def load(path: Path) -> State:
    """Read a run's state.

    Raises:
        KgError: If the file is missing or no checkpoint.
    """
    import torch

    try:
        held = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, UnpicklingError, EOFError) as err:
        reason = str(err).splitlines()[0] if str(err) else type(err).__name__
        raise KgError(f"{path} is no checkpoint: {reason}.", hint="Give a file that `kg train` wrote.") from err
    if not isinstance(held, dict) or set(held) != set(State.__slots__):
        raise KgError(f"{path} is no checkpoint of this version.", hint="Give a file that `kg train` wrote.")
    return State(**held)


def load_own(path: Path, run: str) -> State:
    """Read a run's state, to go on from it.

    Args:
        path: The checkpoint.
        run: What stands for the run now.

    Raises:
        KgError: If the file is missing, no checkpoint, or of another run.
    """
    state = load(path)
    if state.config != run:
        before, now = (dict(part.split("=") for part in each.split() if "=" in part) for each in (state.config, run))
        changed = sorted(name for name in before | now if before.get(name) != now.get(name))
        raise KgError(
            f"{path} is of another run; what is not as it was then, of files their contents: {', '.join(changed)}.",
            hint="Undo the change, or name another output folder, or begin anew with --force in place of --resume.",
        )
    return state
