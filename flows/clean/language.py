"""The language of a text, as two letters (ISO 639-1), or "" when nothing tells."""

from __future__ import annotations

import re
from collections.abc import Iterable

from py3langid import classify

TAG = re.compile(r"^\s*([A-Za-z]{2})(?:[-_].*)?\s*$", re.DOTALL)
SAMPLE = 1_500
FEWEST_LETTERS = 40


def language_of(body: str, declared: Iterable[str]) -> str:
    """The first declared tag that is one ("en-US" gives "en"), else the text's own verdict."""
    for tag in declared:
        match = TAG.match(tag)
        if match:
            return match.group(1).lower()
    if sum(map(str.isalpha, body[:SAMPLE])) < FEWEST_LETTERS:
        return ""
    return str(classify(body[:SAMPLE])[0])
