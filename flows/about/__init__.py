"""How much is a statement about a topic: learned, from its words and from those around it.

In: an article and its statements. Out: for each statement a score from 0 to 1 for each topic that
was learned. Pure, with trained parameters in `parameters.json`; terms that analysts edit play no
part here: SQL weighs them together with this score.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from flows.about.features import TOPICS, Reading
from flows.records import Article, Statement

__all__ = ["parameters", "score_with", "scores", "scores_with", "version"]


Parameters = dict[str, Any]


@cache
def parameters() -> Parameters:
    """What training wrote."""
    return dict(json.loads((Path(__file__).parent / "parameters.json").read_text("utf-8")))


def version() -> str:
    """Which scorer this is; stored with every score."""
    return str(parameters()["version"])


def scores(article: Article, statements: Sequence[Statement]) -> list[dict[str, float]]:
    """A score from 0 to 1 per statement and learned topic, in the order of the statements."""
    return scores_with(parameters(), article, statements)


def scores_with(
    trained: Parameters, article: Article, statements: Sequence[Statement]
) -> list[dict[str, float]]:
    """As `scores`, with other parameters than the kept ones."""
    reading = Reading(article, statements)
    return [
        {
            topic: score_with(trained, reading.row(number, topic), reading.words(number, topic))
            for topic in TOPICS
        }
        for number in range(len(statements))
    ]


def score_with(trained: Parameters, row: dict[str, float], words: dict[str, float]) -> float:
    """The score of one row of numbers and words."""
    weights: dict[str, float] = trained["weights"]
    z = weights["one"] + sum(weights.get(name, 0.0) * value for name, value in row.items())
    z += sum(weights.get(name, 0.0) * value for name, value in words.items())
    z += sum(_leaf(tree, row) for tree in trained["trees"])
    return round(1 / (1 + math.exp(-z)), 4)


def _leaf(tree: Any, row: dict[str, float]) -> float:
    while isinstance(tree, list):
        name, cut, low, high = tree
        tree = low if row[name] <= cut else high
    return float(tree)
