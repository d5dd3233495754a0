"""What a text means, roughly, as a direction.

In: a text. Out: a vector of unit length; the product of two says how nearly their texts say the
same. Three layers that go on from the shared encoder (`flows.encoder`) reckon it. Pure. `training/`
made them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from flows.encoder import in_context, session, tokenizer

ENCODER = "3"
"""Kept with every vector that is kept; another one makes them anew."""
DIMENSIONS = 128
CLS, SEP = 101, 102
LONGEST = 94
"""Word pieces of a text that are read; the rest is left alone."""
Vectors = np.ndarray[Any, np.dtype[np.float32]]


def meaning_of_text(text: str) -> Vectors:
    """The direction of a text, of unit length, in steps of a 127th; zeros where nothing is said."""
    ids = tokenizer().encode(text[: 20 * LONGEST], add_special_tokens=False).ids[:LONGEST]
    if not ids:
        return np.zeros(DIMENSIONS, np.float32)
    hidden = in_context([CLS, *ids, SEP], [0] * (len(ids) + 2))
    found: Vectors = session("meaning").run(None, {"hidden": hidden})[0][0]
    return unpacked(packed(found))


def packed(vector: Vectors) -> list[int]:
    """A vector as it is kept: whole numbers from -127 to 127."""
    return [int(number) for number in np.rint(vector * 127)]


def unpacked(kept: Sequence[int]) -> Vectors:
    """A kept vector, of unit length again."""
    whole = np.array(kept, np.float32)
    length = float(np.linalg.norm(whole))
    return whole / length if length else whole
