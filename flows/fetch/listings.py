"""Listing pages: an outlet's front page or section, for outlets without feed or sitemap.

In: the bytes of an HTML page and its source, whose selector says where the links stand (without
one: headings and articles, and only what lies on the outlet's own site). Out: the links, in the
page's order, or a `FetchFailure` when the selector is wrong or finds nothing, which is how a
redesign shows. It never fetches anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from lxml import etree, html
from soupsieve import SelectorSyntaxError

from flows.address import is_web_address, same_site
from flows.fetch.feeds import iso_instant, plain_title, plausible
from flows.records import FetchFailure, Link, Source

ANY_HEADLINE = "article a[href], h1 a[href], h2 a[href], h3 a[href], a:has(h2, h3)"
MOST_LINKS = 1_000
MOST_TIMES = 2_000
MOST_TEXTS = 20
NEAR = 6
"""So many elements above a link its `<time>` may stand; further up it belongs to the page."""
DEEPEST = 250
"""lxml stops at 256 elements within each other; selectors take for ever on what is deeper."""


def links_in_listing(body: bytes, source: Source, now: datetime) -> list[Link] | FetchFailure:
    """Each link once, at most MOST_LINKS; its time is the `<time datetime>` of the same item."""
    if _depth(body) > DEEPEST:
        detail = f"more than {DEEPEST} elements within each other"
        return FetchFailure(source.source_id, source.url, "too-deep", detail)
    page = BeautifulSoup(body, "lxml")
    try:
        found = page.select(source.selector or ANY_HEADLINE, limit=5 * MOST_LINKS)
    except (SelectorSyntaxError, NotImplementedError) as error:
        detail = f"{source.selector}: {str(error).splitlines()[0]}"
        return FetchFailure(source.source_id, source.url, "bad-selector", detail)
    anchors = list(_anchors(found, _base(page, source)))
    if not source.selector:
        anchors = [(anchor, url) for anchor, url in anchors if _is_own(url, source)]
    if not anchors:
        detail = f"no link matches {source.selector or ANY_HEADLINE!r}"
        return FetchFailure(source.source_id, source.url, "no-links", detail)
    instants = _instants(page, anchors, now)
    titles: dict[str, str] = {}
    for anchor, url in anchors:
        title = plain_title(" ".join(islice(anchor.stripped_strings, MOST_TEXTS)))
        titles[url] = titles.get(url) or title
    return [
        Link(source.source_id, url, title, instants.get(url), source.url)
        for url, title in islice(titles.items(), MOST_LINKS)
    ]


def _is_own(url: str, source: Source) -> bool:
    """Without a selector only what lies on the outlet's own site, its front page excepted."""
    parts = urlsplit(url)
    return same_site(url, source.url) and bool(parts.query or parts.path.strip("/"))


def _anchors(found: Iterable[Tag], base: str) -> Iterable[tuple[Tag, str]]:
    """The links in, of or around what was found, with their whole addresses."""
    for tag in found:
        anchor = tag if tag.name == "a" else tag.find("a", href=True) or tag.find_parent("a")
        href = str(anchor.get("href") or "").strip() if isinstance(anchor, Tag) else ""
        try:
            url = urljoin(base, href).partition("#")[0]
        except ValueError:
            continue
        if isinstance(anchor, Tag) and href and not href.startswith("#") and is_web_address(url):
            yield anchor, url


def _base(page: BeautifulSoup, source: Source) -> str:
    base = page.find("base", href=True)
    try:
        return urljoin(source.url, str(base["href"])) if isinstance(base, Tag) else source.url
    except ValueError:
        return source.url


def _depth(body: bytes) -> int:
    depth = deepest = 0
    try:
        tree = html.document_fromstring(body)
    except (etree.ParserError, ValueError):
        return 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _instants(
    page: BeautifulSoup, anchors: list[tuple[Tag, str]], now: datetime
) -> dict[str, datetime]:
    """For each address the instant of the one `<time>` that stands near it and near no other."""
    addresses: dict[int, set[str]] = defaultdict(set)
    for anchor, url in anchors:
        for around in islice(anchor.parents, NEAR):
            addresses[id(around)].add(url)
    instants: dict[str, datetime] = {}
    for time in page.find_all("time", datetime=True, limit=MOST_TIMES):
        instant = plausible(iso_instant(str(time["datetime"])), now)
        near = (addresses.get(id(around), set()) for around in islice(time.parents, NEAR))
        nearest = next((urls for urls in near if urls), set())
        if instant and len(nearest) == 1:
            instants.setdefault(next(iter(nearest)), instant)
    return instants
