"""The trained reader: text in, attributions out.

Loads the tagger and its tokenizer from `model/` at the first call, once per process; needs no
network. The same text always gives the same answer. Never resolves a name, never drops an
attitude: that is for the rest of the room.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from flows.extract.decoding import Attribution, decode
from flows.extract.windows import Window, open_tokenizer, windows

MODEL = Path(__file__).parent / "model"


def attributions_in(text: str) -> list[Attribution]:
    """All attributions of a text, in order of their first word.

    Time grows with the length of the text, memory by a few hundred bytes a word. Windows are read
    one by one: on a processor that is quicker than padding them to batches.
    """
    found: list[Attribution] = []
    for window in windows(text, _tokenizer()):
        found += _read(text, window)
    return sorted(found, key=lambda one: (one.cue + one.content)[0])


def _read(text: str, window: Window) -> list[Attribution]:
    ids, quoted = np.array([window.ids]), np.array([window.quoted])
    inputs = {"ids": ids, "quoted": quoted, "mask": np.ones_like(ids)}
    tags, cues, sources = _session().run(None, inputs)
    return decode(text, window, tags[0], cues[0], sources[0])


@cache
def _session() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(MODEL / "tagger.onnx"), options, providers=["CPUExecutionProvider"]
    )


@cache
def _tokenizer() -> Tokenizer:
    return open_tokenizer(str(MODEL / "tokenizer.json"))
