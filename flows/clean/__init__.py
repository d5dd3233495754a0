"""clean: a page into an article, or the reason why not.

In: a `RawPage`, of whatever kind. Out: an `Article` or a `Rejection`. Nothing here asks the network
or the clock, and no page, however hostile, raises.
"""

from __future__ import annotations

from flows.clean.article_json import read_article_json
from flows.clean.boilerplate import Boilerplate, known_lines
from flows.clean.seed_text import read_text
from flows.records import ARTICLE_JSON, Article, RawPage, Rejection

__all__ = ["to_article"]

PAGES = ("text/html", "application/xhtml+xml", "application/xml", "text/xml", "")


def to_article(page: RawPage, listed: Boilerplate | None = None) -> Article | Rejection:
    """What the page says.

    `listed` are the whole lines to drop as boilerplate: the project's list when None; add what
    was learned of an outlet with `known_lines().of_outlet(lines)`.
    """
    kind = page.media_type.split(";")[0].strip().lower()
    lines = known_lines() if listed is None else listed
    if kind == ARTICLE_JSON:
        return read_article_json(page)
    if kind == "text/plain":
        return read_text(page, lines)
    if kind in PAGES:
        # what reads HTML takes a quarter of a second to import, and text files need none of it
        from flows.clean.html_page import read_html

        return read_html(page, lines)
    return Rejection(page.source_id, page.url, "clean", "not-html", f"the page is {kind[:60]}")
