"""The other flows: the archive read again, and the nights that a schedule starts.

`reread` works on a shadow of the database, which takes its place when all of it is done. A
scheduled night is the command that an operator would type, in a process of its own.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from typing import Final

from prefect import flow
from prefect.schedules import Cron

from flows import archive
from flows.night import Day, Gathered, Plan
from flows.progress import Progress
from flows.publishing import Outcome
from flows.records import ArchivedPage
from flows.settings import Settings
from flows.tasks import (
    begin,
    check,
    extract,
    forget_readings,
    judge,
    learn,
    load,
    publish,
    read,
    sort_out,
    unread,
)

AT_NIGHT: Final = "0 3 * * *"
"""Three in the morning, UTC."""


@flow(name="reread", validate_parameters=False, persist_result=False)
def reread(plan: Plan, since: date | None) -> Outcome:
    """Read every archived page again with today's reader, extract again, judge, publish.

    Nothing that an older night has flagged becomes new: judgements stay, and statements that only
    today's reader finds count as of the night in which their article came.
    """
    tell = Progress()
    settings = plan.settings
    shutil.copyfile(settings.warehouse, settings.shadow)
    shadow = plan.in_shadow()
    run_id = begin(shadow)
    try:
        day, gathered = Day(), Gathered(tuple(_arrivals(plan, since)))
        with tell.room("reread") as said:
            for pages in gathered.batches():
                reading = read(shadow, pages)
                verdict = sort_out(shadow, reading.articles)
                loaded = load(shadow, run_id, verdict, reading.refused)
                forget_readings(shadow, loaded.known)
                day.add(pages, reading, verdict, loaded)
            said += day.words()
        with tell.room("extract") as said:
            while revisions := unread(shadow):
                day.statements += extract(shadow, run_id, revisions)
            said += [f"{day.statements} statements", *learn(shadow, run_id)]
        with tell.room("judge") as said:
            judged = judge(shadow, run_id)
            said += [f"{number} {name}" for name, number in judged.items()]
        findings = check(shadow, run_id, gathered, day)
        with tell.room("publish") as said:
            outcome: Outcome = publish(shadow, run_id, gathered, day, judged, findings)
            settings.shadow.replace(settings.warehouse)
            said.append(str(outcome.published))
        return outcome
    finally:
        settings.shadow.unlink(missing_ok=True)


def _arrivals(plan: Plan, since: date | None) -> Iterator[ArchivedPage]:
    """The archived pages, oldest first, each wording of an address once."""
    seen: set[tuple[str, str]] = set()
    for page in archive.pages_since(plan.settings.archive, since or date.min):
        if (page.url, page.address) not in seen:
            seen.add((page.url, page.address))
            yield page


@flow(name="scheduled-night", persist_result=False)
def scheduled_night(options: list[str] | None = None) -> None:
    """Run `demarche run` with these options; raises when the night failed."""
    subprocess.run([sys.executable, "-m", "flows.cli", "run", *(options or [])], check=True)


def serve(settings: Settings) -> None:
    """Start a night whenever the schedule says so, until interrupted."""
    options = ["--data", str(settings.data), "--reports", str(settings.reports)]
    scheduled_night.serve(
        name="nightly",
        schedule=Cron(AT_NIGHT, timezone="UTC"),
        parameters={"options": options},
        limit=1,
        print_starting_message=False,
    )
