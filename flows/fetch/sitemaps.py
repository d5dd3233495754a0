"""Sitemaps: of pages, of news, of other sitemaps; as XML or plain lines, also gzipped.

In: the bytes of a sitemap, its source, the night's clock. Out: the links inside the source's window
of days, newest first, and the addresses of further sitemaps; or a `FetchFailure` saying why it is
none. It never fetches anything and expands no entity.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

from lxml import etree

from flows.address import is_web_address
from flows.fetch.feeds import iso_instant, plain_title, plausible
from flows.fetch.unpack import BadCodingError, TooLargeError, is_gzip, unpack
from flows.records import FetchFailure, Link, Source

MOST_BYTES = 52_428_800
"""What the protocol (sitemaps.org) allows one sitemap to hold, unpacked."""
MOST_ENTRIES = 50_000
OLDEST = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sitemap:
    """`children` are the addresses of further sitemaps that may name pages inside the window."""

    links: tuple[Link, ...] = ()
    children: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    url: str
    changed_at: datetime | None
    published_at: datetime | None
    title: str


def links_in_sitemap(body: bytes, source: Source, now: datetime) -> Sitemap | FetchFailure:
    """Pages and sitemaps whose date, if they have one, is at most `source.window_days` old.

    Only a news sitemap's publication date is handed on as the page's time: lastmod says when a page
    was changed.
    """
    try:
        text = unpack(body, "gzip", MOST_BYTES) if is_gzip(body) else body
    except (BadCodingError, TooLargeError) as error:
        return FetchFailure(source.source_id, source.url, "broken-sitemap", str(error))
    if text.lstrip().startswith((b"http://", b"https://")):
        return _plain_lines(text, source)
    root = _root(text)
    if root is None:
        start = repr(text[:60].decode("utf-8", "replace"))
        return FetchFailure(source.source_id, source.url, "not-a-sitemap", f"starts with {start}")
    since = now - timedelta(days=source.window_days)
    nodes = list(root.iterchildren("{*}url", "{*}sitemap"))[:MOST_ENTRIES]
    entries = [entry for node in nodes if (entry := _entry(node, source, now))]
    recent = [e for e in entries if (e.published_at or e.changed_at or now) >= since]
    recent.sort(key=lambda e: e.published_at or e.changed_at or OLDEST, reverse=True)
    if etree.QName(root).localname == "sitemapindex":
        return Sitemap(children=tuple(entry.url for entry in recent))
    return Sitemap(
        links=tuple(
            Link(source.source_id, e.url, e.title, e.published_at, source.url) for e in recent
        )
    )


def _root(text: bytes) -> etree._Element | None:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None or etree.QName(root).localname not in ("urlset", "sitemapindex"):
        return None
    return root


def _entry(node: etree._Element, source: Source, now: datetime) -> _Entry | None:
    try:
        url = urljoin(source.url, _text(node, "{*}loc"))
    except ValueError:
        return None
    if not is_web_address(url) or not _text(node, "{*}loc"):
        return None
    news = node.find("{*}news")
    return _Entry(
        url=url,
        changed_at=plausible(iso_instant(_text(node, "{*}lastmod")), now),
        published_at=plausible(iso_instant(_text(news, "{*}publication_date")), now),
        title=plain_title(_text(news, "{*}title")),
    )


def _text(node: etree._Element | None, name: str) -> str:
    return (node.findtext(name) or "").strip() if node is not None else ""


def _plain_lines(text: bytes, source: Source) -> Sitemap:
    lines = text.decode("utf-8", "replace").split()[:MOST_ENTRIES]
    return Sitemap(
        links=tuple(
            Link(source.source_id, line, found_in=source.url)
            for line in lines
            if is_web_address(line)
        )
    )
