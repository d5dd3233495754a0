"""Names of authors, out of whatever a page calls its authors.

In: what was written ("By Jane Doe and John Roe, Example Times"). Out: the names. Affiliations,
offices, credits of pictures and addresses after a name are told apart from further names.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from flows.clean.plain import tidy

LONGEST = 160
BY = re.compile(
    r"^(?:view all posts by|posted by|(?:written|reporting|reported|story|analysis) by|by|von|par"
    r"|por|di|af|av|text|author)(?:: ?| )",
    re.IGNORECASE,
)
BETWEEN_NAMES = re.compile(r"\s*(?:;|\band\b|\bund\b|\bet\b|\by\b|&)\s*")
BEFORE_OFFICE = re.compile(r"\s*(?:,|\||/| [–—-] )\s*")
OFFICE = re.compile(
    r"\b(?:times|news|journal|press|media|post|tribune|gazette|telegram|herald|reporter|editor|officer"
    r"|chief|head|staff|writer|correspondent|agency|university|institute|studio|network|today|magazine"
    r"|director|president|professor|contributor|columnist|producer|bureau|desk|team|company|inc|llc"
    r"|redaktion|redazione|redacción|rédaction|agencies|report|guest|sponsored|washington|london)\b"
    r"|[@:()\d]|\.(?:com|org|net)\b",
    re.IGNORECASE,
)
ACRONYM = re.compile(r"^[A-Z]{2,5}(?:-|$)|^(?:Jr|Sr|PhD|MD|MS|MA)\.?$")
PERSON = re.compile(r"^(?:[^\W\d_][\w.'’-]*\.? ){1,4}[^\W\d_][\w.'’-]*\.?$")


def author_names(written: Iterable[object]) -> tuple[str, ...]:
    """Each name once, in order; addresses and lines too long to be names are left out."""
    found: list[str] = []
    for text in written:
        line = BY.sub("", tidy(html.unescape(str(text)))).strip(" ,;|")
        if not line or "://" in line or len(line) > LONGEST:
            continue
        found += [name for name in _names(line) if name not in found]
    return tuple(found)


def is_person(name: str) -> bool:
    """True for two to five words without digits that name no office and no outlet."""
    return bool(PERSON.match(name)) and name[:1].isupper() and not _is_office(name)


def _names(line: str) -> list[str]:
    first, *further = BEFORE_OFFICE.split(line)
    if not is_person(first.split(" and ")[0]):
        return [line] if not re.search(r"[:()@]", line) else []
    pieces = [first, *(piece for piece in further if is_person(piece.split(" and ")[0]))]
    return [name for piece in pieces for name in BETWEEN_NAMES.split(piece) if name]


def _is_office(name: str) -> bool:
    return any(ACRONYM.match(word) for word in name.split()) or bool(OFFICE.search(name))
