"""The trained reader: text in, attributions out.

Loads the tagger and its tokenizer from `model/` at the first call, once per process; needs no
network. The same text always gives the same answer. Never resolves a name, never drops an
attitude: that is for the rest of the room.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from flows.extract.decoding import Attribution, Scores, decode
from flows.extract.windows import Window, open_tokenizer, windows

MODEL = Path(__file__).parent / "model"
BATCH = 8


def attributions_in(text: str) -> list[Attribution]:
    """All attributions of a text, in order of their first word.

    Time grows with the length of the text, memory by a few hundred bytes a word.
    """
    found: list[Attribution] = []
    batch: list[Window] = []
    for window in windows(text, _tokenizer()):
        batch.append(window)
        if len(batch) == BATCH:
            found += _read(text, batch)
            batch = []
    found += _read(text, batch)
    return sorted(found, key=lambda one: (one.cue + one.content)[0])


def _read(text: str, batch: Sequence[Window]) -> list[Attribution]:
    if not batch:
        return []
    longest = max(map(len, batch))
    ids, quoted, mask = (np.zeros((len(batch), longest), np.int64) for _ in range(3))
    for row, window in enumerate(batch):
        ids[row, : len(window)], quoted[row, : len(window)] = window.ids, window.quoted
        mask[row, : len(window)] = 1
    tags, cues, sources = _session().run(None, {"ids": ids, "quoted": quoted, "mask": mask})
    found = []
    for row, window in enumerate(batch):
        n = len(window)
        arcs: tuple[Scores, Scores] = (cues[row, :n, :n], sources[row, :n, :n])
        found += decode(text, window, tags[row, :n], *arcs)
    return found


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
