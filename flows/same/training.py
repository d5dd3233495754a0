"""Train the scorer of sameness: `python -m flows.same.training --data ../shared --collection DIR`.

In: the annotated articles of ../shared/statements, read and judged by today's house, with the
annotators' clusters; the claims marked in a public collection (`about/marks.jsonl`); the pairs of
../shared/same_statement. Out: `parameters.json`. Figures are taken by cross-validation over the
stories of the annotated articles. Never run by a night.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from flows.about.marked_for_training import marked_or_none
from flows.about.training import articles_in
from flows.extract import statements_in
from flows.learning import Numbers, folds_of, sigmoid
from flows.same.features import NAMES, row_of
from flows.same.marked_for_training import Marked, marked_in, marked_in_collection
from flows.same.said import Said, are_of_one_side

VERSION = "5"
THRESHOLD = 0.21
RIDGE = 0.003
LEAST_SHARED = 14.0
"""Rarity of shared words from which pairs of different sides are looked at too."""
MARKED_WEIGHT, NEWS_WEIGHT = 0.1, 0.05
"""What a marked pair of the collection and one of ../shared/same_statement count beside one that
the annotators judged."""
Pairs = Sequence[tuple[str, list[float], bool]]
News = Sequence[tuple[list[float], bool]]


def rarity(data: Path) -> dict[str, float]:
    """How rare each stem is in news, natural logarithm of paragraphs over those that have it."""
    counts: Counter[str] = Counter()
    total = 0
    with gzip.open(data / "attribution" / "train.text.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            for text in filter(str.strip, json.loads(line)["text"].split("\n")):
                total += 1
                counts.update(set(Said(text).stems))
    return {
        word: round(math.log((total + 1) / (n + 0.5)), 2) for word, n in counts.items() if n >= 3
    }


def pairs_of(marked: Sequence[Marked]) -> list[tuple[str, list[float], bool]]:
    """Pairs within a story that a night would compare: story, features, same claim or not."""
    return [
        (a.story, row_of(a.said, b.said), a.cluster == b.cluster)
        for a, b in combinations(marked, 2)
        if a.story == b.story and a.topics & b.topics and _is_candidate(a.said, b.said)
    ]


def _is_candidate(left: Said, right: Said) -> bool:
    shared = left.weights.keys() & right.weights.keys()
    rarity_shared = sum(left.weights[word] for word in shared)
    return are_of_one_side(left, right) or rarity_shared >= LEAST_SHARED


def news_pairs(data: Path, idf: Mapping[str, float]) -> list[tuple[list[float], bool]]:
    """The pairs of ../shared/same_statement, as if one actor had said both."""
    text = (data / "same_statement" / "msr_paraphrase_train.txt").read_text("utf-8-sig")
    found = []
    for line in text.splitlines()[1:]:
        label, _, _, one, other = line.split("\t")
        a, b = (Said(words, "a", "a", "a", sentence=words, idf=idf) for words in (one, other))
        found.append((row_of(a, b), label == "1"))
    return found


def fit(pairs: Pairs, marked: Pairs, news: News) -> dict[str, float]:
    """Coefficients by name; pairs from `news` have a constant of their own, which is dropped."""
    ours = [*pairs, *marked]
    rows = np.array([row for _, row, _ in ours] + [row for row, _ in news])
    labels = np.array([float(same) for *_, same in ours] + [float(same) for _, same in news])
    parts = ((pairs, 1.0), (marked, MARKED_WEIGHT), (news, NEWS_WEIGHT))
    weight = np.concatenate([np.full(len(some), counts) for some, counts in parts])
    is_news = np.arange(len(rows)) >= len(ours)
    mean = np.average(rows, 0, weight)
    deviation = np.sqrt(np.average((rows - mean) ** 2, 0, weight)) + 1e-9
    mean[-1], deviation[-1] = 0.0, 1.0
    wide = np.hstack([is_news[:, None].astype(float), (rows - mean) / deviation])
    weights = _fit_weighted(wide, labels, weight)[1:]
    scaled = weights / deviation
    scaled[-1] = weights[-1] - float((weights[:-1] / deviation[:-1] * mean[:-1]).sum())
    return {name: round(float(value), 4) for name, value in zip(NAMES, scaled, strict=True)}


def _fit_weighted(rows: Numbers, labels: Numbers, weight: Numbers) -> Numbers:
    held = np.full(rows.shape[1], RIDGE * weight.sum())
    held[-1] = 1e-6
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        chance = sigmoid(rows @ weights)
        slope = rows.T @ (weight * (chance - labels)) + held * weights
        bend = (rows * (weight * chance * (1 - chance))[:, None]).T @ rows + np.diag(held)
        weights -= np.linalg.solve(bend, slope)
    return weights


def main() -> None:
    """Print figures by cross-validation and write parameters.json beside this file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--collection", type=Path, help="data/jsons of Article-Bias-Prediction")
    options = parser.parse_args()
    idf = rarity(options.data)
    read = {
        number: (story, article, statements_in(article))
        for number, (story, article) in articles_in(options.data).items()
    }
    pairs = pairs_of(marked_in(options.data, read, idf))
    marked = pairs_of(marked_in_collection(marked_or_none(options.collection), idf))
    news = news_pairs(options.data, idf)
    for name, some in (("annotated", pairs), ("marked", marked)):
        print(f"{name}: {len(some)} pairs, {sum(same for *_, same in some)} the same")
    _cross_validate(pairs, marked, news)
    _on_news(news)
    kept = {
        "version": VERSION,
        "threshold": THRESHOLD,
        "coefficients": fit(pairs, marked, news),
        "idf": idf,
    }
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    (Path(__file__).parent / "parameters.json").write_text(text + "\n", "utf-8")


def _chances(coefficients: Mapping[str, float], rows: Sequence[list[float]]) -> Numbers:
    return sigmoid(np.array(rows) @ np.array([coefficients[name] for name in NAMES]))


def _cross_validate(pairs: Pairs, marked: Pairs, news: News, count: int = 10) -> None:
    fold = folds_of([story for story, *_ in pairs], [same + 0.005 for *_, same in pairs], count)
    chances, labels = [], []
    for number in range(count):
        trained = fit([pair for pair in pairs if fold[pair[0]] != number], marked, news)
        held = [pair for pair in pairs if fold[pair[0]] == number]
        if held:
            chances.append(_chances(trained, [row for _, row, _ in held]))
            labels.append(np.array([same for *_, same in held]))
    _print("our pairs, by story", np.concatenate(chances), np.concatenate(labels))


def _on_news(news: News) -> None:
    kept = len(news) * 3 // 4
    trained = fit([("", row, same) for row, same in news[:kept]], [], [])
    held = [row for row, _ in news[kept:]]
    labels = np.array([same for _, same in news[kept:]])
    _print("news pairs, last quarter", _chances(trained, held), labels)
    overlap = np.array([row[NAMES.index("jaccard")] for row in held])
    _print("news pairs, overlap of words alone", overlap, labels)


def _print(what: str, chance: Numbers, label: Any) -> None:
    best = (0.0, 0.0)
    for cut in np.arange(0.1, 0.9, 0.02):
        right = float((label & (chance >= cut)).sum())
        best = max(best, (2 * right / max(1.0, (chance >= cut).sum() + label.sum()), float(cut)))
    above = np.searchsorted(np.sort(chance[~label]), chance[label]).mean() / (~label).sum()
    print(f"{what}: F1 {best[0]:.3f} at {best[1]:.2f}, area under the curve {above:.3f}")


if __name__ == "__main__":
    main()
