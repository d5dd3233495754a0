"""From the tagger's scores to attributions.

In come a window and its scores, out come attributions with exact spans, and contents for which the
tagger saw no cue. Best path over the tags first, then each content piece finds its cue, each cue
its source. Pure numpy; never looks beyond the window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.extract.windows import NOWHERE, Window
from flows.text import Span, sentences, span_at

Scores = NDArray[np.float32]

SOURCE, CUE, CONTENT = 0, 1, 2
IMPOSSIBLE = -1e4
LEAVE_CONTENT = 2.0
OUTSIDE = 0.55
OTHER_PARAGRAPH = 6.0
OTHER_SENTENCE = 0.5
NO_CUE = 1.0
NO_SOURCE = 1.0
"""Costs in nats, chosen on PolNeAR dev; see model/MODEL.md."""

INNER_MARKS = ".-'\u2019"
"""Marks that can stand inside a word."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who (source) said (cue) what (content): spans in the text, content in order.

    `confidence` is the mean probability of the content's tags. `cue` is empty for a content that
    stands without one.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class _Piece:
    role: int
    start: int
    end: int


def decode(
    text: str, window: Window, tags: Scores, cues: Scores, sources: Scores
) -> list[Attribution]:
    """Attributions of one window; scores are (length, 7) and (length, length) twice."""
    logs = _log_softmax(tags)
    labels = _whole_words(text, window, best_path(window, logs))
    pieces = _pieces(labels)
    parts = {role: [p for p in pieces if p.role == role] for role in (SOURCE, CUE, CONTENT)}
    places = _places(text, window)
    cue_goals = _Goals(parts[CUE], _log_softmax(cues), places, NO_CUE)
    source_goals = _Goals(parts[SOURCE], _log_softmax(sources), places, NO_SOURCE)
    contents: dict[int, list[_Piece]] = {}
    alone: list[_Piece] = []
    for piece in parts[CONTENT]:
        chosen = cue_goals.chosen_by(piece)
        if chosen is None:
            alone.append(piece)
        else:
            contents.setdefault(chosen, []).append(piece)
    found = []
    for number, mine in contents.items():
        cue = parts[CUE][number]
        chosen = source_goals.chosen_by(cue)
        source = [] if chosen is None else [parts[SOURCE][chosen]]
        found.append(_attribution(window, logs, source, [cue], mine))
    return found + [_attribution(window, logs, [], [], [piece]) for piece in alone]


class _Goals:
    """The pieces of one role in a window, and how strongly each word piece points at them."""

    def __init__(
        self,
        goals: Sequence[_Piece],
        logs: Scores,
        places: Sequence[tuple[int, int]],
        patience: float,
    ) -> None:
        self.goals, self.places, self.patience = goals, places, patience
        columns = [logs[:, goal.start : goal.end].max(1) for goal in goals]
        self.pull = np.stack([logs[:, 0], *columns], 1)

    def chosen_by(self, piece: _Piece) -> int | None:
        """Index of the goal at which the piece points, None when it points at [CLS] instead."""
        if not self.goals:
            return None
        nowhere, *scores = self.pull[piece.start : piece.end].mean(0).tolist()
        here = self.places[piece.start]
        for number, goal in enumerate(self.goals):
            scores[number] -= _distance(self.places[goal.start], here)
        best = max(range(len(scores)), key=scores.__getitem__)
        return best if scores[best] > nowhere - self.patience else None


def best_path(window: Window, logs: Scores) -> NDArray[np.int64]:
    """Viterbi over the tags: inside follows begin or inside, leaving a content costs a little."""
    places = [i for i, span in enumerate(window.spans) if span != NOWHERE]
    scores = logs[places].astype(np.float64)
    scores[:, 0] -= OUTSIDE
    current = scores[0].copy()
    current[[2, 4, 6]] = IMPOSSIBLE
    back = np.zeros((len(places), len(current)), np.int64)
    for i in range(1, len(places)):
        ways = current[:, None] + STEPS
        back[i] = ways.argmax(0)
        current = ways.max(0) + scores[i]
    path = [int(current.argmax())]
    for i in range(len(places) - 1, 0, -1):
        path.append(int(back[i, path[-1]]))
    labels = np.zeros(len(window), np.int64)
    labels[places] = path[::-1]
    return labels


def _steps() -> NDArray[np.float64]:
    steps = np.zeros((7, 7))
    for inside in (2, 4, 6):
        steps[[i for i in range(7) if i not in (inside, inside - 1)], inside] = IMPOSSIBLE
    steps[5:, :6] -= LEAVE_CONTENT
    return steps


STEPS = _steps()


def _whole_words(text: str, window: Window, labels: NDArray[np.int64]) -> NDArray[np.int64]:
    for i in range(1, len(window)):
        (_, end), (start, _) = window.spans[i - 1], window.spans[i]
        joined = end == start and start > 0 and _is_inside_word(text, start)
        if joined and labels[i] != labels[i - 1]:
            before = int(labels[i - 1])
            labels[i] = before + before % 2
    return labels


def _is_inside_word(text: str, place: int) -> bool:
    """Whether a word goes on here: "de|escalate", "U|.S", "Russia|-NATO"."""
    before, here, after = text[place - 1], text[place], text[place + 1 : place + 2]
    if before in INNER_MARKS:
        return here.isalnum() and text[place - 2 : place - 1].isalnum()
    return before.isalnum() and (here.isalnum() or (here in INNER_MARKS and after.isalnum()))


def _pieces(labels: NDArray[np.int64]) -> list[_Piece]:
    found: list[_Piece] = []
    for i, label in enumerate(labels.tolist()):
        if not label:
            continue
        role = (label - 1) // 2
        last = found[-1] if found else None
        if label % 2 == 0 and last and last.role == role and last.end == i:
            found[-1] = _Piece(role, last.start, i + 1)
        else:
            found.append(_Piece(role, i, i + 1))
    return found


def _places(text: str, window: Window) -> list[tuple[int, int]]:
    """Paragraph and sentence of each word piece, counted from the window's beginning."""
    real = [span for span in window.spans if span != NOWHERE]
    lines = sentences(text, real[0][0], real[-1][1])
    places, paragraph = [], 0
    for span in window.spans:
        paragraph += span == NOWHERE
        places.append((paragraph, span_at(lines, span[0])))
    return places


def _distance(one: tuple[int, int], other: tuple[int, int]) -> float:
    if one[0] != other[0]:
        return OTHER_PARAGRAPH * abs(one[0] - other[0])
    return OTHER_SENTENCE * abs(one[1] - other[1])


def _attribution(
    window: Window,
    logs: Scores,
    source: Sequence[_Piece],
    cue: Sequence[_Piece],
    content: Sequence[_Piece],
) -> Attribution:
    def spans(pieces: Sequence[_Piece]) -> tuple[Span, ...]:
        return tuple((window.spans[p.start][0], window.spans[p.end - 1][1]) for p in pieces)

    sure = np.concatenate([np.exp(logs[p.start : p.end, 5:]).sum(1) for p in content])
    return Attribution(spans(source), spans(cue), spans(content), round(float(sure.mean()), 3))


def _log_softmax(scores: Scores) -> Scores:
    top = scores.max(-1, keepdims=True)
    rest: Scores = scores - top - np.log(np.exp(scores - top).sum(-1, keepdims=True))
    return rest
