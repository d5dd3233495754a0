"""Days that a text names: "January 10th", "Jan. 9-10", "10 January 2022", "on Monday".

In: text, and the day that relative names are reckoned from. Out: days. Pure; never reads a clock,
never guesses a day that the text does not name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from flows.records import Article

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun",
            "july jul", "august aug", "september sept sep", "october oct", "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = "(" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_RANGE = rf"{_DAY}(?:\s*(?:-|–|—|to|and)\s*{_DAY})?"
_YEAR = r"(?:,?\s+((?:19|20)\d\d))?"
MONTH_FIRST = re.compile(rf"\b{_MONTH}\s+{_RANGE}\b{_YEAR}", re.I)
DAY_FIRST = re.compile(rf"\b{_RANGE}\s+(?:of\s+)?{_MONTH}\b{_YEAR}", re.I)
WEEKDAY = re.compile(rf"\b(next\s+|last\s+|this\s+)?({'|'.join(WEEKDAYS)})\b", re.I)
RELATIVE = re.compile(r"\b(today|tonight|tomorrow|yesterday)\b", re.I)
YEAR = re.compile(r"\b((?:19|20)\d\d)\b")


@dataclass(frozen=True, slots=True)
class Named:
    """Days that a stretch of text names; `start` and `end` bound the words."""

    starts_on: date
    ends_on: date
    start: int
    end: int


def days_named(text: str, told_on: date, is_past: bool = False) -> list[Named]:
    """Every day named, in order; a day without a year is the one nearest to `told_on`.

    A weekday is the coming one, or the last one where `is_past`.
    """
    found = [*_absolute(text, told_on), *_relative(text, told_on, is_past)]
    return sorted(found, key=lambda one: one.start)


def date_of(article: Article) -> tuple[datetime | None, Literal["given", "text", "unknown"]]:
    """When the article was published, and how that is known.

    An article without a date is taken to be as old as the latest day that it names together with
    a month, in the latest year that it names: it cannot have been written long after that. It
    serves to tell late arrivals apart and to order statements, and is never shown as its date.
    """
    if article.published_at is not None:
        return article.published_at, "given"
    years = [int(year) for year in YEAR.findall(article.body)]
    today = article.fetched_at.date() if article.fetched_at else None
    years = [year for year in years if today is None or year <= today.year + 1]
    if not years:
        return None, "unknown"
    told_on = date(max(years), 1, 1)
    days = [one.ends_on for one in _absolute(article.body, told_on, same_year=True)]
    if not days:
        return None, "unknown"
    latest = datetime.combine(max(days), time(), UTC)
    return (min(latest, article.fetched_at) if article.fetched_at else latest), "text"


def _absolute(text: str, told_on: date, same_year: bool = False) -> Iterator[Named]:
    for pattern, order in ((MONTH_FIRST, (1, 2, 3, 4)), (DAY_FIRST, (3, 1, 2, 4))):
        for match in pattern.finditer(text):
            month, first, last, year = (match.group(place) for place in order)
            start = _day(first, month, year, told_on, same_year)
            end = _day(last, month, year, told_on, same_year) if last else start
            if start is not None and end is not None and start <= end:
                yield Named(start, end, match.start(), match.end())


def _day(day: str, month: str, year: str | None, told_on: date, same_year: bool) -> date | None:
    number = MONTHS[month.lower()]
    years = [int(year)] if year else [told_on.year]
    if not year and not same_year:
        years += [told_on.year - 1, told_on.year + 1]
    found = []
    for one in years:
        try:
            found.append(date(one, number, int(day)))
        except ValueError:
            continue
    return min(found, key=lambda one: abs(one - told_on), default=None)


def _relative(text: str, told_on: date, is_past: bool) -> Iterator[Named]:
    for match in RELATIVE.finditer(text):
        shift = {"tomorrow": 1, "yesterday": -1}.get(match.group(1).lower(), 0)
        day = told_on + timedelta(days=shift)
        yield Named(day, day, match.start(), match.end())
    for match in WEEKDAY.finditer(text):
        which, weekday = (match.group(1) or "").strip().lower(), match.group(2).lower()
        ahead = (WEEKDAYS.index(weekday) - told_on.weekday()) % 7
        if which == "next" and ahead == 0:
            ahead = 7
        if which == "last" or (is_past and which != "next"):
            ahead = ahead - 7 if ahead or which == "last" else 0
        day = told_on + timedelta(days=ahead)
        yield Named(day, day, match.start(), match.end())
