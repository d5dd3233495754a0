"""How alike are two statements: is it the same thing, said by the same actor?

In: pairs of statements that SQL names. Out: a likeness from 0 to 1, why, and in what they differ
where they are about the same matter. Pure, with its trained parameters in `parameters.json`;
never looks at a database, never decides what is new.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flows.same.difference import difference, is_another_claim
from flows.same.features import NAMES, row_of
from flows.same.said import Said, are_of_one_side

__all__ = [
    "Likeness",
    "Said",
    "compare",
    "compare_with",
    "parameters",
    "said",
    "threshold",
    "version",
]

REPRINT = 0.75
"""Likeness of two sentences from which an unlisted speaker may be the other one's speaker."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """`score` 0 to 1; `reason` is quote equal, words or score.

    `relatedness` 0 to 1 says how surely the two are about the same matter; `difference` names in
    what they differ there ("" when in nothing that is seen): reversed, another number, another
    date or place, condition added, condition dropped, hardened, softened.
    """

    score: float
    reason: str
    relatedness: float
    difference: str


Parameters = dict[str, Any]


@cache
def parameters() -> Parameters:
    """What training wrote."""
    return dict(json.loads((Path(__file__).parent / "parameters.json").read_text("utf-8")))


def version() -> str:
    """Which scorer this is; kept with every verdict."""
    return str(parameters()["version"])


def threshold() -> float:
    """The likeness from which two statements are one claim."""
    return float(parameters()["threshold"])


def said(words: str, **known: Any) -> Said:
    """Make a statement ready to be compared; fields of `Said` that are None count as unknown."""
    fields = {name: value for name, value in known.items() if value is not None}
    return Said(words, idf=parameters()["idf"], **fields)


def compare(pairs: Iterable[tuple[Said, Said]]) -> list[Likeness]:
    """Score each pair, the earlier statement first, in the order given."""
    return compare_with(parameters(), pairs)


def compare_with(trained: Parameters, pairs: Iterable[tuple[Said, Said]]) -> list[Likeness]:
    """As `compare`, with other parameters than the kept ones."""
    return [_compare(trained["coefficients"], left, right) for left, right in pairs]


def _compare(coefficients: Mapping[str, float], left: Said, right: Said) -> Likeness:
    row = dict(zip(NAMES, row_of(left, right), strict=True))
    if _is_equal(left, right):
        return Likeness(1.0, "quote equal", 1.0, "")
    other = difference(left, right, row)
    related = row["cosine"] if row["same institution"] else 0.0
    if not _may_be_one_actor(left, right, row) or is_another_claim(left, right, row, other):
        return Likeness(0.0, "score", related, other)
    z = sum(coefficients.get(name, 0.0) * value for name, value in row.items())
    reason = "words" if row["longest run share"] > 0.8 else "score"
    return Likeness(1 / (1 + math.exp(-z)), reason, related, other)


def _is_equal(left: Said, right: Said) -> bool:
    """The same words from the same side, or by one who is not listed in the same sentence."""
    if left.stems != right.stems or len(left.stems) < 4 or left.is_negated != right.is_negated:
        return False
    is_reprint = len(left.around) >= 6 and left.around == right.around
    return are_of_one_side(left, right) or (is_reprint and _is_one_unlisted(left, right))


def _may_be_one_actor(left: Said, right: Said, row: Mapping[str, float]) -> bool:
    """One side, cited by another or not; or one who is not listed.

    Such a one goes by part of the name, or by nearly the same sentence.
    """
    if are_of_one_side(left, right):
        return True
    names = [set(one.actor_id.removeprefix("name:").split("-")) for one in (left, right)]
    if ":" in left.side + right.side and (names[0] <= names[1] or names[1] <= names[0]):
        return True
    return _is_one_unlisted(left, right) and row["cosine of sentences"] >= REPRINT


def _is_one_unlisted(left: Said, right: Said) -> bool:
    return (":" in left.side) != (":" in right.side)
