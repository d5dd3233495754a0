"""Meetings, calls and rounds of talks that an article tells of.

In comes an article, out come its mentions of talks between states, blocs and their leaders, with
parties, place, days, format and status as the sentence has them. Never says who is right where
articles disagree, and never takes a company's or a club's talks for a state's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from flows import dates
from flows.extract.places import NAMED, STATE_OF
from flows.records import Article, TalkMention
from flows.text import Span, fold_spaces, sentences

MEETING = re.compile(
    r"\b(?:talks|negotiations|summit|meeting|(?:phone|telephone|video) (?:call|conversation)|"
    r"conversation|consultations|round of (?:talks|negotiations)|bilateral|peace conference|"
    r"(?:will |to |are to )?meet(?:s)?|met|(?:talked|spoke) (?:on the phone|by (?:tele)?phone))\b",
    re.I,
)
FORMATS = (
    ("video", re.compile(r"\bvideo|\bvirtual(?:ly)?\b", re.I)),
    ("phone", re.compile(r"\b(?:tele)?phone|\b(?:a|the|their) call\b|\bspoke by\b", re.I)),
    ("visit", re.compile(r"\bvisit|\bhost(?:s|ed|ing)?\b|\btravel(?:s|ed|led)? to\b", re.I)),
)
STATUSES = (
    ("cancelled", r"cancel\w*|call(?:ed|s|ing)? off|scrap(?:s|ped)|pulled out of"),
    ("postponed", r"postpon\w*|put off|delayed|pushed back"),
    ("moved", r"rescheduled|moved (?:to|from|forward)|relocated|brought forward"),
    ("failed", r"collapsed|broke (?:down|off)|ended without|failed to"),
    (
        "scheduled",
        r"will|planned|scheduled|set (?:to|for)|due (?:to|in|on)|upcoming|slated|"
        r"(?:is|are) to (?:meet|hold|talk)|agreed to meet",
    ),
    ("proposed", r"propos\w*|invit\w*|offer\w*|suggest\w*|called for|(?:ready to|would) meet"),
    ("held", r"met|held|took place|spoke|talked|after|concluded|ended"),
)
STATUS = tuple((name, re.compile(rf"\b(?:{words})\b", re.I)) for name, words in STATUSES)
NOT_DIPLOMACY = re.compile(
    r"\b(?:contract|merger|takeover|union|strike|wages?|club|coach|league|shareholders?|studio|"
    r"bidder|earnings|budget|shutdown)\b",
    re.I,
)
PLACE = re.compile(
    r"\b(?:in|at) (?:the )?(?:[a-z]+ (?:city|capital|resort|town) of )?"
    r"((?:[A-Z]\w+(?:['’.-]\w+)*)(?: (?:[A-Z]\w+|de|of the|el))*)"
)
BETWEEN = re.compile(
    r"\bbetween (?P<a>.{2,80}?) and (?P<b>.{2,80}?)"
    r"(?=[,.;:]| (?:on|in|at|will|over|about|was|were|is|are|has|have|could|to)\b|$)"
)
JOINED = re.compile(
    r"(?P<a>[A-Z][\w.]*(?: [A-Z]\w*)?)[-–—/]"
    r"(?P<b>[A-Z][\w.]*(?:[ -](?:[A-Z]\w+|for|and|in|of|the))*)"
    r"(?= (?:\w+ )?(?:talks|summit|meeting|negotiations|phone|telephone|call|conversation))"
)
PAIR = re.compile(
    r"(?P<a>[A-Z][\w.]*(?: [A-Z]\w+)*)(?:,[^,]{0,40},)? (?:and|(?:will |has |had )?(?:meets?|met)"
    r"(?: with)?|(?:spoke|talked)(?: by (?:tele)?phone| on the phone)? (?:with|to)) "
    r"(?:his |her )?(?:[a-zA-Z]+ (?:counterpart|president|leader|minister) )?"
    r"(?P<b>[A-Z][\w.]*(?: [A-Z]\w+)*)"
)
ORGANISATIONS = {
    "nato": "NATO",
    "osce": "OSCE",
    "organization for security and co": "OSCE",
    "eu": "European Union",
    "un": "United Nations",
}
SHOWN = {"us": "United States", "uk": "United Kingdom", "emirates": "United Arab Emirates"}
REGIONS = "europe asia africa middle latin america western eastern north south president the"
NOT_A_PLACE = frozenset(dates.MONTHS) | frozenset(dates.WEEKDAYS) | frozenset(REGIONS.split())
SAID = re.compile(
    r"\b(?:said|says|told \w+|announced|declared|tweeted|wrote)(?: on| late| early)?\s$"
)
NEAR = 40
"""Characters between two parties and the word that says that they meet."""
MOST = 40
"""Mentions of an article that are kept; a page with more of them is no news article."""


def talks_in(article: Article) -> list[TalkMention]:
    """Mentions of talks with two parties or more, in order of the text, one for each clause.

    Days without a year and relative days are reckoned from the publication; an article without a
    date leaves relative days out. Nothing found, empty text: an empty list.
    """
    found: list[TalkMention] = []
    body = article.body
    told_on, _ = dates.date_of(article)
    lines = sentences(body)
    for number, span in enumerate(lines):
        after = lines[number + 1] if number + 1 < len(lines) else None
        for clause in _clauses(body, span):
            mention = _mention(body, clause, span, after, told_on.date() if told_on else None)
            if mention is not None and mention not in found:
                found.append(mention)
        if len(found) >= MOST:
            break
    return found[:MOST]


def _clauses(body: str, span: Span) -> Iterator[Span]:
    start = span[0]
    for match in re.finditer(r";\s+(?:and )?", body[: span[1]][start:]):
        yield start, span[0] + match.start()
        start = span[0] + match.end()
    yield start, span[1]


def _mention(
    body: str, clause: Span, span: Span, after: Span | None, told_on: date | None
) -> TalkMention | None:
    text, sentence = body[slice(*clause)], body[slice(*span)]
    if not MEETING.search(text) or NOT_DIPLOMACY.search(sentence):
        return None
    status = _first(STATUS, text) or _first(STATUS, sentence)
    place = place_in(text)
    days = [
        one
        for one in (dates.days_named(text, told_on, status == "held") if told_on else [])
        if not SAID.search(text[: one.start])
    ]
    parties = parties_in(text, place)
    if len(parties) < 2 and days and after is not None:
        parties = parties_in(body[slice(*after)], "", is_known_meeting=True)
    if len(parties) < 2 or not (days or place or _is_call(text)) or not status:
        return None
    return TalkMention(
        parties=parties,
        place=place,
        starts_on=days[0].starts_on if days else None,
        ends_on=days[0].ends_on if days else None,
        format=_format(text, parties, place),  # type: ignore[arg-type]
        status=status,  # type: ignore[arg-type]
        start_char=span[0],
        end_char=span[1],
    )


def _is_call(text: str) -> bool:
    return bool(FORMATS[1][1].search(text) or FORMATS[0][1].search(text))


def _first(patterns: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> str:
    return next((name for name, pattern in patterns if pattern.search(text)), "")


def _format(text: str, parties: tuple[str, ...], place: str) -> str:
    named = _first(FORMATS, text)
    if named:
        return named
    if len(parties) > 2 or set(parties) & set(ORGANISATIONS.values()):
        return "multilateral"
    return "third-place" if place else ""


def place_in(text: str) -> str:
    """The first capitalised name after "in" or "at" that is no month, day or party's adjective."""
    for match in PLACE.finditer(text):
        name = re.sub(r"['’]s$", "", fold_spaces(match.group(1)))
        words = name.lower().split()
        if words[0].rstrip(".") in NOT_A_PLACE or words[0] in ("russian", "american"):
            continue
        return name
    return ""


def parties_in(text: str, place: str, is_known_meeting: bool = False) -> tuple[str, ...]:
    """Who meets: states and blocs by their names, leaders as they are written; sorted.

    Two names count when a word for a meeting stands near them, or where it is known to be one.
    """
    for pattern in (BETWEEN, JOINED, PAIR):
        for match in pattern.finditer(text):
            near = text[max(0, match.start() - NEAR) : match.end() + NEAR]
            if not is_known_meeting and not MEETING.search(near):
                continue
            sides = [_party(match.group("a")), _party(match.group("b"))]
            if all(sides) and sides[0] != sides[1]:
                return tuple(sorted({name for side in sides for name in side}))
    if is_known_meeting or not (place or re.search(r"\d|day\b", text)):
        return ()
    rest = text.replace(place, " ") if place else text
    states = {_shown(match.group()) for match in NAMED.finditer(rest)}
    return tuple(sorted(states))


def _party(words: str) -> list[str]:
    low = words.lower()
    named = [name for key, name in ORGANISATIONS.items() if re.match(rf"(?:the )?{key}", low)]
    if named:
        return named[:1]
    states = list(dict.fromkeys(_shown(match.group()) for match in NAMED.finditer(words)))
    if states:
        return states
    name = re.search(r"(?:[A-Z][\w’'-]+ )*[A-Z][\w’'-]+$", re.sub(r"['’]s?$", "", words.strip()))
    return [name.group()] if name and name.group().lower() not in NOT_A_PLACE else []


def _shown(word: str) -> str:
    key = STATE_OF[word.lower()]
    return SHOWN.get(key) or ORGANISATIONS.get(key) or key.title()
