"""What is new, as an Atom feed (RFC 4287).

In come the night and its flagged items, out come bytes. A statement keeps its entry's id for ever.
Nothing here makes HTML: entries are plain text.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from flows.digest.items import Item
from flows.digest.safe import at_sentence
from flows.digest.words import manner, matter, reach, said, sentence_case, standing
from flows.records import Night

ATOM = "http://www.w3.org/2005/Atom"


def as_feed(items: Iterable[Item], night: Night, sentence: str) -> bytes:
    """One entry a statement, in the order given; the night's sentence is the subtitle."""
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en"})
    put(feed, "id", urn("feed"))
    put(feed, "title", "Démarche: new statements on talks and sanctions")
    put(feed, "subtitle", sentence)
    put(feed, "updated", stamp(night.started_at))
    put(feed, "link", rel="self", type="application/atom+xml", href="feed.xml")
    put(feed, "link", rel="alternate", type="text/html", href="index.html")
    put(put(feed, "author"), "name", "Démarche")
    for item in items:
        add_entry(feed, item, night)
    ET.indent(feed)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def add_entry(feed: ET.Element, item: Item, night: Night) -> None:
    entry = put(feed, "entry")
    put(entry, "id", urn(f"statement:{item.statement_id}"))
    act = matter(item) or item.topic
    put(entry, "title", f"{item.who}: {act}")
    put(entry, "updated", stamp(night.started_at))
    if item.published_at:
        put(entry, "published", stamp(item.published_at))
    put(put(entry, "author"), "name", item.source_name or item.source_id or "unknown outlet")
    link = at_sentence(item.url, item.sentence or item.quote)
    put(entry, "link", rel="alternate", href=link or urn(f"statement:{item.statement_id}"))
    for term in (item.topic, *item.other_topics, *item.measures, "late" if item.is_late else ""):
        if term:
            put(entry, "category", term=term)
    put(entry, "summary", said(item), type="text")
    put(entry, "content", told(item), type="text")


def told(item: Item) -> str:
    """A statement in a few lines of plain text."""
    lines = [
        f"{item.who}{', ' if standing(item) else ''}{standing(item)}",
        sentence_case(matter(item)),
        said(item),
        f"[{manner(item)}]",
        f"Condition: {item.condition}" if item.condition else "",
        f"Evidence: {item.sentence}" if item.sentence else "",
        reach(item),
    ]
    return "\n".join(line for line in lines if line)


def put(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = text or None
    return child


def urn(name: str) -> str:
    return uuid5(NAMESPACE_URL, f"demarche:{name}").urn


def stamp(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
