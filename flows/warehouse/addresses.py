"""One article that an outlet prints under two addresses is one article.

In: articles before they are kept. Out: the same, each under the address by which it is known. Told
by title, text and outlet; a page that names its canonical address needs none of this.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from flows.address import outlet_of
from flows.identity import article_id
from flows.records import Article
from flows.warehouse.opening import Warehouse

APART: Final = timedelta(days=2)
"""What comes again later, word for word, is another article: a warning, a standing notice."""

Essence = tuple[str, str, str]


def settle_addresses(db: Warehouse, articles: Sequence[Article]) -> list[Article]:
    """Each article under its first address: of the database, else of the articles before it."""
    ids = [article_id(article.url) for article in articles]
    own = {
        name
        for (name,) in db.con.execute(
            "select distinct article_id from articles "
            "where article_id in (select unnest(?::varchar[]))",
            [ids],
        ).fetchall()
    }
    first = _printed(db, [article.title for article in articles])
    settled = []
    for name, article in zip(ids, articles, strict=True):
        essence = (outlet_of(article.url), article.title, article.body)
        url, published_at = first.setdefault(essence, (article.url, article.published_at))
        is_same = all(essence) and not _apart(published_at, article.published_at)
        settled.append(replace(article, url=url) if is_same and name not in own else article)
    return settled


def _printed(db: Warehouse, titles: Sequence[str]) -> dict[Essence, tuple[str, datetime | None]]:
    rows = db.con.execute(
        "select title, body, url, published_at from articles "
        "where is_current and title in (select unnest(?::varchar[])) order by fetched_at desc, url",
        [sorted({*titles} - {""})],
    ).fetchall()
    return {(outlet_of(url), title, body): (url, at) for title, body, url, at in rows}


def _apart(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and abs(one - other) > APART
