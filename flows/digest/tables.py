"""A report as CSV and as a table of text.

In comes a `Report`, out come bytes that spreadsheets open safely: UTF-8 with a mark, numbers as
numbers, text that can never be run as a formula, lists joined by semicolons. Nothing here chooses
rows or columns.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from flows.digest.items import rows_of
from flows.digest.safe import at_sentence, cell, plain
from flows.digest.words import Clock, named
from flows.records import Report

LONGEST_TABLE = 2000
SHOWN = {
    "open_threats": "actor_name target measure_label state first_threatened_at days_open quote url",
    "contradictions": "topic actor_name stance quote url other_actor_name other_stance other_quote "
    "other_url",
    "quarantined": "url source_id room reason detail",
    "quiet_sources": "source_name state last_accepted_at failed_nights error",
}


HEADINGS = {
    "actor_name": "actor",
    "other_actor_name": "other actor",
    "measure_label": "measure",
    "quote": "said",
    "other_quote": "other said",
    "url": "article",
    "other_url": "other article",
}
LONG_CELL = 60


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, the web address behind it or "", and what it is sorted by."""

    text: str
    address: str = ""
    sort: str = ""

    @property
    def is_long(self) -> bool:
        return len(self.text) > LONG_CELL


@dataclass(frozen=True, slots=True)
class Table:
    """A report as text; `more` counts the rows left out."""

    name: str
    title: str
    question: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: int


def as_csv(report: Report) -> bytes:
    """The whole report, a line a row, the columns' names first."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(report.columns)
    writer.writerows([cell(told(value)) for value in row] for row in report.rows)
    return out.getvalue().encode("utf-8-sig", errors="replace")


def told(value: object) -> object:
    """Times in UTC as ISO 8601; everything else as it is."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def shown(value: object) -> str:
    """A value as text for a page."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(plain(part) for part in value)
    return plain(told(value), 600)


def table(report: Report, clock: Clock) -> Table:
    """A report's first rows as text; identifiers and columns that are empty are left out."""
    rows = rows_of(report)[:LONGEST_TABLE]
    chosen = SHOWN.get(report.name, "").split() or [
        name for name in report.columns if not name.endswith("_id") or name == "source_id"
    ]
    cells = {name: [cell_of(row, name, clock) for row in rows] for name in chosen}
    kept = {name: found for name, found in cells.items() if any(cell.text for cell in found)}
    return Table(
        report.name,
        plain(report.title) or report.name.replace("_", " ").capitalize(),
        plain(report.question),
        tuple(HEADINGS.get(name, name.replace("_", " ").removesuffix(" at")) for name in kept),
        tuple(zip(*kept.values(), strict=True)),
        len(report.rows) - len(rows),
    )


def cell_of(row: Mapping[str, object], name: str, clock: Clock) -> Cell:
    """A value as a reader wants it: days, names, and links that open at the sentence."""
    value = row.get(name)
    if isinstance(value, datetime):
        return Cell(clock.when(value), sort=str(told(value)))
    if isinstance(value, date):
        return Cell(clock.day(value), sort=value.isoformat())
    if name in ("target", "actor_side"):
        return Cell(named(shown(value)))
    if not name.endswith("url"):
        return Cell(shown(value))
    sentence = shown(row.get(f"{name.removesuffix('url')}sentence"))
    address = at_sentence(shown(value), sentence)
    place = urlsplit(address)
    return Cell(place.netloc if sentence else plain(place.netloc + place.path, LONG_CELL), address)
