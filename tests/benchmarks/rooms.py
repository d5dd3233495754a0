"""What each room of a night costs, as a ratio to trafilatura reading the same pages.

    .venv/bin/python tests/benchmarks/rooms.py [PAGES]

Whole nights over the two seeds, without Prefect, each in a process of its own as `demarche run`
starts one: processor time of each room, and of the process from its start to its end. Then one
process over real pages, where they are at hand (0: none). Prints, and fails nothing.
"""

from __future__ import annotations

import gzip
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from flows import archive, doctor, pool, publishing, stages
from flows.night import Day, Gathered, Plan
from flows.records import RawPage
from flows.settings import read_settings

PAGES = Path(__file__).resolve().parents[3] / "shared" / "pages" / "aed" / "html"
ALONE = "--one-night-over-the-seeds"
NIGHTS = 5
NOW = datetime(2024, 1, 1, 3, tzinfo=UTC)
T = TypeVar("T")


class Clock:
    """Processor seconds by name."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def of(self, name: str, work: Callable[[], T]) -> T:
        began = time.process_time()
        try:
            return work()
        finally:
            self.spent[name] = self.spent.get(name, 0.0) + time.process_time() - began


def night(plan: Plan, clock: Clock) -> int:
    """All rooms but the web and the mail; how many pages were read."""
    clock.of("check the words", lambda: doctor.preflight(plan.settings))
    run_id = clock.of("begin", lambda: stages.begin(plan))
    gathered = clock.of("archive", lambda: stages.take_in(plan))
    day = Day()
    for pages in gathered.batches():
        reading = clock.of("clean", lambda pages=pages: stages.read(plan, pages))
        verdict = clock.of("validate", lambda r=reading: stages.sort_out(plan, r.articles))
        loaded = clock.of(
            "load", lambda v=verdict, r=reading: stages.load(plan, run_id, v, r.refused)
        )
        day.add(pages, reading, verdict, loaded)
    while revisions := stages.unread(plan):
        day.statements += clock.of("extract", lambda x=revisions: stages.extract(plan, run_id, x))
    judged = clock.of("judge", lambda: stages.judge(plan, run_id))
    findings = clock.of("check", lambda: stages.check(plan, run_id, gathered, day))
    clock.of(
        "publish, report, digest",
        lambda: publishing.publish(plan, run_id, gathered, day, judged, findings),
    )
    return len(gathered.pages)


def real_pages(most: int) -> list[RawPage]:
    found = []
    for path in sorted(PAGES.glob("*.html.gz"))[:most]:
        url = f"https://pages.example/{path.name.removesuffix('.html.gz')}"
        body = gzip.decompress(path.read_bytes())
        found.append(RawPage("pages", url, NOW, "text/html", body))
    return found


def by_trafilatura(pages: list[RawPage]) -> None:
    import trafilatura

    for page in pages:
        trafilatura.bare_extraction(page.body, url=page.url, with_metadata=True)


def over_pages(most: int) -> None:
    pages = real_pages(most)
    if not pages:
        print(f"no real pages in {PAGES}: only the seeds are timed")
        return
    clock = Clock()
    by_trafilatura(pages[:5])
    clock.of("trafilatura", lambda: by_trafilatura(pages))
    with tempfile.TemporaryDirectory() as place:
        plan = plan_in(Path(place), seeds=Path(place) / "none")
        original = stages.take_in
        stages.take_in = lambda plan: Gathered(  # type: ignore[assignment]
            tuple(archive.keep(page, plan.settings.archive) for page in pages)
        )
        try:
            night(plan, clock)
        finally:
            stages.take_in = original
    print(f"\n{len(pages)} real pages, processor time per page and as a ratio to trafilatura's")
    show(clock, len(pages), clock.spent["trafilatura"])


def one_night() -> None:
    """A night over the seeds in this process; prints what it spent, as JSON."""
    clock = Clock()
    clock.spent["start, import"] = time.process_time()
    with tempfile.TemporaryDirectory() as place:
        night(plan_in(Path(place)), clock)
    print(json.dumps(clock.spent))


def over_seeds() -> None:
    nights = []
    for _ in range(NIGHTS):
        alone = subprocess.Popen([sys.executable, __file__, ALONE], stdout=subprocess.PIPE)
        assert alone.stdout
        spent = json.loads(alone.stdout.read())
        _, _, used = os.wait4(alone.pid, 0)
        alone.returncode = 0
        nights.append(spent | {"from start to end": used.ru_utime + used.ru_stime})
    print(f"a night over the two seeds, without Prefect: {NIGHTS} processes, least and median")
    for name in nights[0]:
        spent = [one[name] for one in nights]
        print(f"{name:26}{min(spent):8.2f} s{statistics.median(spent):8.2f} s")


def plan_in(place: Path, seeds: Path | None = None) -> Plan:
    return Plan(
        read_settings(data=place / "data", reports=place / "reports", seeds=seeds), NOW, web=False
    )


def show(clock: Clock, count: int, unit: float) -> None:
    for name, seconds in clock.spent.items():
        print(f"{name:26}{seconds / count * 1000:8.1f} ms{seconds / unit:8.2f} x")


if __name__ == "__main__":
    # one process, so that all of its time is counted
    pool.WORTH_A_POOL = sys.maxsize  # type: ignore[misc]
    if ALONE in sys.argv:
        one_night()
        sys.exit()
    over_seeds()
    over_pages(int(sys.argv[1]) if len(sys.argv) > 1 else sys.maxsize)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory {peak:.0f} MiB")
