"""Statements marked in a public collection of news, for training.

In: `marks.jsonl` (which stretches of which article say something on a topic, marked after the
guidelines of the annotated articles; no word of any text) and a folder with the collection's own
files, `data/jsons` of Article-Bias-Prediction (Baly, Da San Martino, Glass and Nakov, 2020). Out:
examples. Only articles that are no one's test: the months that serve for measuring are left out,
and so is whatever tells of the same events as the annotated articles. Never run by a night.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from flows.about.features import TOPICS, Reading
from flows.about.training import Example
from flows.extract import statements_in
from flows.records import Article
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


def marked_examples(collection: Path) -> Iterator[Example]:
    """What was marked in the beginnings of articles, as the reader of today finds it."""
    marks = (Path(__file__).parent / "marks.jsonl").read_text("utf-8")
    for mark in map(json.loads, marks.splitlines()):
        if mark["part"] == "beginning":
            text = (collection / f"{mark['article']}.json").read_text("utf-8")
            yield from _examples(mark, json.loads(text))


def _examples(mark: dict[str, Any], kept: dict[str, Any]) -> Iterator[Example]:
    first, last = mark["paragraphs"]
    lines = [line.strip() for line in put_together(kept["content"]).split("\n") if line.strip()]
    article = Article(
        url="", title=put_together(kept["title"]).strip(), body="\n\n".join(lines[first:last])
    )
    statements = statements_in(article)
    reading = Reading(article, statements)
    for place, one in enumerate(statements):
        label = label_of(one.content_spans, mark["statements"])
        if label is None:
            continue
        on = TOPICS_OF[label.lower()]
        for topic in TOPICS:
            is_open = label.islower() and topic in on
            row, words = reading.row(place, topic), reading.words(place, topic)
            yield Example(mark["story"], topic, row, words, None if is_open else topic in on)


def label_of(spans: Sequence[Span], marked: Sequence[Any]) -> str | None:
    """The label of the marked stretch that has most in common with these spans, if two thirds."""
    own = _places(spans)
    shares = [
        (len(own & places) / len(own | places), label)
        for places, label in ((_places(stretch), label) for stretch, label, *_ in marked)
    ]
    share, label = max(shares, default=(0.0, None))
    return label if share >= SAME_STRETCH else None


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
