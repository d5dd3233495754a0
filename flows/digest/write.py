"""Everything a night leaves in its folder, and the page of all nights.

In come a folder, the night and its reports, out come files. The same input gives the same bytes.
A file appears whole or not at all. Nothing here sends, asks a clock or reads a database.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.digest.calendar import as_calendar
from flows.digest.choose import Digest, choose, merged
from flows.digest.compose import as_html, as_text, data_image
from flows.digest.feed import as_feed
from flows.digest.items import flagged_in, report_named, talks_in
from flows.digest.pages import Summary, all_nights, pages
from flows.digest.recipients import Recipient
from flows.digest.tables import as_csv
from flows.records import Night, Report

DAY = re.compile(r"\d{4}-\d\d-\d\d")
LASTING = ("feed.xml", "talks.ics")
NAME = re.compile(r"[a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class NightFiles:
    """Where a night lies; `everything` holds all files written, these among them."""

    html: Path
    text: Path
    index: Path
    everything: tuple[Path, ...]


def write_night(folder: Path, night: Night, reports: Sequence[Report]) -> NightFiles:
    """Write the night's files into `folder`, and renew the page of all nights above it.

    A folder that is not named after a day is on its way to its place: whoever puts it there calls
    `write_index`.
    """
    digest = choose(reports, night, Recipient())
    files = night_files(night, reports, digest)
    written = [put(folder / name, content) for name, content in files.items()]
    if DAY.fullmatch(folder.name):
        written.append(write_index(folder.parent))
    return NightFiles(
        folder / "digest.html", folder / "digest.txt", folder / "index.html", tuple(written)
    )


def write_index(reports: Path) -> Path:
    """Write the page of all nights in the reports' folder; returns its path.

    The latest night's feed and calendar lie beside it, under addresses that do not change.
    """
    nights = sorted(path for path in reports.iterdir() if DAY.fullmatch(path.name))
    for name in LASTING:
        if nights and (nights[-1] / name).exists():
            put(reports / name, (nights[-1] / name).read_bytes())
    return put(reports / "index.html", all_nights(summaries(reports)).encode(errors="replace"))


def night_files(night: Night, reports: Sequence[Report], digest: Digest) -> dict[str, bytes]:
    """Name below the night's folder -> content."""
    calendar = report_named(reports, "calendar_of_talks")
    texts = {
        "digest.html": as_html(digest, "index.html", data_image),
        "digest.txt": as_text(digest, None),
        "night.json": json.dumps(summary(digest, reports), ensure_ascii=False, indent=1) + "\n",
        **pages(night, reports, digest),
    }
    made = {name: text.encode(errors="replace") for name, text in texts.items()}
    made["talks.ics"] = as_calendar(talks_in(calendar) if calendar else [], night.started_at)
    made["feed.xml"] = as_feed(merged(flagged_in(reports)), night, digest.sentence)
    for report in reports:
        if not NAME.fullmatch(report.name):
            raise ValueError(f"a report's name is letters, digits and _: {report.name!r}")
        made[f"{report.name}.csv"] = as_csv(report)
    return made


def summary(digest: Digest, reports: Sequence[Report]) -> Summary:
    items = merged(flagged_in(reports))
    return Summary(
        run_id=digest.night.run_id,
        day=digest.night.day.isoformat(),
        sentence=digest.sentence,
        statements=sum(not item.is_late for item in items),
        late=sum(item.is_late for item in items),
        is_degraded=bool(digest.night.degraded),
    )


def summaries(folder: Path) -> dict[str, Summary]:
    """Place below the folder -> night, the latest first; earlier nights of a day follow it."""
    found = [*folder.glob("*/night.json"), *folder.glob("*/earlier-*/night.json")]
    places = {path.parent.relative_to(folder): path for path in found}
    days = [place for place in places if DAY.fullmatch(place.parts[0])]
    ordered = sorted(
        days, key=lambda place: (place.parts[0], -len(place.parts), len(place.name), place.name)
    )
    return {
        place.as_posix(): json.loads(places[place].read_text(encoding="utf-8"))
        for place in reversed(ordered)
    }


def put(path: Path, content: bytes) -> Path:
    """Write a file so that a reader sees the old one or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    return part.replace(path)
