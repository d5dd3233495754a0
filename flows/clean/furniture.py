"""What a line of an article is, when it is not text: told by its form alone.

In: one tidy line. Out: yes or no, or the parts. Nothing here knows where in a page the line stood;
whoever asks decides in which places the answer counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.clean.boilerplate import Boilerplate, fold, without
from flows.clean.names import author_names, is_person

HEAD_LINES = 7
SHORT = 120
SENTENCE = re.compile(r"[.!?…。！？؟][\"'”’»)\]]*$")
STATUS = re.compile(
    r"^(?:status|stand|published|posted|updated|last (?:updated|modified)|as of|date|aktualisiert"
    r"|veröffentlicht|publié|mis à jour|publicado|actualizado)\b(?: on| at| am| le| el)?[:\s]\s*",
    re.IGNORECASE,
)
FULL_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2}\b")
CLOCK = r"\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?|uhr|[A-Z]{2,4})?"
DAY = r"(?:\w{3,9}\.? \d{1,2},? |\d{1,2}[./ ]{1,2}\w{1,9}[./ ]\s?)\d{2,4}"
STAMP_AT_END = re.compile(rf"(?:{CLOCK},? {DAY}|{DAY},? {CLOCK})$", re.IGNORECASE)
BYLINE = re.compile(
    r"^(?:(?:written|reporting|reported|story|analysis|commentary) )?(?:by|von|par|por) "
    r"(?=[^\W\d_])",
    re.IGNORECASE,
)
WORD = r"[^\W\d_][\w.'’-]*"
PERSON = rf"(?:{WORD} ){{1,4}}{WORD}"
CREDIT_WORD = re.compile(
    r"^(?:photo|image|picture|video|audio|graphic|foto|bild|grafik|quelle|credit|source|caption)s?"
    r"(?: (?:by|credit|source|caption|courtesy))? ?[:|©/].|^©",
    re.IGNORECASE,
)
POINTER = re.compile(
    r"^(?:tags?|topics?|filed under|more on|related|see also|see more|read more|read also|also read"
    r"|read|watch|don.t miss|follow|lire aussi|lesen sie auch|mehr zum thema|leer más|mirá también)"
    r"\b[^.:]{0,30}:",
    re.IGNORECASE,
)
PRINTED = re.compile(r"^(?:printed from|url|source url)\b.{0,30}\bhttps?://\S+$", re.IGNORECASE)
CREDIT_IN_BRACKETS = re.compile(r"^\([^()]*/[^()]*\)$")
REPORTERS = re.compile(rf"^{PERSON}, [A-ZÄÖÜ]{{2,}}\b[^,/]*(?: / {PERSON}, [^,/]+)*(?:, .*)?$")
PLACE = r"[A-ZÀ-ÞА-Я][A-ZÀ-ÞА-Я.'’-]+(?: [A-ZÀ-ÞА-Я.'’-]{2,}){0,3}"
PLACE_IN_WORDS = r"[^\W\d_a-z][\w.'’-]+(?: [^\W\d_a-z][\w.'’-]+){0,2}"
DATELINE = re.compile(
    rf"^({PLACE}(?:[,/] ?[^—–()]{{2,40}}?)?(?: ?\([^()]{{2,40}}\))?"
    rf"|{PLACE_IN_WORDS}(?:, [^—–()]{{2,30}}?)? ?\([A-Za-z/. ]{{2,30}}\)) ?(?:—|–|--|-) ?(?=\S)"
)


def is_sentence(line: str) -> bool:
    """True when the line ends as a sentence does."""
    return bool(SENTENCE.search(line))


def is_prose(line: str) -> bool:
    """True for a line long enough, and ended well enough, to be a paragraph of text."""
    return len(line) > 240 or (len(line) >= 40 and is_sentence(line))


def is_byline(line: str) -> bool:
    """True for "By Jane Doe, Agency City": a name after "by", and no full stop at the end."""
    rest = BYLINE.sub("", line)
    if len(line) > SHORT or rest == line or not rest[:1].isupper() or _ends_prose(line):
        return False
    return len(rest.split()) <= 3 or any(map(is_person, author_names([line])))


def is_credit(line: str) -> bool:
    """True for a line that only says who took a picture, made a film or reported it."""
    if len(line) > 2 * SHORT:
        return False
    if CREDIT_WORD.match(line) or CREDIT_IN_BRACKETS.match(line):
        return len(line) <= SHORT or not is_sentence(line)
    return not is_sentence(line) and bool(REPORTERS.match(line))


def is_pointer(line: str) -> bool:
    """True for "Read more: ...", "Printed from https://...": it only leads elsewhere."""
    leads = POINTER.match(line) or PRINTED.match(line)
    return len(line) <= 2 * SHORT and bool(leads) and not is_sentence(line)


def is_stamped(line: str) -> bool:
    """True for a short line that ends in a clock time and a date: an announcement."""
    return len(line) <= SHORT and bool(STAMP_AT_END.search(line))


def date_text(line: str) -> str:
    """What follows "Status:", "Updated on" and the like, or the line when it may be a date."""
    if len(line) > 80 or not FULL_DATE.search(line):
        return ""
    return STATUS.sub("", line)


def split_dateline(line: str) -> tuple[str, str]:
    """("MOSCOW (Reuters)", the rest) for a paragraph that opens with one, else ("", the line)."""
    match = DATELINE.match(line)
    return (match.group(1).strip(), line[match.end() :]) if match else ("", line)


def _ends_prose(line: str) -> bool:
    return is_sentence(line) and not re.search(r"\b(?:[A-Z]|Jr|Sr|Inc|Co)\.$", line)


def without_boilerplate(lines: Sequence[str], listed: Boilerplate) -> list[str]:
    """The lines that are neither listed nor learned; learned ones go only where text remains."""
    unlisted = without(lines, listed)
    rest = [line for line in unlisted if line.lower() not in listed.learned]
    return rest if any(map(is_prose, rest)) else unlisted


def text_lines(lines: Sequence[str], title: str, authors: Sequence[str] = ()) -> list[str]:
    """The lines that are text: no headline or author again, no credits, no date on top."""
    first = next((i for i, line in enumerate(lines) if is_prose(line)), 0)
    named = {fold(title), *map(fold, authors)}
    return [
        line
        for i, line in enumerate(lines)
        if fold(line) not in named
        and not (is_credit(line) or is_stamped(line) or is_pointer(line))
        and not (i < min(first, HEAD_LINES) and (is_byline(line) or date_text(line)))
    ]
