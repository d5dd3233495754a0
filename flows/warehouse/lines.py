"""Lines that an outlet prints on many pages: its furniture, learned from what was loaded.

In: the warehouse after the extracting. Out: rows of `boilerplate`, kept for good, and the lines of
an outlet. Which line is one is for sql/learn to say; never a line in which somebody speaks.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flows.address import outlet_of
from flows.warehouse.opening import Warehouse
from flows.warehouse.steps import set_variables

OF_TONIGHT = """
select distinct regexp_extract(url, '^https?://([^/?#]+)', 1) as host
from articles
where loaded_in_run = ? and url like 'http%'
"""
OF_ALL = "select distinct regexp_extract(url, '^https?://([^/?#]+)', 1) from articles"


def learn_boilerplate(db: Warehouse, run_id: str, now: datetime) -> int:
    """Learn what tonight's outlets print again and again; how many lines."""
    tonight = {outlet_of(f"https://{host}") for host in _hosts(db, OF_TONIGHT, run_id)}
    named = {host: outlet_of(f"https://{host}") for host in _hosts(db, OF_ALL)}
    hosts = [host for host, outlet in named.items() if outlet in tonight]
    db.con.execute(
        "create or replace temp table hosts as "
        "select unnest(?::varchar[]) as host, unnest(?::varchar[]) as outlet",
        [hosts, [named[host] for host in hosts]],
    )
    set_variables(db, tonight=run_id, night=now)
    text = (db.sql / "learn" / "boilerplate.sql").read_text("utf-8")
    row = db.con.execute(text).fetchone()
    return int(row[0]) if row else 0


def boilerplate_of(db: Warehouse, outlets: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The lines learned so far, by outlet."""
    rows = db.con.execute(
        "select outlet, list(line order by line) from boilerplate "
        "where outlet in (select unnest(?::varchar[])) group by outlet",
        [sorted(set(outlets))],
    ).fetchall()
    return {outlet: tuple(lines) for outlet, lines in rows}


def _hosts(db: Warehouse, question: str, *values: str) -> list[str]:
    return [host for (host,) in db.con.execute(question, list(values)).fetchall() if host]
