"""The language of a text, as two letters (ISO 639-1), or "" when nothing tells."""

from __future__ import annotations

import re
from collections.abc import Iterable

TAG = re.compile(r"^\s*([A-Za-z]{2})(?:[-_].*)?\s*$", re.DOTALL)
SAMPLE = 1_500
FEWEST_LETTERS = 40
WORD = re.compile(r"[^\W\d_]+")
FUNCTION_WORDS = frozenset(
    "the of and to that with by from which this his has have was were are been had its not but "
    "they who would will said".split()
)
FEWEST_WORDS, LEAST_SHARE, FEWEST_DIFFERENT = 100, 0.18, 8


def language_of(body: str, declared: Iterable[str]) -> str:
    """The first declared tag that is one ("en-US" gives "en"), else the text's own verdict."""
    for tag in declared:
        match = TAG.match(tag)
        if match:
            return match.group(1).lower()
    if sum(map(str.isalpha, body[:SAMPLE])) < FEWEST_LETTERS:
        return ""
    if is_surely_english(body[:SAMPLE]):
        return "en"
    return most_like(body[:SAMPLE])


def most_like(text: str) -> str:
    """The language that the trained model finds most like it."""
    # the model takes half a second to load, and few nights need it
    from py3langid import classify

    return str(classify(text)[0])


def is_surely_english(text: str) -> bool:
    """A long text, a fifth of it the little words that only English has; never another language."""
    words = WORD.findall(text.lower())
    little = [word for word in words if word in FUNCTION_WORDS]
    return (
        len(words) >= FEWEST_WORDS
        and len(little) >= LEAST_SHARE * len(words)
        and len(set(little)) >= FEWEST_DIFFERENT
    )
