"""A small press landscape on loopback: five outlets over three nights, one source down, one broken.

In: the night, and the articles in tests/site/articles. Out: hosts that serve them as an outlet of
their kind would (feed, sitemap, listing, ETag, compression, old encodings), a sources.csv that
names them, and the night's clock. What a reader should find is in tests/site/*.csv.

    with NewsSite() as site:
        site.sources_csv(seeds / "sources.csv")
        for site.night in (1, 2, 3):
            run(now=site.now)
"""

from __future__ import annotations

import csv
import gzip
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from pathlib import Path
from string import Template
from typing import Self

from flows.fetch.sources import write_sources
from flows.records import Source
from tests.loopback import Host, Loopback, Page

SITE = Path(__file__).parent / "site"
NIGHTS = {
    1: datetime(2021, 12, 31, 22, tzinfo=UTC),
    2: datetime(2022, 1, 1, 23, tzinfo=UTC),
    3: datetime(2022, 1, 3, 0, tzinfo=UTC),
}
"""The clock of each night; 25 hours apart, so that what was fetched last night is due again."""
OUTLETS = {
    "wire": ("Pan Wire", "/feed.json"),
    "courier": ("Meridian Courier", "/feed.rss"),
    "observer": ("Harbour Observer", "/sitemap.xml"),
    "gazette": ("Lakeside Gazette", "/latest.html"),
    "ministry": ("Ministry of Foreign Affairs", "/en/press/feed.atom"),
}
ROBOTS = "User-agent: *\nDisallow: /private/\n"


@dataclass(frozen=True)
class Text:
    """One article as a file of tests/site/articles gives it."""

    outlet: str
    path: str
    night: int
    published: datetime
    modified: datetime
    title: str
    byline: str
    shape: str
    paragraphs: tuple[str, ...]


def texts() -> list[Text]:
    """All articles, in the order in which they were published."""
    found = [_text(path) for path in sorted((SITE / "articles").glob("*.txt"))]
    return sorted(found, key=lambda text: (text.night, text.published, text.path))


def _text(path: Path) -> Text:
    head, _, body = path.read_text("utf-8").partition("\n\n")
    lines = (line.partition(":") for line in head.split("\n"))
    fields = {name: value.strip() for name, _, value in lines}
    published = datetime.fromisoformat(fields["published"])
    return Text(
        outlet=fields["outlet"],
        path=fields["path"],
        night=int(fields["night"]),
        published=published,
        modified=datetime.fromisoformat(fields.get("modified", fields["published"])),
        title=fields["title"],
        byline=fields["byline"],
        shape=fields.get("shape", "article"),
        paragraphs=tuple(body.strip().split("\n\n")),
    )


class NewsSite:
    """The landscape as it stands in one night; setting `night` turns to another one."""

    def __init__(self, night: int = 1) -> None:
        self._night = night
        self._net = Loopback()
        self._texts = texts()
        self.hosts: dict[str, Host] = {}

    def __enter__(self) -> Self:
        self._net.__enter__()
        for name in (*OUTLETS, "broken", "down"):
            self.hosts[name] = self._net.host(robots=ROBOTS)
        self._net.close(self.hosts["down"])
        self.night = self._night
        return self

    def __exit__(self, *_: object) -> None:
        self._net.__exit__()

    @property
    def night(self) -> int:
        return self._night

    @night.setter
    def night(self, night: int) -> None:
        self._night = night
        for outlet in OUTLETS:
            self._publish(outlet)
        self.hosts["broken"].pages["/feed.rss"] = Page(
            b'<rss version="2.0"><channel><title>Broken</title><item><title>Half an', "text/xml"
        )

    @property
    def now(self) -> datetime:
        """The night's clock, for --now."""
        return NIGHTS[self._night]

    @property
    def requests(self) -> int:
        """How many requests all hosts together have had so far."""
        return sum(len(host.log) for host in self.hosts.values())

    def sources(self) -> list[Source]:
        """The outlets as lines of sources.csv; `down` refuses connections, `broken` is no feed."""

        def make(name: str, title: str, kind: str, path: str, **given: object) -> Source:
            url, home = self.hosts[name].url(path), self.hosts[name].url()
            base = {"homepage": home, "language": "en", "delay_seconds": 0.0, "window_days": 7}
            return Source(name, title, kind, url, **(base | given))  # type: ignore[arg-type]

        return [
            make("wire", *_named("wire", "feed"), is_wire=True),
            make("courier", *_named("courier", "feed")),
            make("observer", *_named("observer", "sitemap")),
            make("gazette", *_named("gazette", "listing"), selector=".teaser h2 a"),
            make("ministry", *_named("ministry", "feed"), is_official=True),
            make("broken", "Broken Times", "feed", "/feed.rss"),
            make("down", "Evening Standstill", "feed", "/feed.rss"),
        ]

    def sources_csv(self, path: Path) -> Path:
        """Write the outlets to `path` as a sources.csv."""
        write_sources(self.sources(), path)
        return path

    def url(self, outlet: str, path: str) -> str:
        """The address of an article while this site stands."""
        return self.hosts[outlet].url(path)

    def expected(self) -> list[dict[str, str]]:
        """tests/site/expected.csv: the statements first loaded in this night."""
        return [row for row in _rows("expected.csv") if int(row["night"]) == self._night]

    def refused(self) -> list[dict[str, str]]:
        """tests/site/refused.csv: what this night cannot or may not have."""
        return [row for row in _rows("refused.csv") if str(self._night) in row["nights"]]

    def _publish(self, outlet: str) -> None:
        """Every article of the outlet up to this night, in its latest version, and its list."""
        host = self.hosts[outlet]
        latest: dict[str, Text] = {}
        for text in self._texts:
            if text.outlet == outlet and text.night <= self._night:
                latest[text.path] = text
        for text in latest.values():
            host.pages[text.path] = _page(text, host)
        host.pages.update(_list(outlet, list(latest.values()), host))


def _rows(name: str) -> list[dict[str, str]]:
    with (SITE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _named(outlet: str, kind: str) -> tuple[str, str, str]:
    name, path = OUTLETS[outlet]
    return name, kind, path


def _page(text: Text, host: Host) -> Page | list[Page]:
    if text.shape == "gone":
        return Page(b"<h1>Gone</h1>", status=404)
    template = (SITE / f"{text.outlet}.html").read_text("utf-8")
    body = Template(template).substitute(
        url=host.url(text.path),
        title=escape(text.title),
        byline=escape(text.byline),
        published=text.published.isoformat(),
        modified=text.modified.isoformat(),
        day=f"{text.published:%B} {text.published.day}, {text.published.year}",
        title_json=json.dumps(text.title),
        byline_json=json.dumps(text.byline),
        paragraphs="\n".join(f"<p>{escape(part)}</p>" for part in text.paragraphs),
    )
    page = _served(text, body)
    if text.shape == "busy":
        return [Page(status=503, headers={"Retry-After": "1"}), page]
    return page


def _served(text: Text, body: str) -> Page:
    """Each outlet's server has its own habits."""
    version = format_datetime(text.modified.astimezone(UTC), usegmt=True)
    match text.outlet:
        case "wire":
            return Page(body.encode(), coding="gzip", etag=f'"{version}"')
        case "courier":
            return Page(body.encode(), etag=f'W/"{version}"', coding="br")
        case "observer":
            return Page(body.encode(), last_modified=version)
        case "gazette":
            return Page(body.encode("cp1252"), "text/html")
    return Page(body.encode(), coding="deflate", last_modified=version)


def _list(outlet: str, listed: list[Text], host: Host) -> dict[str, Page]:
    path = OUTLETS[outlet][1]
    match outlet:
        case "wire":
            return {path: _json_feed(listed, host)}
        case "courier":
            return {path: _rss(listed, host)}
        case "observer":
            return {path: _index(host), "/news-sitemap.xml.gz": _news_sitemap(listed, host)}
        case "gazette":
            return {path: _listing(listed)}
    return {path: _atom(listed, host)}


def _json_feed(listed: list[Text], host: Host) -> Page:
    items = [
        {
            "id": text.path,
            "url": host.url(text.path),
            "title": text.title,
            "date_published": text.published.isoformat(),
        }
        for text in reversed(listed)
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Pan Wire", "items": items}
    return Page(json.dumps(feed).encode(), "application/feed+json", etag=f'"{len(items)}"')


def _rss(listed: list[Text], host: Host) -> Page:
    items = "".join(
        f"<item><title>{escape(text.title)}</title>"
        f"<link>{host.url(text.path)}?utm_source=rss</link>"
        f"<pubDate>{format_datetime(text.published)}</pubDate></item>"
        for text in reversed(listed)
    )
    feed = f'<rss version="2.0"><channel><title>Courier</title>{items}</channel></rss>'
    return Page(feed.encode(), "application/rss+xml", coding="gzip")


def _atom(listed: list[Text], host: Host) -> Page:
    entries = "".join(
        f"<entry><id>{host.url(text.path)}</id><title>{escape(text.title)}</title>"
        f'<link href="{text.path}"/><updated>{text.modified.isoformat()}</updated></entry>'
        for text in reversed(listed)
    )
    feed = (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="{host.url()}"><title>Press</title>'
        f'<id>press</id><link href="{host.url()}"/>{entries}</feed>'
    )
    return Page(feed.encode(), "application/atom+xml")


def _index(host: Host) -> Page:
    url = host.url("/news-sitemap.xml.gz")
    index = (
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<sitemap><loc>{url}</loc></sitemap></sitemapindex>"
    )
    return Page(index.encode(), "application/xml")


def _news_sitemap(listed: list[Text], host: Host) -> Page:
    urls = "".join(
        f"<url><loc>{host.url(text.path)}</loc><news:news>"
        f"<news:publication_date>{text.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(text.title)}</news:title></news:news></url>"
        for text in listed
    )
    sitemap = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{urls}</urlset>'
    )
    return Page(gzip.compress(sitemap.encode()), "application/gzip")


def _listing(listed: list[Text]) -> Page:
    teasers = "".join(
        f'<div class="teaser"><h2><a href="{text.path}">{escape(text.title)}</a></h2></div>'
        for text in reversed(listed)
    )
    head = '<head><meta charset="windows-1252"></head>'
    page = f'<html>{head}<body><nav><a href="/">Home</a></nav>{teasers}</body></html>'
    return Page(page.encode("cp1252"), "text/html")
