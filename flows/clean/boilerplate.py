"""Lines that are the outlet's furniture and not the article's text, told by whole lines.

In: paragraphs, and a list that analysts extend (seeds/boilerplate_lines.csv, `*` stands for at most
60 characters). Out: the paragraphs that are text. A line is never cut: it stays whole or it goes.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LIST = Path(__file__).parents[2] / "seeds" / "boilerplate_lines.csv"
LONGEST = 200
QUOTED = re.compile('["“”„«»]')
EDGES = re.compile(r"^[\W_]+|[\W_]+$")


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """Whole lines to drop: exact ones folded, and one pattern for those with a `*`."""

    exact: frozenset[str]
    pattern: re.Pattern[str] | None = None

    def has(self, line: str) -> bool:
        """True when the line, but for case and the marks at its ends, is on the list."""
        if len(line) > LONGEST:
            return False
        folded = fold(line)
        return folded in self.exact or bool(self.pattern and self.pattern.fullmatch(folded))

    def extended(self, lines: Iterable[str]) -> Boilerplate:
        """This list and further lines, taken literally, such as `shared_lines` learns."""
        return Boilerplate(self.exact | {fold(line) for line in lines} - {""}, self.pattern)


def fold(line: str) -> str:
    """Lower case, single spaces, straight apostrophes, no marks at either end."""
    return EDGES.sub("", " ".join(line.casefold().replace("’", "'").split()))


def read_lines(path: Path) -> Boilerplate:
    """The list in a CSV file with the column `line`; ValueError names a line too broad."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = [row["line"] for row in csv.DictReader(file) if row["line"].strip()]
    for number, line in enumerate(lines, 2):
        if len(re.sub(r"\W", "", line)) < 2:
            raise ValueError(f"{path}, line {number}: {line!r} has fewer than two letters")
    starred = [
        r".{0,60}".join(
            re.escape(" ".join(part.casefold().replace("’", "'").split()))
            for part in line.split("*")
        )
        for line in lines
        if "*" in line
    ]
    return Boilerplate(
        frozenset(fold(line) for line in lines if "*" not in line) - {""},
        re.compile("|".join(starred)) if starred else None,
    )


@cache
def known_lines() -> Boilerplate:
    """The list that comes with the project."""
    return read_lines(LIST)


def without(paragraphs: Sequence[str], listed: Boilerplate) -> list[str]:
    """The paragraphs that are not on the list, in order."""
    return [paragraph for paragraph in paragraphs if not listed.has(paragraph)]


def shared_lines(
    bodies: Sequence[str], least_pages: int = 4, least_share: float = 0.1
) -> list[str]:
    """Lines that at least `least_pages` and `least_share` of an outlet's bodies hold.

    The bodies are different articles of one outlet; the lines come folded and sorted. Lines with
    quotation marks, or longer than 200 characters, are never learned: they are somebody's words.
    """
    pages: Counter[str] = Counter()
    for body in bodies:
        lines = (line for line in body.split("\n") if len(line) <= LONGEST)
        pages.update({fold(line) for line in lines if not QUOTED.search(line)})
    least = max(least_pages, int(len(bodies) * least_share))
    return sorted(line for line, count in pages.items() if line and count >= least)
