"""Transcripts and speeches: the label or the title says who speaks.

In come an article's title and text, out comes an attribution for each sentence of a transcript or
a speech. A text is a transcript when several paragraphs begin with a label, a speech when its title
says so and it is written in the first person. What follows a question's label is nobody's
statement. In any other text nothing is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.extract.decoding import Attribution
from flows.text import Span, paragraphs, quotations, sentences

LABEL = re.compile(
    r"(?P<who>(?:MS|MR|MRS|DR)\.? [A-Z][A-Z'\u2019 -]+"
    r"|[A-Z][A-Z'\u2019.-]+(?: [A-Z][A-Z'\u2019.-]*){1,4}"
    r"|[A-Z]{4,}|Q(?:UESTION)?)(?: \([^)\n]{1,60}\))?(?P<said>:)\s+"
)
QUESTION = re.compile(r"^(?:Q|QUESTION|REPORTER|MODERATOR|INTERVIEWER|PRESS)\b")
SPEECH = re.compile(
    r"(?i:(?:(?:full|prepared|opening|closing|transcript|text|of|the|press|background|joint|written)\s+)*"
    r"(?:remarks|statement|speech|address|letter|testimony|message|keynote(?: speech)?|toast)\s+"
    r"(?:as delivered\s+|as prepared\s+)?(?:by|of|from)\s+)"
    r"(?P<who>(?:the\s+)?[^\W\d_a-z].*?)(?=\s+(?:\w+ing|on|at|to|in|before|after|during|and|with)\b|[,:|\n]|$)",
)
FIRST_PERSON = re.compile(r"\b(?:I|we|our|my)\b|\bI['\u2019]", re.I)
LABELS_NEEDED = 3
WORDS_PER_FIRST_PERSON = 60
SHORTEST = 4
MOST_QUOTED = 0.2


def spoken_by(title: str, text: str) -> str:
    """Who gives the speech that the text is, "" when it is none."""
    match = SPEECH.match(title)
    quoted = sum(end - start for start, end in quotations(text))
    if match is None or quoted > MOST_QUOTED * len(text):
        return ""
    is_first_person = len(FIRST_PERSON.findall(text)) * WORDS_PER_FIRST_PERSON > len(text.split())
    return match.group("who").strip() if is_first_person else ""


def labelled(text: str, speech: bool) -> list[Attribution]:
    """One attribution for each sentence of a transcript or speech; of any other text, none."""
    blocks = paragraphs(text)
    labels = [LABEL.match(text, start, end) for start, end in blocks]
    count = sum(label is not None for label in labels)
    if not speech and not (count >= LABELS_NEEDED or (count and labels[0])):
        return []
    return list(_spoken(text, blocks, labels, speech))


def _spoken(
    text: str, blocks: list[Span], labels: list[re.Match[str] | None], speech: bool
) -> Iterator[Attribution]:
    current: re.Match[str] | None = None
    for (start, end), label in zip(blocks, labels, strict=True):
        current = label or current
        if (current is None and not speech) or (current and QUESTION.match(current.group("who"))):
            continue
        source = (current.span("who"),) if current else ()
        cue = (current.span("said"),) if current else ()
        for span in sentences(text, label.end() if label else start, end):
            if len(text[slice(*span)].split()) >= SHORTEST:
                yield Attribution(source, cue, (span,), 0.9)
