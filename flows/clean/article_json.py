"""One line of JSONL whose text is already clean, into an article.

In: a page of media type ARTICLE_JSON. Out: the article, or a refusal that says what to mend in the
line. The text keeps its words and its paragraphs; nothing is taken out of it.
"""

from __future__ import annotations

import json
from typing import Any

from flows.address import is_web_address, readable_url
from flows.clean.cards import without_cards
from flows.clean.dates import Moment, hinted, moment_in_words
from flows.clean.furniture import split_dateline
from flows.clean.language import language_of
from flows.clean.names import author_names
from flows.clean.plain import paragraphs_of, tidy
from flows.records import Article, RawPage, Rejection

TEXTS = ("url", "text", "title", "published_at", "byline", "language", "source")


def read_article_json(page: RawPage) -> Article | Rejection:
    """The article of one line: `url` and `text`, and what else of TEXTS the line has."""
    fields = _fields(page.body)
    if isinstance(fields, str):
        return _refused(page, "bad-line", fields)
    written = str(fields.get("published_at") or "")
    when = moment_in_words(written) if written else hinted(page.hint_published_at)
    if written and when is None:
        return _refused(
            page,
            "bad-date",
            f"published_at is {written[:60]!r}; write 2021-12-31T05:13:00+01:00 or 2021-12-31",
        )
    paragraphs = [without_cards(line) for line in paragraphs_of(fields["text"])]
    if not paragraphs:
        return _refused(page, "no-body", "text is empty; give the article's text")
    return _article(page, fields, paragraphs, when)


def _article(
    page: RawPage, fields: dict[str, Any], paragraphs: list[str], when: Moment | None
) -> Article:
    title = tidy(fields.get("title") or "") or tidy(page.hint_title)
    if title and len(paragraphs) > 1 and paragraphs[0] == title:
        paragraphs = paragraphs[1:]
    body = "\n\n".join(paragraphs)
    byline = tidy(fields.get("byline") or "")
    return Article(
        url=readable_url(fields["url"]),
        title=title,
        body=body,
        authors=author_names([byline]),
        byline=byline,
        published_at=when.at if when else None,
        published_precision=when.precision if when else "unknown",
        published_offset_minutes=when.offset_minutes if when else None,
        language=language_of(body, [fields.get("language") or ""]),
        source_id=page.source_id,
        site_name=tidy(fields.get("source") or ""),
        dateline=split_dateline(paragraphs[0])[0],
        fetched_at=page.fetched_at,
        warnings=() if when else ("no-date",),
    )


def _fields(line: bytes) -> dict[str, Any] | str:
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return f"the line is not UTF-8 (byte {error.start})"
    except (ValueError, RecursionError) as error:
        return f"the line is not JSON: {str(error)[:120]}"
    if not isinstance(fields, dict):
        return 'the line is not a JSON object; write {"url": ..., "text": ...}'
    for name in TEXTS:
        if not isinstance(fields.get(name, ""), str | None):
            return f"{name} is not a string"
    if not fields.get("url"):
        return "url is missing"
    if not (is_web_address(fields["url"]) or fields["url"].startswith("seed:")):
        return f"url is {fields['url'][:80]!r}; write an http or https address"
    if not isinstance(fields.get("text"), str):
        return "text is missing"
    return fields


def _refused(page: RawPage, reason: str, detail: str) -> Rejection:
    return Rejection(page.source_id, page.url, "clean", reason, detail)
