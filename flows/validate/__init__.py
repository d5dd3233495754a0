"""The only gate between what was read and what is kept: Great Expectations over batches.

In come articles (`sort_out`) or the night's counts per source with their history (`check_counts`);
out come two piles, or findings. A critical expectation refuses the article, a warning lets it pass
and is told in the digest. This room never mends what it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from flows.imports import many_imports, with_room
from flows.records import Article, Finding, Rejection
from flows.settings import keep_quiet
from flows.validate import rows

if TYPE_CHECKING:
    from flows.validate.evaluate import Failure

SHOWN_CHARACTERS: Final = 120
UNUSED: Final = ("altair", "scipy.stats")
"""What Great Expectations imports for expectations on distributions, of which we have none."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Two piles, in the order of arrival, and what the accepted ones are to be watched for."""

    accepted: tuple[Article, ...]
    rejected: tuple[Rejection, ...]
    warnings: tuple[Finding, ...]


def sort_out(articles: Sequence[Article], now: datetime) -> Verdict:
    """Sort articles by the article suite; `now` is the night's clock.

    An article that breaks several critical expectations is refused for the first in the suite's
    order. Of equal articles (address, title and body) the first one stays.
    """
    if not articles:
        return Verdict((), (), ())
    _import_great_expectations()
    from flows.validate import evaluate, suites

    failures = evaluate.broken([rows.of_article(a) for a in articles], suites.of_articles(now))
    firsts = _first_of_equals(articles)
    refused: dict[int, Failure] = {}
    for failure in failures:
        if failure.severity == "critical" and failure.row not in firsts.get(failure.column, ()):
            refused.setdefault(failure.row, failure)
    return Verdict(
        accepted=tuple(a for i, a in enumerate(articles) if i not in refused),
        rejected=tuple(_rejection(articles[i], refused[i]) for i in sorted(refused)),
        warnings=tuple(
            Finding("warning", _name(f), articles[f.row].url, _detail(f))
            for f in failures
            if f.severity == "warning" and f.row not in refused
        ),
    )


def check_counts(counts: Iterable[Mapping[str, Any]]) -> list[Finding]:
    """Hold each source's night against its own history.

    A row has source_id, fetched, accepted, quarantined, usual_accepted (median of its nights, None
    before there are enough). All findings are warnings: a thin night is news, not a fault.
    """
    held = [rows.of_counts(one) for one in counts]
    if not held:
        return []
    _import_great_expectations()
    from flows.validate import evaluate, suites

    return [
        Finding("warning", _name(f), str(held[f.row]["source_id"]), _detail(f))
        for f in evaluate.broken(held, suites.of_counts())
    ]


@cache
@with_room
def _import_great_expectations() -> None:
    """It takes seconds: once a process, and only where there is something to hold against it."""
    keep_quiet()
    with many_imports(unused=UNUSED):
        import great_expectations.expectations  # noqa: F401
        import pandas  # noqa: F401


def _first_of_equals(articles: Sequence[Article]) -> dict[str, set[int]]:
    """Rows that the uniqueness of `essence` must not refuse: the first of each."""
    first: dict[tuple[str, str, str], int] = {}
    for row, article in enumerate(articles):
        first.setdefault((article.url, article.title, article.body), row)
    return {"essence": set(first.values())}


def _name(failure: Failure) -> str:
    return f"{failure.expectation}:{failure.column}"


def _detail(failure: Failure) -> str:
    value = " ".join(failure.value.split())
    if len(value) > SHOWN_CHARACTERS:
        value = value[:SHOWN_CHARACTERS] + "…"
    return f"{failure.column} is {value}"


def _rejection(article: Article, failure: Failure) -> Rejection:
    detail = _detail(failure)
    if failure.column == "essence":
        detail = "the same address, title and text came before in this night"
    if failure.column == "published_minute":
        detail = f"published_at is {article.published_at}, later than the night's clock allows"
    return Rejection(article.source_id, article.url, "validate", _name(failure), detail)
