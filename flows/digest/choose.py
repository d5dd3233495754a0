"""What a digest tells, in which order, and how much of it.

In come the night, its reports and what one recipient asked for; out comes a `Digest`, ready to be
worded by templates. Most important first: `importance` is the reports' own, from the actor, the act
and the number of independent sources. Nothing here writes, sends or knows of HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from flows.digest.charts import Chart, charts_of
from flows.digest.headline import sentence, subject
from flows.digest.items import FLAGGED, Item, Talk, flagged_in, items_named, report_named, talks_in
from flows.digest.recipients import Recipient
from flows.digest.safe import plain
from flows.digest.words import Clock
from flows.records import Night, Report

TOPIC_CAP, LATE_CAP, CHANGED_CAP, AGAIN_CAP, TALKS_CAP = 15, 20, 8, 8, 12
# mail clients cut a message at 102 kB: late arrivals take what the others leave, at least a few
STATEMENTS, FEWEST_LATE = 40, 5
PAST = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ActorNews:
    """What one actor said that is new on one topic."""

    items: tuple[Item, ...]

    @property
    def first(self) -> Item:
        return self.items[0]


@dataclass(frozen=True, slots=True)
class TopicNews:
    """A topic's heading, its actors, and how many statements the cap left out."""

    topic: str
    title: str
    actors: tuple[ActorNews, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the digest that lists statements: the shown ones and the number left out."""

    items: tuple[Item, ...] = ()
    more: int = 0

    @property
    def actors(self) -> tuple[ActorNews, ...]:
        return by_actor(self.items)


@dataclass(frozen=True, slots=True)
class Digest:
    """One night for one recipient. `missed` holds the days of digests that never went out."""

    night: Night
    clock: Clock
    subject: str
    sentence: str
    topics: tuple[TopicNews, ...]
    changed: Part
    talks: tuple[Talk, ...]
    more_talks: int
    late: Part
    again: Part
    withdrawn: Part
    charts: tuple[Chart, ...]
    missed: tuple[str, ...] = ()

    @property
    def has_news(self) -> bool:
        turned = any(talk.turned(self.night.run_id) for talk in self.talks)
        return bool(self.topics or self.changed.items or self.late.items or turned)


def choose(
    reports: Sequence[Report], night: Night, recipient: Recipient, missed: Sequence[str] = ()
) -> Digest:
    """The digest of a night for a recipient, everything in its order and under its cap."""
    clock = Clock(recipient.language, recipient.time_zone)
    flagged = merged(item for item in flagged_in(reports) if recipient.wants(item))
    late = [item for item in flagged if item.is_late]
    changed = [item for item in flagged if item.novelty == "changed" and not item.is_late]
    new = [item for item in flagged if item.novelty != "changed" and not item.is_late]
    again, withdrawn = (
        merged(item for item in items_named(reports, name) if recipient.wants(item))
        for name in ("said_again", "withdrawn_statements")
    )
    talks = wanted_talks(reports, recipient, night)
    turned = [talk for talk in talks if talk.turned(night.run_id)]
    history = [item for item in items_named(reports, "actor_timelines") if recipient.wants(item)]
    topics = tuple(by_topic(new, reports))
    return Digest(
        night=night,
        clock=clock,
        subject=subject(night, clock, [*new, *changed], late, turned),
        sentence=sentence(new, changed, late, turned),
        topics=topics,
        changed=capped(changed, CHANGED_CAP),
        talks=tuple(talks[:TALKS_CAP]),
        more_talks=max(0, len(talks) - TALKS_CAP),
        late=capped(late, late_cap(topics, changed)),
        again=capped(again, AGAIN_CAP),
        withdrawn=capped(withdrawn, AGAIN_CAP),
        charts=charts_of(history or flagged, night.day, clock),
        missed=tuple(missed),
    )


def merged(items: Iterable[Item]) -> list[Item]:
    """Each statement once, the most important first; its other topics are named in it."""
    found: dict[str, Item] = {}
    for item in sorted(items, key=order):
        key = item.statement_id or item.claim_id
        kept = found.setdefault(key, item)
        if kept is not item and item.topic not in (kept.topic, *kept.other_topics):
            found[key] = replace(kept, other_topics=(*kept.other_topics, item.topic))
    return list(found.values())


def order(item: Item) -> tuple[float, float, str, str]:
    published = item.published_at.timestamp() if item.published_at else 0.0
    return (-item.importance, -published, item.statement_id, item.topic)


def late_cap(topics: Sequence[TopicNews], changed: Sequence[Item]) -> int:
    """How many late arrivals are told, so that the mail stays whole."""
    told = sum(len(actor.items) for topic in topics for actor in topic.actors)
    left = STATEMENTS - told - min(len(changed), CHANGED_CAP)
    return max(FEWEST_LATE, min(LATE_CAP, left))


def capped(items: Sequence[Item], cap: int) -> Part:
    return Part(tuple(items[:cap]), max(0, len(items) - cap))


def by_topic(items: Sequence[Item], reports: Sequence[Report]) -> list[TopicNews]:
    """Topics and in them actors, each in the order of its most important statement."""
    titles = {
        report.name.removeprefix(FLAGGED): plain(report.title)
        for report in reports
        if report.name.startswith(FLAGGED)
    }
    topics = []
    for topic in dict.fromkeys(item.topic for item in items):
        every = [item for item in items if item.topic == topic]
        shown = every[:TOPIC_CAP]
        title = titles.get(topic) or f"New on {topic}"
        topics.append(TopicNews(topic, title, by_actor(shown), len(every) - len(shown)))
    return topics


def by_actor(items: Sequence[Item]) -> tuple[ActorNews, ...]:
    """Actors, each with his statements, in the order of the most important one."""
    names = dict.fromkeys(item.who for item in items)
    return tuple(ActorNews(tuple(item for item in items if item.who == who)) for who in names)


def wanted_talks(reports: Sequence[Report], recipient: Recipient, night: Night) -> list[Talk]:
    """Talks ahead and of the last week, for whoever wants them: tonight's changes first, by day."""
    if recipient.topics and "talks" not in recipient.topics:
        return []
    calendar = report_named(reports, "calendar_of_talks")
    since = night.day - PAST
    found = [
        talk
        for talk in (talks_in(calendar) if calendar else [])
        if (talk.ends_on or talk.starts_on or night.day) >= since
    ]
    return sorted(
        found,
        key=lambda talk: (
            not talk.turned(night.run_id),
            talk.starts_on is None,
            talk.starts_on.isoformat() if talk.starts_on else "",
            talk.talk_id,
        ),
    )
