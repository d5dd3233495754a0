"""Lines that are the outlet's furniture and not the article's text, told by whole lines.

In: paragraphs; a list that analysts extend (seeds/boilerplate_lines.csv: `*` stands for at most 60
characters, a line after `!` is text whatever was learned); what the nights learned of the outlet.
Out: the paragraphs that are text. A line is never cut: it stays whole or it goes.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

LIST = Path(__file__).parents[2] / "seeds" / "boilerplate_lines.csv"
LONGEST = 200
KEPT = "!"
EDGES = re.compile(r"^[\W_]+|[\W_]+$")


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """Whole lines to drop: exact ones folded, and one pattern for those with a `*`.

    `learned` are lines of the page's outlet, in lower case; `kept` those that are none of them.
    """

    exact: frozenset[str]
    pattern: re.Pattern[str] | None = None
    kept: frozenset[str] = frozenset()
    learned: frozenset[str] = frozenset()

    def has(self, line: str) -> bool:
        """True when the line, but for case and the marks at its ends, is on the list."""
        if len(line) > LONGEST:
            return False
        folded = fold(line)
        return folded in self.exact or bool(self.pattern and self.pattern.fullmatch(folded))

    def of_outlet(self, learned: Iterable[str]) -> Boilerplate:
        """This list for the pages of one outlet, whose own lines were learned."""
        own = frozenset(line.lower() for line in learned if fold(line) not in self.kept)
        return replace(self, learned=own)


def fold(line: str) -> str:
    """Lower case, single spaces, straight apostrophes, no marks at either end."""
    return EDGES.sub("", " ".join(line.casefold().replace("’", "'").split()))


def read_lines(path: Path) -> Boilerplate:
    """The list in a CSV file with the column `line`; ValueError names a line too broad."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        written = [row["line"].strip() for row in csv.DictReader(file) if row["line"].strip()]
    lines = [line for line in written if not line.startswith(KEPT)]
    for number, line in enumerate(written, 2):
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
        frozenset(fold(line) for line in written if line.startswith(KEPT)),
    )


@cache
def known_lines() -> Boilerplate:
    """The list that comes with the project."""
    return read_lines(LIST)


def without(paragraphs: Sequence[str], listed: Boilerplate) -> list[str]:
    """The paragraphs that are not on the list, in order."""
    return [paragraph for paragraph in paragraphs if not listed.has(paragraph)]
