"""Cards on people: what some pages print inside a sentence, behind a person's name.

In: one tidy line. Out: the line without them. A card repeats the name in full and runs into
headlines up to a word for more: "Mr. Doe Jane (Jo) DoeTalks to resume Envoy leaves MORE said ...".
Readers of the page see it only when they point at the name; its text stands in the sentence.
"""

from __future__ import annotations

import re

END = re.compile(r"\s?\bMORE\b")
LONGEST, FARTHEST = 900, 80
"""Characters of a card, and of the name in full up to where its headlines begin."""
FUSED = re.compile(r"(?<=[a-z.)])(?=[A-Z0-9'\"\u2018\u201c])")
MOST_NAMES = 6


def without_cards(line: str) -> str:
    """The line without the cards in it; in time that grows with its length."""
    kept, begin, seen = [], 0, 0
    for end in END.finditer(line):
        start = _start(line, max(seen, end.start() - LONGEST), end.start())
        seen = end.end()
        if start is not None:
            kept.append(line[begin:start])
            begin = seen
    return "".join([*kept, line[begin:]]) if kept else line


def _start(line: str, first: int, last: int) -> int | None:
    """Where the card begins that ends at `last`: behind the surname that it repeats."""
    for fused in FUSED.finditer(line, first, last):
        place = fused.start()
        surname = re.split(r"[\s()]", line[max(first, place - FARTHEST) : place])[-1]
        if len(surname) < 3 or not surname[0].isupper():
            continue
        full = place - len(surname)
        before = line.rfind(surname, max(first, full - FARTHEST), full)
        while before > 0 and line[before - 1].isalnum():
            before = line.rfind(surname, max(first, full - FARTHEST), before)
        if before < 0:
            continue
        names = re.findall(r"[^\s()]+", line[before + len(surname) : full])
        if len(names) <= MOST_NAMES and all(name[0].isupper() for name in names):
            return before + len(surname)
    return None
