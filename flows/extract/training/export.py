"""Makes the shipped files from a checkpoint.

In comes the last checkpoint, out come `encoder.onnx` (the embeddings and three layers, which the
meanings of texts share), `tagger.onnx` (three layers and the heads), both int8 per channel but for
the heads, `tokenizer.json` and the sha256 of all on standard output. Run: python -m
flows.extract.training.export --work data/training --out flows/extract/model
With `--kept`, the weights are the mean of the checkpoint's and of those of files shipped before.

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
from onnx.utils import Extractor
from onnxruntime.quantization import QuantType, quantize_dynamic

from flows.extract.training.kept import kept_weights
from flows.extract.training.network import Tagger
from flows.extract.training.train import weights_folder

INPUTS = ["ids", "quoted", "mask"]
OUTPUTS = ["tags", "cues", "sources"]
HALFWAY = "/encoder/encoder/layer.2/output/LayerNorm/LayerNormalization_output_0"
PADDING = "/encoder/Where_1_output_0"
"""What is added to the attention of pieces that only pad; nothing is padded at run time."""
LARGEST_PAIR = 128
"""Of two neighbouring weights of one sign, taken together: 128 times 255 is less than 32,767."""


def export(checkpoint: Path, out: Path, kept: Path | None = None) -> None:
    """Writes encoder.onnx, tagger.onnx and tokenizer.json into `out`."""
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
    full = out / "whole.fp32.onnx"
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
    for name, half in halves(in_whole_numbers(full, "/encoder/")).items():
        onnx.save(half, out / f"{name}.onnx")
    full.unlink()
    shutil.copyfile(weights_folder() / "tokenizer.json", out / "tokenizer.json")


def in_whole_numbers(full: Path, within: str) -> onnx.ModelProto:
    """The network of a file with the products whose names hold `within` in int8, narrowed."""
    products = [n.name for n in onnx.load(full).graph.node if n.op_type in ("MatMul", "Gemm")]
    whole = full.with_suffix(".int8")
    quantize_dynamic(
        full,
        whole,
        weight_type=QuantType.QInt8,
        per_channel=True,
        nodes_to_exclude=[name for name in products if within not in name],
        extra_options={"MatMulConstBOnly": True},
    )
    model = onnx.load(whole)
    whole.unlink()
    narrow(model)
    return model


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


def halves(model: onnx.ModelProto) -> dict[str, onnx.ModelProto]:
    """The network cut in two after its third layer, without the mask for padding.

    encoder: ids, quoted -> hidden; tagger: hidden -> tags, cues, sources.
    """
    for node in [one for one in model.graph.node if one.op_type == "Add" and PADDING in one.input]:
        (kept,) = (name for name in node.input if name != PADDING)
        model.graph.node.remove(node)
        _rename(model.graph, node.output[0], kept)
    cutter = Extractor(onnx.shape_inference.infer_shapes(model))
    ends = {"encoder": (INPUTS[:2], [HALFWAY]), "tagger": ([HALFWAY], OUTPUTS)}
    found = {name: cutter.extract_model(*names) for name, names in ends.items()}
    for half in found.values():
        del half.graph.value_info[:]
        _rename(half.graph, HALFWAY, "hidden")
        onnx.checker.check_model(half)
    return found


def _rename(graph: onnx.GraphProto, old: str, new: str) -> None:
    for node in graph.node:
        for names in (node.input, node.output):
            names[:] = [new if name == old else name for name in names]
    for end in (*graph.input, *graph.output):
        end.name = new if end.name == old else end.name


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("data/training"))
    parser.add_argument("--out", type=Path, default=Path("flows/extract/model"))
    parser.add_argument("--kept", type=Path, help="folder of shipped files to take the mean with")
    options = parser.parse_args()
    export(options.work / "checkpoint.pt", options.out, options.kept)
    for name in ("encoder.onnx", "tagger.onnx", "tokenizer.json"):
        data = (options.out / name).read_bytes()
        print(hashlib.sha256(data).hexdigest(), len(data), name)


if __name__ == "__main__":
    main()
