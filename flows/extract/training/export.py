"""Makes the shipped files from a checkpoint.

In comes the last checkpoint, out come `tagger.onnx` (int8 per channel, the heads in fp32),
`tokenizer.json` and the sha256 of both on standard output. Run: python -m
flows.extract.training.export --work data/training --out flows/extract/model
With `--kept`, the weights are the mean of the checkpoint's and of those of a file shipped before.

x86 processors without VNNI multiply bytes (0 to 255) by signed bytes and add the two products of
neighbouring rows in 16 bits, where they stop at 32,767. So the weights of a column are scaled until
no two neighbours can get there: every processor then counts alike, for a third of a bit.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from flows.extract.training.kept import kept_weights
from flows.extract.training.network import Tagger
from flows.extract.training.train import weights_folder

INPUTS = ["ids", "quoted", "mask"]
OUTPUTS = ["tags", "cues", "sources"]
LARGEST_PAIR = 128
"""Of two neighbouring weights of one sign, taken together: 128 times 255 is less than 32,767."""


def export(checkpoint: Path, out: Path, kept: Path | None = None) -> None:
    """Writes tagger.onnx and tokenizer.json into `out`."""
    network = Tagger(weights_folder())
    weights = torch.load(checkpoint)["average"]
    if kept:
        others = kept_weights(network, kept)
        weights = {
            name: (one + others[name]) / 2 if one.dtype.is_floating_point else one
            for name, one in weights.items()
        }
    network.load_state_dict(weights)
    network.encoder.set_attn_implementation("eager")
    network.eval()
    full = out / "tagger.fp32.onnx"
    ids = torch.randint(1000, 20_000, (2, 40))
    mask = torch.ones_like(ids)
    mask[1, 30:] = 0
    flat, square = {0: "batch", 1: "length"}, {0: "batch", 1: "length", 2: "goal"}
    axes = dict.fromkeys([*INPUTS, "tags"], flat) | dict.fromkeys(OUTPUTS[1:], square)
    torch.onnx.export(
        network,
        (ids, torch.zeros_like(ids), mask),
        str(full),
        input_names=INPUTS,
        output_names=OUTPUTS,
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    products = [n.name for n in onnx.load(full).graph.node if n.op_type in ("MatMul", "Gemm")]
    quantize_dynamic(
        full,
        out / "tagger.onnx",
        weight_type=QuantType.QInt8,
        per_channel=True,
        nodes_to_exclude=[name for name in products if "/encoder/" not in name],
        extra_options={"MatMulConstBOnly": True},
    )
    model = onnx.load(out / "tagger.onnx")
    narrow(model)
    onnx.save(model, out / "tagger.onnx")
    full.unlink()
    shutil.copyfile(weights_folder() / "tokenizer.json", out / "tokenizer.json")


def narrow(model: onnx.ModelProto) -> None:
    """Scales the int8 weights (rows, columns) of all products, by column, as said above.

    Each column's scale becomes the one that comes nearest to what it held. Changes `model` itself;
    narrow weights stay as they are.
    """
    kept = {one.name: one for one in model.graph.initializer}
    for node in model.graph.node:
        if node.op_type != "MatMulInteger":
            continue
        weights = kept[node.input[1]]
        scales = kept[weights.name.removesuffix("_quantized") + "_scale"]
        before = numpy_helper.to_array(weights).astype(np.float64)
        pairs = before.reshape(-1, 2, before.shape[1])
        largest = np.maximum(pairs.clip(min=0).sum(1).max(0), -pairs.clip(max=0).sum(1).min(0))
        # rounding may add one to a pair
        factor = np.where(largest > LARGEST_PAIR, (LARGEST_PAIR - 1) / largest.clip(min=1), 1)
        after = np.rint(before * factor)
        wider = (before * after).sum(0) / (after * after).sum(0).clip(min=1)
        weights.CopyFrom(numpy_helper.from_array(after.astype(np.int8), weights.name))
        wide = (numpy_helper.to_array(scales) * wider).astype(np.float32)
        scales.CopyFrom(numpy_helper.from_array(wide, scales.name))


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("data/training"))
    parser.add_argument("--out", type=Path, default=Path("flows/extract/model"))
    parser.add_argument("--kept", type=Path, help="tagger.onnx to take the mean with")
    options = parser.parse_args()
    export(options.work / "checkpoint.pt", options.out, options.kept)
    for name in ("tagger.onnx", "tokenizer.json"):
        data = (options.out / name).read_bytes()
        print(hashlib.sha256(data).hexdigest(), len(data), name)


if __name__ == "__main__":
    main()
