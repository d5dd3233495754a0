"""Fit small models with numpy: a logistic regression and boosted trees.

In: rows of numbers and their labels. Out: plain lists and dictionaries that fit into JSON. Used by
training scripts alone; a night only reads what they wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

Numbers = np.ndarray[Any, np.dtype[Any]]
BINS = 32
LEAST_IN_LEAF = 8
DEPTH = 3


def sigmoid(z: Numbers) -> Numbers:
    """1 / (1 + e^-z), without overflow."""
    chance: Numbers = 1 / (1 + np.exp(-np.clip(z, -30, 30)))
    return chance


def fit_logistic(rows: Numbers, labels: Numbers, ridge: float, steps: int = 400) -> Numbers:
    """Weights of a logistic regression, the last column of `rows` being the constant 1.

    Accelerated gradient descent on the mean loss plus `ridge` / 2 times the squared weights; the
    constant is not held back.
    """
    count, width = rows.shape
    labels = labels.astype(rows.dtype)
    held = np.full(width, ridge, rows.dtype)
    held[-1] = 0.0
    probe = np.ones(width, rows.dtype)
    for _ in range(20):
        probe = rows.T @ (rows @ probe)
        probe /= np.linalg.norm(probe)
    steepness = 0.25 * float(np.linalg.norm(rows.T @ (rows @ probe))) / count + ridge
    weights, ahead, momentum = np.zeros(width, rows.dtype), np.zeros(width, rows.dtype), 1.0
    for _ in range(steps):
        slope = rows.T @ (sigmoid(rows @ ahead) - labels) / count + held * ahead
        fresh = ahead - slope / steepness
        following = (1 + (1 + 4 * momentum * momentum) ** 0.5) / 2
        ahead = fresh + (momentum - 1) / following * (fresh - weights)
        weights, momentum = fresh, following
    return weights.astype(np.float64)


def fit_trees(
    rows: Numbers,
    labels: Numbers,
    names: Sequence[str],
    rounds: int = 150,
    rate: float = 0.06,
    share: float = 0.7,
    seed: int = 0,
) -> tuple[float, list[Any]]:
    """A start and trees whose leaves add up to the log odds.

    A tree is a leaf's value or [name, cut, tree where the value is at most cut, tree elsewhere].
    """
    random = np.random.default_rng(seed)
    cuts = [np.unique(np.quantile(column, np.linspace(0, 1, BINS + 1)[1:-1])) for column in rows.T]
    bins = np.stack(
        [np.searchsorted(cut, column, "left") for cut, column in zip(cuts, rows.T, strict=True)], 1
    )
    mean = float(np.clip(labels.mean(), 1e-6, 1 - 1e-6))
    start = float(np.log(mean / (1 - mean)))
    odds = np.full(len(labels), start)
    trees = []
    for _ in range(rounds):
        chance = sigmoid(odds)
        chosen = np.flatnonzero(random.random(len(labels)) < share)
        slope, bend = labels - chance, chance * (1 - chance)
        tree = _grown(bins, cuts, names, slope, bend, chosen, DEPTH, rate)
        odds += np.array(_values(tree, bins, cuts, names))
        trees.append(tree)
    return start, [_plain(tree) for tree in trees]


def _grown(
    bins: Any, cuts: list[Any], names: Sequence[str], slope: Numbers, bend: Numbers,
    chosen: Any, depth: int, rate: float,
) -> Any:  # fmt: skip
    leaf = rate * float(slope[chosen].sum() / (bend[chosen].sum() + 1.0))
    if depth == 0 or len(chosen) < 2 * LEAST_IN_LEAF:
        return leaf
    best: tuple[float, int, int] | None = None
    total_slope, total_bend = slope[chosen].sum(), bend[chosen].sum()
    for feature in range(bins.shape[1]):
        here = bins[chosen, feature]
        size = len(cuts[feature]) + 1
        if size < 2:
            continue
        left = np.cumsum(np.bincount(here, slope[chosen], size))[:-1]
        weight = np.cumsum(np.bincount(here, bend[chosen], size))[:-1]
        count = np.cumsum(np.bincount(here, minlength=size))[:-1]
        gain = left**2 / (weight + 1) + (total_slope - left) ** 2 / (total_bend - weight + 1)
        gain[(count < LEAST_IN_LEAF) | (len(chosen) - count < LEAST_IN_LEAF)] = -1
        place = int(gain.argmax())
        if gain[place] > 0 and (best is None or gain[place] > best[0]):
            best = (float(gain[place]), feature, place)
    if best is None or best[0] <= total_slope**2 / (total_bend + 1) + 1e-9:
        return leaf
    _, feature, place = best
    is_low = bins[chosen, feature] <= place
    low, high = (
        _grown(bins, cuts, names, slope, bend, part, depth - 1, rate)
        for part in (chosen[is_low], chosen[~is_low])
    )
    return (feature, place, names[feature], float(cuts[feature][place]), low, high)


def _values(tree: Any, bins: Any, cuts: list[Any], names: Sequence[str]) -> Numbers:
    if not isinstance(tree, tuple):
        return np.full(len(bins), tree)
    low, high = (_values(part, bins, cuts, names) for part in tree[4:])
    return np.where(bins[:, tree[0]] <= tree[1], low, high)


def _plain(tree: Any) -> Any:
    if not isinstance(tree, tuple):
        return round(tree, 5)
    return [tree[2], round(tree[3], 6), _plain(tree[4]), _plain(tree[5])]


def folds_of(groups: Sequence[str], weights: Sequence[float], count: int) -> dict[str, int]:
    """Share groups out over folds, the heaviest first, always to the lightest fold."""
    total: dict[str, float] = {}
    for group, weight in zip(groups, weights, strict=True):
        total[group] = total.get(group, 0.0) + weight
    load, fold = [0.0] * count, {}
    for group, weight in sorted(total.items(), key=lambda pair: (-pair[1], pair[0])):
        fold[group] = min(range(count), key=lambda one: load[one])
        load[fold[group]] += weight
    return fold
