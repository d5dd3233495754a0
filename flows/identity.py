"""Names that never change for articles, revisions, statements and claims.

In: addresses, texts, offsets. Out: hexadecimal names of 16 characters. Never rests on details of
cleaning: white space is folded, and no date, author or order of loading enters a name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from flows.address import canonical_url
from flows.records import Span


def article_id(url: str) -> str:
    """Name the article at an address, one name for all variants of the address."""
    return _name(canonical_url(url))


def revision_id(url: str, title: str, body: str) -> str:
    """Name one wording of the article; other white space is the same wording."""
    return _name(article_id(url), _folded(title), _folded(body))


def statement_id(revision: str, content_spans: Iterable[Span]) -> str:
    """Name a statement by where its words stand in a revision's body."""
    return _name(revision, *(f"{start}-{end}" for start, end in content_spans))


def claim_id(first_statement: str, topic: str) -> str:
    """Name a claim by its first statement and topic."""
    return _name("claim", first_statement, topic)


def talk_id(first_report: str) -> str:
    """Name a meeting by the first report of it."""
    return _name("talk", first_report)


def _folded(text: str) -> str:
    return " ".join(text.split())


def _name(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
