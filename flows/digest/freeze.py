"""A night and its reports as bytes, and back: what a digest owed since yesterday is composed from.

In come records, out come compressed JSON bytes; thawed, they are equal to what was frozen. Only the
reports that a mail tells are kept. Nothing here is executed on thawing.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal

from flows.digest.items import FLAGGED
from flows.records import Finding, Night, Report, SourceHealth

MAILED = (
    "changed_positions",
    "late_arrivals",
    "said_again",
    "withdrawn_statements",
    "actor_timelines",
    "calendar_of_talks",
)


def freeze(night: Night, reports: Sequence[Report]) -> bytes:
    """The night and those of its reports that a mail tells."""
    kept = [asdict(one) for one in reports if one.name.startswith(FLAGGED) or one.name in MAILED]
    text = json.dumps({"night": asdict(night), "reports": kept}, default=spelled)
    return zlib.compress(text.encode())


def thaw(frozen: bytes) -> tuple[Night, list[Report]]:
    """The night and its reports as they were frozen."""
    found = json.loads(zlib.decompress(frozen), object_hook=unspelled)
    night, reports = found["night"], found["reports"]
    return (
        Night(
            **night
            | {
                "counts": tuple(tuple(pair) for pair in night["counts"]),
                "sources": tuple(SourceHealth(**one) for one in night["sources"]),
                "warnings": tuple(Finding(**one) for one in night["warnings"]),
                "degraded": tuple(night["degraded"]),
            }
        ),
        [
            Report(
                **one
                | {
                    "columns": tuple(one["columns"]),
                    "rows": tuple(tuple(row) for row in one["rows"]),
                }
            )
            for one in reports
        ],
    )


def spelled(value: object) -> dict[str, str] | float:
    """What JSON lacks: times and days carry their kind."""
    if isinstance(value, datetime):
        return {"$instant": value.isoformat()}
    if isinstance(value, date):
        return {"$day": value.isoformat()}
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"a report may not hold {type(value).__name__}")


def unspelled(value: dict[str, object]) -> object:
    if "$instant" in value:
        return datetime.fromisoformat(str(value["$instant"]))
    return date.fromisoformat(str(value["$day"])) if "$day" in value else value
