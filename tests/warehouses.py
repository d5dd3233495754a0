"""Warehouses for tests: articles made of a few words, judged night by night with the real SQL."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from flows import same, warehouse
from flows.identity import revision_id
from flows.records import Article, Statement, TalkMention

ROOT = Path(__file__).parents[1]
SQL, SEEDS = ROOT / "sql", ROOT / "seeds"


@dataclass(frozen=True)
class Saying:
    """Somebody said something, on a topic with a score as if learned."""

    speaker: str
    words: str
    topic: str = "talks"
    cue: str = "said"
    kind: Any = "indirect"
    score: float = 0.95
    act_kind: Any = "speech"
    attribution: str = "on-record"


@dataclass(frozen=True)
class Told:
    """An article made of sayings, one paragraph each unless `body` gives the text."""

    url: str
    sayings: tuple[Saying, ...]
    published_at: datetime | None = None
    source: str = "alpha"
    title: str = "News"
    body: str = ""
    talks: tuple[TalkMention, ...] = field(default=())

    @property
    def text(self) -> str:
        return self.body or "\n\n".join(
            f"{one.speaker} {one.cue} {one.words}." for one in self.sayings
        )

    def article(self, now: datetime) -> Article:
        return Article(
            url=self.url,
            title=self.title,
            body=self.text,
            published_at=self.published_at,
            published_precision="instant" if self.published_at else "unknown",
            language="en",
            source_id=self.source,
            site_name=self.source.title(),
            fetched_at=now,
        )

    def statements(self) -> list[Statement]:
        return [self._statement(one) for one in self.sayings]

    def _statement(self, one: Saying) -> Statement:
        text = self.text
        start = text.index(one.words)
        end = start + len(one.words)
        first = text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0
        last = text.find("\n\n", end)
        around = (first, last if last >= 0 else len(text))
        return Statement(
            speaker=one.speaker,
            speaker_as_written=one.speaker,
            kind=one.kind,
            act_kind=one.act_kind,
            cue=one.cue,
            quote=one.words,
            start_char=start,
            end_char=end,
            content_spans=((start, end),),
            attribution=one.attribution,
            sentence_span=around,
            paragraph_span=around,
        )


def at(day: str) -> datetime:
    """An instant in UTC, from a day or an ISO instant."""
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


@cache
def _empty() -> Path:
    """A file with tables, views and vocabulary and nothing else, made once."""
    folder = Path(tempfile.mkdtemp(prefix="demarche-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with warehouse.open_warehouse(folder / "warehouse.duckdb", SEEDS, SQL):
        return folder / "warehouse.duckdb"


@contextmanager
def opened(folder: Path, seeds: Path = SEEDS) -> Iterator[warehouse.Warehouse]:
    """The working file in `folder`, as a night opens it."""
    if seeds == SEEDS and not (folder / "warehouse.duckdb").exists():
        shutil.copy(_empty(), folder / "warehouse.duckdb")
    with warehouse.open_warehouse(folder / "warehouse.duckdb", seeds, SQL) as db:
        yield db


def night(
    db: warehouse.Warehouse,
    now: datetime,
    articles: Sequence[Told],
    compare: Callable[..., list[same.Likeness]] = same.compare,
) -> str:
    """One night over these articles, judged and finished; its run_id."""
    run = warehouse.start_run(db, now)
    fresh = set(warehouse.append_articles(db, run, [one.article(now) for one in articles]))
    read(db, run, [one for one in articles if revision_of(one) in fresh])
    counts = warehouse.judge(db, run, now, compare)
    warehouse.finish_run(
        db,
        run,
        now,
        "published",
        fetched=len(articles),
        accepted=len(fresh),
        unchanged=len(articles) - len(fresh),
        quarantined=0,
        **counts,
    )
    return run


def revision_of(told: Told) -> str:
    """The name of the revision that this article is kept under."""
    return revision_id(told.url, told.title, told.text)


def read(db: warehouse.Warehouse, run: str, articles: Sequence[Told]) -> None:
    """Keep the statements and talks of articles, scored as the sayings tell."""
    scores = {
        (one.title, one.text, saying.words): {
            topic: saying.score if topic in saying.topic.split("+") else 0.0
            for topic in ("talks", "sanctions")
        }
        for one in articles
        for saying in one.sayings
    }

    def score(article: Article, statements: Sequence[Statement]) -> list[dict[str, float]]:
        return [scores[article.title, article.body, one.quote] for one in statements]

    warehouse.append_statements(
        db, run, [(revision_of(one), one.statements()) for one in articles], score=score
    )
    warehouse.append_talks(db, run, [(revision_of(one), one.talks) for one in articles])


def asked(db: warehouse.Warehouse, question: str, *values: object) -> list[dict[str, Any]]:
    """Rows of the open warehouse by column name."""
    result = db.con.execute(question, list(values))
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def flagged_new(db: warehouse.Warehouse) -> set[tuple[str, str]]:
    """Url and words of everything that any night has flagged as new and not late."""
    rows = asked(
        db,
        "select url, quote from flagged_statements "
        "where novelty in ('new', 'changed') and not is_late",
    )
    return {(row["url"], row["quote"]) for row in rows}


def shown(row: Mapping[str, object]) -> dict[str, str]:
    """A row as CSV shows it: nothing for null, lists with bars between."""
    return {name: _shown(value) for name, value in row.items()}


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "|".join(map(str, value))
    return "" if value is None else str(value)
