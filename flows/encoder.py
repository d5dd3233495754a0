"""Word pieces in their context: the half of the network that the tagger and the meanings share.

In: word pieces of a text and whether each stands inside quotation marks. Out: 384 numbers for each
piece, as three of six layers see it; the tagger and the meanings each go on from there with layers
of their own. The files in `extract/model/` are loaded at the first call, once per process; needs no
network. The same pieces always give the same answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MODEL = Path(__file__).parent / "extract" / "model"
Array = np.ndarray[Any, np.dtype[Any]]


def in_context(ids: Sequence[int], quoted: Sequence[int]) -> Array:
    """What the other halves of the network take in: (1, pieces, 384)."""
    inputs = {"ids": np.array([ids]), "quoted": np.array([quoted])}
    found: Array = session("encoder").run(None, inputs)[0]
    return found


@cache
def session(name: str) -> InferenceSession:
    """One of the model's files, ready to be run on one thread.

    The runtime is imported here: most commands compare nothing and need not wait for it.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(MODEL / f"{name}.onnx"), options, providers=["CPUExecutionProvider"]
    )


@cache
def tokenizer() -> Tokenizer:
    """The model's tokenizer, without cutting and without padding."""
    return open_tokenizer(str(MODEL / "tokenizer.json"))


def open_tokenizer(path: str) -> Tokenizer:
    """The tokenizer in a tokenizer.json, without cutting and without padding."""
    from tokenizers import Tokenizer

    found = Tokenizer.from_file(path)
    found.no_truncation()
    found.no_padding()
    return found
