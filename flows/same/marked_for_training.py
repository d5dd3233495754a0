"""Marked statements as the house finds them, for training and for measuring.

In: articles read by today's reader, the annotated ones of ../shared/statements or those marked in
the public collection. Out: each statement that a night flags and that was marked too, with its
claim. Never run by a night.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows import identity
from flows.about.marked_for_training import MarkedArticle, stretch_of
from flows.about.training import is_same_stretch
from flows.records import Article, Statement
from flows.same.said import Said
from flows.warehouse import (
    append_articles,
    append_statements,
    finish_run,
    judge,
    open_warehouse,
    start_run,
)

NIGHT = datetime(2023, 1, 1, tzinfo=UTC)
"""Later than every marked article."""


@dataclass(frozen=True)
class Marked:
    """A statement of ours that was marked too; claims of one story were held against each other."""

    story: str
    cluster: str
    said: Said
    topics: frozenset[str]


def marked_in(
    data: Path,
    read: Mapping[str, tuple[str, Article, Sequence[Statement]]],
    idf: Mapping[str, float],
) -> list[Marked]:
    """The annotators' statements, as one night flags them."""
    gold: dict[str, list[dict[str, Any]]] = {}
    for line in (data / "statements" / "statements.jsonl").read_text("utf-8").splitlines():
        one = json.loads(line)
        gold.setdefault(one["article"], []).append(one)
    days = {
        about["id"]: about["published"]
        for about in map(
            json.loads,
            (data / "statements" / "articles.jsonl").read_text("utf-8").splitlines(),
        )
    }
    articles = {
        number: (_dated(article, days[number]), statements)
        for number, (_, article, statements) in read.items()
    }
    found = []
    for number, _, topics, said in _judged(articles, idf):
        near = [one for one in gold.get(number, []) if is_same_stretch(said.words, one)]
        if near:
            marked = max(
                near, key=lambda one: len(set(one["content"].split()) & set(said.words.split()))
            )
            found.append(Marked(read[number][0], marked["cluster"], said, topics))
    return found


def marked_in_collection(
    articles: Iterable[MarkedArticle], idf: Mapping[str, float]
) -> list[Marked]:
    """What was marked in the collection, as one night flags it; once for each scope of claims."""
    known = {one.article.url: one for one in articles}
    judged = {url: (one.article, one.statements) for url, one in known.items()}
    found = []
    for url, start, topics, said in _judged(judged, idf):
        spans = next(one.content_spans for one in known[url].statements if one.start_char == start)
        stretch = stretch_of(spans, known[url].marks)
        for claim in stretch[2:] if stretch else ():
            found.append(Marked(claim.partition(":")[0], claim, said, topics))
    return found


def _dated(article: Article, day: str | None) -> Article:
    known = datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None
    return replace(article, published_at=known)


def _judged(
    read: Mapping[str, tuple[Article, Sequence[Statement]]], idf: Mapping[str, float]
) -> Iterator[tuple[str, int, frozenset[str], Said]]:
    """Each statement that one night over all these articles flags, with where it begins."""
    root = Path(__file__).parents[2]
    numbers = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        open_warehouse(Path(folder) / "w.duckdb", root / "seeds", root / "sql") as db,
    ):
        run = start_run(db, NIGHT)
        for number, (article, statements) in read.items():
            revision = identity.revision_id(article.url, article.title, article.body)
            numbers[revision] = number
            append_articles(db, run, [replace(article, source_id=number)])
            append_statements(db, run, [(revision, statements)])
        judge(db, run, NIGHT)
        finish_run(db, run, NIGHT, "published")
        rows = db.con.execute(
            "select any_value(revision_id), any_value(start_char), list(topic), "
            "any_value(content), any_value(actor_id), any_value(speaks_for), "
            "any_value(actor_side), any_value(cites), any_value(dated_at)::date, any_value(kind), "
            "max(severity), any_value(sentence) "
            "from flagged_statements group by statement_id order by statement_id"
        ).fetchall()
    for (
        revision,
        start,
        topics,
        words,
        actor,
        speaks_for,
        side,
        cites,
        day,
        kind,
        severity,
        line,
    ) in rows:
        yield (
            numbers[revision],
            start,
            frozenset(topics),
            Said(
                words, actor or "", speaks_for or "", side or "", cites or "", day, kind,
                severity or 0, line or "", revision, len(topics), idf,
            ),
        )  # fmt: skip
