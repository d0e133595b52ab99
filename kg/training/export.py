"""From weights to the files of a model, and a pipeline that reads with them."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from kg.extraction.extractor import build_pipeline
from kg.ids import digest
from kg.training import checkpoints
from kg.training.labels import default_settings
from kg.training.loop import copied
from kg.training.network import Network, half_precision
from kg.training.starting import ATTENTION_HEADS

if TYPE_CHECKING:
    from torch import Tensor

    from kg.extraction.model.settings import Settings
    from kg.training.dictionary import Dictionary
    from kg.training.network import Weights

INPUTS = ("ids", "shapes", "titles", "gazetteer")
_OPSET = 17


def write_settings(settings: Settings, folder: Path) -> Settings:
    """Write a model's settings, with a version that stands for them and for the model's other files.

    Returns:
        The settings as written.
    """
    others = ("encoder.onnx", "heads.npz", "gazetteer.tsv.gz")
    bare = json.dumps(asdict(replace(settings, version="")), sort_keys=True)
    version = digest(bare, *((folder / name).read_bytes().hex() for name in others))[:8]
    written = replace(settings, version=version)
    (folder / "settings.json").write_text(json.dumps(asdict(written), indent=1) + "\n", encoding="utf-8")
    return written


def write_model(
    weights: Weights, attention_heads: int, dictionary: Dictionary, tokenizer: Path, folder: Path
) -> Settings:
    """Write a model: the encoder in int8, the heads in float16, the gazetteer, the tokenizer, and default settings.

    Args:
        weights: Of the network.
        attention_heads: Of its layers.
        dictionary: What the training papers name.
        tokenizer: The base encoder's `tokenizer.json`.
        folder: Written into.

    Returns:
        The settings.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch:
        exact = Path(scratch) / "encoder.onnx"
        _write_graph(Network(copied(weights), attention_heads), exact)
        _quantize(exact, folder / "encoder.onnx", attention_heads)
    np.savez_compressed(folder / "heads.npz", **half_precision(weights))  # type: ignore[arg-type]  # numpy's stub
    dictionary.write(folder / "gazetteer.tsv.gz")
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    return write_settings(default_settings(), folder)


def write_exact_model(run: Path, folder: Path) -> None:
    """Write the model of a finished run with its encoder as it was trained, in 32 bits: to see what rounding costs.

    Args:
        run: Output folder of the run.
        folder: Written into; as a model it is four times as large, and slower.

    Raises:
        KgError: If the run has no checkpoint.
    """
    state = checkpoints.load(run / checkpoints.FILE)
    shutil.copytree(run / "model", folder, dirs_exist_ok=True)
    _write_graph(Network(copied(state.best), state.attention_heads), folder / "encoder.onnx")


def _write_graph(network: Network, path: Path) -> None:
    """Write encoder and tags as one graph."""
    import torch

    network.spelled_attention = True  # int8 products and free lengths want plain matrix products

    class Graph(torch.nn.Module):  # type: ignore[misc]  # torch is Any where it is not installed
        def __init__(self) -> None:
            super().__init__()
            for name, tensor in network.weights.items():
                self.register_parameter(name.replace(".", "_"), torch.nn.Parameter(tensor, requires_grad=False))
            network.weights = {name: getattr(self, name.replace(".", "_")) for name in network.weights}

        def forward(self, ids: Tensor, shapes: Tensor, titles: Tensor, gazetteer: Tensor) -> tuple[Tensor, Tensor]:
            vectors = network.encode(ids, shapes, titles, gazetteer)
            return vectors, network.tags(vectors)

    example = torch.ones((2, 24), dtype=torch.int64)
    with torch.no_grad():
        torch.onnx.export(
            Graph().eval(),
            (example, example, example * 0, example * 0),
            str(path),
            input_names=list(INPUTS),
            output_names=["hidden", "tags"],
            dynamic_axes={name: {0: "papers", 1: "pieces"} for name in (*INPUTS, "hidden", "tags")},
            opset_version=_OPSET,
            dynamo=False,
        )


def _quantize(exact: Path, path: Path, attention_heads: int) -> None:
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.quant_utils import add_pre_process_metadata

    graph = onnx.load(str(exact))
    add_pre_process_metadata(graph)  # it needs none: its products are plain, and its constants are folded
    quantize_dynamic(
        graph,
        str(path),
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gather"],
        extra_options={"MatMulConstBOnly": True},
    )
    rounded = onnx.load(str(path))
    onnx.helper.set_model_props(rounded, {ATTENTION_HEADS: str(attention_heads)})
    onnx.save(rounded, str(path))


def write_pipeline(model: Path, folder: Path) -> None:
    """Write a spaCy pipeline that reads with a model: `kg build --pipeline FOLDER` uses it."""
    nlp = build_pipeline()
    nlp.get_pipe("kg_encoder").from_disk(model)  # type: ignore[attr-defined]  # spaCy's type is any callable
    nlp.meta["name"] = "kg"
    nlp.to_disk(folder)
