"""What a page says of itself in JSON-LD.

In: a parsed page. Out: the node that describes its article, as a dict, {} when there is none.
Broken blocks are mended where one knows how and passed over otherwise; nesting is bounded.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml.etree import _Element

ARTICLE = re.compile(r"(?:Article|BlogPosting|LiveBlogPosting|Report)$")
FOLLOWED = (
    "@graph",
    "mainEntity",
    "mainEntityOfPage",
    "hasPart",
    "itemListElement",
    "item",
    "isPartOf",
)
WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/)\s*$"
)
LARGEST_BLOCK = 600_000
MOST_BLOCKS = 30
MOST_NODES = 500


def article_node(stated: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The node of an article type that says most: body, date, headline, author; else {}."""
    best: dict[str, Any] = {}
    best_score = -1
    for node in stated:
        if not any(ARTICLE.search(kind) for kind in kinds(node)):
            continue
        score = 3 * ("articleBody" in node) + 2 * ("datePublished" in node)
        score += ("headline" in node) + ("author" in node)
        if score > best_score:
            best, best_score = node, score
    return best


def nodes(root: _Element) -> list[dict[str, Any]]:
    """Every object in the page's JSON-LD, outer ones first; at most MOST_NODES."""
    found: list[dict[str, Any]] = []
    blocks = [s for s in root.iter("script") if "ld+json" in (s.get("type") or "").lower()]
    for script in blocks[:MOST_BLOCKS]:
        queue: list[Any] = [_parsed(script.text or "")]
        while queue and len(found) < MOST_NODES:
            value = queue.pop(0)
            if isinstance(value, list):
                queue = value[:MOST_NODES] + queue
            elif isinstance(value, dict):
                found.append(value)
                queue += [value[key] for key in FOLLOWED if key in value]
    return found


def kinds(node: dict[str, Any]) -> list[str]:
    """The node's types, as a list of words."""
    return list(strings(node.get("@type")))


def strings(value: object) -> Iterator[str]:
    """The strings in a value that may be a string, a list of them, or an object with a name."""
    if isinstance(value, str):
        yield html.unescape(value)
    elif isinstance(value, list):
        for part in value[:MOST_NODES]:
            if not isinstance(part, list):
                yield from strings(part)
    elif isinstance(value, dict) and not isinstance(value.get("name"), dict):
        yield from strings(value.get("name"))


def text(node: dict[str, Any], name: str) -> str:
    """The first string under a name, "" when there is none."""
    return next(strings(node.get(name)), "")


def article_body(node: dict[str, Any]) -> str:
    """The text that the node gives as the article's, without markup, lines parted by newlines.

    Of a live blog without one: its updates, in their order, each under its headline.
    """
    body = "\n".join(strings(node.get("articleBody"))) or _updates(node)
    body = re.sub(r"</?(?:p|br|div|h\d|li)\b[^>]*>", "\n", body, flags=re.IGNORECASE)
    return re.sub(r"<[^<>]*>", " ", body).strip()


def _updates(node: dict[str, Any]) -> str:
    stated = node.get("liveBlogUpdate")
    updates = stated if isinstance(stated, list) else [stated]
    return "\n".join(
        line
        for update in updates[:MOST_NODES]
        if isinstance(update, dict)
        for name in ("headline", "articleBody")
        for line in strings(update.get(name))
    )


def _parsed(written: str) -> object:
    if len(written) > LARGEST_BLOCK:
        return None
    bare = WRAPPING.sub("", WRAPPING.sub("", written.strip())).strip().rstrip(";")
    mended = re.sub(r",\s*([}\]])", r"\1", re.sub(r"[\x00-\x1f]", " ", bare))
    for attempt in (bare, mended):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None
