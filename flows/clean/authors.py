"""Who wrote the article, as its page says.

In: a parsed page with its JSON-LD and meta elements. Out: names. Persons win over the outlet's own
name: where JSON-LD names only the outlet, what the page shows is asked as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml.etree import _Element

from flows.clean import jsonld
from flows.clean.boilerplate import fold
from flows.clean.names import author_names, is_person
from flows.clean.tree import shown

STATED = ("author", "parsely-author", "byl", "dc.creator", "sailthru.author", "article:author")
MARKED = re.compile(
    r"(?:^|[\s_-])(?:byline|author|authors|writer|reporter)(?:[_-]*(?:name|link|title|text|item))?(?:$|\s)",
    re.IGNORECASE,
)
PROFILE = re.compile(
    r"/(?:authors?|people|profile|staff|by|contributors?|journalists?|writers?)/[^/]"
)
MOST = 6
LONGEST = 120


def authors_of(
    root: _Element, node: dict[str, Any], said: dict[str, list[str]], outlet: str
) -> tuple[str, ...]:
    """Names of the first source that names a person, else of the first that names anybody."""
    own = fold(outlet)
    anybody: tuple[str, ...] = ()
    for names in map(author_names, _sources(root, node, said)):
        if any(is_person(name) and fold(name) != own for name in names):
            return names
        anybody = anybody or names
    return anybody


def _sources(
    root: _Element, node: dict[str, Any], said: dict[str, list[str]]
) -> Iterator[list[str]]:
    yield list(jsonld.strings(node.get("author")))
    for name in STATED:
        yield said.get(name, [])
    yield [shown(a) for a in root.iterfind(".//a[@rel='author']")][:MOST]
    yield [shown(e) for e in root.iterfind(".//*[@itemprop='author']")][:MOST]
    yield from _shown(root)


def _shown(root: _Element) -> Iterator[list[str]]:
    links: list[str] = []
    for element in root.iter("a", "span", "p", "div", "address", "h3", "h4"):
        is_profile = element.tag == "a" and PROFILE.search(element.get("href") or "")
        if is_profile or MARKED.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            line = shown(element)
            if line and len(line) <= LONGEST and author_names([line]):
                links.append(line)
        if len(links) >= MOST:
            break
    for line in links:
        yield [line] if is_person(author_names([line])[0]) else []
