"""What two statements have in common, as numbers.

In: two `Said`. Out: a row of features, each about 0 to 1, in the order of `NAMES`. Pure: nothing
here knows what the numbers are used for.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from flows.same.said import Said

NAMES = (
    "cosine", "containment", "jaccard", "shared weight", "bigrams", "letters", "longest run",
    "longest run share", "same actor", "same institution", "state and its speaker", "same side",
    "actor times cosine", "side times cosine", "same day", "days", "same numbers",
    "other numbers", "same names", "other names", "other polarity", "same kind", "either direct",
    "length ratio", "short", "other tense", "shared quotation", "other condition",
    "cosine of sentences", "one article", "both topics", "other severity", "lengths",
    "direction", "direction of sentences", "one",
)  # fmt: skip


def row_of(left: Said, right: Said) -> list[float]:
    """The row of features of a pair; the order of the two never matters."""
    shared = left.weights.keys() & right.weights.keys()
    both = sum(left.weights[word] for word in shared)
    own, other = sum(left.weights.values()), sum(right.weights.values())
    cosine = both / math.sqrt(max(own * other, 1e-9))
    run = longest_run(left.stems, right.stems)
    shortest = max(1, min(len(left.stems), len(right.stems)))
    actor = bool(left.actor_id) and left.actor_id == right.actor_id
    institution = actor or _is_institution(left, right)
    of_state = institution or _is_state_and_speaker(left, right)
    side = bool(left.heard & right.heard)
    days = abs((left.day - right.day).days) if left.day and right.day else 3
    return [
        cosine,
        both / max(min(own, other), 1e-9),
        both / max(own + other - both, 1e-9),
        min(both, 40.0) / 40.0,
        _share(left.bigrams, right.bigrams),
        _jaccard(left.letters, right.letters),
        min(run, 12) / 12,
        run / shortest,
        float(actor),
        float(institution),
        float(of_state),
        float(side),
        of_state * cosine,
        side * cosine,
        float(days == 0),
        math.log1p(days) / 6,
        float(bool(left.numbers & right.numbers)),
        float(bool(left.numbers and right.numbers and not left.numbers & right.numbers)),
        _jaccard(left.names, right.names),
        float(bool(left.names - right.names) and bool(right.names - left.names)),
        float(left.is_negated != right.is_negated),
        float(left.kind == right.kind),
        float("direct" in (left.kind, right.kind)),
        min(3.0, abs(math.log(max(1, len(left.stems)) / max(1, len(right.stems))))) / 3,
        float(shortest < 5),
        float(left.is_future != right.is_future),
        float(_has_shared_quotation(left, right)),
        float(left.is_conditional != right.is_conditional),
        _cosine(left.around, right.around),
        float(bool(left.article) and left.article == right.article),
        float(left.topics > 1 and right.topics > 1),
        float(left.severity != right.severity),
        (min(len(left.stems), 30) + min(len(right.stems), 30)) / 30,
        float(left.direction_of_words @ right.direction_of_words),
        float(left.direction_of_sentence @ right.direction_of_sentence),
        1.0,
    ]


def _cosine(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    both = sum(left[word] for word in left.keys() & right.keys())
    return both / math.sqrt(max(sum(left.values()) * sum(right.values()), 1e-9))


def longest_run(left: Sequence[str], right: Sequence[str]) -> int:
    """Length of the longest run of words that both have."""
    best, row = 0, [0] * (len(right) + 1)
    for word in left:
        fresh = [0] * (len(right) + 1)
        for place, other in enumerate(right):
            if word == other:
                fresh[place + 1] = row[place] + 1
                best = max(best, fresh[place + 1])
        row = fresh
    return best


def _is_institution(left: Said, right: Said) -> bool:
    ends = {left.actor_id, left.speaks_for, left.cites} - {""}
    return bool(ends & {right.actor_id, right.speaks_for, right.cites})


def _is_state_and_speaker(left: Said, right: Said) -> bool:
    return bool(left.heard & right.heard & {left.actor_id, right.actor_id})


def _has_shared_quotation(left: Said, right: Said) -> bool:
    return any(
        len(a.split()) >= 3 and len(b.split()) >= 3 and (a in b or b in a)
        for a in left.quotations
        for b in right.quotations
    )


def _share(left: frozenset[tuple[str, str]], right: frozenset[tuple[str, str]]) -> float:
    return len(left & right) / max(1, min(len(left), len(right)))


def _jaccard(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / max(1, len(left | right))
