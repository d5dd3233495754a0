"""Train the topic scores: `python -m flows.about.training --data ../shared --collection DIR`.

In: the annotated articles of ../shared/statements, and what was marked in a public collection
(see `marked_for_training`), read by today's reader. Out: `parameters.json`. Figures are taken by
cross-validation over the stories of the annotated articles, since stories share statements. Never
run by a night.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from flows.about.features import TOPICS, Reading
from flows.clean.cards import without_cards
from flows.extract import statements_in
from flows.learning import Numbers, fit_logistic, fit_trees, folds_of
from flows.records import Article, Statement

VERSION = "3"
RIDGE = 0.004
LEAST = 4
"""Examples that a word must stand in."""
GROVES = 3
SHRINK = 0.5
"""Named numbers are scaled to this deviation, so that words are held back less than they are."""


@dataclass(frozen=True)
class Example:
    """One statement and topic: `label` None where the annotators leave it open."""

    story: str
    topic: str
    row: dict[str, float]
    words: dict[str, float]
    label: bool | None


def articles_in(shared: Path) -> dict[str, tuple[str, Article]]:
    """The annotated articles by their number, each with its story."""
    folder = shared / "statements"
    found = {}
    for line in (folder / "articles.jsonl").read_text("utf-8").splitlines():
        about = json.loads(line)
        text = (folder / "articles" / f"{about['id']}.txt").read_text("utf-8")
        title, _, body = text.partition("\n\n")
        body = "\n".join(map(without_cards, body.strip().split("\n")))
        story = about["story"] if about["story"] != "-" else f"-{about['id']}"
        found[about["id"]] = (
            story,
            Article(url=about["url"], title=title.strip(), body=body),
        )
    return found


def examples_in(
    shared: Path, read: Mapping[str, tuple[str, Article, Sequence[Statement]]]
) -> list[Example]:
    """Every statement that the reader finds, with what the annotators say of it."""
    gold: dict[str, list[dict[str, Any]]] = {}
    for line in (shared / "statements" / "statements.jsonl").read_text("utf-8").splitlines():
        one = json.loads(line)
        gold.setdefault(one["article"], []).append(one)
    found = []
    for number, (story, article, statements) in read.items():
        reading = Reading(article, statements)
        for place in range(len(statements)):
            near = [
                one for one in gold.get(number, []) if is_same_stretch(reading.contents[place], one)
            ]
            core = [one for one in near if one["status"] == "core"]
            for topic in TOPICS:
                is_open = not core and any(topic in one["topics"] for one in near)
                label = None if is_open else any(topic in one["topics"] for one in core)
                found.append(
                    Example(
                        story, topic, reading.row(place, topic), reading.words(place, topic), label
                    )
                )
    return found


def is_same_stretch(content: str, gold: dict[str, Any]) -> bool:
    """Whether half of the words are shared with what the annotators marked."""
    own = Counter(_tokens(content))
    for text in (gold["content"], *gold["more"]):
        marked = Counter(_tokens(text))
        both = sum((own & marked).values())
        if 2 * both >= 0.5 * (own.total() + marked.total()):
            return True
        if own.total() > 3 and both >= 0.5 * own.total():
            return True
    return False


def _tokens(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def fit(examples: Sequence[Example]) -> dict[str, Any]:
    """Parameters for `flows.about`: half a regression over numbers and words, half trees."""
    known = [one for one in examples if _is_on_topic(one) is not None]
    labels = np.array([float(bool(_is_on_topic(one))) for one in known])
    names = list(known[0].row)
    counts = Counter(word for one in known for word in one.words)
    words = sorted(word for word, count in counts.items() if count >= LEAST)
    place = {word: number for number, word in enumerate(words)}
    rows = np.array([[one.row[name] for name in names] for one in known])
    mean, deviation = rows.mean(0), rows.std(0) + 1e-9
    wide = np.zeros((len(known), len(names) + len(words) + 1), np.float32)
    wide[:, : len(names)] = (rows - mean) / deviation * SHRINK
    wide[:, -1] = 1.0
    for number, one in enumerate(known):
        for word, value in one.words.items():
            if word in place:
                wide[number, len(names) + place[word]] = 2 * value
    weights = fit_logistic(wide, labels, RIDGE)
    start, trees = _fit_groves(rows, labels, names)
    scale = weights[: len(names)] / deviation * SHRINK
    linear = dict(zip(names, scale, strict=True))
    linear |= {word: 2 * weights[len(names) + number] for word, number in place.items()}
    constant = float(weights[-1] - (scale * mean).sum())
    return {
        "version": VERSION,
        "weights": {
            name: round(value / 2, 4) for name, value in linear.items() if abs(value) > 0.02
        }
        | {"one": round((constant + start) / 2, 4)},
        "trees": [_times(0.5, tree) for tree in trees],
    }


def _fit_groves(rows: Numbers, labels: Numbers, names: Sequence[str]) -> tuple[float, list[Any]]:
    """Trees fitted a few times to other shares of the examples, adding up to their mean."""
    groves = [fit_trees(rows, labels, names, seed=seed) for seed in range(GROVES)]
    trees = [_times(1 / GROVES, tree) for _, grove in groves for tree in grove]
    return groves[0][0], trees


def _is_on_topic(one: Example) -> bool | None:
    """The label; a threat of measures that names none is one, though annotators leave it open."""
    is_threat = one.label is None and one.row["unnamed measure in content"] > 0
    return True if is_threat else one.label


def _times(factor: float, tree: Any) -> Any:
    if isinstance(tree, list):
        return [*tree[:2], *(_times(factor, part) for part in tree[2:])]
    return round(factor * tree, 5)


def main() -> None:
    """Write parameters.json beside this file, and print figures if asked to."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--collection", type=Path, help="data/jsons of Article-Bias-Prediction")
    parser.add_argument("--figures", action="store_true", help="cross-validate as well (minutes)")
    options = parser.parse_args()
    from flows.about.marked_for_training import marked_examples, marked_or_none

    read = {
        number: (story, article, statements_in(article))
        for number, (story, article) in articles_in(options.data).items()
    }
    examples = examples_in(options.data, read)
    marked = list(marked_examples(marked_or_none(options.collection)))
    for name, some in (("annotated", examples), ("marked", marked)):
        print(f"{name}: {len(some)} examples, {sum(bool(one.label) for one in some)} on topic")
    if options.figures:
        _cross_validate(examples, marked)
    text = json.dumps(fit([*examples, *marked]), ensure_ascii=False, separators=(",", ":"))
    (Path(__file__).parent / "parameters.json").write_text(text + "\n", "utf-8")


def _cross_validate(
    examples: Sequence[Example], marked: Sequence[Example], count: int = 10
) -> None:
    from flows.about import score_with

    fold = folds_of(
        [one.story for one in examples], [bool(one.label) + 0.05 for one in examples], count
    )
    chances, labels = [], []
    for number in range(count):
        parameters = fit([*(one for one in examples if fold[one.story] != number), *marked])
        for one in examples:
            if fold[one.story] == number and one.label is not None:
                chances.append(score_with(parameters, one.row, one.words))
                labels.append(one.label)
    chance, label = np.array(chances), np.array(labels)
    for cut in (0.3, 0.4, 0.5, 0.6):
        right = float((label & (chance >= cut)).sum())
        precision, recall = right / max(1, (chance >= cut).sum()), right / max(1, label.sum())
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"cut {cut}: precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}")


if __name__ == "__main__":
    main()
