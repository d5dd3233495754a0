"""The evidence: a sentence or paragraph cut into pieces, with the quote among them marked.

In comes an item, out come pieces in reading order; joined, they are the text again. Nothing here
writes HTML.
"""

from __future__ import annotations

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
    if unquoted(item.sentence).rstrip(".,") == unquoted(item.quote).rstrip(".,"):
        return []
    return cut(item.sentence, "", item.quote)


def of_paragraph(item: Item) -> list[Piece]:
    """The paragraph with the evidence sentence and in it the quote marked."""
    text = item.paragraph or item.sentence or item.quote
    return cut(text, item.sentence, item.quote)


def cut(text: str, sentence: str, quote: str) -> list[Piece]:
    """The text's pieces; the quote is looked for from the sentence on, and may run beyond it."""
    begin = text.find(sentence) if sentence else -1
    around = range(begin, begin + len(sentence)) if begin >= 0 else range(0)
    words = unquoted(quote).rstrip(".,;")
    at = text.find(words, max(begin, 0)) if words else -1
    inside = range(at, at + len(words)) if at >= 0 else range(0)
    edges = sorted({0, len(text), *edges_of(around), *edges_of(inside)})
    return [
        Piece(text[start:end], "quote" if start in inside else "sentence" * (start in around))
        for start, end in pairwise(edges)
    ]


def edges_of(span: range) -> tuple[int, ...]:
    return (span.start, span.stop) if span else ()
