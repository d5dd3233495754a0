"""What words mean, roughly: a small table of word vectors.

In: words. Out: vectors of unit length whose products say how near two words are. Pure; a word
that the table lacks has no vector. `training.py` made the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

Vectors = np.ndarray[Any, np.dtype[np.float32]]


@cache
def _table() -> tuple[dict[str, int], Vectors, Vectors]:
    with np.load(Path(__file__).parent / "vectors.npz") as kept:
        words = str(kept["words"]).split("\n")
        vectors = kept["vectors"].astype(np.float32)
        rarity = kept["rarity"].astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    return {word: place for place, word in enumerate(words)}, vectors, rarity


def vectors_of(words: Sequence[str]) -> tuple[Vectors, Vectors]:
    """The unit vectors of those of the words that the table has, and how rare each of them is."""
    places, vectors, rarity = _table()
    found = [places[word] for word in words if word in places]
    return vectors[found], rarity[found]


def vector_of(words: Sequence[str]) -> Vectors:
    """One unit vector for all words, rare ones counting more; zeros where the table has none."""
    vectors, rarity = vectors_of(words)
    total: Vectors = (vectors * rarity[:, None]).sum(0)
    length = float(np.linalg.norm(total))
    return total / length if length else np.zeros(_table()[1].shape[1], np.float32)
