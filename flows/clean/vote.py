"""Three readers and a vote: which blocks of a page are the article.

In: a page's blocks, those that one reader chose, and the texts of other readers. Out: the chosen
blocks, in the page's own words and order. A block is in when at least two readers, and half of
them, hold it. A reader that found next to nothing has no vote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.clean.blocks import Block

WORDS = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f]"
    "|[^\\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f]+"
)
GRAM = 4
LEAST_TEXT = 150
HELD = 0.6

Gram = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one reader holds to be the article: its runs of four words, and its lines."""

    grams: frozenset[Gram]
    lines: frozenset[str]

    def holds(self, words: list[str]) -> bool:
        if len(words) < GRAM:
            return " ".join(words) in self.lines
        grams = grams_of(words)
        return sum(gram in self.grams for gram in grams) >= HELD * len(grams)


def words_of(text: str) -> list[str]:
    """Words; each Chinese, Japanese, Korean or Thai character is one."""
    return WORDS.findall(text)


def grams_of(words: list[str]) -> list[Gram]:
    """Runs of four words, or the one shorter run."""
    return [tuple(words[i : i + GRAM]) for i in range(max(1, len(words) - GRAM + 1))]


def opinion(text: str) -> Opinion | None:
    """A reader's text as an opinion; None when it is too short to be one."""
    if len(text) < LEAST_TEXT:
        return None
    lines = [words_of(line) for line in text.split("\n")]
    grams = frozenset(gram for line in lines if len(line) >= GRAM for gram in grams_of(line))
    return Opinion(grams, frozenset(" ".join(line) for line in lines if line))


def elect(blocks: Sequence[Block], dense: set[int], texts: Sequence[str]) -> list[Block]:
    """The blocks that win; `dense` is the first reader's choice, `texts` are the others'."""
    opinions = [held for held in map(opinion, texts) if held]
    has_dense = sum(len(blocks[i].text) for i in dense) >= LEAST_TEXT
    voters = len(opinions) + has_dense
    if not voters:
        return []
    needed = max(min(2, voters), voters / 2)
    chosen: list[Block] = []
    seen: set[str] = set()
    for position, block in enumerate(blocks):
        words = words_of(block.text)
        votes = (has_dense and position in dense) + sum(held.holds(words) for held in opinions)
        if not words or votes < needed or block.text in seen:
            continue
        if len(words) >= GRAM:
            seen.add(block.text)
        chosen.append(block)
    return chosen
