"""One night over real pages and feeds, where they are at hand: none is lost between the rooms."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from flows.fetch.sources import write_sources
from flows.records import Source
from tests.loopback import Loopback, Page
from tests.nights import House

SHARED = Path(__file__).resolve().parents[2] / "shared"
PAGES = SHARED / "pages" / "aed" / "html"
FEEDS = SHARED / "feeds"

pytestmark = pytest.mark.skipif(not PAGES.is_dir(), reason=f"no real pages in {PAGES}")

BOOKS = """
    select fetched, accepted + unchanged + quarantined, accepted, quarantined, statements
    from runs
"""


def real_pages() -> dict[str, Page]:
    pages: dict[str, Page] = {}
    for path in sorted(PAGES.glob("*.html.gz")):
        pages[f"/news/{path.name.removesuffix('.html.gz')}"] = Page(
            gzip.decompress(path.read_bytes())
        )
    links = "".join(f'<li><a href="{name}">An article</a></li>' for name in pages)
    pages["/latest"] = Page(f"<html><body><ul>{links}</ul></body></html>".encode())
    return pages


def real_feeds() -> dict[str, Page]:
    files = [p for p in sorted(FEEDS.rglob("*")) if p.is_file()]
    return {f"/{i}": Page(p.read_bytes(), "application/xml") for i, p in enumerate(files)}


def test_nightly_over_real_pages_loses_none(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    with Loopback() as net:
        pages, feeds = net.host({**real_pages()}), net.host({**real_feeds()})
        listing = Source(
            "pages",
            "Real pages",
            "listing",
            pages.url("/latest"),
            selector="li a",
            delay_seconds=0.0,
            cap=1000,
        )
        others = [
            Source(f"feed-{path[1:]}", path, "feed", feeds.url(path), delay_seconds=0.0, cap=1)
            for path in feeds.pages
            if path != "/robots.txt"
        ]
        write_sources([listing, *others], tmp_path / "seeds" / "sources.csv")
        house = House(tmp_path)
        done = house.night("--seeds", str(tmp_path / "seeds"), ALLOW_PRIVATE_HOSTS="true")
    print(done.stderr, done.stdout, house.digest(night_of(house)))
    served = len([path for path in pages.pages if path.startswith("/news/")])
    [(fetched, ended, accepted, quarantined, statements)] = house.rows(BOOKS)
    assert fetched == ended == served
    assert accepted > served / 2
    assert statements > 0
    told = house.rows("select count(*) from quarantine where room in ('clean', 'validate')")
    assert told == [(quarantined,)]
    assert house.rows("select count(*) from quarantine where reason = '' or detail = ''") == [(0,)]
    asked = house.rows("select count(*) from run_sources where source_id like 'feed-%'")
    assert asked == [(len(others),)]


def night_of(house: House) -> str:
    [(day,)] = house.rows("select strftime(started_at, '%Y-%m-%d') from runs")
    return str(day)
