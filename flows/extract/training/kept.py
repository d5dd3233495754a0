"""The shipped tagger's weights, to train it on from where it stands.

In come `encoder.onnx` and `tagger.onnx`, out comes a state for `Tagger`. The files hold whole
numbers with a scale for each column; what rounding took is lost, and a few hundred steps of
training bring it back.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from flows.extract.training.network import Tagger


def kept_weights(network: Tagger, folder: Path) -> dict[str, torch.Tensor]:
    """A whole state for `network`; KeyError where the files hold another network's."""
    graphs = [onnx.load(folder / f"{name}.onnx").graph for name in ("encoder", "tagger")]
    kept: dict[str, Any] = {
        one.name: numpy_helper.to_array(one) for graph in graphs for one in graph.initializer
    }
    products = {
        _name_of(node.name): node.input[1]
        for graph in graphs
        for node in graph.node
        if node.op_type in ("MatMul", "MatMulInteger")
    }
    state = {}
    for name, value in network.state_dict().items():
        if name in kept:
            found = kept[name]
        elif f"{name}_quantized" in kept:
            found = _unpacked(kept, name)
        else:
            source = products[name]
            found = kept[source] if source in kept and "_quantized" not in source else None
            found = _unpacked(kept, source.removesuffix("_quantized")) if found is None else found
            found = found.T
        if tuple(found.shape) != tuple(value.shape):
            raise KeyError(
                f"{name}: {found.shape} in {folder}, {tuple(value.shape)} in the network"
            )
        state[name] = torch.tensor(np.ascontiguousarray(found))
    return state


def _unpacked(kept: dict[str, Any], name: str) -> Any:
    whole = kept[f"{name}_quantized"].astype(np.float32)
    return (whole - kept[f"{name}_zero_point"].astype(np.float32)) * kept[f"{name}_scale"]


def _name_of(node: str) -> str:
    """`/encoder/encoder/layer.0/output/dense/MatMul_quant` -> the name of its weight."""
    inside = node.removeprefix("/encoder") if node.startswith("/encoder/encoder/") else node
    path = inside.removesuffix("_quant").removesuffix("/MatMul").strip("/").replace("/", ".")
    return f"{'encoder.' if inside != node else ''}{path}.weight"
