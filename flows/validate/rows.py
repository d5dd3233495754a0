"""What the expectations look at: an article, or a source's night, as one row of a data frame.

In: records and counts. Out: plain dicts. Derived columns (shares, lengths, the body where it is
short) make every rule one expectation over one column.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from flows.records import Article

UNKNOWN_TIME: Final = "unknown"
STUB_LENGTH: Final = 700
MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,300}>|&(?:[a-z]{2,8}|#\d{2,5});|\{\{|\}\}")


def of_article(article: Article) -> dict[str, object]:
    body, letters = article.body, sum(map(str.isalpha, article.body))
    published = article.published_at
    return {
        "url": article.url or None,
        "source_id": article.source_id or None,
        "fetched_at": article.fetched_at.isoformat() if article.fetched_at else None,
        "title": article.title or None,
        "title_length": len(article.title),
        "body_length": len(body),
        # minutes, because a data frame's own times end in 1677 and 2262
        "published_minute": None if published is None else published.timestamp() / 60,
        "published_at": UNKNOWN_TIME if published is None else published.isoformat(),
        "language": article.language or None,
        "markup_share": sum(len(m.group()) for m in MARKUP.finditer(body)) / max(1, len(body)),
        "letter_share": letters / max(1, sum(not c.isspace() for c in body)),
        "unreadable_share": body.count("\ufffd") / max(1, len(body)),
        "stub": body if len(body) < STUB_LENGTH else None,
        "essence": "\x1f".join((article.url, article.title, body)),
    }


def of_counts(counts: Mapping[str, Any]) -> dict[str, object]:
    """Ratios are null where there is nothing to hold against."""
    return {
        "source_id": str(counts["source_id"]),
        "accepted_against_usual": _ratio(counts["accepted"], counts["usual_accepted"]),
        "refused_share": _ratio(counts["quarantined"], counts["fetched"]),
    }


def _ratio(part: float, whole: float | None) -> float | None:
    return part / whole if whole else None
