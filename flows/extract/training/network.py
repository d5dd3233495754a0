"""The tagger: a small BERT encoder, one tag for each word piece, two pointing heads.

In come word pieces and a flag for "inside quotation marks", out come scores for seven tags, for
content -> cue and for cue -> source. Knows nothing of files.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from flows.extract.training.labels import IGNORED, Example

TAGS = 7
POINTING = 96
ARC_WEIGHT = 0.3


class Tagger(nn.Module):  # type: ignore[misc]
    """Tags and pointers over the encoder's last layer."""

    def __init__(self, weights: Path) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(str(weights), add_pooling_layer=False)
        width = self.encoder.config.hidden_size
        kinds = self.encoder.embeddings.token_type_embeddings.weight
        with torch.no_grad():
            kinds[1] = kinds[0]
        self.drop = nn.Dropout(0.1)
        self.tag = nn.Linear(width, TAGS)
        self.content, self.cue_of, self.cue, self.source_of = (
            nn.Linear(width, POINTING) for _ in range(4)
        )

    def forward(self, ids: Tensor, quoted: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Scores (batch, length, 7), (batch, length, length) twice: row points at column."""
        states = self.encoder(input_ids=ids, token_type_ids=quoted, attention_mask=mask)
        hidden = self.drop(states.last_hidden_state)
        scale = POINTING**-0.5
        cues = self.content(hidden) @ self.cue_of(hidden).transpose(1, 2) * scale
        sources = self.cue(hidden) @ self.source_of(hidden).transpose(1, 2) * scale
        return self.tag(hidden), cues, sources


def batch_of(batch: list[Example]) -> dict[str, Tensor]:
    """Examples padded to the longest of them."""
    longest = max(len(example.ids) for example in batch)

    def padded(name: str, filler: int) -> Tensor:
        rows: list[list[int]] = [getattr(example, name) for example in batch]
        return torch.tensor([row + [filler] * (longest - len(row)) for row in rows])

    tensors = {name: padded(name, IGNORED) for name in ("tags", "cues", "sources")}
    tensors |= {name: padded(name, 0) for name in ("ids", "quoted")}
    return tensors | {"mask": (tensors["ids"] != 0).long()}


def loss_of(network: nn.Module, batch: dict[str, Tensor]) -> Tensor:
    """Cross entropy of tags and, less heavily, of both pointers."""
    scores = network(batch["ids"], batch["quoted"], batch["mask"])
    tags, *arcs = (score.float() for score in scores)
    loss = functional.cross_entropy(tags.flatten(0, 1), batch["tags"].flatten())
    padding = (batch["mask"] == 0)[:, None, :]
    for score, name in zip(arcs, ("cues", "sources"), strict=True):
        goals = batch[name]
        if bool((goals >= 0).any()):
            flat = score.masked_fill(padding, -1e4).flatten(0, 1)
            loss = loss + ARC_WEIGHT * functional.cross_entropy(flat, goals.flatten())
    return loss


def rates(network: Tagger, top: float, decay: float, heads: float) -> list[dict[str, Any]]:
    """Parameter groups for the optimizer: each layer learns more slowly than the one above it."""
    layers = list(network.encoder.encoder.layer)
    groups: list[dict[str, Any]] = [
        {"params": list(layer.parameters()), "lr": top * decay ** (len(layers) - 1 - depth)}
        for depth, layer in enumerate(layers)
    ]
    embeddings = list(network.encoder.embeddings.parameters())
    groups.append({"params": embeddings, "lr": top * decay ** len(layers)})
    inside = {id(parameter) for parameter in network.encoder.parameters()}
    rest = [parameter for parameter in network.parameters() if id(parameter) not in inside]
    return [*groups, {"params": rest, "lr": heads}]
