"""A statement, ready to be compared with another.

In: its words, who said them, where and when. Out: its words' stems, numbers, names, quotations and
meanings, each reckoned once. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from flows.meaning import Vectors, meaning_of_text
from flows.text import fold_marks

_STOP = (
    "a about after again all also am an and any are as at be because been before being both but by"
    " can could did do does doing down during each few for from further had has have having he her"
    " here hers him his how i if in into is it its itself just may me might more most must my no"
    " nor not now of off on once only or other our out over own s same shall she should so some"
    " such t than that the their them then there these they this those through to too under until"
    " up us very was we were what when where which while who whom why will with would you your"
    " said say says saying told tell according added"
)
STOP_WORDS = frozenset(_STOP.split())
WORD = re.compile(r"[a-z]+|\d+(?:[.,]\d+)*")
NUMBER = re.compile(r"\b\d+(?:[.,]\d+)*\b")
NAME = re.compile(r"\b[A-Z][A-Za-z]{2,}\b")
NEGATION = re.compile(
    r"\b(?:no|not|never|none|without|cannot|neither|nor|refus\w+|reject\w*|den(?:y|ies|ied)|"
    r"rul(?:e|es|ed) out|oppos\w+)\b|n't\b",
    re.I,
)
CONDITION = re.compile(r"\b(?:if|unless|in the event of|in case of|provided that|until)\b", re.I)
FUTURE = re.compile(r"\b(?:will|would|shall|going to|plans?)\b|'ll\b", re.I)
QUOTATION = re.compile(r'"([^"]{8,})"')
SUFFIX = re.compile(r"(?:ations?|ments?|ings?|edly|ed|es|ly|s|e)$")


def stem(word: str) -> str:
    """The word without a common English ending; at least four letters stay."""
    short = SUFFIX.sub("", word)
    return short if len(short) >= 4 else word


@dataclass(frozen=True)
class Said:
    """A statement as far as sameness is concerned; `day` is when it was published, if known.

    `cites` is another side whose word it passes on. `directions` is what its words and its
    sentence mean, where that is known already; else it is reckoned when it is asked for.
    """

    words: str
    actor_id: str = ""
    speaks_for: str = ""
    side: str = ""
    cites: str = ""
    day: date | None = None
    kind: str = "indirect"
    severity: int = 0
    sentence: str = ""
    article: str = ""
    topics: int = 1
    idf: Mapping[str, float] = field(default_factory=dict, repr=False)
    directions: tuple[Vectors, Vectors] | None = field(default=None, repr=False, compare=False)

    @cached_property
    def heard(self) -> frozenset[str]:
        """Whose word it is: the side of the speaker, and the one that he speaks of."""
        return frozenset({self.side, self.cites} - {""})

    @cached_property
    def plain(self) -> str:
        return fold_marks(self.words)

    @cached_property
    def stems(self) -> tuple[str, ...]:
        found = WORD.findall(self.plain.lower().replace("'s ", " "))
        return tuple(stem(word) for word in found if word not in STOP_WORDS)

    @cached_property
    def weights(self) -> dict[str, float]:
        return {word: self.idf.get(word, 9.0) for word in set(self.stems)}

    @cached_property
    def around(self) -> dict[str, float]:
        found = WORD.findall(fold_marks(self.sentence).lower())
        stems = {stem(word) for word in found if word not in STOP_WORDS}
        return {word: self.idf.get(word, 9.0) for word in stems}

    @cached_property
    def direction_of_words(self) -> Vectors:
        return self.directions[0] if self.directions else meaning_of_text(self.words)

    @cached_property
    def direction_of_sentence(self) -> Vectors:
        if self.directions:
            return self.directions[1]
        if self.sentence in ("", self.words):
            return self.direction_of_words
        return meaning_of_text(self.sentence)

    @cached_property
    def bigrams(self) -> frozenset[tuple[str, str]]:
        return frozenset(zip(self.stems, self.stems[1:], strict=False))

    @cached_property
    def letters(self) -> frozenset[str]:
        text = " " + " ".join(self.stems) + " "
        return frozenset(text[i : i + 4] for i in range(len(text) - 3))

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(NUMBER.findall(self.plain))

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(name.lower() for name in NAME.findall(self.plain[1:]))

    @cached_property
    def is_negated(self) -> bool:
        return len(NEGATION.findall(self.plain)) % 2 == 1

    @cached_property
    def is_conditional(self) -> bool:
        return bool(CONDITION.search(self.plain))

    @cached_property
    def is_future(self) -> bool:
        return bool(FUTURE.search(self.plain))

    @cached_property
    def quotations(self) -> frozenset[str]:
        quoted = [self.plain] if self.kind == "direct" else QUOTATION.findall(self.plain)
        return frozenset(" ".join(WORD.findall(text.lower())) for text in quoted)


def are_of_one_side(left: Said, right: Said) -> bool:
    """Whether both are one side's word, its own or cited; two that nobody is known for are, too."""
    return left.side == right.side or bool(left.heard & right.heard)
