"""The report pages of a night: statements, calendar, one page for each actor, all nights.

In come the night, its reports and the digest for a reader who wants everything, out come pages as
text, by path. Pages stand alone: styles and script inside, admitted by hash; they ask for nothing
from anywhere. Nothing here writes files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypedDict

from flows.digest.choose import Digest, merged
from flows.digest.compose import data_image
from flows.digest.items import (
    FLAGGED,
    Item,
    Talk,
    flagged_in,
    items_named,
    report_named,
    talks_in,
)
from flows.digest.tables import Table, table
from flows.digest.templates import FOLDER, hash_of, render, slug
from flows.digest.words import Clock
from flows.records import Night, Report

TOLD = (
    "changed_positions",
    "late_arrivals",
    "said_again",
    "withdrawn_statements",
    "actor_timelines",
    "calendar_of_talks",
    "source_health",
)
LATE = "Published more than seven days before this night, or first seen without a date."
LONGEST_TIMELINE = 400


class Summary(TypedDict):
    """What the page of all nights tells of one: a line of its night.json."""

    run_id: str
    day: str
    sentence: str
    statements: int
    late: int
    is_degraded: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter: its name, its label, and its options as value, label and number."""

    name: str
    label: str
    options: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class ActorPage:
    """An actor's positions, the latest first."""

    path: str
    name: str
    items: tuple[Item, ...]
    more: int


def pages(night: Night, reports: Sequence[Report], digest: Digest) -> dict[str, str]:
    """Path below the night's folder -> page."""
    items = merged(flagged_in(reports))
    known = {item.statement_id for item in items}
    again, gone = (
        [item for item in merged(items_named(reports, name)) if item.statement_id not in known]
        for name in ("said_again", "withdrawn_statements")
    )
    actors = actor_pages([*items, *again], reports)
    shared = {"night": night, "digest": digest, "clock": digest.clock, "home": "../index.html"}
    made = {
        "index.html": page(
            "night.html",
            **shared,
            sections=sections(items, again, gone),
            choices=choices([*items, *again, *gone]),
            actors={page.name: page.path for page in actors},
            tables=tables(reports, digest.clock),
            reports=[report.name for report in reports],
        ),
        "calendar.html": page(
            "calendar.html", **shared, night_page="index.html", talks=every_talk(reports)
        ),
    }
    for actor in actors:
        made[actor.path] = page(
            "actor.html",
            **shared | {"home": "../../index.html"},
            actor=actor,
            known=known,
            night_page="../index.html",
        )
    return made


def sections(
    items: Sequence[Item], again: Sequence[Item], gone: Sequence[Item]
) -> list[tuple[str, str, Sequence[Item]]]:
    """The parts of the page that list statements, as title, note and statements; none empty."""
    fresh = [item for item in items if not item.is_late]
    made = [
        ("New statements", "", [item for item in fresh if item.novelty != "changed"]),
        ("Positions that changed", "", [item for item in fresh if item.novelty == "changed"]),
        ("Late arrivals", LATE, [item for item in items if item.is_late]),
        ("Said again", "Known positions, taken up again tonight.", again),
        ("Taken out by the outlet", "No longer in the article since it was edited.", gone),
    ]
    return [part for part in made if part[2]]


def all_nights(nights: Mapping[str, Summary]) -> str:
    """The page of all nights, in the order given; `nights` goes by their places."""
    return page("nights.html", nights=nights, home="index.html")


def page(template: str, **values: object) -> str:
    """A page with its style and script, and a policy that admits these two and nothing else."""
    style, script = asset("page.css"), asset("page.js")
    policy = (
        f"default-src 'none'; style-src {hash_of(style)}; script-src {hash_of(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return render(
        template,
        **values,
        style=style,
        script=script,
        policy=policy,
        novelty=novelty,
        image=data_image,
    )


@cache
def asset(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def novelty(item: Item) -> str:
    """The word under which a statement can be filtered."""
    if item.is_late:
        return "late"
    return {"reiterated": "said again", "copy": "said again"}.get(item.novelty, item.novelty)


def choices(items: Sequence[Item]) -> list[Choice]:
    """Filters with more than one option, options by label."""
    asked = {
        "topic": [(topic, topic) for item in items for topic in item.topics],
        "actor": [(slug(item.who), item.who) for item in items],
        "measure": [(m, m.replace("-", " ")) for item in items for m in item.measures],
        "outlet": [(slug(outlet(item)), outlet(item)) for item in items],
        "novelty": [(novelty(item), novelty(item)) for item in items],
    }
    made = []
    for name, found in asked.items():
        options = sorted(Counter(found).items(), key=lambda one: one[0][1].lower())
        kept = tuple((value, label, n) for (value, label), n in options if value)
        if len(kept) > 1:
            made.append(Choice(name, name.capitalize(), kept))
    return made


def outlet(item: Item) -> str:
    return item.source_name or item.source_id


def actor_pages(items: Sequence[Item], reports: Sequence[Report]) -> list[ActorPage]:
    """A page for every actor of tonight and of the timelines."""
    history = {item.statement_id: item for item in items_named(reports, "actor_timelines")}
    every = history | {item.statement_id: item for item in items}
    found: dict[str, list[Item]] = {}
    for item in every.values():
        if item.actor_id:
            found.setdefault(item.actor_id, []).append(item)
    made = []
    for actor_id, said in sorted(found.items()):
        said.sort(key=lambda item: item.statement_id)
        said.sort(key=lambda item: item.published_at.timestamp() if item.published_at else 0.0)
        said.reverse()
        shown, path = tuple(said[:LONGEST_TIMELINE]), f"actors/{slug(actor_id)}.html"
        made.append(ActorPage(path, said[0].who, shown, len(said) - len(shown)))
    return made


def tables(reports: Sequence[Report], clock: Clock) -> list[Table]:
    """The reports that have rows and no part of their own on the page."""
    return [
        table(report, clock)
        for report in reports
        if report.rows and not report.name.startswith(FLAGGED) and report.name not in TOLD
    ]


def every_talk(reports: Sequence[Report]) -> list[Talk]:
    """The whole calendar, by day, those without a day last."""
    calendar = report_named(reports, "calendar_of_talks")
    talks = talks_in(calendar) if calendar else []
    return sorted(talks, key=lambda talk: (str(talk.starts_on or "9999"), talk.talk_id))
