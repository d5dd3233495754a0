"""A cheap look whether an article can hold a statement on a topic at all.

In come an article and the topics' terms, out comes yes or no. Reads words, no sentences; a no means
that the tagger need not be run. Errs on the side of reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from flows.records import Article


def might_speak_of_topics(article: Article, terms: Iterable[str]) -> bool:
    """Whether title or body holds one of the terms ("sanction*": any word that begins so)."""
    pattern = _pattern(tuple(sorted(set(terms))))
    return bool(pattern.search(article.title) or pattern.search(article.body))


@lru_cache(maxsize=4)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    parts = []
    for term in terms:
        words = re.escape(term.strip().rstrip("*")).replace(r"\ ", r"[\s-]+")
        parts.append(words + (r"\w*" if term.rstrip().endswith("*") else r"\b"))
    return re.compile(r"\b(?:" + "|".join(parts) + ")" if parts else r"(?!)", re.I)
