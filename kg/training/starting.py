"""The weights of a finished model, so that a new run can begin where it ended.

What `kg` reads with is rounded: the encoder's products to eight bits, the heads to sixteen. Training goes on from the
rounded weights as well as from the exact ones, which nobody who installed `kg` has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.errors import KgError
from kg.extraction.model import read_part
from kg.training.network import FROZEN, new_weights

if TYPE_CHECKING:
    from kg.training.network import Weights

ATTENTION_HEADS = "attention_heads"
"""Of each layer, among what an encoder's file says of itself."""

Arrays = dict[str, np.ndarray[tuple[int, ...], np.dtype[Any]]]


def read_model(folder: Path) -> tuple[Weights, int]:
    """Return the weights of the network in a model's folder, and how many heads each layer has.

    Raises:
        KgError: If the folder holds no model that `kg train` wrote.
    """
    import onnx
    import torch

    encoder, heads = folder / "encoder.onnx", folder / "heads.npz"
    if not encoder.is_file() or not heads.is_file():
        raise KgError(f"{folder} is no model: it lacks encoder.onnx or heads.npz.")
    model = read_part(lambda path: onnx.load(str(path)), encoder)
    arrays = dict(_encoder(model.graph))
    with read_part(np.load, heads) as held:
        arrays |= {name: held[name] for name in held.files}
    weights = {name: torch.from_numpy(np.array(array, dtype=np.float32)) for name, array in arrays.items()}
    if FROZEN not in weights:
        raise KgError(f"{encoder} is no encoder that `kg train` wrote.")
    whole = new_weights({name: weights[name] for name in weights if name.startswith("enc.")}, torch.Generator())
    if missing := sorted(whole.keys() - weights.keys()):
        raise KgError(f"{folder} is no model of this version: it lacks {missing[0]}.")
    said = {each.key: each.value for each in model.metadata_props}
    return weights, int(said.get(ATTENTION_HEADS, "12"))


def _encoder(graph: Any) -> Iterator[tuple[str, np.ndarray[tuple[int, ...], np.dtype[Any]]]]:
    """Yield the encoder's weights by the network's names, whole or as they were before they were rounded."""
    from onnx import numpy_helper

    held: Arrays = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    made = {output: node for node in graph.node for output in node.output}
    for name, array in held.items():
        plain, found = name.removesuffix("_quantized"), _network_name(name)
        if plain != name and f"{plain}_scale" in held and not plain.startswith("onnx::"):
            yield _network_name(plain), _exact(held, plain)
        elif found.endswith((".weight", ".bias")):
            yield found, array
        elif name.startswith("onnx::Add"):  # of the two types of text only the first is ever read
            yield "enc.typ.weight", np.stack([array, array])
    # The weights of products have names of the exporter's; the bias that is added to a product says whose it is.
    for node in graph.node:
        bias = next((name for name in node.input if name in held and name.endswith("bias")), None)
        if node.op_type != "Add" or bias is None:
            continue
        other = made[next(name for name in node.input if name != bias)]
        while other.op_type in ("Mul", "Cast"):
            other = made[other.input[0]]
        if other.op_type == "MatMulInteger":
            weight = _exact(held, other.input[1].removesuffix("_quantized"))
            yield _network_name(bias).removesuffix("bias") + "weight", weight.T


def _exact(held: Arrays, name: str) -> np.ndarray[tuple[int, ...], np.dtype[Any]]:
    whole, zero, scale = (held[f"{name}_{part}"] for part in ("quantized", "zero_point", "scale"))
    exact: np.ndarray[tuple[int, ...], np.dtype[Any]] = (whole.astype(np.float32) - zero.astype(np.float32)) * scale
    return exact


def _network_name(name: str) -> str:
    """The network's name of what the graph calls `network.enc_layers_0_q_bias` or the like.

    Example:
        >>> _network_name("network.enc_layers_0_q_bias"), _network_name("gaz_weight")
        ('enc.layers.0.q.bias', 'gaz.weight')
    """
    return re.sub(r"^network\.", "", name).replace("_", ".")
