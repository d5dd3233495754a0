"""What can be seen of a statement that tells whether it is about a topic.

In: an article, its statements. Out: named numbers, and weighted words. Pure; general English only,
no name of a person, no term that analysts edit.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from flows.about import lexicon as lx
from flows.records import Article, Statement
from flows.text import sentences

TOPICS = ("talks", "sanctions")
WORD = re.compile(r"[a-z]{3,}")
NUMBERED = 40
"""Statements of one article beyond this many count as this many."""


class Reading:
    """One article, read once for all its statements and topics."""

    def __init__(self, article: Article, statements: Sequence[Statement]) -> None:
        self.title, self.body, self.statements = article.title, article.body, statements
        self.lines = sentences(article.body)
        self.texts = [article.body[start:end] for start, end in self.lines]
        self.words_in_body = max(1, len(article.body.split()))
        self.hits = {
            topic: [len(lx.BROAD[topic].findall(text)) for text in self.texts] for topic in TOPICS
        }
        self.strong = {
            topic: [bool(lx.STRONG[topic].search(text)) for text in self.texts] for topic in TOPICS
        }
        self.general = self._general()
        self.contents = [self._content(one) for one in statements]
        self.own = [
            {topic: bool(lx.BROAD[topic].search(text)) for topic in TOPICS}
            for text in self.contents
        ]

    def _content(self, one: Statement) -> str:
        spans = one.content_spans or ((one.start_char, one.end_char),)
        return " ".join(self.body[start:end] for start, end in spans)

    def _general(self) -> dict[str, float]:
        per_hundred = 100 / self.words_in_body
        return {
            "diplomacy in article": min(5.0, len(lx.DIPLOMACY.findall(self.body)) * per_hundred),
            "elsewhere in article": min(5.0, len(lx.ELSEWHERE.findall(self.body)) * per_hundred),
            "elsewhere in title": float(bool(lx.ELSEWHERE.search(self.title))),
            "diplomacy in title": float(bool(lx.DIPLOMACY.search(self.title))),
            "states in article": min(8.0, len(lx.STATE.findall(self.body)) * per_hundred),
            "states in title": float(bool(lx.STATE.search(self.title))),
            "abroad in article": min(8.0, len(lx.ABROAD.findall(self.body)) * per_hundred),
            "abroad in title": min(3, len(lx.ABROAD.findall(self.title))) / 3,
            "at home in article": min(8.0, len(lx.AT_HOME.findall(self.body)) * per_hundred),
            "at home in title": min(3, len(lx.AT_HOME.findall(self.title))) / 3,
        }

    def row(self, number: int, topic: str) -> dict[str, float]:
        """Named numbers of one statement and topic, most of them 0 to 1."""
        one, content = self.statements[number], self.contents[number]
        return {
            **self.general,
            **self._topic_in_article(topic),
            **self._topic_here(number, topic),
            **_of_content(content, topic),
            **self._of_speech(one),
        }

    def _topic_in_article(self, topic: str) -> dict[str, float]:
        hits, strong = self.hits[topic], self.strong[topic]
        other = self.hits[TOPICS[1 - TOPICS.index(topic)]]
        lines = max(1, len(hits))
        return {
            "sentences on topic": sum(map(bool, hits)) / lines,
            "sentences strongly on topic": sum(strong) / lines,
            "sentences on other topic": sum(map(bool, other)) / lines,
            "topic in title": float(bool(lx.BROAD[topic].search(self.title))),
            "strong in title": float(bool(lx.STRONG[topic].search(self.title))),
            "topic in lead": float(any(hits[:3])),
            "is talks": float(topic == "talks"),
        }

    def _topic_here(self, number: int, topic: str) -> dict[str, float]:
        one = self.statements[number]
        place = self._line_of(one.start_char)
        hits, strong = self.hits[topic], self.strong[topic]
        other = TOPICS[1 - TOPICS.index(topic)]
        content = self.contents[number]
        inside = len(lx.BROAD[topic].findall(content))
        near = [abs(place - line) for line, hit in enumerate(hits) if hit]
        start, end = one.paragraph_span
        paragraph = self.body[start:end]
        same = [
            k for k, x in enumerate(self.statements) if x.speaker == one.speaker and k != number
        ]
        return {
            "in content": float(inside > 0),
            "times in content": min(3, inside) / 3,
            "strong in content": float(bool(lx.STRONG[topic].search(content))),
            "around in content": min(3, len(lx.AROUND[topic].findall(content))) / 3,
            "in sentence": float(hits[place] > 0) if hits else 0.0,
            "strong in sentence": float(strong[place]) if hits else 0.0,
            "in sentence before": float(place > 0 and hits[place - 1] > 0),
            "strong in sentence before": float(place > 0 and strong[place - 1]),
            "in sentence after": float(place + 1 < len(hits) and hits[place + 1] > 0),
            "in paragraph": float(bool(lx.BROAD[topic].search(paragraph))),
            "around in paragraph": min(5, len(lx.AROUND[topic].findall(paragraph))) / 5,
            "nearest": min(8, min(near, default=8)) / 8,
            "abroad in paragraph": min(5, len(lx.ABROAD.findall(paragraph))) / 5,
            "at home in paragraph": min(5, len(lx.AT_HOME.findall(paragraph))) / 5,
            "other in content": float(bool(lx.BROAD[other].search(content))),
            "other in sentence": float(self.hits[other][place] > 0) if hits else 0.0,
            "strong around, topic near": float(
                bool(lx.AROUND[topic].search(content)) and min(near, default=9) <= 1
            ),
            "speaker on topic": sum(self.own[k][topic] for k in same) / max(1, len(same)),
            "statement before on topic": float(number > 0 and self.own[number - 1][topic]),
            "statement after on topic": float(
                number + 1 < len(self.own) and self.own[number + 1][topic]
            ),
        }

    def _line_of(self, position: int) -> int:
        for number, (start, end) in enumerate(self.lines):
            if position < end:
                return number if position >= start else max(0, number - 1)
        return max(0, len(self.lines) - 1)

    def _of_speech(self, one: Statement) -> dict[str, float]:
        who = f"{one.speaker} {one.speaker_as_written}"
        start, end = one.sentence_span
        sentence = self.body[start:end]
        return {
            "official": float(bool(lx.OFFICIAL.search(who))),
            "official in sentence": float(bool(lx.OFFICIAL.search(sentence))),
            "expert": float(bool(lx.EXPERT.search(who))),
            "expert in sentence": float(bool(lx.EXPERT.search(sentence))),
            "media": float(bool(lx.MEDIA.search(who))),
            "unresolved": float(one.speaker in ("", "unresolved")),
            "state speaks": float(bool(lx.STATE.fullmatch(one.speaker.removeprefix("the ")))),
            "speech": float(one.act_kind == "speech"),
            "threatening cue": float(bool(lx.THREAT.search(one.cue))),
            "cue of view": float(bool(lx.VIEW.search(one.cue))),
            "cue words": min(6, len(one.cue.split())) / 6,
            "no cue": float(not one.cue),
            "direct": float(one.kind == "direct"),
            "mixed": float(one.kind == "mixed"),
            "on record": float(one.attribution == "on-record"),
            "confidence": one.confidence,
            "where": one.start_char / max(1, len(self.body)),
            "statements": min(NUMBERED, len(self.statements)) / NUMBERED,
            "abroad in sentence": min(3, len(lx.ABROAD.findall(sentence))) / 3,
            "at home in sentence": min(3, len(lx.AT_HOME.findall(sentence))) / 3,
            "abroad speaks": float(bool(lx.ABROAD.search(who))),
            "elsewhere in sentence": min(3, len(lx.ELSEWHERE.findall(sentence))) / 3,
            "length of article": math.log(self.words_in_body) / 10,
        }

    def words(self, number: int, topic: str) -> dict[str, float]:
        """Weighted words of the content, the sentence and the cue, each marked by its place."""
        one = self.statements[number]
        start, end = one.sentence_span
        found: dict[str, float] = {}
        for place, text in (
            ("", self.contents[number]),
            ("sentence ", self.body[start:end]),
            ("cue ", one.cue),
            ("title ", self.title),
        ):
            words = set(WORD.findall(text.lower()))
            for word in words:
                found[f"{topic} {place}{word}"] = 1 / math.sqrt(max(1, len(words)))
        return found


def _of_content(content: str, topic: str) -> dict[str, float]:
    words = len(content.split())
    unnamed_measure = bool(lx.UNNAMED_MEASURE.search(content))
    return {
        "diplomacy in content": min(3, len(lx.DIPLOMACY.findall(content))) / 3,
        "elsewhere in content": min(3, len(lx.ELSEWHERE.findall(content))) / 3,
        "states in content": min(3, len(lx.STATE.findall(content))) / 3,
        "abroad in content": min(3, len(lx.ABROAD.findall(content))) / 3,
        "at home in content": min(3, len(lx.AT_HOME.findall(content))) / 3,
        "force in content": float(bool(lx.FORCE.search(content))),
        "tariff in content": float(bool(lx.TARIFF.search(content)) and topic == "sanctions"),
        "unnamed measure in content": float(unnamed_measure and topic == "sanctions"),
        "unnamed measure, other topic": float(unnamed_measure and topic != "sanctions"),
        "modal in content": float(bool(lx.MODAL.search(content))),
        "negated content": float(bool(lx.NEGATED.search(content))),
        "pointing": float(bool(lx.POINTING.search(content))),
        "question": float("?" in content),
        "short": float(words < 6),
        "very short": float(words < 3),
        "length": min(60, words) / 60,
        "first person": float(bool(lx.FIRST_PERSON.search(content))),
    }
