"""Write what the rooms hand over: articles, statements, talks.

In: records. Out: rows, one statement a batch. Never judges a statement, never changes a row that
an earlier night has written, except that an article's current revision moves on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict

from flows import about, dates, identity
from flows.records import Article, Statement, TalkMention
from flows.warehouse.opening import Warehouse, append


def append_articles(db: Warehouse, run_id: str, accepted: Sequence[Article]) -> list[str]:
    """Keep the revisions never seen before and move `is_current`; the new revisions' ids.

    A second row with the same wording is not kept. Where one night brings two wordings of an
    address, the one fetched last is current.
    """
    rows = {
        row["revision_id"]: row
        for row in sorted((_article_row(run_id, article) for article in accepted), key=_freshness)
    }
    known = _known(db, "articles", "revision_id", rows)
    new = {key: row for key, row in rows.items() if key not in known}
    append(db, "articles", list(new.values()))
    current = {row["article_id"]: row["revision_id"] for row in rows.values()}
    db.con.execute(
        "update articles set is_current = (revision_id in (select unnest(?::varchar[]))) "
        "where article_id in (select unnest(?::varchar[]))",
        [list(current.values()), list(current)],
    )
    return [str(key) for key in new]


def _freshness(row: Mapping[str, object]) -> tuple[str, str]:
    return str(row["fetched_at"] or ""), str(row["revision_id"])


def _article_row(run_id: str, article: Article) -> dict[str, object]:
    dated_at, basis = dates.date_of(article)
    return {
        "article_id": identity.article_id(article.url),
        "revision_id": identity.revision_id(article.url, article.title, article.body),
        "source_id": article.source_id,
        "source_name": article.site_name,
        "url": article.url,
        "page_url": article.page_url,
        "title": article.title,
        "authors": list(article.authors),
        "byline": article.byline,
        "dateline": article.dateline,
        "published_at": article.published_at,
        "published_precision": article.published_precision,
        "published_offset_minutes": article.published_offset_minutes,
        "dated_at": dated_at,
        "date_basis": basis,
        "fetched_at": article.fetched_at,
        "loaded_in_run": run_id,
        "language": article.language,
        "body": article.body,
        "address": article.address,
        "warnings": list(article.warnings),
        "is_current": False,
    }


Scores = Callable[[Article, Sequence[Statement]], list[dict[str, float]]]


def append_statements(
    db: Warehouse,
    run_id: str,
    read: Sequence[tuple[str, Sequence[Statement]]],
    reader: str = "1",
    score: Scores = about.scores,
) -> int:
    """Keep the statements of revisions with their learned topic scores; how many rows are new.

    A revision that is read again has its statements replaced; what they were judged to be stays,
    and they count as loaded in the night in which the revision was.
    """
    articles = _articles(db, [revision for revision, _ in read])
    rows: list[dict[str, object]] = []
    scored: list[dict[str, object]] = []
    for revision, found in read:
        article = articles[revision]
        statements = list({_key(revision, one): one for one in found}.values())
        as_read = Article(url="", title=article["title"], body=article["body"])
        for one, by_topic in zip(statements, score(as_read, statements), strict=True):
            rows.append(_statement_row(article, one) | {"reader": reader, "read_in_run": run_id})
            scored += [
                {
                    "statement_id": _key(revision, one),
                    "topic": topic,
                    "score": value,
                    "loaded_in_run": article["loaded_in_run"],
                    "scorer": about.version(),
                }
                for topic, value in by_topic.items()
            ]
    for table in ("topic_scores", "meanings", "statements"):
        db.con.execute(
            f"delete from {table} where statement_id in (select statement_id from statements "  # noqa: S608
            "where revision_id in (select unnest(?::varchar[])))",
            [list(articles)],
        )
    append(db, "topic_scores", scored)
    return append(db, "statements", rows)


def _key(revision: str, statement: Statement) -> str:
    return identity.statement_id(
        revision, statement.content_spans or ((statement.start_char, statement.end_char),)
    )


def _articles(db: Warehouse, revisions: Sequence[str]) -> dict[str, dict[str, str]]:
    rows = db.con.execute(
        "select revision_id, article_id, loaded_in_run, title, body from articles "
        "where revision_id in (select unnest(?::varchar[]))",
        [list(revisions)],
    ).fetchall()
    names = ("revision_id", "article_id", "loaded_in_run", "title", "body")
    return {row[0]: dict(zip(names, row, strict=True)) for row in rows}


def _statement_row(article: Mapping[str, str], statement: Statement) -> dict[str, object]:
    body, spans = article["body"], statement.content_spans
    spans = spans or ((statement.start_char, statement.end_char),)
    named = asdict(statement)
    sentence, paragraph = named.pop("sentence_span"), named.pop("paragraph_span")
    return named | {
        "statement_id": _key(article["revision_id"], statement),
        "revision_id": article["revision_id"],
        "article_id": article["article_id"],
        "loaded_in_run": article["loaded_in_run"],
        "content": " … ".join(body[start:end] for start, end in spans),
        "sentence": body[slice(*sentence)],
        "paragraph": body[slice(*paragraph)],
        "content_spans": [list(span) for span in spans],
        "source_spans": [list(span) for span in statement.source_spans],
        "cue_spans": [list(span) for span in statement.cue_spans],
        "position": statement.start_char / max(1, len(body)),
    }


def append_talks(
    db: Warehouse, run_id: str, read: Sequence[tuple[str, Sequence[TalkMention]]]
) -> int:
    """Keep the meetings that revisions tell of; how many reports of them are new."""
    articles = _articles(db, [revision for revision, _ in read])
    rows = []
    for revision, mentions in read:
        for mention in mentions:
            span = (mention.start_char, mention.end_char)
            rows.append(
                asdict(mention)
                | {
                    "report_id": identity.statement_id(
                        revision, [span, *((ord(c), 0) for c in "|".join(mention.parties))]
                    ),
                    "revision_id": revision,
                    "article_id": articles[revision]["article_id"],
                    "loaded_in_run": articles[revision]["loaded_in_run"],
                    "read_in_run": run_id,
                    "parties": sorted(mention.parties),
                    "sentence": articles[revision]["body"][slice(*span)],
                }
            )
    known = _known(db, "talk_reports", "report_id", [row["report_id"] for row in rows])
    unique = {row["report_id"]: row for row in rows if row["report_id"] not in known}
    return append(db, "talk_reports", list(unique.values()))


def _known(db: Warehouse, table: str, column: str, values: Iterable[object]) -> set[str]:
    rows = db.con.execute(
        f"select {column} from {table} "  # noqa: S608
        f"where {column} in (select unnest(?::varchar[]))",
        [list(values)],
    ).fetchall()
    return {value for (value,) in rows}
