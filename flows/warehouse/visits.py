"""What the nights remember of the web: validators, addresses, when to look again, usual counts.

In: the open warehouse. Out: plain values. It asks nothing of the web itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from flows.warehouse.opening import Warehouse, insert


def put_validators(db: Warehouse, run_id: str, validators: Mapping[str, tuple[str, str]]) -> int:
    """Keep the ETag and the Last-Modified date that each address answered with."""
    db.con.execute(
        "delete from validators where url in (select unnest(?::varchar[]))", [list(validators)]
    )
    return insert(
        db.con,
        "validators",
        [
            {"url": url, "etag": etag, "last_modified": date, "seen_in_run": run_id}
            for url, (etag, date) in validators.items()
        ],
    )


def get_validators(db: Warehouse) -> dict[str, tuple[str, str]]:
    """ETag and Last-Modified date by address, "" where it gave none."""
    rows = db.con.execute(
        "select url, coalesce(etag, ''), coalesce(last_modified, '') from validators"
    ).fetchall()
    return {url: (etag, date) for url, etag, date in rows}


def rechecks_due(db: Warehouse, now: datetime) -> list[tuple[str, str]]:
    """Source and address of articles to look at again: a day after they came, and after a week.

    A few hours early counts, because nights do not begin to the minute.
    """
    rows = db.con.execute(
        """
        with moments as (
            select
                source_id,
                page_url as url,
                min(fetched_at) as came_at,
                unnest([came_at + interval 20 hours, came_at + interval 164 hours]) as due_at,
            from articles
            group by source_id, page_url
        )
        select distinct mo.source_id, mo.url, mo.came_at
        from moments as mo
        join validators as va using (url)
        join runs as ru on ru.run_id = va.seen_in_run
        where ru.started_at < mo.due_at and mo.due_at <= $now
        order by mo.came_at desc, mo.url
        """,
        {"now": now},
    ).fetchall()
    return [(source, url) for source, url, _ in rows]


def mark_looked_at(db: Warehouse, run_id: str, urls: Sequence[str]) -> None:
    """Remember that this night has asked for these known addresses again."""
    db.con.execute(
        "update validators set seen_in_run = ? where url in (select unnest(?::varchar[]))",
        [run_id, list(urls)],
    )


def usual_counts(db: Warehouse) -> dict[str, float]:
    """Median number of new articles a night, of sources with five published nights or more."""
    return dict(
        db.con.execute(
            "select source_id, median(run_sources.accepted) "
            "from run_sources join runs using (run_id) "
            "where state = 'published' and coalesce(error, '') = '' "
            "group by source_id having count(*) >= 5"
        ).fetchall()
    )
