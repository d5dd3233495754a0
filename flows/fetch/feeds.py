"""Feeds: RSS, Atom and JSON Feed.

In: the bytes of a feed, its source, the night's clock. Out: the links it lists, in its order, or a
`FetchFailure` saying why it is no feed. It never fetches anything, opens no file, expands no
entity, and trusts no date that lies in the future.
"""

from __future__ import annotations

import io
import json
import re
from calendar import timegm
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin

import feedparser
from bs4 import BeautifulSoup

from flows.address import is_web_address
from flows.records import FetchFailure, Link, Source

MOST_ENTRIES = 5_000
MOST_TITLE = 500
MOST_DATE = 80
AHEAD = timedelta(days=1)
"""Clocks and time zones are wrong by hours; a date further ahead than this is no date."""
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
DATES = ("published", "updated", "created")
DATE_SHAPE = re.compile(r"\d.*\D.*\d|\d{8}")


def links_in_feed(body: bytes, source: Source, now: datetime) -> list[Link] | FetchFailure:
    """Every entry with a web address, at most MOST_ENTRIES; undated entries have no time."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _links_in_json(body, source, now)
    # From bytes feedparser would try to open a file of that name; from a stream it only reads.
    feed = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    if not feed.get("version"):
        return _refused(source, "not-a-feed", f"starts with {_start(body)}")
    base = source.url if not is_web_address(feed.feed.get("link", "")) else feed.feed.link
    entries = feed.entries[:MOST_ENTRIES]
    found = (_link(entry, base, source, now) for entry in entries)
    links = [link for link in found if link is not None]
    if not links and feed.bozo:
        return _refused(source, "broken-feed", str(feed.get("bozo_exception", "")))
    if entries and not links:
        return _refused(source, "no-links", f"none of {len(entries)} entries has a web address")
    return links


def plain_title(text: str) -> str:
    """A title as one line of text: feeds put markup and entities into theirs."""
    if "<" in text or "&" in text:
        text = BeautifulSoup(text[: 4 * MOST_TITLE], "lxml").get_text(" ")
    return " ".join(text.split())[:MOST_TITLE]


def plausible(instant: datetime | None, now: datetime) -> datetime | None:
    """The instant in UTC, or None when no article can be from then."""
    if instant is None or not EARLIEST <= instant <= now + AHEAD:
        return None
    return instant.astimezone(UTC)


def iso_instant(text: str) -> datetime | None:
    """An instant or day as ISO 8601 writes it; without an offset it is taken as UTC."""
    try:
        instant = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return instant.replace(tzinfo=instant.tzinfo or UTC)


def written_instant(text: str, source: Source, now: datetime) -> datetime | None:
    """A date also in words or in an odd format; costs a millisecond or more unless it is ISO."""
    text = " ".join(text.split())
    if not text or len(text) > MOST_DATE or not DATE_SHAPE.search(text):
        return None
    return iso_instant(text) or _instant_in_words(text, source, now)


def _instant_in_words(text: str, source: Source, now: datetime) -> datetime | None:
    import dateparser  # half a second to import, and few feeds need it

    languages = sorted({source.language[:2], "en"} - {""})
    settings: Any = {
        "TIMEZONE": "UTC",
        "RETURN_AS_TIMEZONE_AWARE": True,
        "RELATIVE_BASE": now.replace(tzinfo=None),
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["timestamp", "custom-formats", "absolute-time"],
    }
    try:
        instant: datetime | None = dateparser.parse(text, languages=languages, settings=settings)
    except (ValueError, OverflowError):
        return None
    return instant


def _link(entry: Any, base: str, source: Source, now: datetime) -> Link | None:
    for address in _addresses(entry):
        url = _joined(base, address)
        if url:
            title = plain_title(str(entry.get("title", "")))
            return Link(source.source_id, url, title, _instant(entry, source, now), source.url)
    return None


def _joined(base: str, address: object) -> str:
    """The whole web address, or "" when it is none; an empty one does not stand for the base."""
    if not isinstance(address, str) or not address.strip():
        return ""
    try:
        url = urljoin(base, address.strip())
    except ValueError:
        return ""
    return url if is_web_address(url) else ""


def _addresses(entry: Any) -> Iterable[str]:
    # FeedBurner and its like put the publisher's own address beside their redirect.
    yield from filter(None, (entry.get("feedburner_origlink"), entry.get("link")))
    yield from (link.get("href", "") for link in entry.get("links", []))
    if is_web_address(entry.get("id", "")):
        yield entry.id


def _instant(entry: Any, source: Source, now: datetime) -> datetime | None:
    # dict.get, because feedparser's own makes up one date from another and warns about it.
    for name in DATES:
        parsed = dict.get(entry, f"{name}_parsed")
        if parsed:
            try:
                return plausible(datetime.fromtimestamp(timegm(parsed), UTC), now)
            except (ValueError, OverflowError, OSError):
                continue
    for name in DATES:
        instant = written_instant(str(dict.get(entry, name) or ""), source, now)
        if instant:
            return plausible(instant, now)
    return None


def _links_in_json(body: bytes, source: Source, now: datetime) -> list[Link] | FetchFailure:
    try:
        feed: Any = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return _refused(source, "broken-feed", f"not JSON: {error}")
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or "jsonfeed" not in str(feed.get("version", "")):
        return _refused(source, "not-a-feed", "JSON, and no JSON Feed")
    links = (_json_link(item, source, now) for item in items[:MOST_ENTRIES])
    return [link for link in links if link is not None]


def _json_link(item: Any, source: Source, now: datetime) -> Link | None:
    if not isinstance(item, dict):
        return None
    for address in (item.get("url"), item.get("external_url"), item.get("id")):
        url = _joined(source.url, address)
        if url:
            written = str(item.get("date_published") or item.get("date_modified") or "")
            instant = plausible(written_instant(written, source, now), now)
            title = plain_title(str(item.get("title") or ""))
            return Link(source.source_id, url, title, instant, source.url)
    return None


def _refused(source: Source, reason: str, detail: str) -> FetchFailure:
    return FetchFailure(source.source_id, source.url, reason, " ".join(detail.split())[:300])


def _start(body: bytes) -> str:
    return repr(body[:60].decode("utf-8", "replace"))
