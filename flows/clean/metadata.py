"""Who, when, which language, which address: what a page says of its article.

In: a parsed page. Out: `Metadata`. JSON-LD is asked first, then OpenGraph and other meta elements,
then what is shown (`h1`, `time`, links to authors), and for the day, last of all, htmldate.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from htmldate import find_date
from lxml.etree import _Element

from flows.address import is_web_address, readable_url, same_site
from flows.clean import jsonld
from flows.clean.authors import authors_of
from flows.clean.dates import Moment, moment
from flows.clean.plain import tidy
from flows.clean.tree import metas, shown

DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "pubdate", "publishdate", "publish-date", "date", "dc.date.issued", "dc.date",
    "dcterms.created", "article:published", "cxenseparse:recs:publishtime",
)  # fmt: skip
MOST = 20
NEAR = timedelta(days=2)
# a day in an address wins over the first <time> of a page, which may be a neighbour's
DAY_IN_ADDRESS = re.compile(r"/(20\d\d)[/-](\d\d)[/-](\d\d)(?=[/-])")
SITE_TAIL = re.compile(r"\s+[|\-–—•·]\s+[^|\-–—•·]{2,40}$")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of its article; "" and None where it says nothing."""

    node: dict[str, Any]
    kinds: frozenset[str]
    said: dict[str, list[str]]
    title: str
    authors: tuple[str, ...]
    published: Moment | None
    languages: tuple[str, ...]
    site_name: str
    address: str


def metadata_of(root: _Element, url: str) -> Metadata:
    """Everything that the page says of its article, the day by htmldate excepted."""
    nodes = jsonld.nodes(root)
    node, said = jsonld.article_node(nodes), metas(root)
    film = next((one for one in nodes if "VideoObject" in jsonld.kinds(one)), {})
    site_name = _first(said, "og:site_name") or jsonld.text(node, "publisher")
    return Metadata(
        node=node,
        kinds=frozenset(kind for one in nodes for kind in jsonld.kinds(one)),
        said=said,
        title=_title(root, node, said),
        authors=authors_of(root, node, said, site_name),
        published=_published(root, node, said, url) or moment(jsonld.text(film, "uploadDate")),
        languages=_languages(root, node, said),
        site_name=site_name,
        address=_address(root, said, url),
    )


def day_by_htmldate(root: _Element, url: str) -> Moment | None:
    """The day that htmldate finds in the page or its address, for pages that state none.

    Its extensive search is off: it takes the year of a copyright notice for a day.
    """
    try:
        found = find_date(root, url=url, original_date=True, extensive_search=False)
    except Exception:  # noqa: BLE001 - htmldate fails in many ways on hostile pages
        return None
    return moment(found) if found else None


def _first(said: dict[str, list[str]], *names: str) -> str:
    return next((said[name][0] for name in names if name in said), "")


def _title(root: _Element, node: dict[str, Any], said: dict[str, list[str]]) -> str:
    headline = tidy(jsonld.text(node, "headline"))
    shared = _first(said, "og:title", "twitter:title")
    window = tidy(html.unescape(root.findtext(".//title") or ""))
    expected = headline or shared or window
    headings = [line for h1 in islice(root.iter("h1"), MOST) if 8 <= len(line := shown(h1)) <= 300]
    close = [h for h in headings if max(_overlap(h, expected), _overlap(h, shared)) >= 0.6]
    if close:
        return max(close, key=lambda heading: _overlap(heading, expected))
    cut = SITE_TAIL.sub("", expected)
    return cut if len(cut) >= 15 else expected


def _overlap(one: str, other: str) -> float:
    first, second = (Counter(re.findall(r"\w+", x.casefold())) for x in (one, other))
    return (first & second).total() / max(1, min(first.total(), second.total()))


def _published(
    root: _Element, node: dict[str, Any], said: dict[str, list[str]], url: str
) -> Moment | None:
    """The first date that the page states, or the exact instant that it states near that day."""
    named = (node.get(name) for name in ("datePublished", "coverageStartTime"))
    stated = [written for value in named for written in jsonld.strings(value)]
    stated += [written for name in DATES for written in said.get(name, ())[:1]]
    found = [*filter(None, map(moment, stated))]
    shown = [
        *filter(None, (moment(t.get("datetime") or "") for t in islice(root.iter("time"), MOST)))
    ]
    dated = DAY_IN_ADDRESS.search(url)
    day = moment("-".join(dated.groups())) if dated else None
    if found or day is None:
        found += shown[:1]
    else:
        found += [one for one in shown if _apart(one, day) <= NEAR][:1] or [day]
    exact = (one for one in found if one.precision == "instant" and _apart(one, found[0]) <= NEAR)
    return next(exact, found[0]) if found else None


def _apart(one: Moment, other: Moment) -> timedelta:
    return abs(one.at - other.at)


def _languages(root: _Element, node: dict[str, Any], said: dict[str, list[str]]) -> tuple[str, ...]:
    body = root.find("body")
    stated = [root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang")]
    stated += [body.get("lang") if body is not None else None]
    stated += [jsonld.text(node, "inLanguage"), _first(said, "og:locale", "content-language")]
    return tuple(tag for tag in stated if tag)


def _address(root: _Element, said: dict[str, list[str]], url: str) -> str:
    links = [link.get("href") for link in root.iter("link") if link.get("rel") == "canonical"]
    for href in (*links, _first(said, "og:url")):
        stated = urljoin(url, (href or "").strip())
        if href and is_web_address(stated) and (same_site(stated, url) or not is_web_address(url)):
            return readable_url(stated)
    return readable_url(url)
