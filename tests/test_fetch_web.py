"""The polite client against servers on loopback that behave and misbehave."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import pairwise

import pytest

from flows.fetch.guard import is_public
from flows.fetch.options import FetchOptions, NightFetch, Validator
from flows.fetch.web import fetch_night
from flows.records import Link, RawPage, Source
from tests.loopback import Host, Loopback, Page

NOW = datetime(2022, 1, 1, 12, tzinfo=UTC)
QUICK = FetchOptions(
    contact="https://example.org/bot",
    allow_private_hosts=True,
    connect_seconds=1.0,
    read_seconds=1.0,
    page_seconds=5.0,
    first_contact_seconds=5.0,
    backoff_seconds=0.02,
    most_wait_seconds=2.0,
    most_page_bytes=100_000,
)
ARTICLE = Page(b"<html><body><h1>Talks</h1><p>They talked.</p></body></html>")


@pytest.fixture
def net() -> Iterator[Loopback]:
    with Loopback() as net:
        yield net


def rss(host: Host, *paths: str, date: str = "Fri, 31 Dec 2021 10:00:00 GMT") -> Page:
    items = "".join(
        f"<item><title>{path}</title><link>{host.url(path)}</link><pubDate>{date}</pubDate></item>"
        for path in paths
    )
    feed = f'<rss version="2.0"><channel><title>Feed</title>{items}</channel></rss>'
    return Page(feed.encode(), "application/rss+xml")


def source(host: Host, path: str = "/feed", **given: object) -> Source:
    made = Source("courier", "Courier", "feed", host.url(path), delay_seconds=0.0)
    return replace(made, **given)  # type: ignore[arg-type]


def night(
    *sources: Source, options: FetchOptions = QUICK, **given: object
) -> tuple[NightFetch, list[RawPage]]:
    pages: list[RawPage] = []
    return fetch_night(sources, pages.append, NOW, options, **given), pages  # type: ignore[arg-type]


def reasons(fetched: NightFetch) -> dict[str, str]:
    return {failure.url.rpartition("/")[2]: failure.reason for failure in fetched.failures}


def test_a_page_arrives_with_what_the_feed_said_of_it(net: Loopback) -> None:
    host = net.host({"/a": ARTICLE})
    host.pages["/feed"] = rss(host, "/a")
    fetched, (page,) = night(source(host))
    assert page.body == ARTICLE.body
    assert page.hint_title == "/a"
    assert page.hint_published_at == datetime(2021, 12, 31, 10, tzinfo=UTC)
    assert ("content-type", ARTICLE.media_type) in page.headers
    assert fetched.health[0].fetched == 1
    assert not fetched.failures
    assert fetched.requests == len(host.log) == 3
    assert "+https://example.org/bot" in host.log[0].headers["user-agent"]


def test_what_is_known_is_not_asked_for_again(net: Loopback) -> None:
    host = net.host({"/a": ARTICLE, "/b": ARTICLE})
    host.pages["/feed"] = replace(rss(host, "/a"), etag='"1"')
    first, _ = night(source(host))
    again, pages = night(source(host), known=first.validators)
    assert not pages
    assert again.health[0].unchanged == 1, "the feed answers 304"
    host.pages["/feed"] = replace(rss(host, "/a", "/b"), etag='"2"')
    _, pages = night(source(host), known=first.validators)
    assert [page.url for page in pages] == [host.url("/b")]
    assert len(host.asked("/a")) == 1


def test_a_feed_whose_pages_failed_is_read_again_whole(net: Loopback) -> None:
    host = net.host({"/a": [Page(status=404), ARTICLE]})
    host.pages["/feed"] = replace(rss(host, "/a"), etag='"1"')
    first, pages = night(source(host))
    assert not pages and reasons(first) == {"a": "http-404"}
    _, pages = night(source(host), known=first.validators)
    assert [page.url for page in pages] == [host.url("/a")]


def test_more_than_the_cap_waits_for_the_next_night(net: Loopback) -> None:
    host = net.host({f"/{n}": ARTICLE for n in range(5)})
    host.pages["/feed"] = replace(rss(host, *(f"/{n}" for n in range(5))), etag='"1"')
    known: dict[str, Validator] = {}
    got = []
    for _ in range(3):
        fetched, pages = night(source(host, cap=2), known=known)
        known |= fetched.validators
        got.append(len(pages))
    assert got == [2, 2, 1]


def test_the_same_article_found_three_ways_is_fetched_once(net: Loopback) -> None:
    host = net.host({"/a": ARTICLE, "/list": Page(b"<h2><a href='/a?utm_source=front'>x</a></h2>")})
    host.pages["/feed"] = rss(host, "/a?utm_source=rss")
    host.pages["/a?utm_source=rss"] = ARTICLE
    sitemap = f"<urlset><url><loc>{host.url('/a')}</loc></url></urlset>"
    host.pages["/map"] = Page(sitemap.encode(), "text/xml")
    fetched, pages = night(
        source(host),
        source(host, "/map", source_id="map", kind="sitemap"),
        source(host, "/list", source_id="list", kind="listing"),
    )
    assert [page.source_id for page in pages] == ["courier"]
    assert not fetched.failures


def test_a_due_page_is_asked_for_once_and_only_news_of_it_is_kept(net: Loopback) -> None:
    old = Page(ARTICLE.body, etag='"1"')
    host = net.host({"/a": old, "/b": old})
    host.pages["/feed"] = rss(host, "/a", "/b")
    first, _ = night(source(host))
    host.pages["/b"] = Page(b"<p>edited</p>", etag='"2"')
    due = [Link("courier", host.url("/a")), Link("courier", host.url("/b"))]
    second, pages = night(source(host), known=first.validators, due=due)
    assert [page.body for page in pages] == [b"<p>edited</p>"]
    assert second.health[0].unchanged == 1
    assert [asked.status for asked in host.asked("/a")] == [200, 304]
    assert second.validators != first.validators


def test_robots_txt_is_obeyed_for_us_by_name(net: Loopback) -> None:
    robots = "User-agent: *\nDisallow: /\n\nUser-agent: demarche\nDisallow: /private\n"
    host = net.host({"/a": ARTICLE, "/private/b": ARTICLE}, robots=robots)
    host.pages["/feed"] = rss(host, "/a", "/private/b")
    fetched, pages = night(source(host))
    assert [page.url for page in pages] == [host.url("/a")]
    assert reasons(fetched) == {"b": "forbidden-by-robots"}
    assert not host.asked("/private/b")
    assert len(host.asked("/robots.txt")) == 1


@pytest.mark.parametrize(
    ("robots", "reason"),
    [
        (Page(status=503), "robots-unavailable"),
        (Page(b"User-agent: *\nCrawl-delay: 90\n", "text/plain"), "crawl-delay-too-long"),
    ],
)
def test_robots_txt_that_keeps_everybody_away(net: Loopback, robots: Page, reason: str) -> None:
    host = net.host({"/feed": ARTICLE, "/robots.txt": robots})
    fetched, _ = night(source(host))
    assert reasons(fetched) == {"feed": reason}
    assert not host.asked("/feed")


def test_robots_txt_that_changes_holds_from_the_next_night_on(net: Loopback) -> None:
    host = net.host({"/a": ARTICLE, "/b": ARTICLE})
    host.pages["/feed"] = rss(host, "/a")
    first, _ = night(source(host))
    host.pages["/feed"] = rss(host, "/a", "/b")
    host.pages["/robots.txt"] = Page(b"User-agent: *\nDisallow: /b\nDisallow: /a\n", "text/plain")
    due = [Link("courier", host.url("/a"))]
    second, pages = night(source(host), known=first.validators, due=due)
    assert not pages
    assert reasons(second) == {"a": "forbidden-by-robots", "b": "forbidden-by-robots"}
    assert len(host.asked("/a")) == 1 and not host.asked("/b")


def test_a_host_without_robots_txt_allows_everything(net: Loopback) -> None:
    host = net.host({"/a": ARTICLE, "/robots.txt": Page(status=404)})
    host.pages["/feed"] = rss(host, "/a")
    assert len(night(source(host))[1]) == 1


def test_one_request_at_a_time_with_a_pause_between_them(net: Loopback) -> None:
    pages = {f"/{n}": replace(ARTICLE, wait=0.02) for n in range(4)}
    host = net.host(pages, robots="User-agent: *\nCrawl-delay: 0.1\n")
    host.pages["/feed"] = rss(host, *pages)
    host.pages["/more"] = rss(host, "/0", "/1")
    night(source(host, delay_seconds=0.05), source(host, "/more", source_id="more"))
    after_robots = host.log[1:]
    pauses = [later.came_at - earlier.left_at for earlier, later in pairwise(after_robots)]
    assert [asked.path for asked in after_robots] == ["/feed", *pages, "/more"]
    assert min(pauses) > 0.09


def test_a_busy_server_is_asked_again_when_it_says(net: Loopback) -> None:
    busy = Page(status=503, headers={"Retry-After": "1"})
    host = net.host({"/a": [busy, ARTICLE]})
    host.pages["/feed"] = rss(host, "/a")
    fetched, pages = night(source(host))
    first, second = host.asked("/a")
    assert len(pages) == 1 and not fetched.failures
    assert second.came_at - first.left_at > 0.9


def test_a_server_that_wants_to_be_left_alone_is(net: Loopback) -> None:
    later = format_datetime(NOW.replace(hour=18), usegmt=True)
    busy = Page(status=429, headers={"Retry-After": later, "Date": format_datetime(NOW, True)})
    host = net.host({"/a": busy, "/b": ARTICLE})
    host.pages["/feed"] = rss(host, "/a", "/b")
    fetched, pages = night(source(host))
    assert not pages
    assert reasons(fetched) == {"a": "http-429", "b": "http-429"}
    assert len(host.asked("/a")) == 1 and not host.asked("/b")


def test_a_host_that_fails_is_not_hammered(net: Loopback) -> None:
    pages = {f"/{n}": Page(status=500) for n in range(20)}
    host = net.host(pages)
    host.pages["/feed"] = rss(host, *pages)
    fetched, _ = night(source(host))
    assert fetched.health[0].failed == 20
    assert len([asked for asked in host.log if asked.status == 500]) == 5
    assert set(reasons(fetched).values()) == {"http-500", "host-given-up"}


def test_redirects_are_followed_but_not_for_ever(net: Loopback) -> None:
    def to(target: str) -> Page:
        return Page(status=302, headers={"Location": target})

    other = net.host({"/end": ARTICLE}, robots="User-agent: *\nDisallow: /secret\n")
    host = net.host({"/a": to("/b#top"), "/b": to(other.url("/end")), "/round": to("/round")})
    host.pages |= {"/s": to(other.url("/secret")), "/f": to("file:///etc/passwd"), "/e": to("")}
    host.pages["/feed"] = rss(host, "/a", "/round", "/s", "/f", "/e")
    fetched, pages = night(source(host))
    assert [page.url for page in pages] == [other.url("/end")]
    assert reasons(fetched) == {
        "round": "too-many-redirects",
        "s": "forbidden-by-robots",
        "f": "bad-address",
        "e": "http-302",
    }
    assert len(host.asked("/round")) == QUICK.most_redirects + 1
    _, pages = night(source(host), known=fetched.validators)
    assert not pages, "known under the address that the feed gives, too"
    assert len(other.asked("/end")) == 1


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_packed_bodies_are_unpacked(net: Loopback, coding: str) -> None:
    host = net.host({"/a": replace(ARTICLE, coding=coding)})
    host.pages["/feed"] = rss(host, "/a")
    _, (page,) = night(source(host))
    assert page.body == ARTICLE.body


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (Page(bytes(5_000_000), coding="gzip"), "too-large"),
        (Page(bytes(5_000_000), coding="br"), "too-large"),
        (Page(bytes(200_000)), "too-large"),
        (Page(b"x" * 1000, endless=True), "too-large"),
        (Page(b"x" * 1000, drip=0.05), "too-slow"),
        (Page(b"x", wait=3.0), "too-slow"),
        (Page(b"not packed", headers={"Content-Encoding": "gzip"}), "bad-coding"),
        (Page(gzip.compress(b"x" * 99)[:-9], headers={"Content-Encoding": "gzip"}), "bad-coding"),
        (Page(b"x", headers={"Content-Encoding": "compress"}), "bad-coding"),
        (Page(b"%PDF-1.4", "application/pdf"), "not-a-text"),
        (Page(status=404), "http-404"),
        (Page(status=410), "http-410"),
        (Page(b"half", headers={"Content-Length": "50"}, cut=True), "broken-off"),
    ],
)
def test_bad_pages_are_refused_with_the_reason(net: Loopback, page: Page, reason: str) -> None:
    host = net.host({"/bad": page, "/good": ARTICLE})
    host.pages["/feed"] = rss(host, "/bad", "/good")
    options = replace(QUICK, page_seconds=0.8, read_seconds=2.0, most_retries=0)
    fetched, pages = night(source(host), options=options)
    assert reasons(fetched) == {"bad": reason}
    assert [page.url for page in pages] == [host.url("/good")]


def test_private_addresses_are_refused_at_the_door_and_behind_redirects(net: Loopback) -> None:
    host = net.host({"/a": ARTICLE})
    host.pages["/feed"] = rss(host, "/a")
    port = host.address.rpartition(":")[2]
    addresses = (
        host.url("/feed"),
        f"http://localhost:{port}/feed",
        f"http://[::ffff:127.0.0.3]:{port}/feed",
        f"http://2130706435:{port}/feed",
        "http://169.254.169.254/feed",
        "http://0.0.0.0/feed",
    )
    sources = [source(host, source_id=f"s{n}", url=url) for n, url in enumerate(addresses)]
    fetched, _ = night(*sources, options=replace(QUICK, allow_private_hosts=False))
    assert [failure.reason for failure in fetched.failures] == ["private-address"] * len(addresses)
    assert not host.log


def test_sources_that_fail_are_told_and_do_not_stop_the_others(net: Loopback) -> None:
    host = net.host({"/a": ARTICLE, "/broken": Page(b"<rss><channel><item>", "text/xml")})
    host.pages["/feed"] = rss(host, "/a")
    gone = net.host()
    fetched, pages = night(
        source(host),
        source(host, "/broken", source_id="broken"),
        source(host, "/missing", source_id="missing"),
        source(host, source_id="down", url="http://127.0.0.1:9/feed"),
        source(host, source_id="unknown", url="http://no-such-host.invalid/feed"),
        source(gone, "/feed", source_id="asleep", is_active=False),
    )
    errors = {health.source_id: health.error.partition(":")[0] for health in fetched.health}
    assert len(pages) == 1
    assert not gone.log
    assert errors == {
        "courier": "",
        "broken": "broken-feed",
        "missing": "http-404",
        "down": "unreachable",
        "unknown": "unreachable",
    }


def test_without_a_network_everybody_is_given_up_together(net: Loopback) -> None:
    mute = Page(b"", wait=60.0)
    hosts = [net.host({"/robots.txt": mute}) for _ in range(8)]
    sources = [source(host, source_id=f"s{n}") for n, host in enumerate(hosts)]
    options = replace(QUICK, read_seconds=30.0, page_seconds=30.0, first_contact_seconds=0.5)
    fetched, pages = night(*sources, options=options)
    assert not pages
    assert [health.error.partition(":")[0] for health in fetched.health] == ["unreachable"] * 8
    assert fetched.seconds < 2


def test_hosts_are_asked_side_by_side(net: Loopback) -> None:
    sources = []
    for number in range(20):
        host = net.host({"/a": ARTICLE}, robots="")
        host.pages["/feed"] = rss(host, "/a")
        sources.append(source(host, source_id=f"s{number}", delay_seconds=0.2))
    fetched, pages = night(*sources)
    assert len(pages) == 20
    assert fetched.seconds < 2, "one after another they would take 8 seconds of pauses alone"


def test_the_night_for_fetching_ends(net: Loopback) -> None:
    host = net.host({f"/{n}": ARTICLE for n in range(9)})
    host.pages["/feed"] = rss(host, *(f"/{n}" for n in range(9)))
    options = replace(QUICK, night_seconds=0.35)
    fetched, pages = night(source(host, delay_seconds=0.1), options=options)
    assert 0 < len(pages) < 9
    assert set(reasons(fetched).values()) == {"out-of-time"}
    assert len(pages) + len(fetched.failures) == 9


def test_a_sitemap_of_sitemaps_is_followed_one_level_down(net: Loopback) -> None:
    host = net.host({"/a": ARTICLE, "/b": ARTICLE})
    child = "<urlset><url><loc>{}</loc><lastmod>2021-12-31</lastmod></url></urlset>"
    host.pages["/1.xml.gz"] = Page(
        gzip.compress(child.format(host.url("/a")).encode()), "application/gzip"
    )
    host.pages["/2.xml"] = Page(child.format(host.url("/b")).encode(), "text/xml")
    index = "".join(f"<sitemap><loc>{host.url(p)}</loc></sitemap>" for p in ("/1.xml.gz", "/2.xml"))
    host.pages["/map"] = Page(f"<sitemapindex>{index}</sitemapindex>".encode(), "text/xml")
    _, pages = night(source(host, "/map", kind="sitemap"))
    assert sorted(page.url for page in pages) == [host.url("/a"), host.url("/b")]


def test_an_archive_that_fails_ends_the_night(net: Loopback) -> None:
    host = net.host({"/a": ARTICLE})
    host.pages["/feed"] = rss(host, "/a")

    def full(page: RawPage) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        fetch_night([source(host)], full, NOW, QUICK)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("10.0.0.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:192.168.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:7f00:1::", False),
        ("nonsense", False),
    ],
)
def test_which_addresses_are_public(address: str, expected: bool) -> None:
    assert is_public(address) is expected
