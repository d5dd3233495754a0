"""Makes the shipped files from a checkpoint.

In comes the last checkpoint, out come `tagger.onnx` (int8 per channel, the heads in fp32),
`tokenizer.json` and the sha256 of both on standard output. Run: python -m
flows.extract.training.export --work data/training --out flows/extract/model
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from flows.extract.training.network import Tagger
from flows.extract.training.train import weights_folder

INPUTS = ["ids", "quoted", "mask"]
OUTPUTS = ["tags", "cues", "sources"]


def export(checkpoint: Path, out: Path) -> None:
    """Writes tagger.onnx and tokenizer.json into `out`."""
    network = Tagger(weights_folder())
    network.load_state_dict(torch.load(checkpoint)["average"])
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
    full.unlink()
    shutil.copyfile(weights_folder() / "tokenizer.json", out / "tokenizer.json")


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("data/training"))
    parser.add_argument("--out", type=Path, default=Path("flows/extract/model"))
    options = parser.parse_args()
    export(options.work / "checkpoint.pt", options.out)
    for name in ("tagger.onnx", "tokenizer.json"):
        data = (options.out / name).read_bytes()
        print(hashlib.sha256(data).hexdigest(), len(data), name)


if __name__ == "__main__":
    main()
