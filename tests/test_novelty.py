"""What was flagged as new stays the same set, whatever is done with the nights."""

from __future__ import annotations

import csv
import random
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import warehouse
from tests.warehouses import SEEDS, Saying, Told, asked, at, flagged_new, night, opened, read

FIRST, SECOND, THIRD = at("2022-03-07T23:00"), at("2022-03-08T23:00"), at("2022-03-09T23:00")
SWIFT = "Russia would be cut off from the Swift payment system if it invades its neighbour"
DAM = "the negotiations on the dam will be resumed in Cairo with all three states at the table"
ENVOY = "an envoy will travel to Ankara to prepare a meeting of both presidents"


def told(url: str, day: str, source: str, *sayings: Saying) -> Told:
    return Told(url, sayings, at(day), source)


EARLIER = (
    told(
        "https://a.example/1", "2022-03-07T08:00", "alpha", Saying("Joe Biden", SWIFT, "sanctions")
    ),
    told("https://b.example/1", "2022-03-07T09:00", "beta", Saying("Biden", SWIFT, "sanctions")),
    told("https://c.example/1", "2022-03-07T10:00", "gamma", Saying("White House", DAM)),
    told("https://d.example/1", "2022-03-01T10:00", "delta", Saying("Dmitry Peskov", ENVOY)),
)
LATER = (
    told("https://a.example/2", "2022-03-08T08:00", "alpha", Saying("Vladimir Putin", DAM)),
    told("https://b.example/2", "2022-03-08T08:30", "beta", Saying("the Kremlin", ENVOY)),
    told("https://c.example/2", "2022-03-08T07:00", "gamma",
         Saying("Joe Biden", SWIFT.replace("would be", "will be"), "sanctions"),
         Saying("Joe Biden", "no summit is planned for this month")),
)  # fmt: skip
YEAR_OLD = tuple(
    told(f"https://old.example/{number}", f"2021-{number:02}-05", "alpha",
         Saying(speaker, words, topic))
    for number, (speaker, words, topic) in enumerate(
        (
            ("Joe Biden", SWIFT, "sanctions"),
            ("White House", DAM, "talks"),
            ("Emmanuel Macron", "the format of the negotiations must change", "talks"),
            ("Vladimir Putin", DAM, "talks"),
        ),
        start=1,
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def expected() -> set[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as db:
        night(db, FIRST, EARLIER)
        night(db, SECOND, LATER)
        return flagged_new(db)


def test_some_are_new_and_some_are_not(expected: set[tuple[str, str]]) -> None:
    assert ("https://a.example/1", SWIFT) in expected
    assert ("https://b.example/1", SWIFT) not in expected
    assert ("https://a.example/2", DAM) in expected
    assert 4 <= len(expected) < 8


@settings(max_examples=3, deadline=None)
@given(
    seed=st.integers(0, 2**16),
    then=st.sets(st.sampled_from(("again", "reread", "alias", "old", "moved")), min_size=2),
)
def test_nothing_is_new_twice(expected: set[tuple[str, str]], seed: int, then: set[str]) -> None:
    shuffle = random.Random(seed).sample
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with opened(folder) as db:
            night(db, FIRST, shuffle(EARLIER, len(EARLIER)))
            night(db, SECOND, shuffle(LATER, len(LATER)))
            assert flagged_new(db) == expected
        seeds = _renamed(folder) if "alias" in then else SEEDS
        with opened(folder, seeds) as db:
            _happen(db, then)
            assert flagged_new(db) == expected
            assert _tonights(db) == []


def _happen(db: warehouse.Warehouse, then: set[str]) -> None:
    articles = [*EARLIER, *LATER]
    if "again" in then:
        night(db, SECOND, articles)
    if "reread" in then:
        longer = [replace(one, sayings=one.sayings) for one in articles]
        run = warehouse.start_run(db, THIRD)
        read(db, run, longer)
        warehouse.judge(db, run, THIRD)
        warehouse.finish_run(db, run, THIRD, "published")
    if "old" in then:
        night(db, THIRD, YEAR_OLD)
    moved = [replace(one, url=one.url + "?moved") for one in articles]
    night(db, THIRD, moved if "moved" in then else articles)


def _renamed(folder: Path) -> Path:
    """The vocabulary without the aliases of one actor, and one that is spelt in another way."""
    seeds = folder / "seeds"
    shutil.copytree(SEEDS, seeds)
    path = seeds / "actor_aliases.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        rows = [row for row in reader if row["alias"] not in ("biden", "joe biden")]
        names = list(reader.fieldnames or [])
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, names)
        writer.writeheader()
        writer.writerows(rows)
    return seeds


def _tonights(db: warehouse.Warehouse) -> list[object]:
    """What tonight's reports on talks and sanctions show."""
    return [
        row["statement_id"]
        for topic in ("talks", "sanctions")
        for row in asked(db, f"from reports.new_statements_on_{topic}")
    ]
