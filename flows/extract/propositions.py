"""Two things said in one breath, told apart: "said that talks failed and that Rome is to blame".

In come attributions, out come as many or more: where a second "that", or a second verb of saying
without a subject of its own, begins another proposition, it becomes a statement by the same
source. Never cuts inside quotation marks, never leaves fewer than a few words on either side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from flows.extract.decoding import Attribution
from flows.extract.pieces import trimmed
from flows.text import Span, span_at

LEAST = 4
"""Words of a proposition."""
SECOND = re.compile(
    r",?\s+(?:and|but)\s+(?:that\s+"
    r"|(?P<cue>accused|blamed|urged|vowed|praised|condemned|denounced|called (?:on|for)|insisted"
    r"|warned|demanded|threatened)\s+(?:that\s+)?)(?=\w|[\"\u201c])"
)


def told_apart(
    text: str, found: Sequence[Attribution], quotes: Sequence[Span]
) -> list[Attribution]:
    """The attributions, in order, each second proposition as one of its own."""
    return [part for one in found for part in _parts(text, one, quotes)]


def _parts(text: str, one: Attribution, quotes: Sequence[Span]) -> Iterator[Attribution]:
    for number, (start, end) in enumerate(one.content):
        for match in SECOND.finditer(text, start, end):
            first, second = (start, match.start()), trimmed(text, (match.end(), end))
            if (
                _is_quoted(match.start(), quotes)
                or min(map(_words, _texts(text, first, second))) < LEAST
            ):
                continue
            yield replace(one, content=(*one.content[:number], first))
            cue = (match.span("cue"),) if match["cue"] else one.cue
            yield from _parts(
                text, replace(one, cue=cue, content=(second, *one.content[number + 1 :])), quotes
            )
            return
    yield one


def _texts(text: str, *spans: Span) -> list[str]:
    return [text[start:end] for start, end in spans]


def _words(text: str) -> int:
    return len(text.split())


def _is_quoted(position: int, quotes: Sequence[Span]) -> bool:
    start, end = quotes[span_at(quotes, position)] if quotes else (0, 0)
    return start <= position < end
