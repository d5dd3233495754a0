"""What an article and a night's counts must be: the expectations, most telling first.

In: the night's clock. Out: suites for `evaluate`. An expectation is critical (it refuses) unless it
says that it is a warning. Importing this imports Great Expectations.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

import great_expectations.expectations as gxe
from great_expectations.expectations import Expectation
from great_expectations.expectations.metadata_types import FailureSeverity

from flows.validate.rows import UNKNOWN_TIME

READ_LANGUAGES: Final = ("en",)
EARLIEST_PLAUSIBLE: Final = datetime(1990, 1, 1, tzinfo=UTC)
# the date line lies 14 hours ahead of UTC, and a page that gives a day only says its midnight
CLOCK_TOLERANCE: Final = timedelta(hours=36)
WARNING: Final = FailureSeverity.WARNING

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


def of_articles(now: datetime) -> list[Expectation]:
    """What an article must be; `now` is the night's clock."""
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
            column="published_minute", min_value=earliest, severity=WARNING
        ),
        gxe.ExpectColumnValuesToNotBeInSet(
            column="published_at", value_set=[UNKNOWN_TIME], severity=WARNING
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="title_length", min_value=3, max_value=400, severity=WARNING
        ),
        gxe.ExpectColumnValuesToBeBetween(column="body_length", min_value=200, severity=WARNING),
        gxe.ExpectColumnValuesToNotBeNull(column="fetched_at", severity=WARNING),
    ]


def of_counts() -> list[Expectation]:
    """What a source's night must be beside its own history."""
    return [
        gxe.ExpectColumnValuesToBeBetween(
            column="accepted_against_usual", min_value=0.2, max_value=5, severity=WARNING
        ),
        gxe.ExpectColumnValuesToBeBetween(column="refused_share", max_value=0.5, severity=WARNING),
    ]
