"""A new design of a source is a finding: held against its own history, with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from flows import warehouse
from flows.records import Rejection, SourceHealth
from flows.warehouse import Warehouse
from tests.warehouses import Told, asked, at, opened

NOW = at("2022-03-14T23:00")
SOURCE = "reuters"
MENU = "Home and world and business and sport and weather and letters and more of the same."


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Warehouse]:
    with opened(tmp_path) as db:
        yield db


def body(number: int, paragraphs: int, *lines: str) -> str:
    own = (
        f"In paragraph {n} of story {number} somebody walks {n * number} steps on a slow road."
        for n in range(1, paragraphs + 1)
    )
    return "\n\n".join([*own, *lines])


def night(db: Warehouse, days: int, bodies: list[str], refused: int = 0) -> str:
    """One night of the source, so many days after the first; its run_id."""
    now = NOW + timedelta(days=days)
    run = warehouse.start_run(db, now)
    told = [
        Told(f"https://a.example/{days}/{n}", (), now, SOURCE, body=text)
        for n, text in enumerate(bodies)
    ]
    warehouse.append_articles(db, run, [one.article(now) for one in told])
    address = f"https://a.example/{days}/x"
    gone = [Rejection(SOURCE, address, "clean", "no-body", "nothing")] * refused
    warehouse.append_quarantine(db, run, gone)
    warehouse.finish_run(db, run, now, "published")
    return run


def found(db: Warehouse, run: str) -> list[str]:
    findings = [one for one in warehouse.check(db, run) if one.check == "redesigned"]
    assert {(one.severity, one.subject) for one in findings} <= {("warning", SOURCE)}
    return [one.detail for one in findings]


USUAL = [body(n, 20) for n in range(12)]


@pytest.mark.parametrize(
    ("tonight", "refused", "told"),
    [
        ([body(n, 3) for n in range(50, 56)], 0, "its 6 new articles are short: "),
        ([body(n, 3, *[MENU + x for x in "abcdefgh"]) for n in range(50, 56)], 0,
         "its 6 new articles are alike: 77 % of their text stands in half of them, 0 % before"),
        ([MENU * 20] * 6, 0, "its 6 new articles are alike: 100 %"),
        ([body(50, 20)], 5, "5 of its pages held no article (most often no-body), 1 in the 60"),
    ],
)  # fmt: skip
def test_a_new_design_is_told_with_its_source_and_what_to_do(
    db: Warehouse, tonight: list[str], refused: int, told: str
) -> None:
    night(db, 0, USUAL, refused=1)
    (detail,) = found(db, night(db, 1, tonight, refused))
    assert told in detail
    assert "try a page with demarche read" in detail


@pytest.mark.parametrize(
    ("before", "tonight", "refused"),
    [
        (USUAL, [body(n, 12) for n in range(50, 60)], 1),
        (USUAL[:5], [body(n, 2) for n in range(50, 60)], 9),
        (USUAL, [body(n, 2) for n in range(50, 53)], 3),
        ([body(n, 4, *[MENU + x for x in "abcd"]) for n in range(12)],
         [body(n, 4, *[MENU + x for x in "abcd"]) for n in range(50, 60)], 0),
    ],
    ids=["as ever", "hardly known", "three pages", "always alike"],
)  # fmt: skip
def test_what_is_no_new_design(
    db: Warehouse, before: list[str], tonight: list[str], refused: int
) -> None:
    night(db, 0, before)
    assert found(db, night(db, 1, tonight, refused)) == []


def test_what_was_noticed_stands_beside_the_sources_counts(db: Warehouse) -> None:
    night(db, 0, USUAL)
    run = night(db, 1, [body(n, 2) for n in range(50, 56)])
    health = [SourceHealth(SOURCE, fetched=6, accepted=6), SourceHealth("ap")]
    warehouse.append_sources(db, run, health, warehouse.check(db, run))
    rows = asked(db, "select source_id, noticed from reports.source_health")
    noticed = {row["source_id"]: row["noticed"] for row in rows}
    assert noticed["ap"] == ""
    assert noticed[SOURCE].startswith("its 6 new articles are short")
