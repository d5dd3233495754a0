"""Start Prefect's flows from the command line: lock, Prefect's home, its server, the exit status.

What a flow does stands in `nightly` and `upkeep`; this module sees to it that one runs at a time,
that nothing of Prefect is left behind, and that whoever started it learns in one line how it ended.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from flows.interrupt import remembered
from flows.lock import NightIsRunningError, only_night
from flows.night import Plan
from flows.settings import Settings, has_standing_server, house_prefect, present

PUBLISHED, FAILED, NIGHT_IS_RUNNING = 0, 1, 3


def run_night(settings: Settings, now: datetime, loads: list[Path], web: bool) -> int:
    """Run one night; prints the paths of the digest and the database, returns the exit status."""

    def night() -> None:
        from flows.nightly import nightly

        outcome = nightly(Plan(settings, now, tuple(loads), web))
        print(f"digest    {outcome.digest}")
        print(f"database  {outcome.published}")

    return _alone(settings, night)


def reread_archive(settings: Settings, now: datetime, since: date | None) -> int:
    """Read the archive again with today's reader; returns the exit status."""

    def again() -> None:
        from flows.upkeep import reread

        outcome = reread(Plan(settings, now), since)
        print(f"database  {outcome.published}")

    return _alone(settings, again)


def serve_schedule(settings: Settings) -> int:
    """Serve the nightly schedule until it is stopped; each night takes the lock for itself."""
    house_prefect(settings.data)
    with _server(schedules=True):
        from flows.upkeep import serve

        serve(settings)
    return PUBLISHED


def _alone(settings: Settings, work: Callable[[], None]) -> int:
    try:
        with remembered(), only_night(settings.lock, f"{present():%Y-%m-%d %H:%M:%S} UTC"):
            house_prefect(settings.data)
            with _server():
                from flows.nightly import mark_orphans

                mark_orphans()
                work()
    except NightIsRunningError as error:
        print(f"demarche: {error}; wait for it, or stop it first", file=sys.stderr)
        return NIGHT_IS_RUNNING
    except Exception as error:  # noqa: BLE001, whatever it was, the operator must be told
        first_line = str(error).strip().partition("\n")[0] or type(error).__name__
        where = _keep_traceback(settings)
        # frames that outlive the interpreter's modules make DuckDB's binding complain at exit
        traceback.clear_frames(error.__traceback__)
        print(
            f"demarche: the night failed: {first_line}; what was published before is still up, "
            f"and the traceback is in {where}",
            file=sys.stderr,
        )
        return FAILED
    return PUBLISHED


@contextmanager
def _server(*, schedules: bool = False) -> Iterator[None]:
    """A standing server where PREFECT_API_URL names one, else one of our own for the time being."""
    if has_standing_server():
        yield
        return
    from flows.server import temporary_server

    with temporary_server(schedules=schedules):
        yield


def _keep_traceback(settings: Settings) -> Path:
    path = settings.data / "last_failure.txt"
    path.write_text(f"{present()}\n{traceback.format_exc()}", "utf-8")
    return path
