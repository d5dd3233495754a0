"""Listing pages: an outlet's front page or section, for outlets without feed or sitemap.

In: the bytes of an HTML page and its source, whose selector says where the links stand. Out: the
links, in the page's order, or a `FetchFailure` when the selector is wrong or finds nothing, which
is how a redesign shows. It never fetches anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from soupsieve import SelectorSyntaxError

from flows.address import is_web_address
from flows.fetch.feeds import plain_title, plausible, written_instant
from flows.records import FetchFailure, Link, Source

ANY_HEADLINE = "article a[href], h1 a[href], h2 a[href], h3 a[href], a:has(h2, h3)"
MOST_LINKS = 1_000
ITEM = ("article", "li", "tr", "section", "div")


def links_in_listing(body: bytes, source: Source, now: datetime) -> list[Link] | FetchFailure:
    """Each link once, at most MOST_LINKS; its time is the `<time datetime>` of the same item."""
    page = BeautifulSoup(body, "lxml")
    try:
        found = page.select(source.selector or ANY_HEADLINE, limit=5 * MOST_LINKS)
    except (SelectorSyntaxError, NotImplementedError) as error:
        detail = f"{source.selector}: {str(error).splitlines()[0]}"
        return FetchFailure(source.source_id, source.url, "bad-selector", detail)
    base = _base(page, source)
    links: dict[str, Link] = {}
    for anchor in _anchors(found):
        link = _link(anchor, base, source, now)
        if link is not None and (link.url not in links or not links[link.url].title):
            links[link.url] = link
    if not links:
        detail = f"no link matches {source.selector or ANY_HEADLINE!r}"
        return FetchFailure(source.source_id, source.url, "no-links", detail)
    return list(links.values())[:MOST_LINKS]


def _anchors(found: Iterable[Tag]) -> Iterable[Tag]:
    for tag in found:
        anchor = tag if tag.name == "a" else tag.find("a", href=True) or tag.find_parent("a")
        if isinstance(anchor, Tag):
            yield anchor


def _base(page: BeautifulSoup, source: Source) -> str:
    base = page.find("base", href=True)
    try:
        return urljoin(source.url, str(base["href"])) if isinstance(base, Tag) else source.url
    except ValueError:
        return source.url


def _link(anchor: Tag, base: str, source: Source, now: datetime) -> Link | None:
    href = str(anchor.get("href") or "").strip()
    try:
        url = urljoin(base, href).partition("#")[0]
    except ValueError:
        return None
    if not href or href.startswith("#") or not is_web_address(url):
        return None
    title = plain_title(anchor.get_text(" "))
    return Link(source.source_id, url, title, _instant(anchor, source, now), source.url)


def _instant(anchor: Tag, source: Source, now: datetime) -> datetime | None:
    for item in anchor.find_parents(ITEM, limit=3):
        times = item.find_all("time", datetime=True, limit=2)
        if len(times) == 1:
            return plausible(written_instant(str(times[0]["datetime"]), source, now), now)
        if times:
            return None
    return None
