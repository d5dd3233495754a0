"""Which revisions the reader has read, and what nights that were never published left behind.

A night may die between any two rooms. What it had loaded is read, judged and told by the next one,
as if it had come then: nobody was told of it before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flows.records import Article
from flows.warehouse.opening import Warehouse, insert

NIGHTS = ("loaded_in_run", "read_in_run", "first_seen_run", "last_seen_run", "changed_in_run")
UNREAD = """
select revision_id, url, title, body, authors, byline, published_at, published_precision, language,
    source_id, source_name, dateline, fetched_at
from articles
where
    revision_id not in (select revision_id from readings where terms_hash in ('', $terms_hash))
order by fetched_at, revision_id
limit $most
"""


def adopt_unpublished(db: Warehouse, run_id: str) -> None:
    """Make everything that failed and crashed nights have written this night's own."""
    for table, column in db.con.execute(
        "select table_name, column_name from duckdb_columns() "
        "join duckdb_tables() using (database_name, schema_name, table_name) "
        "where database_name = current_database() and schema_name = 'main' "
        "and table_name <> 'runs' and column_name in (select unnest(?::varchar[]))",
        [list(NIGHTS)],
    ).fetchall():
        db.con.execute(
            f"update {table} set {column} = ? where {column} in "  # noqa: S608
            "(select run_id from runs where state in ('failed', 'crashed'))",
            [run_id],
        )


def unread(db: Warehouse, terms_hash: str, most: int) -> list[tuple[str, Article]]:
    """At most so many revisions without a reading, with their ids, the oldest first.

    A revision that was passed over because it holds none of the topics' terms counts as unread
    again once the terms are others (`terms_hash`).
    """
    rows = db.con.execute(UNREAD, {"terms_hash": terms_hash, "most": most}).fetchall()
    return [
        (
            revision,
            Article(
                url=url,
                title=title or "",
                body=body or "",
                authors=tuple(authors or ()),
                byline=byline or "",
                published_at=published_at,
                published_precision=precision or "unknown",
                language=language or "",
                source_id=source_id or "",
                site_name=source_name or "",
                dateline=dateline or "",
                fetched_at=fetched_at,
            ),
        )
        for (
            revision,
            url,
            title,
            body,
            authors,
            byline,
            published_at,
            precision,
            language,
            source_id,
            source_name,
            dateline,
            fetched_at,
        ) in rows
    ]


def mark_read(
    db: Warehouse, run_id: str, revisions: Iterable[str], passed_over: Iterable[str], terms: str
) -> None:
    """Remember these revisions as read, and those as passed over with today's terms."""
    rows = [(one, "") for one in revisions] + [(one, terms) for one in passed_over]
    forget_readings(db, [revision for revision, _ in rows])
    insert(
        db.con,
        "readings",
        [
            {"revision_id": revision, "read_in_run": run_id, "terms_hash": mark}
            for revision, mark in rows
        ],
    )


def forget_readings(db: Warehouse, revisions: Sequence[str]) -> None:
    """Have these revisions read again; their statements stay until then."""
    db.con.execute(
        "delete from readings where revision_id in (select unnest(?::varchar[]))",
        [list(revisions)],
    )


def terms_of_topics(db: Warehouse) -> list[str]:
    """The strong terms of topic_terms.csv: an article on a topic holds one of them."""
    return [
        str(term)
        for (term,) in db.con.execute(
            "select distinct term from vocabulary.topic_terms where role = 'strong' order by term"
        ).fetchall()
    ]
