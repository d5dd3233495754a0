"""Statements marked in a public collection of news, for training.

In: `marks.jsonl` (which stretches of which article say something on a topic, and which of them are
one claim, marked after the guidelines of the annotated articles; no word of any text) and a folder
with the collection's own files, `data/jsons` of Article-Bias-Prediction (Baly, Da San Martino,
Glass and Nakov, 2020). Out: the articles, read by today's reader, and examples. Only articles that
are no one's test: the months that serve for measuring are left out, and so is whatever tells of
the same events as the annotated articles. Never run by a night.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.about.features import TOPICS, Reading
from flows.about.training import Example
from flows.extract import statements_in
from flows.records import Article, Statement
from flows.text import Span

TOPICS_OF = {"t": {"talks"}, "s": {"sanctions"}, "b": {"talks", "sanctions"}, "-": set[str]()}
"""A capital letter marks a statement, a small one leaves it open, a dash says: not on topic."""
SAME_STRETCH = 2 / 3
"""Characters in common, of all, from which a statement is the marked one: readers change."""
APART = [
    (re.compile(r" +([,.;:?!%)\]])"), r"\1"),
    (re.compile(r"([(\[$#]) +"), r"\1"),
    (re.compile(r" *’ (s|t|re|ve|ll|d|m)\b"), r"’\1"),
    (re.compile(r" *' (s|t|re|ve|ll|d|m)\b"), r"'\1"),
    (re.compile(r" (n[’']t|[’'](?:s|re|ve|ll|d|m))\b"), r"\1"),
    (re.compile(r"“ +"), "“"),
    (re.compile(r" +”"), "”"),
    (re.compile(r"‘ +"), "‘"),
    (re.compile(r" +’"), "’"),
    (re.compile(r"`` *| *''"), '"'),
]
"""The collection keeps its texts with spaces around every mark."""


@dataclass(frozen=True)
class MarkedArticle:
    """The first paragraphs of an article, what the reader finds there, and what was marked.

    Up to `whole` everything was marked, behind it only what had been flagged: that tells which
    statements are one claim, but not fairly which are on topic. Each stretch of `marks`: spans in
    the body, a label of `TOPICS_OF`, and the claims that it makes, each as `scope:claim`; only
    claims of one scope were held against each other.
    """

    article: Article
    statements: list[Statement]
    whole: int
    marks: list[list[Any]]


def marked_or_none(collection: Path | None) -> list[MarkedArticle]:
    """All that was marked; nothing, and a word on it, where the collection is not given."""
    if collection is None:
        print("no --collection: trained on the annotated articles alone")
        return []
    return list(marked_articles(collection))


def marked_articles(collection: Path) -> Iterator[MarkedArticle]:
    """Every marked article, as the reader of today finds it, with its day."""
    kept = (Path(__file__).parent / "marks.jsonl").read_text("utf-8")
    for mark in map(json.loads, kept.splitlines()):
        text = (collection / f"{mark['article']}.json").read_text("utf-8")
        article = beginning(mark["article"], json.loads(text), mark["paragraphs"])
        whole = len("\n\n".join(article.body.split("\n\n")[: mark["whole"]]))
        yield MarkedArticle(article, statements_in(article), whole, mark["statements"])


def beginning(number: str, kept: dict[str, Any], paragraphs: int) -> Article:
    """So many paragraphs of a collected article, put together, with its day."""
    lines = [line.strip() for line in put_together(kept["content"]).split("\n") if line.strip()]
    return Article(
        url=f"https://collection.example/{number}",
        title=put_together(kept["title"]).strip(),
        body="\n\n".join(lines[:paragraphs]),
        published_at=datetime.fromisoformat(kept["date"]).replace(tzinfo=UTC),
        source_id=kept["source"],
    )


def marked_examples(articles: Iterable[MarkedArticle]) -> Iterator[Example]:
    """Each statement that the reader finds where all was marked, for each topic."""
    for one in articles:
        yield from _examples(one)


def _examples(one: MarkedArticle) -> Iterator[Example]:
    statements = [found for found in one.statements if found.paragraph_span[1] <= one.whole]
    reading = Reading(replace(one.article, body=one.article.body[: one.whole]), statements)
    for place, statement in enumerate(statements):
        stretch = stretch_of(statement.content_spans, one.marks)
        if stretch is None:
            continue
        label = stretch[1]
        on = TOPICS_OF[label.lower()]
        for topic in TOPICS:
            is_open = label.islower() and topic in on
            row, words = reading.row(place, topic), reading.words(place, topic)
            yield Example("", topic, row, words, None if is_open else topic in on)


def stretch_of(spans: Sequence[Span], marked: Sequence[list[Any]]) -> list[Any] | None:
    """The marked stretch that has most in common with these spans, if two thirds."""
    own = _places(spans)
    shares = [
        (len(own & places) / len(own | places), -place)
        for place, places in enumerate(_places(stretch[0]) for stretch in marked)
    ]
    share, place = max(shares, default=(0.0, 0))
    return marked[-place] if share >= SAME_STRETCH else None


def _places(spans: Iterable[Sequence[int]]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


def put_together(text: str) -> str:
    """The text without the spaces around its marks: `He said , “ no ”` becomes `He said, “no”`."""
    for pattern, with_what in APART:
        text = pattern.sub(with_what, text)
    return "\n".join(_quoted(line) for line in text.split("\n"))


def _quoted(line: str) -> str:
    """Straight quotation marks, opening and closing by turns, close to what they hold."""
    pieces = line.split('"')
    for place in range(1, len(pieces)):
        if place % 2:
            pieces[place] = pieces[place].removeprefix(" ")
            if place + 1 < len(pieces):
                pieces[place] = pieces[place].rstrip(" ")
    return '"'.join(pieces)
