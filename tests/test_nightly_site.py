"""Three nights over a press landscape on loopback: what is new, what was refused, and why.

What each night must find stands in tests/site/*.csv, written by hand beside the articles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.newsite import NewsSite
from tests.nights import House

OF_NIGHT = "join runs as ru using (run_id) where ru.run_number = ?"


@dataclass(frozen=True)
class Seen:
    """What one night said, asked right after it, and what it had to say."""

    expected: frozenset[tuple[str, ...]]
    missed: frozenset[tuple[str, ...]]
    flagged: frozenset[tuple[str, ...]]
    must_refuse: frozenset[str]
    refused: dict[str, str]
    books: tuple[int, ...]
    sources: dict[str, tuple[int, ...]]
    errors: dict[str, str]
    digest: str
    log: str


FLAGGED = """
    select fl.url, fl.topic, fl.novelty, fl.actor_name, lower(fl.content)
    from flagged_statements as fl
    join statements as st using (statement_id)
    join runs as ru on ru.run_id = st.loaded_in_run
    where ru.run_number = ?
"""


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Seen]]:
    """All three nights in one house."""
    root = tmp_path_factory.mktemp("site")
    house = House(root)
    seen = []
    with NewsSite() as site:
        (root / "seeds").mkdir()
        site.sources_csv(root / "seeds" / "sources.csv")
        for night in (1, 2, 3):
            site.night = night
            done = house.night(
                "--seeds",
                str(root / "seeds"),
                "--now",
                site.now.isoformat(),
                ALLOW_PRIVATE_HOSTS="true",
            )
            seen.append(look(house, site, night, done.stderr))
    yield seen


def look(house: House, site: NewsSite, night: int, log: str) -> Seen:
    expected, missed = set(), set()
    for row in site.expected():
        url = site.url(row["outlet"], row["path"])
        told = (url, row["topic"], newness(row["novelty"]), row["speaker"], row["words"].lower())
        (missed if row["missed"] else expected).add(told)

    def known(url: str, said: str) -> str:
        """The words that expected.csv names, where the statement holds them."""
        return next((w for u, *_, w in expected | missed if u == url and w in said), said)

    return Seen(
        expected=frozenset(expected),
        missed=frozenset(missed),
        flagged=frozenset(
            (url, topic, newness(novelty), actor, known(url, said))
            for url, topic, novelty, actor, said in house.rows(FLAGGED, night)
        ),
        must_refuse=frozenset(site.url(row["outlet"], row["path"]) for row in site.refused()),
        refused={
            url.partition("?")[0]: detail
            for url, detail in house.rows(
                f"select q.url, q.detail from quarantine as q {OF_NIGHT}", night
            )
        },
        books=house.rows(
            "select fetched, accepted, unchanged, quarantined, failed from runs "
            "where run_number = ?",
            night,
        )[0],
        sources={
            name: tuple(counts)
            for name, *counts in house.rows(
                f"select rs.source_id, rs.fetched, rs.accepted, rs.quarantined, rs.failed "
                f"from run_sources as rs {OF_NIGHT}",
                night,
            )
        },
        errors=dict(
            house.rows(
                f"select rs.source_id, rs.error from run_sources as rs {OF_NIGHT} "
                "and rs.error <> ''",
                night,
            )
        ),
        digest=house.digest(f"{site.now:%Y-%m-%d}"),
        log=log,
    )


def newness(novelty: str) -> str:
    """new, changed, or known: whether a repetition is a copy is a matter of days."""
    return novelty if novelty in ("new", "changed") else "known"


@pytest.mark.parametrize("night", [1, 2, 3])
def test_nightly_says_what_was_said(nights: list[Seen], night: int) -> None:
    seen = nights[night - 1]
    assert seen.expected - seen.flagged == set(), "expected, and not flagged so"
    assert seen.missed & seen.flagged == set(), "found now: take its mark out of expected.csv"


@pytest.mark.parametrize("night", [1, 2, 3])
def test_nightly_calls_nothing_else_new(nights: list[Seen], night: int) -> None:
    seen = nights[night - 1]
    told = {one for one in seen.flagged if one[2] != "known"}
    named = {(url, words) for url, *_, words in seen.expected | seen.missed}
    assert {one for one in told - seen.expected if (one[0], one[-1]) not in named} == set()


@pytest.mark.parametrize("night", [1, 2, 3])
def test_nightly_says_what_was_refused_and_why(nights: list[Seen], night: int) -> None:
    seen = nights[night - 1]
    assert seen.must_refuse == set(seen.refused)
    assert all(seen.refused.values())


@pytest.mark.parametrize("night", [1, 2, 3])
def test_nightly_books_of_the_site_balance(nights: list[Seen], night: int) -> None:
    fetched, accepted, unchanged, quarantined, _ = nights[night - 1].books
    assert fetched == accepted + unchanged + quarantined
    assert sum(counts[0] for counts in nights[night - 1].sources.values()) == fetched
    assert sum(counts[1] for counts in nights[night - 1].sources.values()) == accepted


def test_nightly_finds_the_new_pages_of_each_night(nights: list[Seen]) -> None:
    # 13 new pages, of which two are walls; 9 and one edited; 10
    assert [seen.books[1] for seen in nights] == [11, 10, 10]


@pytest.mark.parametrize("night", [1, 2, 3])
def test_nightly_goes_on_without_the_sources_that_are_down(nights: list[Seen], night: int) -> None:
    seen = nights[night - 1]
    assert set(seen.errors) == {"broken", "down"}
    assert "5 of 7 sources answered" in seen.log
    assert "Evening Standstill" in seen.digest or "down" in seen.digest
