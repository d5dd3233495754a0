"""Meetings that articles tell of, and the days that texts name."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flows.clean import to_article
from flows.dates import date_of, days_named
from flows.extract.talks import talks_in
from flows.fetch.seeds import seed_pages
from flows.records import Article

ROOT = Path(__file__).parents[1]
NIGHT = datetime(2022, 1, 1, 3, tzinfo=UTC)
FRIDAY = date(2022, 3, 4)


def article(body: str, published: datetime | None = NIGHT) -> Article:
    return Article("https://a.example", "News", body, published_at=published, fetched_at=NIGHT)


def test_the_seeds_disagree_about_geneva() -> None:
    found = {
        (mention.place, mention.starts_on, mention.ends_on, mention.parties)
        for page in seed_pages(ROOT / "seeds" / "articles", NIGHT)
        for mention in talks_in(to_article(page))  # type: ignore[arg-type]
        if mention.place
    }
    both = ("Russia", "United States")
    assert found >= {
        ("Geneva", date(2022, 1, 9), date(2022, 1, 10), both),
        ("Geneva", date(2022, 1, 10), date(2022, 1, 10), both),
        ("Brussels", date(2022, 1, 12), date(2022, 1, 12), ("NATO", "Russia")),
        ("Vienna", date(2022, 1, 13), date(2022, 1, 13), ("OSCE", "Russia")),
    }


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("It starts on Jan. 9-10.", date(2022, 1, 9), date(2022, 1, 10)),
        ("It starts on January 10th.", date(2022, 1, 10), date(2022, 1, 10)),
        ("It begins on 3 December 2021.", date(2021, 12, 3), date(2021, 12, 3)),
        ("It begins on December 30.", date(2021, 12, 30), date(2021, 12, 30)),
        ("It begins tomorrow.", date(2022, 3, 5), date(2022, 3, 5)),
        ("It begins on Monday.", date(2022, 3, 7), date(2022, 3, 7)),
        ("It begins next Friday.", date(2022, 3, 11), date(2022, 3, 11)),
        ("It ended last Friday.", date(2022, 2, 25), date(2022, 2, 25)),
    ],
)
def test_days_are_reckoned_from_the_publication(text: str, first: date, last: date) -> None:
    (day,) = days_named(text, FRIDAY)
    assert (day.starts_on, day.ends_on) == (first, last)


@pytest.mark.parametrize("text", ["", "on February 31", "on the 45 March", "May is a month"])
def test_what_is_no_day(text: str) -> None:
    assert days_named(text, FRIDAY) == []


def test_an_undated_article_is_as_old_as_the_latest_day_it_names() -> None:
    dated = article("On June 14, 2019 he spoke, and on Jan. 3 he left.", None)
    assert date_of(dated) == (datetime(2019, 6, 14, tzinfo=UTC), "text")
    assert date_of(article("He spoke in 2019.", None)) == (None, "unknown")
    assert date_of(article("On May 9, 2030 it ends.", None)) == (None, "unknown")
    assert date_of(article("It starts on Jan. 12, 2022.", None)) == (NIGHT, "text")
    assert date_of(article("On June 14, 2019 he spoke.")) == (NIGHT, "given")


@pytest.mark.parametrize(
    ("body", "parties", "status", "form"),
    [
        ("Joe Biden and Vladimir Putin talked on the phone on Thursday.",
         ("Joe Biden", "Vladimir Putin"), "held", "phone"),
        ("The summit between Iran and Russia in Baku on January 5 was cancelled.",
         ("Iran", "Russia"), "cancelled", "third-place"),
        ("Russia-NATO talks planned for Jan. 12 in Brussels were postponed.",
         ("NATO", "Russia"), "postponed", "multilateral"),
        ("Talks between Russia and Ukraine will be held in Minsk on January 4.",
         ("Russia", "Ukraine"), "scheduled", "third-place"),
    ],
)  # fmt: skip
def test_parties_status_and_format(
    body: str, parties: tuple[str, ...], status: str, form: str
) -> None:
    (mention,) = talks_in(article(body))
    assert (mention.parties, mention.status, mention.format) == (parties, status, form)
    assert body[mention.start_char : mention.end_char] == body


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Merger talks between Chinese and American companies will be held on January 5.",
        "The union and the employers will meet on January 5 in Paris.",
        "Russia said on January 5 that it is cold.",
    ],
)
def test_what_is_no_meeting_of_states(body: str) -> None:
    assert talks_in(article(body)) == []
