"""Whom a pronoun means, as far as the sentences before it tell.

In come the cast and the speakers found so far, out comes a name or "". Candidates are the people
named in the sentences before; the one that a reader's eye rests on wins: near, subject rather than
object, speaking just now, of the right gender. Never guesses across a whole article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from flows.extract.names import Cast, Mention
from flows.text import Span, span_at

SENTENCES_BACK = 5
OBJECT_BEFORE = re.compile(
    r"\b(?:with|to|of|by|from|against|on|for|at|about|over|under|between|like|than|told|met|asked"
    r"|urged|called|backed|accused|warned|blamed|criticized|thanked|calling|telling|urging|killed"
    r"|including|replaced|fired|appointed|nominated)\s+"
    r"(?:the\s+|his\s+|her\s+|its\s+|their\s+|a\s+)?(?:[\w.'\u2019-]+\s+){0,4}$"
)
FEMALE_PRONOUNS = frozenset({"she", "her", "hers", "herself"})


@dataclass
class Spoken:
    """Who has spoken so far in the article: position and name, in order."""

    people: list[tuple[int, str]] = field(default_factory=list)
    bodies: list[tuple[int, str]] = field(default_factory=list)


def person_meant(
    pronoun: str, position: int, cast: Cast, lines: list[Span], quotes: list[Span], spoken: Spoken
) -> str:
    """Name of the person whom "he" or "she" at `position` means, "" when nobody stands out."""
    here = span_at(lines, position)
    first = lines[max(0, here - SENTENCES_BACK)][0] if lines else 0
    female = pronoun.lower() in FEMALE_PRONOUNS
    weights: dict[str, float] = {}
    for mention in cast.between(first, position):
        name = cast.name_of(mention.words, mention.start)
        if cast.is_female(name) == female or (female and not _is_anyone_female(cast)):
            weight = _weight(mention, cast, lines, quotes, here)
            weights[name] = max(weights.get(name, 0.0), weight) + 0.1
    for start, name in spoken.people[-3:]:
        distance = here - span_at(lines, start)
        if distance <= SENTENCES_BACK and cast.is_female(name) == female:
            weights[name] = max(weights.get(name, 0.0), 0.0) + 1.2 - 0.15 * distance
    if not weights:
        return _last_of(spoken, cast, female)
    return max(weights, key=lambda name: weights[name])


def _weight(
    mention: Mention, cast: Cast, lines: list[Span], quotes: list[Span], here: int
) -> float:
    line = span_at(lines, mention.start)
    weight = 2.0 - 0.4 * (here - line)
    left = cast.text[lines[line][0] : mention.start]
    if OBJECT_BEFORE.search(left):
        weight -= 0.8
    if cast.text[mention.end : mention.end + 2] in ("'s", "\u2019s"):
        weight -= 0.5
    if len(left.split()) < 8:
        weight += 0.4
    quote = quotes[span_at(quotes, mention.start)] if quotes else (0, 0)
    if quote[0] <= mention.start < quote[1]:
        weight -= 1.5
    return weight


def _is_anyone_female(cast: Cast) -> bool:
    return any(cast.is_female(" ".join(mention.words)) for mention in cast.mentions)


def _last_of(spoken: Spoken, cast: Cast, female: bool) -> str:
    for _, name in reversed(spoken.people):
        if cast.is_female(name) == female:
            return name
    return ""
