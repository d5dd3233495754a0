"""Two nights, room by room, over a site that behaves as badly as sites do: the right rows for each.

Every host is a source of its own, and what it does to us stands beside what must be told of it.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from flows import publishing, stages, warehouse
from flows.fetch import options
from flows.fetch.sources import write_sources
from flows.night import Day, Plan
from flows.publishing import Outcome
from flows.records import Source
from flows.settings import Settings
from tests.loopback import Host, Loopback, Page
from tests.warehouses import at

FIRST = at("2022-03-14T23:00")
SECOND = FIRST + timedelta(hours=25)
QUICK = partial(options.FetchOptions, read_seconds=0.5, page_seconds=2.0, backoff_seconds=0.02)


def story(number: int, paragraphs: int = 8) -> bytes:
    """A page with an article of its own text; the name in it needs its encoding."""
    text = "".join(
        f"<p>Envoy Müller came to house {number} on day {n} and stayed for {n * number} minutes, "
        f"the mayor said, and nobody else was let in before the evening.</p>"
        for n in range(1, paragraphs + 1)
    )
    return (
        f'<html lang="en"><head><meta charset="utf-8"><title>Envoy comes to house {number}</title>'
        f'<meta property="article:published_time" content="2022-03-14T08:00:00Z"></head>'
        f"<body><article><h1>Envoy comes to house {number}</h1>{text}</article></body></html>"
    ).encode()


def rss(host: Host, paths: list[str]) -> Page:
    items = "".join(
        f"<item><title>x</title><link>{host.url(path)}</link>"
        f"<pubDate>Mon, 14 Mar 2022 08:00:00 GMT</pubDate></item>"
        for path in paths
    )
    return Page(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode(), "text/xml")


def moved(path: str) -> Page:
    return Page(status=302, headers={"Location": path})


WRONG = replace(
    Page(), body=story(2).decode().encode("cp1252"), media_type="text/html;charset=utf-8"
)
PAGES: dict[str, dict[str, Page | list[Page]]] = {
    "chains": {"/a": moved("/b"), "/b": moved("/c"), "/c": Page(story(1))},
    "loops": {"/a": moved("/b"), "/b": moved("/a")},
    "encodings": {"/a": WRONG},
    "packed": {"/a": Page(story(3), coding="gzip"), "/b": Page(story(4), coding="br")},
    "twice": {"/a": Page(gzip.compress(story(5)), headers={"Content-Encoding": "gzip"})},
    "unchanged": {"/a": Page(story(6), etag='"1"')},
    "edited": {"/a": [Page(story(7), etag='"1"'), Page(story(7, 9), etag='"2"')]},
    "busy": {"/a": [Page(status=429, headers={"Retry-After": "1"}), Page(story(8))]},
    "ill": {"/a": [Page(status=503), Page(story(9))]},
    "away": {"/a": Page(status=503, headers={"Retry-After": "7200"})},
    "slow": {"/a": Page(story(10), wait=0.3)},
    "stuck": {"/a": Page(story(11), wait=30.0)},
    "dripping": {"/a": Page(story(12), drip=0.1)},
    "endless": {"/a": Page(b"<p>more</p>" * 5000, endless=True)},
    "cut": {"/a": Page(story(13), headers={"Content-Length": "99999"}, cut=True)},
    "forbidding": {"/a": Page(story(14), etag='"1"')},
    "redesigned": {f"/{n}": Page(story(n)) for n in range(20, 32)},
}
FAILED = {
    "loops": "too-many-redirects",
    "away": "http-503",
    "stuck": "timed-out",
    "dripping": "too-slow",
    "endless": "too-large",
    "cut": "broken-off",
}


@dataclass
class Seen:
    """What stood in the published database after a night, and what the digest said."""

    sources: dict[str, dict[str, Any]]
    failed: dict[str, str]
    run: dict[str, Any]
    titles: list[str]
    bodies: list[str]
    digest: str


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Seen, Seen]]:
    root = tmp_path_factory.mktemp("rough")
    (root / "seeds").mkdir()
    settings = Settings(
        data=root / "data", reports=root / "reports", seeds=root / "seeds", allow_private_hosts=True
    )
    with Loopback() as net, pytest.MonkeyPatch.context() as patch:
        patch.setattr(options, "FetchOptions", QUICK)
        hosts = {name: net.host(dict(pages)) for name, pages in PAGES.items()}
        for name, host in hosts.items():
            host.pages["/feed"] = rss(host, [path for path in PAGES[name] if path in ("/a", "/b")])
        hosts["chains"].pages["/feed"] = rss(hosts["chains"], ["/a"])
        hosts["loops"].pages["/feed"] = rss(hosts["loops"], ["/a"])
        hosts["redesigned"].pages["/feed"] = rss(hosts["redesigned"], list(PAGES["redesigned"]))
        sources = [
            Source(name, name.title(), "feed", host.url("/feed"), delay_seconds=0.0)
            for name, host in hosts.items()
        ]
        write_sources(sources, root / "seeds" / "sources.csv")
        first = night(Plan(settings, FIRST))

        robots = b"User-agent: demarche\nDisallow: /a\n"
        hosts["forbidding"].pages["/robots.txt"] = Page(robots, "text/plain")
        short = {f"/{n}": Page(story(n, 1)) for n in range(40, 46)}
        hosts["redesigned"].pages |= short | {"/feed": rss(hosts["redesigned"], list(short))}
        yield first, night(Plan(settings, SECOND))


def night(plan: Plan) -> Seen:
    """The rooms in the order in which flows/nightly.py asks them."""
    run = stages.begin(plan)
    gathered, day = stages.fetch(plan), Day()
    for pages in gathered.batches():
        reading = stages.read(plan, pages)
        verdict = stages.sort_out(plan, reading.articles)
        loaded = stages.load(plan, run, verdict, reading.refused)
        day.add(pages, reading, verdict, loaded)
    while revisions := stages.unread(plan):
        day.statements += stages.extract(plan, run, revisions)
    judged = stages.judge(plan, run)
    findings = stages.check(plan, run, gathered, day)
    return look(plan, run, publishing.publish(plan, run, gathered, day, judged, findings))


def look(plan: Plan, run: str, outcome: Outcome) -> Seen:
    def rows(question: str) -> list[dict[str, Any]]:
        return warehouse.rows(plan.settings.published, question, (run,))

    return Seen(
        sources={row["source_id"]: row for row in rows("from run_sources where run_id = ?")},
        failed={
            row["source_id"]: row["reason"]
            for row in rows("from quarantine where room = 'fetch' and run_id = ?")
        },
        run=rows("from runs where run_id = ?")[0],
        titles=[row["title"] for row in rows("from articles where loaded_in_run = ?")],
        bodies=[row["body"] for row in rows("from articles where loaded_in_run = ?")],
        digest=Path(outcome.digest).with_suffix(".txt").read_text("utf-8"),
    )


def counts(seen: Seen, source: str) -> tuple[int, ...]:
    names = ("fetched", "accepted", "unchanged", "quarantined", "failed")
    return tuple(seen.sources[source][name] for name in names)


def test_every_failure_of_the_first_night_has_its_row(nights: tuple[Seen, Seen]) -> None:
    first, _ = nights
    assert first.failed == FAILED
    for name in FAILED:
        assert counts(first, name) == (0, 0, 0, 0, 1), name


def test_everything_that_can_be_read_is(nights: tuple[Seen, Seen]) -> None:
    first, _ = nights
    for name in PAGES.keys() - FAILED.keys() - {"packed", "redesigned"}:
        assert counts(first, name) == (1, 1, 0, 0, 0), name
    assert counts(first, "packed") == (2, 2, 0, 0, 0)
    houses = [*range(1, 10), 10, 14, *range(20, 32)]
    assert sorted(first.titles) == sorted(f"Envoy comes to house {n}" for n in houses)
    assert all("Envoy Müller" in body for body in first.bodies)


def test_the_second_night_asks_again_and_tells_what_became_of_it(
    nights: tuple[Seen, Seen],
) -> None:
    _, second = nights
    assert counts(second, "unchanged") == (0, 0, 1, 0, 0)
    assert counts(second, "edited") == (1, 1, 0, 0, 0)
    assert counts(second, "packed") == (2, 0, 2, 0, 0)
    assert counts(second, "forbidding") == (0, 0, 0, 0, 1)
    assert second.failed["forbidding"] == "forbidden-by-robots"
    assert second.run["fetched"] == sum(
        second.run[name] for name in ("accepted", "unchanged", "quarantined")
    )


def test_a_new_design_is_told_in_the_sources_row_and_in_the_digest(
    nights: tuple[Seen, Seen],
) -> None:
    first, second = nights
    told = "its 6 new articles are short"
    assert first.sources["redesigned"]["noticed"] == ""
    assert told in second.sources["redesigned"]["noticed"]
    assert told in " ".join(second.digest.split())
    assert "redesigned" in second.digest
