"""Teach the layers which statements are one claim, and write `meaning.onnx`.

Run: `python -m flows.meaning.training.claims --work DIR --out DIR`, after `student`. In:
`work/student.pt`, `work/claims.json` (what was judged on any topic; the claims on our topics have
taught the teacher). Out: `meaning.onnx` (int8, narrowed as the tagger is): `hidden` to a direction
of 128 numbers. The layers are held to what they said before, and their weights are the mean of
those before and after. Every fifth group is held out, and the area under the curve over their
pairs is printed. Seeded; a quarter of an hour.
"""

from __future__ import annotations

import argparse
import copy
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

from flows.extract.training.export import in_whole_numbers
from flows.meaning.training import Claimed
from flows.meaning.training.student import ALIKE, Meaning, padded, states_of
from flows.meaning.training.teacher import batches_of, loss_of

SEED = 1
EPOCHS = 2
TOP_RATE = 1e-4
TOGETHER = 48
Groups = list[list[Claimed]]
States = dict[str, Any]


def directions(network: Meaning, states: States, texts: list[str]) -> dict[str, Tensor]:
    """The direction of each text, texts of like lengths together."""
    order = sorted(set(texts), key=lambda text: (len(states[text]), text))
    found: dict[str, Tensor] = {}
    for at in range(0, len(order), 32):
        some = order[at : at + 32]
        found.update(zip(some, network(*padded([states[text] for text in some])), strict=True))
    return found


def texts_of(groups: Groups) -> list[str]:
    """Words and sentences of all statements."""
    return [text for group in groups for one in group for text in (one.words, one.sentence)]


def train(network: Meaning, states: States, groups: Groups) -> None:
    """Towards the claims, and back towards the directions that the network gave before."""
    network.eval()
    with torch.no_grad():
        before = directions(network, states, texts_of(groups))
    slopes = nn.Parameter(torch.tensor([4.0, 4.0]))
    constant = nn.Parameter(torch.tensor(-6.0))
    optimizer = torch.optim.AdamW(
        [{"params": network.parameters()}, {"params": [slopes, constant], "lr": 2e-2}],
        lr=TOP_RATE,
        weight_decay=0.01,
    )
    dice = random.Random(SEED)  # noqa: S311
    plan = [batch for _ in range(EPOCHS) for batch in batches_of(groups, dice, TOGETHER)]
    began = time.monotonic()
    network.train()
    for step, batch in enumerate(plan):
        rate = min(1, (step + 1) / 30) * (1 - step / len(plan))
        optimizer.param_groups[0]["lr"] = TOP_RATE * rate
        found = directions(network, states, texts_of(batch))
        items = [one for group in batch for one in group]
        words = torch.stack([found[one.words] for one in items])
        lines = torch.stack([found[one.sentence] for one in items])
        now = torch.stack(list(found.values()))
        then = torch.stack([before[text] for text in found])
        loss = loss_of(batch, words, lines, slopes, constant)
        loss = loss + (1 - (now * then).sum(-1)).mean()
        loss = loss + ALIKE * (now @ now.T - then @ then.T).square().mean()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        if step % 50 == 0:
            left = (time.monotonic() - began) / (step + 1) * (len(plan) - step - 1)
            print(f"{step} of {len(plan)}: loss {loss.item():.3f}, {left / 60:.0f} minutes left")


def area(network: Meaning, states: States, groups: Groups) -> float:
    """How often a pair of one claim has the higher cosines than another pair."""
    network.eval()
    with torch.no_grad():
        found = directions(network, states, texts_of(groups))
    cosines: dict[bool, list[float]] = {True: [], False: []}
    for group in groups:
        for a, b in combinations(group, 2):
            both = found[a.words] @ found[b.words] + found[a.sentence] @ found[b.sentence]
            cosines[a.claim == b.claim].append(float(both))
    below = np.searchsorted(np.sort(cosines[False]), cosines[True])
    return float(below.mean()) / len(cosines[False])


def mean_of(one: Meaning, other: Meaning) -> Meaning:
    """A network whose every weight is half way between those of two."""
    found = copy.deepcopy(one)
    theirs = other.state_dict()
    found.load_state_dict(
        {name: (weight + theirs[name]) / 2 for name, weight in one.state_dict().items()}
    )
    return found


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
    kept = json.loads((options.work / "claims.json").read_text("utf-8"))
    groups = [[Claimed(*one) for one in group] for group in kept]
    texts = sorted(set(texts_of(groups)))
    states = dict(zip(texts, states_of(texts), strict=True))
    held = groups[::5]
    learned = [group for place, group in enumerate(groups) if place % 5]
    network = Meaning()
    network.load_state_dict(torch.load(options.work / "student.pt"))
    taught = copy.deepcopy(network)
    train(taught, states, learned)
    both = mean_of(network, taught)
    for name, one in (("before", network), ("after", taught), ("mean of both", both)):
        print(f"{name}: area {area(one, states, held):.3f} over held-out groups")
    torch.save(both.state_dict(), options.work / "claims.pt")
    export(both, options.out)


if __name__ == "__main__":
    main()
