"""A plain text file, as somebody copied it from a page, into an article.

In: a page of media type text/plain. Out: the article, or why not. The first line is the headline.
Section label, status line, byline, dateline, credits and what trails after the last sentence are
told apart by their form and their place, and are in no body.

Sub-headings stay: each is a paragraph of its own, so that offsets count the text as it was read.
A clock time without a zone ("5:13 a.m.") is no instant: the day counts, with precision "day".
"""

from __future__ import annotations

from dataclasses import dataclass, field

from flows.address import readable_url
from flows.clean.boilerplate import Boilerplate
from flows.clean.cards import without_cards
from flows.clean.dates import Moment, hinted, moment_in_words
from flows.clean.decode import text_of
from flows.clean.furniture import (
    date_text,
    is_byline,
    is_credit,
    is_prose,
    is_sentence,
    is_stamped,
    split_dateline,
)  # fmt: skip
from flows.clean.language import language_of
from flows.clean.names import author_names, is_person
from flows.clean.plain import paragraphs_of
from flows.records import Article, RawPage, Rejection

HEAD_LINES = 7
LABEL_WORDS = 3
LONGEST_HEADLINE = 250
LONGEST_TRAILER = 80
SEED_ARTICLES = "seed articles"
"""What readers see as the outlet: a seed names none."""


@dataclass(slots=True)
class Parts:
    """What the lines of a text turned out to be."""

    body: list[str] = field(default_factory=list)
    byline: str = ""
    dateline: str = ""
    published: Moment | None = None


def read_text(page: RawPage, listed: Boilerplate) -> Article | Rejection:
    """The article that a plain text holds; `listed` are lines known to be boilerplate."""
    text = text_of(page)
    if text is None:
        return _refused(page, "undecodable", "the bytes are no text in any encoding that fits")
    lines = paragraphs_of(text)
    if not lines:
        return _refused(page, "no-body", "the file is empty")
    has_headline = len(lines[0]) <= LONGEST_HEADLINE
    parts = _sort(lines[1:] if has_headline else lines, listed)
    if not parts.body:
        return _refused(page, "no-body", "no paragraph of text after the headline")
    body = "\n\n".join(parts.body)
    when = parts.published or hinted(page.hint_published_at)
    return Article(
        url=readable_url(page.url),
        title=lines[0] if has_headline else page.hint_title,
        body=body,
        authors=author_names([parts.byline]),
        byline=parts.byline,
        published_at=when.at if when else None,
        published_precision=when.precision if when else "unknown",
        published_offset_minutes=when.offset_minutes if when else None,
        language=language_of(body, ()),
        source_id=page.source_id,
        site_name=SEED_ARTICLES,
        dateline=parts.dateline,
        fetched_at=page.fetched_at,
        warnings=() if when else ("no-date",),
    )


def _sort(lines: list[str], listed: Boilerplate) -> Parts:
    prose = [i for i, line in enumerate(lines) if is_prose(line)]
    first, last = (prose[0], prose[-1]) if prose else (0, len(lines))
    parts = Parts()
    for i, line in enumerate(lines):
        following = lines[i + 1] if i + 1 < len(lines) else ""
        if i < HEAD_LINES and _is_head(line, following, i < first, parts):
            continue
        is_trailer = i > last and len(line) <= LONGEST_TRAILER and not is_sentence(line)
        if is_trailer and is_byline(line):
            parts.byline = parts.byline or line
        if is_trailer or listed.has(line) or is_credit(line) or is_stamped(line):
            continue
        if not parts.body:
            parts.dateline, line = split_dateline(line)
        parts.body.append(without_cards(line))
    return parts


def _is_head(line: str, following: str, before_text: bool, parts: Parts) -> bool:
    """True when the line is a date, a byline or a label; `parts` then keeps it.

    A bare name is a byline when the outlet's name in capitals follows ("USA TODAY").
    """
    if is_prose(line):
        return False
    when = moment_in_words(written) if (written := date_text(line)) else None
    if when:
        parts.published = parts.published or when
        return True
    if is_byline(line) or (before_text and is_person(line) and following.isupper()):
        parts.byline = parts.byline or line
        return True
    return before_text and len(line.split()) <= LABEL_WORDS and not is_sentence(line)


def _refused(page: RawPage, reason: str, detail: str) -> Rejection:
    return Rejection(page.source_id, page.url, "clean", reason, detail)
