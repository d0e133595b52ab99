"""The network in torch: the encoder, and heads for tags, roles and relations, as functions of named weights.

The names are those of `heads.npz` and of every checkpoint. torch is imported where it is used, since only training
needs it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from kg.errors import KgError
from kg.extraction.model import read_part
from kg.extraction.model.gazetteer import FEATURES as GAZETTEER_FEATURES
from kg.extraction.model.heads import FEATURES, WIDEST_CONTEXT
from kg.extraction.model.words import SHAPES
from kg.training.labels import Labels, load_labels

if TYPE_CHECKING:
    import torch
    from torch import Generator, Tensor

    from kg.training.targets import Asked

    Weights = dict[str, Tensor]

FROZEN = "enc.word.weight"
"""The vectors of word pieces stay as they are: few of them stand in annotated papers."""
HEADS = ("role", "rel", "he", "te", "ctx", "dist", "type_e", "role_e", "cnt_e", "tit_e", "posb")
"""First parts of the names of weights that run outside the encoder's graph."""

_DROPOUT, _HEAD_DROPOUT = 0.1, 0.2
_HIDDEN, _PAIR = 256, 192
_TABLES = {"type_e": 32, "role_e": 32, "cnt_e": 16, "tit_e": 16, "posb": 16}
_FEATURES = 32 + 16 + 16 + 16
_DISTANCES, _DISTANCE = 8, 32
_ENCODER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "o": "attention.output.dense",
    "ln1": "attention.output.LayerNorm",
    "f1": "intermediate.dense",
    "f2": "output.dense",
    "ln2": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class AskedTensors:
    """`kg.training.targets.Asked` where the weights are.

    What decides the shapes of what is computed is counted before, so that a GPU is never waited for.

    Attributes:
        mentions: As there.
        entities: As there.
        pairs: As there.
        longest: Words of the longest mention.
        stretches: For each power of two, the pairs whose stretch is that long at least and not twice as long.
    """

    mentions: Tensor
    entities: Tensor
    pairs: Tensor
    longest: int
    stretches: tuple[Tensor, ...]


class Network:
    """The network.

    Args:
        weights: By name.
        attention_heads: Of each layer.
        training: Whether dropout is on.
    """

    def __init__(self, weights: Weights, attention_heads: int, *, training: bool = False) -> None:
        self.weights = weights
        self.attention_heads = attention_heads
        self.training = training
        self.width = int(weights[FROZEN].shape[1])
        self.layers = 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("enc.layers."))
        self.spelled_attention = False
        """Whether attention is written out in plain products, as the exported graph has it."""

    def encode(self, ids: Tensor, shapes: Tensor, titles: Tensor, gazetteer: Tensor) -> Tensor:
        """Return a vector for each piece, shape (n_papers, n_pieces, width); pieces with id 0 are padding."""
        vectors = self._rows("enc.word", ids) + self.weights["enc.pos.weight"][: ids.shape[1]]
        vectors = vectors + self.weights["enc.typ.weight"][0] + self._rows("enc.shape", shapes)
        vectors = vectors + self._rows("enc.title", titles) + self._rows("gaz", gazetteer)
        vectors = self._dropout(self._norm("enc.ln", vectors), _DROPOUT)
        mask = (ids != 0)[:, None, None, :]
        for layer in range(self.layers):
            vectors = self._layer(f"enc.layers.{layer}", vectors, mask)
        return vectors

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return self.weights[FROZEN].device

    def put(self, table: npt.NDArray[Any]) -> Tensor:
        """Return a table where the weights are; a GPU goes on computing while it comes."""
        import torch

        tensor = torch.from_numpy(table)
        return tensor.pin_memory().to(self.device, non_blocking=True) if self.device.type == "cuda" else tensor

    def read(self, inputs: Tensor, places: Tensor) -> tuple[Tensor, Tensor]:
        """Return the vector of each word, shape (n_papers, n_words, width), and of each paper as a whole.

        Args:
            inputs: Shape (4, n_papers, n_pieces), as `batches.columns` makes them.
            places: Shape (n_papers, n_words): the first piece of each word; where it is padded, so is the result.
        """
        import torch

        with torch.autocast(self.device.type, torch.bfloat16):
            vectors = self.encode(*inputs)
        vectors = vectors.float()
        return torch.gather(vectors, 1, places[:, :, None].expand(-1, -1, self.width)), vectors[:, 0]

    def asked(self, asked: Asked) -> AskedTensors:
        """Return what the heads are asked, where the weights are."""
        lengths = np.where(asked.pairs[:, 4] >= 0, asked.pairs[:, 5] - asked.pairs[:, 4], 0)
        sizes = [1 << power for power in range(WIDEST_CONTEXT.bit_length())]
        chosen = (np.flatnonzero((lengths >= size) & (lengths < 2 * size)) for size in sizes)
        return AskedTensors(
            mentions=self.put(asked.mentions),
            entities=self.put(asked.entities),
            pairs=self.put(asked.pairs),
            longest=int((asked.mentions[:, 3] - asked.mentions[:, 2]).max(initial=1)),
            stretches=tuple(self.put(places) for places in chosen),
        )

    def guess(self, vectors: Tensor) -> Tensor:
        """Return the scores of all word pieces, with the weights of `pretraining.new_guesser`."""
        from torch.nn import functional

        inner = self._norm("mlm.ln", functional.gelu(self._linear("mlm.dense", vectors)))
        return functional.linear(inner, self.weights[FROZEN], self.weights["mlm.bias"])

    def tags(self, words: Tensor) -> Tensor:
        """Return the scores of the tags."""
        return self._linear("tag", words)

    def roles(self, words: Tensor, whole: Tensor, asked: AskedTensors) -> tuple[Tensor, Tensor]:
        """Return the scores of each entity's roles (very low where the type forbids), and its vector with features."""
        import torch

        papers, rows = asked.entities[:, 0], asked.entities[:, 1:]
        features = torch.cat(
            [self._rows(name.removesuffix(".weight"), rows[:, index]) for index, name in enumerate(FEATURES)], dim=1
        )
        vectors = _entity_vectors(words, asked)
        scores = self._mlp("role", torch.cat([vectors, whole.index_select(0, papers), features], dim=1))
        allowed = self.put(load_labels().allowed_roles)[rows[:, 0]]
        return scores.masked_fill(~allowed, -1e4), torch.cat([vectors, features], dim=1)

    def relations(self, words: Tensor, entities: Tensor, roles: Tensor, asked: AskedTensors) -> Tensor:
        """Return the scores of each pair's relations.

        Args:
            words: Vector of each word.
            entities: From `roles`.
            roles: Index of each entity's role.
            asked: The pairs.
        """
        import torch
        from torch.nn import functional

        _, first, second, bucket, _, _ = asked.pairs.unbind(1)
        inputs = torch.cat([entities, self._rows("role_e", roles)], dim=1)
        heads = self._linear("he", inputs).index_select(0, first)
        tails = self._linear("te", inputs).index_select(0, second)
        context = self._linear("ctx", _largest_between(words, asked))
        joined = torch.cat([heads, tails, heads * tails, context, self._rows("dist", bucket)], dim=1)
        return self._mlp("rel", functional.gelu(joined))

    def _layer(self, name: str, vectors: Tensor, mask: Tensor) -> Tensor:
        from torch.nn import functional

        attended = self._linear(f"{name}.o", self._attention(name, vectors, mask))
        vectors = self._norm(f"{name}.ln1", vectors + self._dropout(attended, _DROPOUT))
        inner = self._linear(f"{name}.f2", functional.gelu(self._linear(f"{name}.f1", vectors)))
        return self._norm(f"{name}.ln2", vectors + self._dropout(inner, _DROPOUT))

    def _attention(self, name: str, vectors: Tensor, mask: Tensor) -> Tensor:
        from torch.nn import functional

        papers = vectors.shape[0]
        size = self.width // self.attention_heads
        query, key, value = (
            self._linear(f"{name}.{part}", vectors).view(papers, -1, self.attention_heads, size).transpose(1, 2)
            for part in "qkv"
        )
        if self.spelled_attention:
            scores = (query @ key.transpose(-1, -2)) * (1 / math.sqrt(size))
            attended = scores.masked_fill(~mask, -1e4).softmax(-1) @ value
        else:
            attended = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        return attended.transpose(1, 2).reshape(papers, -1, self.width)

    def _rows(self, name: str, places: Tensor) -> Tensor:
        """The rows of a table; plain indexing would take long to learn where many places share a row."""
        from torch.nn import functional

        return functional.embedding(places, self.weights[f"{name}.weight"])

    def _linear(self, name: str, vectors: Tensor) -> Tensor:
        from torch.nn import functional

        return functional.linear(vectors, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def _norm(self, name: str, vectors: Tensor) -> Tensor:
        from torch.nn import functional

        weight, bias = self.weights[f"{name}.weight"], self.weights[f"{name}.bias"]
        return functional.layer_norm(vectors, weight.shape, weight, bias, 1e-12)

    def _dropout(self, vectors: Tensor, part: float) -> Tensor:
        from torch.nn import functional

        return functional.dropout(vectors, part, self.training)

    def _mlp(self, name: str, vectors: Tensor) -> Tensor:
        from torch.nn import functional

        hidden = self._dropout(functional.gelu(self._linear(f"{name}.0", vectors)), _HEAD_DROPOUT)
        return self._linear(f"{name}.3", hidden)


def _entity_vectors(words: Tensor, asked: AskedTensors) -> Tensor:
    """Mean and maximum over the mentions of each entity, a mention being the mean over its words."""
    import torch

    papers, entities, starts, ends = asked.mentions.unbind(1)
    lengths = (ends - starts)[:, None]
    steps = torch.arange(asked.longest, device=words.device)[None, :]
    places = (starts[:, None] + steps).clamp(max=words.shape[1] - 1)
    inside = (steps < lengths)[:, :, None]
    vectors = (_at(words, papers[:, None].expand_as(places), places) * inside).sum(1) / lengths
    nothing = torch.zeros((len(asked.entities), words.shape[2]), device=words.device)
    counts = nothing[:, :1].index_add(0, entities, torch.ones_like(lengths, dtype=words.dtype))
    mean = nothing.index_add(0, entities, vectors) / counts
    spread = entities[:, None].expand(-1, words.shape[2])
    return torch.cat([mean, nothing.scatter_reduce(0, spread, vectors, "amax", include_self=False)], dim=1)


def _at(words: Tensor, papers: Tensor, places: Tensor) -> Tensor:
    """The vectors of words by paper and place; the shape is that of the places, and the width."""
    flat = words.flatten(0, 1).index_select(0, (papers * words.shape[1] + places).flatten())
    return flat.view(*places.shape, words.shape[2])


def _largest_between(words: Tensor, asked: AskedTensors) -> Tensor:
    """The maximum over the words of each pair's stretch, zeros where there is none.

    The maximum of any stretch is that of two that overlap and whose length is a power of two: all of these are made
    once, so that a batch with thousands of pairs costs little more than one with few.
    """
    import torch

    papers, _, _, _, starts, ends = asked.pairs.unbind(1)
    result = torch.zeros((len(papers), words.shape[2]), device=words.device)
    table = words
    for power, chosen in enumerate(asked.stretches):
        size = 1 << power
        if power:
            table = torch.maximum(table[:, : -size // 2], table[:, size // 2 :])
        if len(chosen):
            paper = papers[chosen]
            first, last = _at(table, paper, starts[chosen]), _at(table, paper, ends[chosen] - size)
            result = result.index_copy(0, chosen, torch.maximum(first, last))
        if size * 2 > words.shape[1]:
            break
    return result


def read_base(folder: Path) -> Weights:
    """Return the weights of a BERT-like encoder under the network's names.

    Raises:
        KgError: If the folder holds no such encoder.
    """
    from safetensors.torch import load_file

    path = folder / "model.safetensors"
    if not path.is_file():
        raise KgError(f"{folder} is no base encoder: it lacks model.safetensors.")
    held = {name.removeprefix("bert."): tensor.float() for name, tensor in read_part(load_file, path).items()}
    layers = {name.split(".")[2] for name in held if name.startswith("encoder.layer.")}
    names = {
        "enc.word.weight": "embeddings.word_embeddings.weight",
        "enc.pos.weight": "embeddings.position_embeddings.weight",
        "enc.typ.weight": "embeddings.token_type_embeddings.weight",
    }
    for kind in ("weight", "bias"):
        names[f"enc.ln.{kind}"] = f"embeddings.LayerNorm.{kind}"
        for layer in sorted(layers, key=int):
            for ours, theirs in _ENCODER_NAMES.items():
                names[f"enc.layers.{layer}.{ours}.{kind}"] = f"encoder.layer.{layer}.{theirs}.{kind}"
    if missing := sorted(set(names.values()) - held.keys()):
        raise KgError(f"{path} is no BERT-like encoder: it lacks {missing[0]}.")
    return {ours: held[theirs].clone() for ours, theirs in names.items()}


def new_weights(base: Mapping[str, Tensor], generator: Generator) -> Weights:
    """Return the weights of an encoder with fresh ones for all that it lacks.

    Args:
        base: From `read_base`.
        generator: Of the fresh weights.
    """
    width = base[FROZEN].shape[1]
    weights = dict(base)
    for name, rows in (("enc.shape", len(SHAPES)), ("enc.title", 2), ("gaz", GAZETTEER_FEATURES)):
        weights[f"{name}.weight"] = 0.01 * _normal((rows, width), generator)
    for name, shape in _table_shapes(load_labels()).items():
        weights[f"{name}.weight"] = _normal(shape, generator)
    for name, (inputs, outputs) in _linear_shapes(width, load_labels()).items():
        bound = 1 / math.sqrt(inputs)
        weights[f"{name}.weight"] = _uniform((outputs, inputs), bound, generator)
        weights[f"{name}.bias"] = _uniform((outputs,), bound, generator)
    return weights


def _table_shapes(labels: Labels) -> dict[str, tuple[int, int]]:
    rows = {"type_e": len(labels.types), "role_e": len(labels.roles), "cnt_e": 5, "tit_e": 2, "posb": 6}
    return {name: (rows[name], width) for name, width in _TABLES.items()} | {"dist": (_DISTANCES, _DISTANCE)}


def _linear_shapes(width: int, labels: Labels) -> dict[str, tuple[int, int]]:
    entity = 2 * width + _FEATURES
    return {
        "tag": (width, labels.tags),
        "role.0": (entity + width, _HIDDEN),
        "role.3": (_HIDDEN, len(labels.roles)),
        "he": (entity + _TABLES["role_e"], _PAIR),
        "te": (entity + _TABLES["role_e"], _PAIR),
        "ctx": (width, _PAIR),
        "rel.0": (4 * _PAIR + _DISTANCE, _HIDDEN),
        "rel.3": (_HIDDEN, len(labels.relations)),
    }


def _normal(shape: tuple[int, ...], generator: Generator) -> Tensor:
    import torch

    return torch.randn(shape, generator=generator)


def _uniform(shape: tuple[int, ...], bound: float, generator: Generator) -> Tensor:
    import torch

    return (torch.rand(shape, generator=generator) * 2 - 1) * bound


def half_precision(weights: Weights) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float16]]]:
    """Return the weights of the heads as float16 arrays, for `heads.npz`."""
    return {
        name: tensor.detach().numpy().astype(np.float16)
        for name, tensor in weights.items()
        if name.split(".")[0] in HEADS
    }
