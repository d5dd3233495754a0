"""The annotators' statements as the house finds them, for training and for measuring.

In: the annotated articles of ../shared/statements, read by today's reader. Out: each statement that
a night flags and that they marked too, with their cluster. Never run by a night.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows import identity
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


@dataclass(frozen=True)
class Marked:
    """A statement of ours that the annotators marked too."""

    story: str
    cluster: str
    said: Said
    topics: frozenset[str]


def marked_in(
    data: Path,
    read: Mapping[str, tuple[str, Article, Sequence[Statement]]],
    idf: Mapping[str, float],
) -> list[Marked]:
    """Judge all articles as one night and match what it flags with the annotators' statements."""
    gold: dict[str, list[dict[str, Any]]] = {}
    for line in (data / "statements" / "statements.jsonl").read_text("utf-8").splitlines():
        one = json.loads(line)
        gold.setdefault(one["article"], []).append(one)
    found = []
    for number, topics, said in _judged(data, read):
        near = [one for one in gold.get(number, []) if is_same_stretch(said.words, one)]
        if near:
            marked = max(
                near, key=lambda one: len(set(one["content"].split()) & set(said.words.split()))
            )
            said = replace(said, idf=idf)
            found.append(Marked(read[number][0], marked["cluster"], said, topics))
    return found


def _judged(
    data: Path, read: Mapping[str, tuple[str, Article, Sequence[Statement]]]
) -> Iterable[tuple[str, frozenset[str], Said]]:
    root = Path(__file__).parents[2]
    days = {
        about["id"]: about["published"]
        for about in map(
            json.loads,
            (data / "statements" / "articles.jsonl").read_text("utf-8").splitlines(),
        )
    }
    night = datetime(2023, 1, 1, tzinfo=UTC)
    numbers = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        open_warehouse(Path(folder) / "w.duckdb", root / "seeds", root / "sql") as db,
    ):
        run = start_run(db, night)
        for number, (_, article, statements) in read.items():
            day = days[number]
            dated = replace(
                article,
                published_at=datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None,
                source_id=number,
            )
            revision = identity.revision_id(article.url, article.title, article.body)
            numbers[revision] = number
            append_articles(db, run, [dated])
            append_statements(db, run, [(revision, statements)])
        judge(db, run, night)
        finish_run(db, run, night, "published")
        rows = db.con.execute(
            "select any_value(revision_id), list(topic), any_value(content), any_value(actor_id), "
            "any_value(speaks_for), any_value(actor_side), any_value(dated_at)::date, "
            "any_value(kind), max(severity), any_value(sentence), any_value(title) "
            "from flagged_statements group by statement_id order by statement_id"
        ).fetchall()
    for revision, topics, words, actor, speaks_for, side, day, kind, severity, line, title in rows:
        yield (
            numbers[revision],
            frozenset(topics),
            Said(
                words, actor or "", speaks_for or "", side or "", day, kind, severity or 0,
                line or "", title or "", revision, len(topics),
            ),
        )  # fmt: skip
