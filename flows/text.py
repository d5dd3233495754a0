"""Spaces, quotation marks, paragraphs and sentences of plain text.

In comes text, out come positions in that very text (`text[start:end]`, code points) or a tidied
copy. Nothing here knows of articles or statements, and nothing changes the text that positions
refer to.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence

Span = tuple[int, int]


def word_set(text: str) -> frozenset[str]:
    """The words of a text, parted by white space, as a set."""
    return frozenset(text.split())


CLOSERS = {
    '"': '"\u201d',
    "\u201c": '\u201d"',
    "\u201d": '\u201d"',
    "\u201e": "\u201c\u201d",
    "\u201f": "\u201d",
    "\u00ab": "\u00bb",
    "\u00bb": "\u00ab",
    "\u300c": "\u300d",
    "\u300e": "\u300f",
    "\u2018": "\u2019",
    "``": "''",
}
MARKS = re.compile(
    "``|''|[\"\u201c\u201d\u201e\u201f\u00ab\u00bb\u300c\u300d\u300e\u300f\u2018\u2019]"
)
QUOTE_MARKS = "\"'`\u201c\u201d\u201e\u201f\u00ab\u00bb\u300c\u300d\u300e\u300f\u2018\u2019"
ABBREVIATIONS = word_set(
    """
    adm approx apr art aug capt co col corp dec dept dr est etc feb ft gen gov hon inc jan jr
    jul jun lt ltd mar mr mrs ms mt no nos nov oct prof rep reps rev sen sens sep sept sgt sr
    st vs
    """
)
SENTENCE_END = re.compile(r"[.!?\u2026]+[\"'\u201d\u2019\u00bb)\]]*(?=\s)|[\u3002\uff01\uff1f]")
SENTENCE_START = re.compile(r"\s*[\"'\u201c\u2018\u201e\u00ab(\[\u2014\u2013-]*\s*[^\W_a-z]")


def fold_spaces(text: str) -> str:
    """The text with every run of white space made one space, none at either end."""
    return " ".join(text.split())


def fold_marks(text: str) -> str:
    """A copy to compare with: NFKC, straight quotation marks, plain hyphens, single spaces."""
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub("[\u201c\u201d\u201e\u201f\u00ab\u00bb]|``|''", '"', plain)
    plain = re.sub("[\u2018\u2019\u201a\u2032]", "'", plain)
    return fold_spaces(re.sub("[\u2010-\u2015\u2212]", "-", plain))


def paragraphs(text: str) -> list[Span]:
    """Stretches between line breaks that hold more than white space."""
    return [m.span() for m in re.finditer(r"[^\r\n\u2028\u2029]+", text) if m.group().strip()]


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Sentences of `text[start:end]`, without the white space around them, in order.

    A sentence never crosses a line break. Initials, titles and short forms ("U.S.", "Sen.") do not
    end one.
    """
    stop = len(text) if end is None else end
    found: list[Span] = []
    for begin, finish in paragraphs(text[start:stop]):
        left = start + begin
        for match in SENTENCE_END.finditer(text, left, start + finish):
            if _is_sentence_end(text, match.start(), match.end(), start + finish):
                found.append((left, match.end()))
                left = match.end()
        found.append((left, start + finish))
    return [span for span in (_trim(text, *span) for span in found) if span[0] < span[1]]


def is_heading(text: str, line: Span) -> bool:
    """Whether a sentence stands alone in its line and ends like a headline."""
    start, end = line
    alone = (start == 0 or text[start - 1] == "\n") and text[end : end + 1] in ("", "\n")
    return alone and text[end - 1] not in '.!?:"\u201d\u2026' and end - start < 120


def quotations(text: str) -> list[Span]:
    """Stretches inside quotation marks, marks included, in order and without overlap.

    Straight marks alternate. Inside a paragraph an opening mark without a closing one runs to the
    paragraph's end: that is how a quotation over several paragraphs is printed. Single marks count
    only where they cannot be apostrophes.
    """
    found: list[Span] = []
    for start, end in paragraphs(text):
        opened, closers = -1, ""
        for match in MARKS.finditer(text, start, end):
            mark = match.group()
            if opened < 0:
                if _can_open(text, match.start(), match.end(), start, mark):
                    opened, closers = match.start(), CLOSERS[mark]
            elif mark in closers and _can_close(text, match.start(), match.end(), mark):
                found.append((opened, match.end()))
                opened = -1
        if opened >= 0 and text[opened] != "\u2018":
            found.append((opened, end))
    return found


def merged(spans: Sequence[Span]) -> list[Span]:
    """The same stretches in order, overlapping ones made one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def span_at(spans: Sequence[Span], position: int) -> int:
    """Index of the span in which `position` lies, else of the last one before it (0 at least)."""
    return max(0, bisect_right(spans, (position, 1 << 60)) - 1)


def _can_open(text: str, start: int, end: int, floor: int, mark: str) -> bool:
    if mark not in CLOSERS:
        return False
    before = text[start - 1] if start > floor else " "
    after = text[end] if end < len(text) else " "
    if mark in "\u2018\u00bb\u201d":
        return not before.isalnum() and not after.isspace() and before not in ".,!?"
    return True


def _can_close(text: str, start: int, end: int, mark: str) -> bool:
    after = text[end] if end < len(text) else " "
    before = text[start - 1] if start else " "
    if mark == "\u2019":
        return not after.isalnum() and (not before.isalnum() or not after.isspace())
    return True


def _is_sentence_end(text: str, mark: int, after: int, stop: int) -> bool:
    if text[mark] in "\u3002\uff01\uff1f":
        return True
    if not SENTENCE_START.match(text, after, stop):
        return after >= stop
    if text[mark] != "." or text[mark + 1 : mark + 2] == ".":
        return True
    word = re.search(r"[\w.]*$", text[max(0, mark - 12) : mark])
    last = word.group() if word else ""
    is_initial = len(last) == 1 and last.isupper() and last != "I"
    is_dotted = re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", last) is not None
    return not (is_initial or last.lower() in ABBREVIATIONS or (is_dotted and after == mark + 1))


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
