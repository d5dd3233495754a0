"""The calendar of talks as an iCalendar file (RFC 5545) that calendars can subscribe to.

In come talks and the night's clock, out come bytes. A talk keeps its UID for ever; SEQUENCE counts
its changes, CANCELLED tells that it fell. Talks without a day are left out. Nothing here decides
what has changed: the reports do.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event, vUri

from flows.digest.items import Talk
from flows.digest.safe import web_address
from flows.digest.words import disagreement, listed, talk_title

STATUS = {"proposed": "TENTATIVE", "postponed": "TENTATIVE", "cancelled": "CANCELLED"}
STATUS |= {"failed": "CANCELLED"}


def as_calendar(talks: Iterable[Talk], now: datetime) -> bytes:
    """The talks that have a day, by day; `now` stamps them."""
    calendar = Calendar()
    calendar.add("prodid", "-//Demarche//Calendar of talks//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Démarche: talks")
    dated = [(talk.starts_on, talk.talk_id, talk) for talk in talks if talk.starts_on]
    for first, _, talk in sorted(dated, key=lambda one: one[:2]):
        calendar.add_component(event(talk, first, now))
    return bytes(calendar.to_ical())


def event(talk: Talk, first: date, now: datetime) -> Event:
    """One talk as a whole-day event; the end is the first day after it."""
    made = Event()
    last = max(talk.ends_on or first, first)
    made.add("uid", str(uuid5(NAMESPACE_URL, f"demarche:talk:{talk.talk_id}")))
    made.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    made.add("dtstart", first)
    made.add("dtend", last + timedelta(days=1))
    made.add("summary", talk_title(talk))
    made.add("sequence", talk.sequence)
    made.add("status", STATUS.get(talk.status, "CONFIRMED"))
    made.add("transp", "TRANSPARENT")
    if talk.place:
        made.add("location", talk.place)
    if told(talk):
        made.add("description", told(talk))
    if web_address(talk.url):
        made.add("url", vUri(talk.url))
    return made


def told(talk: Talk) -> str:
    """Evidence, sources, and where they disagree."""
    names = list(talk.reported_by) or [talk.first_reported_by or talk.source_name]
    lines = [
        talk.sentence,
        f"Reported by {listed(names)}" if any(names) else "",
        disagreement(talk),
        f"Status: {talk.status}" if talk.status else "",
    ]
    return "\n".join(line for line in lines if line)
