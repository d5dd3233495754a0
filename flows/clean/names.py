"""Names of authors, out of whatever a page calls its authors."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from flows.clean.plain import tidy

LONGEST = 80
BY = re.compile(
    r"^(?:(?:written|reporting|reported|story|analysis) )?(?:by|von|par|por|di|af|av)[: ]\s*",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"\s*(?:;|,|\||\band\b|\bund\b|\bet\b|\by\b|&|/)\s*")


def author_names(written: Iterable[object]) -> tuple[str, ...]:
    """Each name once, in order; addresses and lines too long to be names are left out."""
    found: list[str] = []
    for text in written:
        line = tidy(html.unescape(str(text)))
        line = BY.sub("", line)
        if not line or "://" in line or len(line) > LONGEST:
            continue
        found += [name for name in BETWEEN.split(line) if name and name not in found]
    return tuple(found)
