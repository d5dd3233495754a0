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
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from flows.same.difference import difference
from flows.same.features import NAMES, Said, features

__all__ = ["Likeness", "Said", "compare", "said", "threshold", "version"]


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


@cache
def _parameters() -> dict[str, Any]:
    return dict(json.loads((Path(__file__).parent / "parameters.json").read_text("utf-8")))


def version() -> str:
    """Which scorer this is; kept with every verdict."""
    return str(_parameters()["version"])


def threshold() -> float:
    """The likeness from which two statements are one claim."""
    return float(str(_parameters()["threshold"]))


def said(
    words: str,
    *,
    actor_id: str | None = None,
    speaks_for: str | None = None,
    side: str | None = None,
    day: date | None = None,
    kind: str = "indirect",
    severity: int | None = None,
    condition: str | None = None,
) -> Said:
    """Make a statement ready to be compared; unknown fields may be None."""
    return Said(
        words,
        actor_id or "",
        speaks_for or "",
        side or "",
        day,
        kind,
        severity or 0,
        condition or "",
        _parameters()["idf"],
    )


def compare(pairs: Iterable[tuple[Said, Said]]) -> list[Likeness]:
    """Score each pair, in the order given."""
    return [_compare(left, right) for left, right in pairs]


def _compare(left: Said, right: Said) -> Likeness:
    row = dict(zip(NAMES, features(left, right), strict=True))
    coefficients: Mapping[str, float] = _parameters()["coefficients"]
    z = sum(coefficients.get(name, 0.0) * value for name, value in row.items())
    score = 1 / (1 + math.exp(-z))
    if left.stems == right.stems and len(left.stems) >= 4:
        return Likeness(1.0, "quote equal", 1.0, "")
    reason = "words" if row["longest run share"] > 0.8 else "score"
    return Likeness(score, reason, row["cosine"], difference(left, right, row))
