"""Whom a pronoun means, as far as the sentences before it tell.

In come the cast and the speakers found so far, out comes a name or "". Candidates are the people
named in the sentences before; the one that a reader's eye rests on wins: near, subject rather than
object, speaking just now, of the right gender. Never guesses across a whole article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from flows.extract.names import Cast, Mention
from flows.text import Span, is_heading, span_at

SENTENCES_BACK = 5
FARTHEST = 3000
"""Characters before a pronoun that are looked at."""
OBJECT_BEFORE = re.compile(
    r"\b(?:with|to|of|from|against|on|for|at|about|over|under|between|like|than|told|met|asked"
    r"|urged|called|backed|accused|warned|blamed|criticized|thanked|calling|telling|urging|killed"
    r"|including|threatened|replaced|fired|appointed|nominated)\s+"
    r"(?:the\s+|his\s+|her\s+|its\s+|their\s+|a\s+)?(?:[\w.'\u2019-]+\s+){0,4}$"
)
FEMALE_PRONOUNS = frozenset({"she", "her", "hers", "herself"})


@dataclass
class Spoken:
    """Who has spoken so far in the article: position and name, in order."""

    people: list[tuple[int, str]] = field(default_factory=list)
    bodies: list[tuple[int, str]] = field(default_factory=list)


def person_meant(
    pronoun: str, position: int, cast: Cast, lines: list[Span], said: list[Span], spoken: Spoken
) -> str:
    """Name of the person whom "he" or "she" at `position` means, "" when nobody stands out.

    `lines` are the sentences, `said` the stretches that are somebody's words.
    """
    here = span_at(lines, position)
    around = range(here, max(-1, here - 2 * SENTENCES_BACK), -1)
    near = [n for n in around if n == here or not is_heading(cast.text, lines[n])]
    distance = {line: number for number, line in enumerate(near[: SENTENCES_BACK + 1])}
    female = pronoun.lower() in FEMALE_PRONOUNS
    weights: dict[str, float] = {}
    for mention in cast.between(max(lines[min(distance)][0], position - FARTHEST), position):
        line = span_at(lines, mention.start)
        name = cast.name_of(mention.words, mention.start)
        if line not in distance or cast.is_female(name) != female:
            continue
        weight = 2.0 - 0.6 * distance[line] + _standing(mention, cast, lines[line], said)
        weights[name] = max(weights.get(name, weight), weight) + 0.1
    for start, name in spoken.people[-4:]:
        line = span_at(lines, start)
        if line in distance and cast.is_female(name) == female:
            bonus = max(0.2, 1.2 - 0.25 * distance[line])
            weights[name] = max(weights.get(name, 0.6 * bonus), weights.get(name, 0.0) + bonus)
    return max(weights, key=lambda name: weights[name]) if weights else _last(spoken, cast, female)


def _standing(mention: Mention, cast: Cast, line: Span, said: list[Span]) -> float:
    """How much a name stands out in its sentence: its subject most, inside a quotation least."""
    left = cast.text[max(line[0], mention.start - 80) : mention.start]
    is_first = not cast.between(line[0], mention.start)
    weight = 0.5 if is_first else 0.0
    weight -= 0.8 if OBJECT_BEFORE.search(left) else 0.0
    weight -= 0.5 if cast.text[mention.end : mention.end + 2] in ("'s", "\u2019s") else 0.0
    span = said[span_at(said, mention.start)] if said else (0, 0)
    return weight - (1.2 if span[0] <= mention.start < span[1] else 0.0)


def _last(spoken: Spoken, cast: Cast, female: bool) -> str:
    for _, name in reversed(spoken.people):
        if cast.is_female(name) == female:
            return name
    return ""
