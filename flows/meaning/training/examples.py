"""What the meanings are learned from: claims that were marked, and sentences without any mark.

Run: `python -m flows.meaning.training.examples --collection DIR --work DIR`. In: the folder of the
public collection (see `about/marked_for_training`), what was marked in it on our topics
(`about/marks.jsonl`) and on any other (`claims.jsonl`: spans, sentence and claim of statements in
the first paragraphs of an article; no text). Out: `work/groups.json` and `work/claims.json`,
statements on our and on any topic that were held against each other, and `work/texts.json`. The
same folder always gives the same.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flows.about.marked_for_training import (
    MarkedArticle,
    beginning,
    marked_articles,
    put_together,
    stretch_of,
)
from flows.meaning.training import Claimed
from flows.records import Statement
from flows.text import fold_spaces, sentences

TEXTS = 66_000
BY_SIDE = re.compile(r"[ab]\d+")
"""Scopes in which all that a side said within days was held against each other."""


def groups_in(articles: list[MarkedArticle]) -> list[list[Claimed]]:
    """Statements by scope: those of one group were held against each other, two at least."""
    groups: dict[str, list[Claimed]] = {}
    for one in articles:
        for statement in one.statements:
            stretch = stretch_of(statement.content_spans, one.marks)
            for claim in stretch[2:] if stretch else ():
                scope = claim.partition(":")[0]
                if BY_SIDE.fullmatch(scope):
                    made = Claimed(*texts_of(one.article.body, statement), claim)
                    groups.setdefault(scope, []).append(made)
    return [group for _, group in sorted(groups.items()) if len(group) > 1]


def groups_on_any_topic(collection: Path) -> list[list[Claimed]]:
    """As `groups_in`, on whatever was said: by one side, within days, in like words."""
    groups: dict[str, list[Claimed]] = {}
    for mark in marks_on_any_topic():
        text = (collection / f"{mark['article']}.json").read_text("utf-8")
        body = beginning(mark["article"], json.loads(text), mark["paragraphs"]).body
        for spans, sentence, claim in mark["statements"]:
            words = fold_spaces(" … ".join(body[start:end] for start, end in spans))
            made = Claimed(words, fold_spaces(body[slice(*sentence)]), claim)
            groups.setdefault(claim.partition(":")[0], []).append(made)
    return [group for _, group in sorted(groups.items())]


def marks_on_any_topic() -> list[dict[str, Any]]:
    """The articles in which statements on any topic were judged, with places and claims."""
    kept = (Path(__file__).parent / "claims.jsonl").read_text("utf-8")
    return [json.loads(line) for line in kept.splitlines()]


def texts_in(
    collection: Path, articles: list[MarkedArticle], claims: list[list[Claimed]]
) -> list[str]:
    """What is said in the marked articles, with its sentence, and other sentences of them."""
    said = {text for group in claims for one in group for text in (one.words, one.sentence)}
    numbers = {mark["article"] for mark in marks_on_any_topic()}
    for one in articles:
        numbers.add(one.article.url.rpartition("/")[2])
        for statement in one.statements:
            said.update(texts_of(one.article.body, statement))
    others = {text for number in numbers for text in _sentences(collection, number)}
    rest = sorted(others - said)
    random.Random(11).shuffle(rest)  # noqa: S311
    return [*sorted(said), *rest][:TEXTS]


def texts_of(body: str, statement: Statement) -> tuple[str, str]:
    """The words of a statement and its sentence, as a night compares them."""
    words = " … ".join(body[start:end] for start, end in statement.content_spans)
    return fold_spaces(words), fold_spaces(body[slice(*statement.sentence_span)])


def _sentences(collection: Path, number: str) -> Iterator[str]:
    kept = json.loads((collection / f"{number}.json").read_text("utf-8"))
    text = put_together(kept["content"])
    for start, end in sentences(text):
        if 40 <= end - start <= 400:
            yield text[start:end]


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--collection", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("data/meaning"))
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    articles = list(marked_articles(options.collection))
    groups, claims = groups_in(articles), groups_on_any_topic(options.collection)
    texts = texts_in(options.collection, articles, claims)
    (options.work / "groups.json").write_text(json.dumps(groups), "utf-8")
    (options.work / "claims.json").write_text(json.dumps(claims), "utf-8")
    (options.work / "texts.json").write_text(json.dumps(texts), "utf-8")
    for what, some in (("on our topics", groups), ("on any topic", claims)):
        print(f"{what}: {sum(map(len, some))} statements in {len(some)} groups")
    print(f"{len(texts)} texts")


if __name__ == "__main__":
    main()
