"""The last stages of a night: the copy that everybody reads, and the reports.

Both are made beside the old ones and change hands at the very end: whatever surprises a night
before that leaves yesterday's up, whole.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flows import warehouse
from flows.digest import write_index, write_night
from flows.night import Day, Gathered, Plan
from flows.records import Finding, Night, Report, SourceHealth
from flows.settings import SQL

MANY: Final = 0.5
SHOWN_FINDINGS: Final = 50


@dataclass(frozen=True)
class Candidate:
    """Database and reports that are ready to change hands."""

    database: Path
    folder: Path
    night: Night
    reports: tuple[Report, ...]


@dataclass(frozen=True)
class Outcome:
    """Where a night's results lie, and what it counted."""

    night: Night
    reports: tuple[Report, ...]
    digest: Path
    published: Path

    def summary(self) -> str:
        """The night in Markdown: its counts, what is down, what was found."""
        counts = [f"| {name} | {number} |" for name, number in self.night.counts]
        down = [f"- {one.source_id}: {one.error}" for one in self.night.sources if one.error]
        found = [f"- {one.check}: {one.subject}: {one.detail}" for one in self.night.warnings]
        return "\n".join(
            [
                f"# Night of {self.night.day}",
                *("", "| count | |", "|---|---|", *counts),
                *("", "## Sources that are down", *(down or ["none"])),
                *("", "## Findings", *(found[:SHOWN_FINDINGS] or ["none"])),
            ]
        )


def publish(
    plan: Plan,
    run_id: str,
    gathered: Gathered,
    day: Day,
    judged: Mapping[str, int],
    findings: Sequence[Finding],
) -> Outcome:
    """Settle the night's books, make the copy and its reports, and put them up."""
    counts = day.counts(gathered) | dict(judged)
    health = day.health(gathered)
    with plan.database() as db:
        warehouse.append_quarantine(db, run_id, gathered.failures)
        warehouse.append_sources(db, run_id, health, findings)
        warehouse.append_findings(db, run_id, findings)
        warehouse.mark_looked_at(db, run_id, gathered.looked_at)
        warehouse.put_validators(db, run_id, {u: (e, m) for u, e, m in gathered.validators})
        warehouse.finish_run(db, run_id, plan.now, "published", **counts)
    night = Night(
        run_id=run_id,
        day=plan.now.date(),
        started_at=plan.now,
        counts=tuple(counts.items()),
        sources=tuple(health),
        warnings=tuple(findings),
        degraded=tuple(_degraded(counts, health)),
        published=plan.settings.published.name,
    )
    return hand_over(plan, prepare(plan, night))


def _degraded(counts: Mapping[str, int], health: Sequence[SourceHealth]) -> list[str]:
    told = []
    down = [one.source_id for one in health if one.error]
    if len(down) > MANY * len(health):
        told.append(f"{len(down)} of {len(health)} sources could not be reached.")
    if counts["quarantined"] > MANY * counts["fetched"]:
        told.append(f"{counts['quarantined']} of {counts['fetched']} pages were refused.")
    return told


def prepare(plan: Plan, night: Night) -> Candidate:
    """A copy of the database, and the reports that it answers, beside what is up now."""
    database = plan.settings.published.with_suffix(".next.duckdb")
    warehouse.snapshot(plan.working, database)
    reports = tuple(warehouse.ask(database, SQL))
    folder = plan.settings.reports / f".{night.day}.next"
    shutil.rmtree(folder, ignore_errors=True)
    write_night(folder, night, list(reports))
    return Candidate(database, folder, night, reports)


def hand_over(plan: Plan, candidate: Candidate) -> Outcome:
    """Put the candidate in the place of what is up: readers see the old or the new, never half.

    What an earlier night of the same day has left moves into earlier-1/, earlier-2/, ... of the
    day's folder.
    """
    published = plan.settings.published
    place = plan.settings.reports / candidate.night.day.isoformat()
    if place.exists():
        _set_aside(place, candidate.folder)
    candidate.database.replace(published)
    candidate.folder.replace(place)
    write_index(plan.settings.reports)
    return Outcome(candidate.night, candidate.reports, place / "digest.html", published)


def _set_aside(place: Path, folder: Path) -> None:
    earlier = sorted(place.glob("earlier-*"), key=lambda path: int(path.name.rpartition("-")[2]))
    for path in earlier:
        path.replace(folder / path.name)
    place.replace(folder / f"earlier-{len(earlier) + 1}")
