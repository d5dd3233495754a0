"""How sources are worded: pronouns, papers, titles, the unnamed, datelines and days.

In come a source's own words, out come the same tidied, or yes or no about them. Knows nothing of
the article around them.
"""

from __future__ import annotations

import re

from flows.extract.names import NAME, POSSESSIVE
from flows.extract.words import (
    HEADS,
    OTHER_PRONOUNS,
    PERSON_PRONOUNS,
    RELATIVES,
    SMALL_WORDS,
    SPEAKING_THINGS,
    UNNAMED_NOUNS,
)
from flows.text import fold_spaces, word_set

UNRESOLVED = "unresolved"
EDGES = " \t\n,;:\u2014\u2013-\"'\u201c\u201d\u2018\u2019()[]"
ARTICLE = re.compile(r"^(?:the|an|a)\s+(?=\S)", re.I)
THING = re.compile(
    r"^(?:(?:the|a|an|his|her|their|its|this|that|one|another)\s+)?(?:[\w-]+\s+){0,2}?"
    rf"(?P<thing>{'|'.join(sorted(SPEAKING_THINGS))})s?$",
    re.I,
)
ISSUER = re.compile(
    r"((?:[Tt]he )?(?:[A-Z][\w.'\u2019-]* ?){1,5}?)\s?(?:has |had |also )?"
    r"(?:issued|released|published|sent|wrote|signed|posted)\s+(?:a|an|the|its|his|her)\s",
)
UNNAMED = re.compile(
    r"^(?:(?:an?|one|another|some|several|many|two|three|four|most|senior|unnamed"
    r"|high-ranking|top|former|other|the|that|this|these|those)\b|[a-z])",
    re.I,
)
LINKING = word_set(
    "also although apparently because before despite else however instead like meanwhile only"
    " otherwise perhaps rather recently since still therefore though thus unlike until while yet"
)
SOMEBODYS = re.compile(r"(?:an?|one|another|some|several|his|her|their)\b", re.I)
FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our"})
TAIL = re.compile(
    r",?\s+(?:who|which|familiar with|briefed|close to|speaking|privy|with knowledge"
    r"|on condition)\b.*$"
)
OWNER = re.compile(
    r"\b(?:spokes\w+|aides?|advis[eo]rs?|officials?|allies|ally|lawyers?|offices?|deputy|envoy"
    r"|administration)\s+(?:for|to|of)\s+[^,;.]{0,50}$"
)
OWNS = re.compile(
    r"(?:['\u2019]s?)\s+\w|\s(?:administration|regime|government|campaign|team|officials?|aides?)\b"
)
NOBODY = frozenset({"the", "a", "an", "that", "there", "here", "now", "then", "not"})
TIMES = frozenset(
    "last next earlier later today yesterday tonight week month year day morning evening".split()
)
WHEN = re.compile(
    r"\s+(?:(?:late|early)\s+)?(?:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b.*$"
)
HONORIFIC = re.compile(r"^(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gen|Gov)\.?\s+(?=[A-Z]\S*$)")
DATELINE = re.compile(
    r"[A-Z][\w/ .,]{2,40}\((?:Reuters|AP|AFP|CNN|UPI)\)(?:\s*[\u2014\u2013-])?\s*"
)
POWER = re.compile(
    r"(?:the|its|his|this)\s+(?P<power>government|regime|administration|country|north|south)$", re.I
)
PRONOUNS = PERSON_PRONOUNS | OTHER_PRONOUNS | RELATIVES
APPOSITION = re.compile(r"^([A-Z][^,]{1,50}), (?:a|an|the|which|who|whose|its|one of)\b.*$")
ANTECEDENT = re.compile(r"(?:\b(?:the|an?)\s+)?(?P<title>(?:[\w.'\u2019-]+\s+){0,2}[\w'\u2019-]+)$")
AND = re.compile(r",\s+and\s+|\s+and\s+|\s+as well as\s+")


def tidied(words: str) -> str:
    """The words without datelines, days and marks at their ends."""
    folded = WHEN.sub("", fold_spaces(words).strip(EDGES))
    dateline = DATELINE.match(folded)
    return folded[dateline.end() :] if dateline else folded


def is_pronoun(words: str) -> bool:
    """Whether they are one pronoun; "US" in capitals is a state."""
    return words.lower() in PRONOUNS and (len(words) == 1 or not words.isupper())


def title_like(words: str) -> bool:
    """Whether the words end in a title or hold one."""
    return bool({word.lower().strip(".") for word in re.findall(r"[\w.-]+", words)} & HEADS)


def has_two_titles(words: str) -> bool:
    """Whether one person bears both titles: "Economy Minister and Vice Chancellor"."""
    parts = AND.split(words)
    return len(parts) == 2 and words[:1].isupper() and all(title_like(part) for part in parts)


def names_nobody(written: str) -> bool:
    """Whether a source has no word that could stand for somebody ("otherwise", "71")."""
    words = re.findall(r"[^\W\d_]+", written.lower())
    return all(word in SMALL_WORDS or word in LINKING for word in words)


def is_time(written: str) -> bool:
    """Whether a source is a time, its subject having been named before (", and this week said")."""
    words = re.findall(r"[^\W\d_]+", written.lower())
    return bool(words) and all(word in SMALL_WORDS or word in TIMES for word in words)


def is_unnamed(written: str) -> bool:
    """Whether a source is a person or persons without a name."""
    return bool(
        UNNAMED.match(written)
        and UNNAMED_NOUNS.search(written)
        and not NAME.search(re.sub(r"^\w+", "", written))
    )


def plain(written: str) -> str:
    """The words as a name: without honorific, possessive and what follows "who"."""
    written = HONORIFIC.sub("", APPOSITION.sub(r"\1", fold_spaces(written)))
    name = POSSESSIVE.sub("", TAIL.sub("", fold_spaces(written).strip(EDGES))).strip(EDGES)
    return name if UNNAMED_NOUNS.search(name) else ARTICLE.sub("", name)
