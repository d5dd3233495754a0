"""Annotated articles turned into what the tagger learns from.

In come {article, text} and {article, source, cue, content} lines, out come windows with a tag for
each word piece and, for each content and cue piece, the place of its cue and of its source. Never
writes anything.
"""

from __future__ import annotations

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from flows.extract.windows import NOWHERE, SIZE, Window, windows

IGNORED = -100
BEGIN = {"source": 1, "cue": 3, "content": 5}
"""Tags: 0 outside, then begin and inside of each role."""
CURLY_DOUBLE, STRAIGHT_DOUBLE = (1523, 1524), 1000
CURLY_SINGLE, STRAIGHT_SINGLE = (1520, 1521), 1005
"""Ids of quotation marks in the tokenizer's vocabulary."""


@dataclass
class Example:
    """One window and its labels: the tag, the cue of a content piece, the source of a cue piece."""

    ids: list[int]
    quoted: list[int]
    tags: list[int]
    cues: list[int]
    sources: list[int]


@dataclass
class Annotated:
    """A text and its attributions, each a list of spans by role."""

    text: str
    attributions: list[dict[str, list[list[int]]]]


def read_annotated(folder: Path, split: str) -> list[Annotated]:
    """All articles of a split, from `<split>.text.jsonl[.gz]` and `<split>.gold.jsonl[.gz]`."""
    gold = defaultdict(list)
    for line in _lines(folder, f"{split}.gold.jsonl"):
        gold[line["article"]].append({role: line[role] for role in BEGIN})
    texts = _lines(folder, f"{split}.text.jsonl")
    return [Annotated(line["text"], gold[line["article"]]) for line in texts]


def examples(
    articles: Sequence[Annotated], tokenizer: Tokenizer, dice: random.Random | None = None
) -> list[Example]:
    """Labelled windows; with `dice`, borders and quotation marks differ from call to call."""
    found = []
    for article in articles:
        marks = _painted(article)
        first = dice.randint(SIZE // 4, SIZE) if dice else 0
        style = dice.random() if dice else 1.0
        for window in windows(article.text, tokenizer, first=first):
            example = _example(window, marks, article)
            if style < 0.25:
                example.ids = [_straight(piece) for piece in example.ids]
            found.append(example)
    return found


def _painted(article: Annotated) -> dict[int, tuple[str, int, int]]:
    """Character -> role, attribution, piece; the longest contents first, cues and sources last."""
    spans = [
        (order, -(end - start), start, end, role, number, piece)
        for number, attribution in enumerate(article.attributions)
        for order, role in ((0, "content"), (1, "source"), (2, "cue"))
        for piece, (start, end) in enumerate(attribution[role])
    ]
    painted = {}
    for _, _, start, end, role, number, piece in sorted(spans):
        painted.update(dict.fromkeys(range(start, end), (role, number, piece)))
    return painted


def _example(window: Window, marks: dict[int, tuple[str, int, int]], article: Annotated) -> Example:
    starts = {span[0]: i for i, span in enumerate(window.spans) if span != NOWHERE}
    example = Example(list(window.ids), list(window.quoted), [], [], [])
    before = None
    for span in window.spans:
        mark = marks.get(span[0]) if span != NOWHERE else None
        role, number = (mark[0], mark[1]) if mark else ("", -1)
        tag = BEGIN[role] + (mark == before) if mark else 0
        example.tags.append(tag if span != NOWHERE else IGNORED)
        example.cues.append(_head(article, number, "cue", starts) if role == "content" else IGNORED)
        example.sources.append(
            _head(article, number, "source", starts) if role == "cue" else IGNORED
        )
        before = mark if span != NOWHERE else before
    return example


def _head(article: Annotated, number: int, role: str, starts: dict[int, int]) -> int:
    """Index of the first piece of a role's first span in this window, 0 ([CLS]) for none."""
    for start, end in article.attributions[number][role][:1]:
        for position in range(start, end):
            if position in starts:
                return starts[position]
    return 0


def _straight(piece: int) -> int:
    if piece in CURLY_DOUBLE:
        return STRAIGHT_DOUBLE
    return STRAIGHT_SINGLE if piece in CURLY_SINGLE else piece


def _lines(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    plain, packed = folder / name, folder / f"{name}.gz"
    text = plain.read_bytes() if plain.exists() else gzip.decompress(packed.read_bytes())
    for line in text.decode("utf-8").split("\n"):
        if line.strip():
            yield json.loads(line)
