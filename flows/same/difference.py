"""In what two statements on the same matter differ.

In: the earlier and the later statement and their features. Out: one of a few words, "" when they
do not differ in anything that is looked at. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from flows.same.said import Said

TAKEN_BACK = re.compile(
    r"\b(?:retract\w*|withdr[ae]w\w*|take back|took back|walk(?:ed)? back|backtrack\w*|"
    r"no longer|misspoke|never said)\b",
    re.I,
)
DAY = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:jan|feb|mar|apr|may|june?|july?|aug|"
    r"sept?|oct|nov|dec)[a-z]*\.? \d{1,2}\b|\b\d{1,2} (?:january|february|march|april|may|june|"
    r"july|august|september|october|november|december)\b",
    re.I,
)

HARD = ("reversed", "another number", "date moved", "retracted")
ON_ONE_DAY = 0.85
LATER = 0.6
"""Likeness of words from which a difference makes another claim of it: on one day, or later."""


def is_another_claim(earlier: Said, later: Said, row: Mapping[str, float], found: str) -> bool:
    """Whether the same words with this difference are another claim.

    Reports of one day differ in what they leave out, so there only a number, a day or a reversal
    counts, and only in words that are else the same.
    """
    if not found:
        return False
    if earlier.day and later.day and earlier.day != later.day:
        return row["cosine"] >= LATER
    return found in HARD and row["cosine"] >= ON_ONE_DAY


def difference(earlier: Said, later: Said, row: Mapping[str, float]) -> str:
    """Name the difference: what weighs most for a reader comes first.

    A mere comment (severity 0) is no position that could be harder or softer than another.
    """
    if TAKEN_BACK.search(later.plain) and not TAKEN_BACK.search(earlier.plain):
        return "retracted"
    if earlier.is_negated != later.is_negated and row["cosine"] > 0.5:
        return "reversed"
    if later.is_conditional and not earlier.is_conditional:
        return "condition added"
    if earlier.is_conditional and not later.is_conditional:
        return "condition dropped"
    days = {frozenset(DAY.findall(one.plain.lower())) for one in (earlier, later)}
    if len(days) == 2 and frozenset() not in days:
        return "date moved"
    if row["other numbers"]:
        return "another number"
    is_comment = 0 in (earlier.severity, later.severity)
    if not is_comment and earlier.severity != later.severity:
        return "hardened" if later.severity > earlier.severity else "softened"
    return ""
