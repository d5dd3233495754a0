"""Plain text into paragraphs.

In: text with whatever line breaks, spaces and control characters its writer left. Out: one line
without control characters (`tidy`), or paragraphs (`paragraphs_of`). Words are never changed.
"""

from __future__ import annotations

import re

# they print as nothing; joiners (U+200C, U+200D) stay: Persian, Hindi and emoji need them
INVISIBLE = re.compile(
    "[\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffc]"
)
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
SENTENCE_END = re.compile(r"[.!?:;…。！？»”\"'’)\]]\s*$")
WRAP_SHORTEST, WRAP_LONGEST = 45, 110


def tidy(text: str) -> str:
    """One line: single spaces, nothing invisible, nothing unprintable."""
    line = " ".join(text.split())
    if line.isprintable():
        return line
    return " ".join(CONTROL.sub("", INVISIBLE.sub("", LINE_BREAK.sub(" ", text))).split())


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a text, each one tidy line, in order.

    Blank lines part paragraphs, and so do single line breaks, unless the lines of a block are
    wrapped at one width: those are joined.
    """
    found: list[str] = []
    for block in re.split(r"\n[ \t\u00a0]*(?:\n[ \t\u00a0]*)+", LINE_BREAK.sub("\n", text)):
        lines = [line for line in map(tidy, block.split("\n")) if line]
        found += [" ".join(lines)] if _is_wrapped(lines) else lines
    return found


def _is_wrapped(lines: list[str]) -> bool:
    if len(lines) < 2:
        return False
    widths = [len(line) for line in lines[:-1]]
    is_even = min(widths) >= WRAP_SHORTEST and max(widths) <= WRAP_LONGEST
    open_ends = sum(not SENTENCE_END.search(line) for line in lines[:-1])
    return is_even and open_ends * 2 > len(widths) and len(lines[-1]) <= max(widths) + 8
