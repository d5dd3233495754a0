"""A page of HTML into an article.

In: a page of media type text/html. Out: the article, or why the page is none.
"""

from __future__ import annotations

import logging
import re
from dataclasses import replace

import trafilatura
from lxml.etree import LxmlError, _Element, strip_elements, tostring
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from flows.clean.blocks import Block, blocks_of, dense_blocks
from flows.clean.boilerplate import Boilerplate, fold
from flows.clean.cards import without_cards
from flows.clean.dates import Moment, hinted, moment_in_words
from flows.clean.decode import text_of
from flows.clean.furniture import (
    HEAD_LINES,
    date_text,
    split_dateline,
    text_lines,
    without_boilerplate,
)  # fmt: skip
from flows.clean.jsonld import article_body
from flows.clean.language import language_of
from flows.clean.metadata import Metadata, day_by_htmldate, metadata_of
from flows.clean.names import author_names
from flows.clean.outlets import Override, outlet_for, override
from flows.clean.plain import paragraphs_of
from flows.clean.refusals import SHORT, Reading, paywall_of, refusal, without_walls
from flows.clean.tree import has_many_elements, is_too_deep, tree_of, without_neighbours
from flows.clean.vote import elect
from flows.records import Article, RawPage, Rejection

log = logging.getLogger(__name__)

LEAST_STATED = 400
FEED = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex|opml)\b", re.IGNORECASE
)
UNREAD = ("script", "style", "svg", "template", "iframe")


def read_html(page: RawPage, listed: Boilerplate) -> Article | Rejection:
    """The article of a page; `listed` are lines known to be boilerplate."""
    text = text_of(page)
    if text is None:
        return _refused(page, "undecodable", "the bytes are no text in any encoding that fits")
    if FEED.match(text):
        return _refused(page, "not-html", "it is a feed or a sitemap")
    outlet = outlet_for(page.url, page.fetched_at.date())
    own = override(text, outlet) if outlet else None
    root = tree_of(own.html if own else text)
    if root is None:
        return _refused(page, "not-html", "there is no page in it")
    if is_too_deep(root):
        return _refused(page, "too-deep", "its elements nest 240 deep")
    return _article(page, root, own.html if own else text, own, listed)


def _article(
    page: RawPage, root: _Element, text: str, own: Override | None, listed: Boilerplate
) -> Article | Rejection:
    said = metadata_of(root, page.url)
    said = _overruled(said, own) if own else said
    if without_neighbours(root, said.title):
        text = tostring(root, encoding="unicode", method="html")
    blocks = blocks_of(root)
    found = list(own.paragraphs) if own else []
    found = found or _paragraphs(root, text, said, blocks, page.url)
    unlisted = without_walls(without_boilerplate(found, listed))
    paragraphs = text_lines([without_cards(line) for line in unlisted], said.title, said.authors)
    reading = Reading(root, page.url, said, blocks, paragraphs)
    why = refusal(reading)
    if why:
        return _refused(page, *why)
    when = said.published or hinted(page.hint_published_at) or _shown_day(found, reading)
    body = reading.body
    return Article(
        url=said.address,
        title=said.title or page.hint_title,
        body=body,
        authors=said.authors,
        byline=", ".join(said.authors),
        published_at=when.at if when else None,
        published_precision=when.precision if when else "unknown",
        published_offset_minutes=when.offset_minutes if when else None,
        language=language_of(body, said.languages),
        source_id=page.source_id,
        site_name=said.site_name,
        dateline=split_dateline(paragraphs[0])[0],
        fetched_at=page.fetched_at,
        warnings=_warnings(reading, when is not None),
    )


def _shown_day(found: list[str], reading: Reading) -> Moment | None:
    """The date on top of the text, as a reader sees it, else what htmldate finds."""
    lines = [*_between_title_and_text(reading), *found[:HEAD_LINES]]
    for written in filter(None, map(date_text, lines)):
        if when := moment_in_words(written):
            return when
    return day_by_htmldate(reading.root, reading.url)


def _between_title_and_text(reading: Reading) -> list[str]:
    """Where a date is the article's; further up it is that of the day of asking."""
    shown = [block.text for block in reading.blocks]
    first = reading.paragraphs[0]
    start = shown.index(first) if first in shown else 0
    above = shown[max(0, start - HEAD_LINES) : start]
    titles = [place for place, line in enumerate(above) if fold(line) == fold(reading.said.title)]
    return above[titles[-1] + 1 :] if titles else []


def _overruled(said: Metadata, own: Override) -> Metadata:
    """What the page says, except where the outlet's own selectors found something."""
    return replace(
        said,
        title=own.title or said.title,
        authors=author_names([own.byline]) or said.authors,
        published=moment_in_words(own.published) or said.published,
    )


def _paragraphs(
    root: _Element, text: str, said: Metadata, blocks: list[Block], url: str
) -> list[str]:
    stated = article_body(said.node)
    texts = [_by_resiliparse(text), stated]
    if not has_many_elements(root):
        texts.append(_by_trafilatura(root, url))
    elected = [block.text for block in elect(blocks, dense_blocks(blocks), texts)]
    return elected or (paragraphs_of(stated) if len(stated) >= LEAST_STATED else [])


def _warnings(reading: Reading, is_dated: bool) -> tuple[str, ...]:
    is_cut = len(reading.body) < SHORT and paywall_of(reading)
    return (() if is_dated else ("no-date",)) + (("paywall",) if is_cut else ())


def _by_resiliparse(text: str) -> str:
    return extract_plain_text(
        HTMLTree.parse(text), main_content=True, alt_texts=False, form_fields=False, comments=False
    )


def _by_trafilatura(root: _Element, url: str) -> str:
    strip_elements(root, *UNREAD, with_tail=False)
    try:
        document = trafilatura.bare_extraction(
            root, url=url, include_comments=False, favor_precision=True, with_metadata=False
        )
    except (ValueError, TypeError, AttributeError, RecursionError, LxmlError) as error:
        log.warning("trafilatura failed on %s: %s", url, error)
        return ""
    return (getattr(document, "text", "") or "") if document is not None else ""


def _refused(page: RawPage, reason: str, detail: str) -> Rejection:
    return Rejection(page.source_id, page.url, "clean", reason, detail)
