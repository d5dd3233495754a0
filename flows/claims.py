"""Which statements are one claim: groups statements by how alike each pair of them is.

In: the pairs that were scored, the claims that older statements already belong to. Out: a claim
for each new statement and why. Pure; the order in which pairs or statements come never matters.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

BETTER = 0.75
"""Part of the pairs between two groups, the likest ones, by which they are judged."""
SURER = 0.05
"""What the mean likeness has to exceed the threshold by, for each e-fold of pairs."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements and how alike they are, 0 to 1; `reason` is quote equal, words or score."""

    left: str
    right: str
    likeness: float
    reason: str


@dataclass(frozen=True, slots=True)
class Joined:
    """A new statement's claim: an older claim's id, or the first new statement of its group."""

    claim: str
    is_known: bool
    reason: str
    likeness: float | None
    matched: str | None


def group(
    fresh: Iterable[str], pairs: Iterable[Pair], claim_of: Mapping[str, str], threshold: float
) -> dict[str, Joined]:
    """Give each fresh statement a claim, best pairs first; groups join by the pairs between them.

    Older claims take statements in and are never merged with each other. A group of new
    statements is named after the smallest of their ids.
    """
    order = sorted(pairs, key=lambda pair: (-pair.likeness, pair.left, pair.right))
    likeness = {_ends(pair.left, pair.right): pair.likeness for pair in order}
    home = {one: one for one in fresh} | {old: f"claim:{claim}" for old, claim in claim_of.items()}
    members: dict[str, list[str]] = {}
    for one, place in home.items():
        members.setdefault(place, []).append(one)
    reasons: dict[str, Pair] = {}
    for pair in order:
        if pair.likeness < threshold:
            break
        left, right = home[pair.left], home[pair.right]
        if left == right or (left.startswith("claim:") and right.startswith("claim:")):
            continue
        scores = [
            likeness.get(_ends(one, other), 0.0)
            for one in members[left]
            for other in members[right]
            if pair.reason != "quote equal"
        ]
        if scores and not _are_one(scores, threshold):
            continue
        keep, gone = (right, left) if right.startswith("claim:") else (left, right)
        for one in members[gone]:
            home[one] = keep
        members[keep] += members.pop(gone)
        for one in (pair.left, pair.right):
            reasons.setdefault(one, pair)
    return {
        one: _joined(one, home[one], members[home[one]], reasons.get(one))
        for one in home
        if one not in claim_of
    }


def _are_one(scores: list[float], threshold: float) -> bool:
    """Whether two groups are one claim: the more there is to join, the surer it has to be."""
    better = sorted(scores, reverse=True)[: math.ceil(BETTER * len(scores))]
    return sum(better) / len(better) >= threshold + SURER * math.log(len(scores))


def _joined(one: str, home: str, members: list[str], pair: Pair | None) -> Joined:
    is_known = home.startswith("claim:")
    claim = home.removeprefix("claim:") if is_known else min(members)
    if pair is None:
        return Joined(claim, is_known, "alone", None, None)
    matched = pair.right if pair.left == one else pair.left
    return Joined(claim, is_known, pair.reason, pair.likeness, matched)


def _ends(left: str, right: str) -> tuple[str, str]:
    return (left, right) if left < right else (right, left)
