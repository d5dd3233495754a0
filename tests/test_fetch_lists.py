"""Feeds, sitemaps and listing pages: the links they name, or why they are none."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.fetch.choose import recent_links
from flows.fetch.feeds import links_in_feed, written_instant
from flows.fetch.listings import links_in_listing
from flows.fetch.sitemaps import Sitemap, links_in_sitemap
from flows.records import FetchFailure, Link, Source

NOW = datetime(2022, 1, 1, 12, tzinfo=UTC)
SOURCE = Source("courier", "Courier", "feed", "https://example.org/news/feed.xml")
SHARED = Path(__file__).parents[2] / "shared" / "feeds"
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]>"
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY j SYSTEM "file:///etc/hostname">]>'


def feed(*items: str) -> bytes:
    return f'<rss version="2.0"><channel><title>x</title>{"".join(items)}</channel></rss>'.encode()


def found(body: bytes, source: Source = SOURCE) -> list[Link]:
    links = links_in_feed(body, source, NOW)
    assert isinstance(links, list), links
    return links


def test_rss_with_markup_in_titles_and_relative_links() -> None:
    (link,) = found(
        feed(
            "<item><title>A &lt;b&gt;bold&lt;/b&gt; word &amp;amp; more</title><link>/a?x=1</link>"
            "<pubDate>Fri, 31 Dec 2021 23:00:00 +0300</pubDate></item>"
        )
    )
    assert link == Link(
        "courier",
        "https://example.org/a?x=1",
        "A bold word & more",
        datetime(2021, 12, 31, 20, tzinfo=UTC),
        SOURCE.url,
    )


def test_atom_and_json_feed() -> None:
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>
        <entry><title>One</title><link rel="alternate" href="https://example.org/1"/>
        <published>2021-12-31T10:00:00+01:00</published><updated>2022-01-01T00:00:00Z</updated></entry>
        <entry><title>No link</title><id>tag:example.org,2021:2</id></entry></feed>"""
    json_feed = b"""\xef\xbb\xbf{"version": "https://jsonfeed.org/version/1", "items": [
        {"url": "1", "title": "One", "date_published": "2021-12-31T10:00:00+01:00"},
        {"id": 7}, "no item", {"external_url": "https://example.org/2", "date_published": 5}]}"""
    nine = datetime(2021, 12, 31, 9, tzinfo=UTC)
    (entry,) = found(atom)
    assert (entry.url, entry.published_at) == ("https://example.org/1", nine)
    first, second = found(json_feed)
    assert (first.url, first.published_at) == ("https://example.org/news/1", nine)
    assert (second.url, second.published_at) == ("https://example.org/2", None)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Fri,31 Dec 2021 4:35:5 GMT+9", datetime(2021, 12, 30, 19, 35, 5, tzinfo=UTC)),
        ("Friday, December 31, 2021 - 17:00", datetime(2021, 12, 31, 17, tzinfo=UTC)),
        ("31.12.2021", datetime(2021, 12, 31, tzinfo=UTC)),
        ("2021-12-31", datetime(2021, 12, 31, tzinfo=UTC)),
        ("Fri, 31 Dec 2041 10:00:00 GMT", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("yesterday", None),
        ("December 2021", None),
        ("0000-00-00 00:00:00", None),
        ("9" * 300, None),
    ],
)
def test_dates_of_feeds_right_odd_and_impossible(written: str, expected: datetime | None) -> None:
    item = f"<item><title>x</title><link>https://example.org/1</link><pubDate>{written}</pubDate>"
    (link,) = found(feed(f"{item}</item>"))
    assert link.published_at == expected


def test_dates_in_the_language_of_the_source() -> None:
    russian = replace(SOURCE, language="ru")
    expected = datetime(2021, 12, 31, 10, tzinfo=UTC)
    assert written_instant("31 декабря 2021 г. 10:00", russian, NOW) == expected


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not-a-feed"),
        (b"/etc/hostname", "not-a-feed"),
        (b"<html><body><p>Log in</p></body></html>", "not-a-feed"),
        (b"<rss><channel><item><title>x", "broken-feed"),
        (b'{"items": []}', "not-a-feed"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": [', "broken-feed"),
        (b"{" * 100_000, "broken-feed"),
        (feed("<item><title>x</title><link>mailto:a@example.org</link></item>"), "no-links"),
    ],
)
def test_what_is_no_feed_is_refused(body: bytes, reason: str) -> None:
    refused = links_in_feed(body, SOURCE, NOW)
    assert isinstance(refused, FetchFailure) and refused.reason == reason
    assert (refused.source_id, refused.url) == ("courier", SOURCE.url)


@pytest.mark.parametrize("start", [BOMB, OUTSIDE])
def test_entities_are_not_expanded(start: bytes) -> None:
    item = b"<item><title>&j;</title><link>https://example.org/1</link></item>"
    (link,) = found(start + feed(item.decode()))
    assert len(link.title) < 10
    sitemap = b"<urlset><url><loc>https://example.org/&j;</loc></url></urlset>"
    result = links_in_sitemap(start + sitemap, SOURCE, NOW)
    assert isinstance(result, FetchFailure) or all(len(link.url) < 40 for link in result.links)


def test_a_feed_of_thousands_gives_the_recent_ones_newest_first() -> None:
    items = []
    for hours in range(6000):
        date = NOW - timedelta(hours=hours)
        link = f"<link>https://example.org/{hours}</link>"
        items.append(
            f"<item><title>x</title>{link}<pubDate>{date:%a, %d %b %Y %T} GMT</pubDate></item>"
        )
    undated = "<item><title>x</title><link>https://example.org/undated</link></item>"
    links = found(feed(undated, *reversed(items[:4000])))
    chosen = list(recent_links(links, replace(SOURCE, window_days=2), NOW).values())
    assert [link.url.rpartition("/")[2] for link in chosen[:3]] == ["0", "1", "2"]
    assert len(chosen) == 50
    assert chosen[-1].url.endswith("undated")


def test_the_same_article_in_one_list_counts_once() -> None:
    links = [
        Link("courier", "https://www.example.org/a?utm_source=rss"),
        Link("courier", "http://example.org/a/"),
        Link("courier", "https://example.org/a/amp"),
    ]
    assert len(recent_links(links, SOURCE, NOW)) == 1


def sitemap(body: bytes, days: int = 3) -> Sitemap:
    result = links_in_sitemap(body, replace(SOURCE, kind="sitemap", window_days=days), NOW)
    assert isinstance(result, Sitemap), result
    return result


NEWS = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
  <url><loc> https://example.org/old </loc><lastmod>2021-12-01</lastmod></url>
  <url><loc>https://example.org/changed</loc><lastmod>2021-12-30T10:00:00Z</lastmod></url>
  <url><loc>https://example.org/news</loc><n:news><n:publication_date>2021-12-31T08:00:00+01:00
  </n:publication_date><n:title>Talks &amp; more</n:title></n:news></url>
  <url><loc>https://example.org/undated</loc></url><url><loc>mailto:x</loc></url><url/></urlset>"""


@pytest.mark.parametrize("body", [NEWS, gzip.compress(NEWS)])
def test_a_sitemap_gives_what_is_inside_the_window_newest_first(body: bytes) -> None:
    news, changed, undated = sitemap(body).links
    seven = datetime(2021, 12, 31, 7, tzinfo=UTC)
    assert (news.url, news.title, news.published_at) == (
        "https://example.org/news",
        "Talks & more",
        seven,
    )
    assert (changed.url, changed.published_at) == ("https://example.org/changed", None)
    assert undated.url == "https://example.org/undated"


def test_an_index_gives_the_sitemaps_that_changed_lately() -> None:
    index = b"""<sitemapindex><sitemap><loc>https://example.org/1.xml</loc><lastmod>2019-01-01</lastmod>
        </sitemap><sitemap><loc>/2.xml</loc><lastmod>2022-01-01</lastmod></sitemap></sitemapindex>"""
    assert sitemap(index).children == ("https://example.org/2.xml",)


def test_plain_lines_and_broken_ends_are_read_too() -> None:
    plain = b"https://example.org/1\nhttps://example.org/2\nnonsense\n"
    assert [link.url[-1] for link in sitemap(plain).links] == ["1", "2"]
    assert len(sitemap(NEWS[: NEWS.index(b"<url/>")]).links) == 3


@pytest.mark.parametrize(
    "body",
    [b"", b"<html></html>", b"not xml", gzip.compress(NEWS)[:-9], gzip.compress(bytes(10**8))],
)
def test_what_is_no_sitemap_is_refused(body: bytes) -> None:
    assert isinstance(links_in_sitemap(body, SOURCE, NOW), FetchFailure)


LISTING = b"""<html><head><base href="https://example.org/de/"></head><body>
  <nav><a href="/">Home</a></nav>
  <li class="teaser"><h2><a href="eins.html#top">Erste   Zeile</a></h2>
      <time datetime="2021-12-31T10:00:00+01:00">gestern</time></li>
  <li class="teaser"><a href="eins.html"><img></a><h3><a href="zwei.html">Zwei</a></h3></li>
  <li class="teaser"><h3><a href="javascript:void(0)">Drei</a></h3></li>
  <div class="old"><span data-x="1">no link</span></div></body></html>"""


def listing(selector: str = "") -> list[Link] | FetchFailure:
    return links_in_listing(LISTING, replace(SOURCE, kind="listing", selector=selector), NOW)


@pytest.mark.parametrize("selector", ["", ".teaser a", "li.teaser h2, li.teaser h3"])
def test_a_listing_gives_each_link_once_with_title_and_time(selector: str) -> None:
    links = listing(selector)
    assert isinstance(links, list)
    first, second = links
    assert (first.url, first.title) == ("https://example.org/de/eins.html", "Erste Zeile")
    assert first.published_at == datetime(2021, 12, 31, 9, tzinfo=UTC)
    assert (second.url, second.published_at) == ("https://example.org/de/zwei.html", None)


def test_without_a_selector_a_listing_gives_the_outlets_own_pages_only() -> None:
    places = "https://ads.example/x", "/", "https://m.example.org/a", "/?p=7", "//b.example/y"
    page = "".join(f'<h2><a href="{place}">A headline</a></h2>' for place in places).encode()
    listed = replace(SOURCE, kind="listing", url="https://www.example.org/news")
    links = links_in_listing(page, listed, NOW)
    assert isinstance(links, list)
    own = ["https://m.example.org/a", "https://www.example.org/?p=7"]
    assert [link.url for link in links] == own
    chosen = links_in_listing(page, replace(listed, selector="h2 a"), NOW)
    assert isinstance(chosen, list)
    assert len(chosen) == len(places)


@pytest.mark.parametrize(
    ("selector", "reason"), [(".gone a", "no-links"), ("a[", "bad-selector"), (".old", "no-links")]
)
def test_a_selector_that_finds_nothing_or_is_wrong(selector: str, reason: str) -> None:
    refused = listing(selector)
    assert isinstance(refused, FetchFailure) and refused.reason == reason


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/feeds is not there")
def test_all_real_feeds_parse_or_are_refused_with_a_reason() -> None:
    refused = []
    undated = entries = 0
    for path in sorted((*SHARED.glob("feed*"), *(SHARED / "real").iterdir())):
        links = links_in_feed(path.read_bytes(), SOURCE, datetime(2026, 11, 22, tzinfo=UTC))
        if isinstance(links, FetchFailure):
            refused.append((path.name, links.reason))
            continue
        assert links, path.name
        entries += len(links)
        undated += sum(link.published_at is None for link in links)
    assert refused == [("7ef13a42fa7e177a.xml", "broken-feed")]
    assert entries == 1545
    assert undated < 60
