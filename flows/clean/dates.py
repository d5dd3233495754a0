"""When something was published: text into an instant.

In: a date as a page, a feed or a person writes it. Out: a `Moment`, or None when the text holds no
date. A clock time without a zone is not an instant: such a moment keeps its calendar day alone, as
midnight UTC, with precision "day".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)?")
ISO_ZONE = re.compile(r"\s*(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)(?=$|[\s\[(])", re.IGNORECASE)
RFC_2822 = re.compile(r"^(?:[A-Za-z]{3},\s*)?\d{1,2} [A-Za-z]{3} \d{4} \d\d:\d\d")
EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")
COMPACT = re.compile(r"^(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z)?)?$")
FORMATS = (
    "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%d.%m.%Y", "%Y/%m/%d", "%B %d %Y",
    "%A, %B %d, %Y", "%A, %d %B %Y", "%b. %d, %Y", "%d. %B %Y",
)  # fmt: skip
# "December 31, 2021 5:13 a.m.", "31 December 2021, at 17:13": no zone, so the day is all it tells
CLOCK_END = re.compile(
    r"(?:,| at|, at| [-–|·])?\s+"
    r"(?:(?:0?[1-9]|1[0-2])[:.][0-5]\d(?:[:.][0-5]\d)?\s*[ap]\.?m\.?"
    r"|(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)$",
    re.IGNORECASE,
)
EARLIEST_YEAR = 1990
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant in UTC; `offset_minutes` is the offset that the text gave, else None."""

    at: datetime
    precision: Literal["instant", "day"]
    offset_minutes: int | None = None


def moment(text: str) -> Moment | None:
    """The moment that a machine-made or plain English date names; years before 1990 are none."""
    text = text.strip()[:LONGEST]
    try:
        found = _iso(text) or _numeric(text) or _rfc_2822(text) or _day(text)
    except (ValueError, OverflowError, TypeError):
        return None
    return found if found and found.at.year >= EARLIEST_YEAR else None


def moment_in_words(
    text: str, languages: Sequence[str] = ("en", "de", "fr", "es")
) -> Moment | None:
    """The moment that a line for people names ("December 31, 2021 5:13 a.m."), in any order.

    `languages` are those whose month names may stand in it.
    """
    found = moment(text) or moment(CLOCK_END.sub("", text.strip()))
    if found or not re.search(r"\d", text) or len(text) > LONGEST:
        return found
    from dateparser import parse

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]}
    try:
        when = parse(text, languages=list(languages), settings=settings)
    except (ValueError, OverflowError, TypeError, RecursionError):
        return None
    return _moment(when) if when and when.year >= EARLIEST_YEAR else None


def hinted(when: datetime | None) -> Moment | None:
    """What a feed or a sitemap said of the page's time, as a moment."""
    return Moment(when.astimezone(UTC), "instant") if when else None


def _moment(when: datetime) -> Moment:
    offset = when.utcoffset()
    if offset is None:
        return Moment(datetime(when.year, when.month, when.day, tzinfo=UTC), "day")
    return Moment(when.astimezone(UTC), "instant", int(offset / timedelta(minutes=1)))


def _iso(text: str) -> Moment | None:
    match = ISO.match(text)
    if not match:
        return None
    clock = match.group().replace(",", ".")
    zone = ISO_ZONE.match(text, match.end()) if len(clock) > 10 else None
    if zone is None:
        return _moment(datetime.fromisoformat(clock))
    mark = zone.group(1).upper()
    return _moment(datetime.fromisoformat(clock + ("+00:00" if mark[0] in "ZUG" else mark)))


def _numeric(text: str) -> Moment | None:
    if EPOCH.match(text):
        return _moment(datetime.fromtimestamp(int(text[:10]), UTC))
    match = COMPACT.match(text)
    if not match:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    zone = UTC if match.group(7) else None
    return _moment(datetime(year, month, day, hour, minute, second, tzinfo=zone))


def _rfc_2822(text: str) -> Moment | None:
    return _moment(parsedate_to_datetime(text)) if RFC_2822.match(text) else None


def _day(text: str) -> Moment | None:
    for form in FORMATS:
        try:
            return _moment(datetime.strptime(text, form))  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
