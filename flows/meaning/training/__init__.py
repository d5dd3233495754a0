"""How the layers of meaning were made: `examples`, `teacher`, `student`.

In: what was marked in the public collection (`about/marks.jsonl` on our topics, `claims.jsonl` on
any), a large encoder for sentences and a small one. Out: `extract/model/meaning.onnx`. Needs torch
and transformers; never needed by a night.
"""

from __future__ import annotations

from typing import NamedTuple


class Claimed(NamedTuple):
    """A statement's words and sentence, and the claim that it was marked to make."""

    words: str
    sentence: str
    claim: str
