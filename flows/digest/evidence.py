"""The evidence: a sentence or paragraph cut into pieces, with the quote among them marked.

In comes an item, out come pieces in reading order; joined, they are the text again. Nothing here
writes HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from flows.digest.items import Item
from flows.digest.safe import unquoted


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `mark` is quote, sentence or "" (around them)."""

    text: str
    mark: str = ""


def of_sentence(item: Item) -> list[Piece]:
    """The evidence sentence with the quote marked; empty when it would only say the quote again."""
    if bare(item.sentence) == bare(item.quote):
        return []
    return cut(item.sentence, "", pieces_of(item))


def of_paragraph(item: Item) -> list[Piece]:
    """The paragraph with the evidence sentence and in it the quote marked."""
    text = item.paragraph or item.sentence or item.quote
    return cut(text, item.sentence, pieces_of(item))


def pieces_of(item: Item) -> list[str]:
    """The pieces of what was said, without the marks around them."""
    parts = (item.content or item.quote).split(" … ")
    return [bare(part) for part in parts if bare(part)]


def bare(text: str) -> str:
    return unquoted(text).rstrip(".,;")


def cut(text: str, sentence: str, said: Sequence[str]) -> list[Piece]:
    """The text's pieces; what was said is looked for from the sentence on, one after the other."""
    begin = text.find(sentence) if sentence else -1
    around = range(begin, begin + len(sentence)) if begin >= 0 else range(0)
    inside, place = [], max(begin, 0)
    for part in said:
        at = text.find(part, place)
        if at >= 0:
            place = at + len(part)
            inside.append(range(at, place))
    edges = {0, len(text), *(edge for span in (around, *inside) for edge in edges_of(span))}
    return [
        Piece(text[start:end], mark_at(start, around, inside))
        for start, end in pairwise(sorted(edges))
    ]


def edges_of(span: range) -> tuple[int, ...]:
    return (span.start, span.stop) if span else ()


def mark_at(place: int, around: range, inside: Sequence[range]) -> str:
    if any(place in span for span in inside):
        return "quote"
    return "sentence" if place in around else ""
