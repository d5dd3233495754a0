"""The only gate between what was read and what is kept: Great Expectations over batches.

In come articles (`sort_out`) or the night's counts per source with their history (`check_counts`);
out come two piles, or findings. A critical expectation refuses the article, a warning lets it pass
and is told in the digest. This room never mends what it is shown.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal

from flows.records import Article, Finding, Rejection
from flows.settings import keep_quiet

if TYPE_CHECKING:
    import pandas as pd
    from great_expectations.expectations import Expectation

READ_LANGUAGES: Final = ("en",)
EARLIEST_PLAUSIBLE: Final = datetime(1990, 1, 1, tzinfo=UTC)
# the date line lies 14 hours ahead of UTC, and a page that gives a day only says its midnight
CLOCK_TOLERANCE: Final = timedelta(hours=36)
UNKNOWN_TIME: Final = "unknown"
STUB_LENGTH: Final = 700
SHOWN_CHARACTERS: Final = 120

MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,300}>|&(?:[a-z]{2,8}|#\d{2,5});|\{\{|\}\}")
CONSENT = (
    r"(?i)(?:accept (?:all )?cookies|we (?:and our partners )?use cookies"
    r"|enable (?:javascript|cookies)"
    r"|cookie (?:policy|preferences|settings)|your privacy choices|we value your privacy"
    r"|accept all\b.{0,40}\breject all|(?:we and )?our \d+ partners)"
)
PAYWALL = (
    r"(?i)(?:subscribe (?:now )?to (?:continue|read|unlock)|already a subscriber"
    r"|(?:log|sign) in to (?:continue|read)|subscribers only|to continue reading)"
)
MISSING_PAGE = (
    r"(?i)^\W*(?:error )?(?:404|403|410|500|503)\b|^\W*(?:page|article) (?:was )?not found"
    r"|^\W*(?:access denied|just a moment|attention required|are you a robot)"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Two piles, in the order of arrival, and what the accepted ones are to be watched for."""

    accepted: tuple[Article, ...]
    rejected: tuple[Rejection, ...]
    warnings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """One row that broke one expectation."""

    row: int
    severity: Literal["critical", "warning"]
    expectation: str
    column: str
    value: str


def sort_out(articles: Sequence[Article], now: datetime) -> Verdict:
    """Sort articles by the article suite; `now` is the night's clock.

    An article that breaks several critical expectations is refused for the first in the suite's
    order. Of equal articles (address, title and body) the first one stays.
    """
    if not articles:
        return Verdict((), (), ())
    failures = _broken(_article_frame(articles), _article_suite(now))
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
    rows = [
        {
            "source_id": str(row["source_id"]),
            "accepted_against_usual": _ratio(row["accepted"], row["usual_accepted"]),
            "refused_share": _ratio(row["quarantined"], row["fetched"]),
        }
        for row in counts
    ]
    if not rows:
        return []
    import pandas as pd

    frame = pd.DataFrame(rows)
    return [
        Finding("warning", _name(f), str(frame["source_id"][f.row]), _detail(f))
        for f in _broken(frame, _count_suite())
    ]


def _ratio(part: float, whole: float | None) -> float | None:
    return part / whole if whole else None


def _first_of_equals(articles: Sequence[Article]) -> dict[str, set[int]]:
    """Rows that the uniqueness of `essence` must not refuse: the first of each."""
    first: dict[tuple[str, str, str], int] = {}
    for row, article in enumerate(articles):
        first.setdefault((article.url, article.title, article.body), row)
    return {"essence": set(first.values())}


def _article_frame(articles: Sequence[Article]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([_row(article) for article in articles])


def _row(article: Article) -> dict[str, object]:
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


def _article_suite(now: datetime) -> list[Expectation]:
    """What an article must be, most telling first."""
    import great_expectations.expectations as gxe
    from great_expectations.expectations.metadata_types import FailureSeverity

    warning = FailureSeverity.WARNING
    latest = (now + CLOCK_TOLERANCE).timestamp() / 60
    earliest = EARLIEST_PLAUSIBLE.timestamp() / 60
    return [
        gxe.ExpectColumnValuesToNotBeNull(column="url"),
        gxe.ExpectColumnValuesToMatchRegex(column="url", regex=r"^(?:https?://[^\s/]|seed:|file:)"),
        gxe.ExpectColumnValuesToNotBeNull(column="source_id"),
        gxe.ExpectColumnValuesToNotMatchRegex(column="title", regex=MISSING_PAGE),
        gxe.ExpectColumnValuesToNotMatchRegex(column="stub", regex=CONSENT),
        gxe.ExpectColumnValuesToNotMatchRegex(column="stub", regex=PAYWALL),
        gxe.ExpectColumnValuesToBeBetween(column="body_length", min_value=40, max_value=1_000_000),
        gxe.ExpectColumnValuesToBeBetween(column="unreadable_share", max_value=0.01),
        gxe.ExpectColumnValuesToBeBetween(column="markup_share", max_value=0.02),
        gxe.ExpectColumnValuesToBeBetween(column="letter_share", min_value=0.5),
        gxe.ExpectColumnValuesToBeInSet(column="language", value_set=list(READ_LANGUAGES)),
        gxe.ExpectColumnValuesToBeBetween(column="published_minute", max_value=latest),
        gxe.ExpectColumnValuesToBeUnique(column="essence"),
        gxe.ExpectColumnValuesToBeBetween(
            column="published_minute", min_value=earliest, severity=warning
        ),
        gxe.ExpectColumnValuesToNotBeInSet(
            column="published_at", value_set=[UNKNOWN_TIME], severity=warning
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="title_length", min_value=3, max_value=400, severity=warning
        ),
        gxe.ExpectColumnValuesToBeBetween(column="body_length", min_value=200, severity=warning),
        gxe.ExpectColumnValuesToNotBeNull(column="fetched_at", severity=warning),
    ]


def _count_suite() -> list[Expectation]:
    import great_expectations.expectations as gxe
    from great_expectations.expectations.metadata_types import FailureSeverity

    warning = FailureSeverity.WARNING
    return [
        gxe.ExpectColumnValuesToBeBetween(
            column="accepted_against_usual", min_value=0.2, max_value=5, severity=warning
        ),
        gxe.ExpectColumnValuesToBeBetween(column="refused_share", max_value=0.5, severity=warning),
    ]


def _broken(frame: pd.DataFrame, expectations: list[Expectation]) -> list[Failure]:
    """Every row that broke an expectation, in the suite's order."""
    import great_expectations as gx
    from great_expectations.expectations.metadata_types import FailureSeverity

    batch = _definition().get_batch(batch_parameters={"dataframe": frame.assign(row=frame.index)})
    result = batch.validate(
        gx.ExpectationSuite(name="gate", expectations=expectations),
        result_format={"result_format": "COMPLETE", "unexpected_index_column_names": ["row"]},
    )
    failures = []
    for outcome in result.results:
        config = outcome.expectation_config
        if config is None or (outcome.exception_info or {}).get("raised_exception"):
            raise RuntimeError(f"expectation could not be evaluated: {outcome.exception_info}")
        column = str(config.kwargs["column"])
        is_warning = config.severity is FailureSeverity.WARNING
        failures += [
            Failure(
                int(bad["row"]),
                "warning" if is_warning else "critical",
                config.type,
                column,
                str(bad.get(column)),
            )
            for bad in outcome.result.get("unexpected_index_list") or ()
        ]
    return failures


@cache
def _definition() -> Any:
    """One in-memory context a process: making it costs more than using it."""
    keep_quiet()
    import great_expectations as gx
    from great_expectations.data_context.types import base

    # it would announce a temporary folder for documents that are never made
    base.logger.setLevel(logging.WARNING)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = base.ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("night").add_dataframe_asset("rows")
    return asset.add_batch_definition_whole_dataframe("whole")


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
