"""The rows of the reports, read into items that can be told.

In comes a `Report` with whatever columns it has, out come frozen items whose text is visible and
tidy (see safe.plain). A column that a report lacks reads as empty; a value of the wrong kind is an
error. Nothing here sorts, chooses or words anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from flows.digest.safe import plain
from flows.records import Report

FLAGGED = "new_statements_on_"


@dataclass(frozen=True, slots=True)
class Item:
    """One statement on one topic. Times are UTC; `importance` orders, the larger the earlier.

    `quote` is the content's first piece, `content` all of its pieces with … between them.
    `other_topics` is no column: it names the topics under which the same statement stands too.
    """

    statement_id: str = ""
    claim_id: str = ""
    novelty: str = ""
    is_late: bool = False
    actor_id: str = ""
    actor_name: str = ""
    actor_office: str = ""
    actor_side: str = ""
    speaker: str = ""
    via: str = ""
    attribution: str = ""
    kind: str = ""
    cue: str = ""
    quote: str = ""
    content: str = ""
    sentence: str = ""
    paragraph: str = ""
    topic: str = ""
    act: str = ""
    act_label: str = ""
    measure: str = ""
    measure_label: str = ""
    stance: str = ""
    modality: str = ""
    condition: str = ""
    first_reported_by: str = ""
    also_reported_by: tuple[str, ...] = ()
    outlets: int = 0
    independent_outlets: int = 0
    url: str = ""
    title: str = ""
    source_id: str = ""
    source_name: str = ""
    published_at: datetime | None = None
    previous_kind: str = ""
    previous_quote: str = ""
    previous_sentence: str = ""
    previous_published_at: datetime | None = None
    previous_url: str = ""
    times_said: int = 0
    difference: str = ""
    why: str = ""
    importance: float = 0.0
    other_topics: tuple[str, ...] = ()

    @property
    def who(self) -> str:
        return self.actor_name or self.speaker or "Unnamed"

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(topic for topic in (self.topic, *self.other_topics) if topic)

    @property
    def measures(self) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.measure.split(",") if part.strip())


@dataclass(frozen=True, slots=True)
class Talk:
    """A meeting, call or negotiation. Days are the place's own; `sequence` counts its changes."""

    talk_id: str = ""
    parties: tuple[str, ...] = ()
    place: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    format: str = ""
    status: str = ""
    change: str = ""
    previous_starts_on: date | None = None
    previous_ends_on: date | None = None
    previous_place: str = ""
    sequence: int = 0
    disagreement: str = ""
    first_reported_by: str = ""
    reported_by: tuple[str, ...] = ()
    url: str = ""
    sentence: str = ""
    source_name: str = ""
    published_at: datetime | None = None
    last_seen_run: str = ""

    def turned(self, run_id: str) -> str:
        """What changed in this very night; a change of an earlier night is no news."""
        return self.change if self.last_seen_run in ("", run_id) else ""


Row = TypeVar("Row", Item, Talk)


def rows_of(report: Report) -> list[dict[str, object]]:
    """The report's rows as mappings from column to value."""
    return [dict(zip(report.columns, row, strict=True)) for row in report.rows]


def items_in(report: Report) -> list[Item]:
    """The statements of a report, in its order; where it gives `said_at`, that fills in a date."""
    rows = rows_of(report)
    for row in rows:
        row["published_at"] = row.get("published_at") or row.get("said_at")
    return [read(Item, row) for row in rows]


def talks_in(report: Report) -> list[Talk]:
    """The talks of the calendar, in its order."""
    return [read(Talk, row) for row in rows_of(report)]


def read(record: type[Row], row: Mapping[str, object]) -> Row:
    """One row as a record: columns that the record does not name are left out."""
    known = {one.name: str(one.type) for one in fields(record)}
    values: dict[str, Any] = {
        name: converted(row[name], known[name]) for name in known if row.get(name) is not None
    }
    return record(**values)


def converted(value: object, kind: str) -> object:
    """A database value as the record's field wants it."""
    match kind:
        case "bool":
            return bool(value)
        case "int":
            return int(str(value))
        case "float":
            return float(str(value))
        case "datetime | None":
            return instant(value)
        case "date | None":
            return value.date() if isinstance(value, datetime) else value
        case "tuple[str, ...]":
            parts = value if isinstance(value, list | tuple) else [value]
            return tuple(plain(part) for part in parts if plain(part))
    return plain(", ".join(map(str, value)) if isinstance(value, list | tuple) else value)


def instant(value: object) -> datetime:
    """An aware time in UTC; a bare day is its midnight."""
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    raise TypeError(f"not a time: {value!r}")


def report_named(reports: Iterable[Report], name: str) -> Report | None:
    """The report of this name, if the night has it."""
    return next((report for report in reports if report.name == name), None)


def items_named(reports: Sequence[Report], name: str) -> list[Item]:
    """The statements of the report of this name; none when the night lacks it."""
    report = report_named(reports, name)
    return items_in(report) if report else []


def flagged_in(reports: Sequence[Report]) -> list[Item]:
    """Every statement that tonight's reports flag, once a topic, late ones among them."""
    named = [report for report in reports if report.name.startswith(FLAGGED)]
    extra = [report_named(reports, name) for name in ("changed_positions", "late_arrivals")]
    found: dict[tuple[str, str], Item] = {}
    for report in [*named, *(report for report in extra if report)]:
        for item in items_in(report):
            found.setdefault((item.statement_id, item.topic), item)
    return list(found.values())
