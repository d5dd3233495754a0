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
from flows.digest.words import named
from flows.records import Report

LONGEST_TABLE = 2000
SHOWN = {
    "open_threats": "actor_name target measure_label state first_threatened_at days_open quote url",
    "contradictions": "topic actor_name stance quote url other_actor_name other_stance other_quote "
    "other_url",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A report as text: every cell a string, and the web address behind it or ""."""

    name: str
    title: str
    question: str
    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[str, str], ...], ...]
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


def table(report: Report) -> Table:
    """A report's first rows as text; identifiers and columns that are empty are left out."""
    rows = rows_of(report)[:LONGEST_TABLE]
    chosen = SHOWN.get(report.name, "").split() or [
        name for name in report.columns if not name.endswith("_id") or name == "source_id"
    ]
    kept = [name for name in chosen if any(shown(row.get(name)) for row in rows)]
    return Table(
        report.name,
        plain(report.title) or report.name.replace("_", " ").capitalize(),
        plain(report.question),
        tuple(name.replace("_", " ") for name in kept),
        tuple(tuple(linked(row, name) for name in kept) for row in rows),
        len(report.rows) - len(rows),
    )


def linked(row: Mapping[str, object], name: str) -> tuple[str, str]:
    """A cell's text and the address behind it: `other_url` opens at `other_sentence`."""
    text = named(shown(row[name])) if name in ("target", "actor_side") else shown(row[name])
    if not name.endswith("url"):
        return text, ""
    address = at_sentence(text, shown(row.get(f"{name.removesuffix('url')}sentence")))
    return (urlsplit(address).netloc, address) if address else (text, "")
