"""An article that an outlet prints under two addresses is one, whichever came first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from flows.night import Plan
from flows.records import Article
from flows.settings import Settings
from flows.stages import begin, load
from flows.validate import Verdict
from flows.warehouse import Warehouse, append_articles, settle_addresses, start_run
from tests.warehouses import asked, at, opened

NOW = at("2022-03-14T23:00")
TEXT = "The envoys met in the morning and parted in the evening, and no paper was signed."
STORY = Article(
    "https://www.gazette.example/world/1", "Envoys meet", TEXT, published_at=NOW, fetched_at=NOW,
    source_id="gazette", language="en",
)  # fmt: skip
AGAIN = replace(STORY, url="https://gazette.example/politics/1")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Warehouse]:
    with opened(tmp_path) as db:
        yield db


def addresses(db: Warehouse, *articles: Article) -> list[str]:
    return [article.url for article in settle_addresses(db, articles)]


def test_the_first_address_stays_in_a_batch_and_in_the_database(db: Warehouse) -> None:
    assert addresses(db, STORY, AGAIN) == [STORY.url] * 2
    append_articles(db, start_run(db, NOW), [STORY])
    assert addresses(db, AGAIN) == [STORY.url]


@pytest.mark.parametrize(
    "other",
    [
        replace(AGAIN, url="https://courier.example/politics/1"),
        replace(AGAIN, title="Envoys meet again"),
        replace(AGAIN, body=f"{TEXT} They meet again on Friday."),
        replace(AGAIN, published_at=NOW + timedelta(days=3)),
    ],
    ids=["another outlet", "another title", "another text", "another day"],
)
def test_another_article_keeps_its_own(db: Warehouse, other: Article) -> None:
    append_articles(db, start_run(db, NOW), [STORY])
    assert addresses(db, other) == [other.url]


def test_without_a_title_or_an_outlet_nothing_is_told(db: Warehouse) -> None:
    one, other = replace(STORY, title=""), replace(AGAIN, title="")
    assert addresses(db, one, other) == [one.url, other.url]
    one, other = replace(STORY, url="seed:1"), replace(STORY, url="seed:2")
    assert addresses(db, one, other) == ["seed:1", "seed:2"]


def test_what_is_kept_under_its_own_address_stays_there(db: Warehouse) -> None:
    edited = replace(AGAIN, body="An earlier wording.")
    append_articles(db, start_run(db, NOW), [STORY, edited])
    assert addresses(db, AGAIN) == [AGAIN.url]


def test_a_night_keeps_one_and_counts_the_other_as_known(tmp_path: Path) -> None:
    plan = Plan(Settings(data=tmp_path / "data", reports=tmp_path / "reports"), NOW)
    run = begin(plan)
    loaded = load(plan, run, Verdict((STORY, AGAIN), (), ()), [])
    assert (len(loaded.fresh), len(loaded.known)) == (1, 1)
    with plan.database() as db:
        kept = asked(db, "select url, is_current from articles")
    assert kept == [{"url": STORY.url, "is_current": True}]
