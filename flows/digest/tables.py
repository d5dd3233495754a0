"""A report as CSV and as a table of text.

In comes a `Report`, out come bytes that spreadsheets open safely: UTF-8 with a mark, numbers as
numbers, text that can never be run as a formula, lists joined by semicolons. Nothing here chooses
rows or columns.
"""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

from flows.digest.safe import cell, plain
from flows.records import Report


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
