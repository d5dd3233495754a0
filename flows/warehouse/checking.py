"""Look at a night's rows before they are published.

In: the warehouse after the judging. Out: findings; a critical one stops publishing.
Changes nothing.
"""

from __future__ import annotations

from typing import Literal

from flows.records import Finding
from flows.warehouse.opening import Warehouse


def check(db: Warehouse, run_id: str) -> list[Finding]:
    """Ask every question of sql/checks; each row that comes back is a finding.

    A file's first line says how grave it is: `-- critical: ...` or `-- warning: ...`.
    """
    findings = []
    for file in sorted((db.sql / "checks").glob("*.sql")):
        text = file.read_text("utf-8")
        severity: Literal["critical", "warning"] = (
            "critical" if text.startswith("-- critical") else "warning"
        )
        db.con.execute("set variable tonight = ?", [run_id])
        for subject, detail in db.con.execute(text).fetchall():
            findings.append(Finding(severity, file.stem, str(subject), str(detail)))
    return findings
