"""Write what a night is and how it went: runs, refusals, health of sources, findings.

In: records. Out: rows, one statement a batch. Never touches an article or a statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from flows.records import FetchFailure, Finding, Rejection, SourceHealth
from flows.warehouse.opening import Warehouse, append, columns_of


def start_run(db: Warehouse, now: datetime) -> str:
    """Begin a night on the clock `now`; its run_id, unique also when a night is run again."""
    number = _one(db, "select coalesce(max(run_number), 0) + 1 from runs")
    run_id = f"{now:%Y-%m-%dT%H%M}-{number}"
    append(
        db,
        "runs",
        [{"run_id": run_id, "run_number": number, "started_at": now, "state": "running"}],
    )
    return run_id


def finish_run(
    db: Warehouse, run_id: str, finished_at: datetime, state: str, **counts: int | str
) -> None:
    """Close a night: its state (published, failed, crashed) and any of the counts in `runs`."""
    values: dict[str, object] = {"finished_at": finished_at, "state": state, **counts}
    if unknown := values.keys() - columns_of(db.con, "runs").keys():
        raise KeyError(f"runs has no column {', '.join(sorted(unknown))}")
    setting = ", ".join(f"{name} = ?" for name in values)
    db.con.execute(
        f"update runs set {setting} where run_id = ?",  # noqa: S608
        [*values.values(), run_id],
    )


def mark_stale_runs(db: Warehouse, now: datetime) -> int:
    """Mark runs that were left running by a night that died; how many."""
    stale = _one(db, "select count(*) from runs where state = 'running'")
    db.con.execute(
        "update runs set state = 'crashed', finished_at = ? where state = 'running'", [now]
    )
    return stale


def append_quarantine(
    db: Warehouse, run_id: str, refused: Iterable[Rejection | FetchFailure]
) -> int:
    """Keep what was refused, and why."""
    rows = [{"room": "fetch"} | asdict(one) | {"run_id": run_id} for one in refused]
    return append(db, "quarantine", rows)


def append_sources(
    db: Warehouse, run_id: str, health: Iterable[SourceHealth], findings: Sequence[Finding] = ()
) -> int:
    """Keep what each source gave in this night, and what the checks noticed of it."""
    noticed: dict[str, list[str]] = {}
    for finding in findings:
        noticed.setdefault(finding.subject, []).append(finding.detail)
    rows = [
        asdict(one) | {"run_id": run_id, "noticed": "; ".join(noticed.get(one.source_id, ()))}
        for one in health
    ]
    return append(db, "run_sources", rows)


def append_findings(db: Warehouse, run_id: str, findings: Iterable[Finding]) -> int:
    """Keep what the checks found."""
    return append(db, "findings", [asdict(one) | {"run_id": run_id} for one in findings])


def _one(db: Warehouse, question: str) -> int:
    row = db.con.execute(question).fetchone()
    if row is None:
        raise LookupError(question)
    return int(row[0])
