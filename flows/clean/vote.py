"""Three readers and a vote: which blocks of a page are the article.

In: a page's blocks, those that one reader chose by density, and the texts of other readers. Out:
the chosen blocks, in the page's own words and order. The reader that agrees best with the others
leads: a block is in when the leader holds it and at least half of the others do. A reader that
found next to nothing has no say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.clean.blocks import Block
from flows.clean.furniture import is_sentence

WORDS = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f]"
    "|[^\\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f]+"
)
GRAM = 4
LEAST_TEXT = 150
LONGEST_SHORT_LINE = 80
HELD = 0.6
REPEATED = 0.8

Gram = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one reader holds to be the article: its runs of four words, and its short lines."""

    grams: frozenset[Gram]
    lines: frozenset[str]

    def holds(self, words: list[str], before: list[str]) -> bool:
        """True when the reader has most of a block; `before` are the words that came before it."""
        if len(words) < GRAM:
            joined = (before + words)[-GRAM:]
            return " ".join(words) in self.lines or tuple(joined) in self.grams
        grams = grams_of(words)
        return sum(gram in self.grams for gram in grams) >= HELD * len(grams)

    def agreement(self, other: Opinion) -> float:
        """F1 of the two readers' runs of words."""
        both = len(self.grams & other.grams)
        return 2 * both / max(1, len(self.grams) + len(other.grams))


def words_of(text: str) -> list[str]:
    """Words; each Chinese, Japanese, Korean or Thai character is one."""
    return WORDS.findall(text)


def grams_of(words: list[str]) -> list[Gram]:
    """Runs of four words, or the one shorter run."""
    if len(words) < GRAM:
        return [tuple(words)]
    return list(zip(words, words[1:], words[2:], words[3:], strict=False))


def opinion(text: str) -> Opinion | None:
    """A reader's text as an opinion; None when it is too short to be one."""
    if len(text) < LEAST_TEXT:
        return None
    short = (line for line in text.split("\n") if len(line) <= LONGEST_SHORT_LINE)
    lines = frozenset(" ".join(words_of(line)) for line in short)
    return Opinion(frozenset(grams_of(words_of(text))), lines)


def elect(blocks: Sequence[Block], dense: set[int], texts: Sequence[str]) -> list[Block]:
    """The blocks that win; `dense` is the first reader's choice, `texts` are the others'.

    Where two readers agree with the others equally well, the later one of `texts` leads.
    """
    by_density = "\n".join(blocks[i].text for i in sorted(dense))
    opinions = [held for held in map(opinion, (by_density, *texts)) if held]
    if not opinions:
        return []
    leader = max(reversed(opinions), key=lambda one: sum(map(one.agreement, opinions)))
    others = [held for held in opinions if held is not leader]
    chosen: dict[int, list[str]] = {}
    before: list[str] = []
    for position, block in enumerate(blocks):
        words = words_of(block.text)
        if not words or not leader.holds(words, before):
            continue
        is_short = len(words) < GRAM
        if is_short or 2 * sum(held.holds(words, before) for held in others) >= len(others):
            chosen[position] = words
            before = words[-GRAM:]
    return [blocks[position] for position in _once(blocks, chosen, dense)]


def _once(blocks: Sequence[Block], chosen: dict[int, list[str]], dense: set[int]) -> list[int]:
    """The chosen positions without teasers, lazy copies and captions that only repeat others."""
    said: set[Gram] = set()
    kept: list[int] = []
    for position in sorted(chosen, key=lambda i: i not in dense):
        words = chosen[position]
        grams = grams_of(words)
        can_repeat = len(words) <= 60 and not is_sentence(blocks[position].text)
        is_free = len(words) < GRAM if position not in dense else can_repeat or len(words) < 9
        if is_free or sum(gram in said for gram in grams) < REPEATED * len(grams):
            kept.append(position)
            said.update(grams)
    return sorted(kept)
