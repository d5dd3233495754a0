"""Text of a page into a tree, and small questions to a tree.

In: HTML as text. Out: an lxml tree without comments, or None when there is nothing to parse. What
nests deeper than 255 elements is cut off by the parser. Entities of a document type are never
expanded, nothing is loaded from anywhere.
"""

from __future__ import annotations

from itertools import islice

import lxml.html
from lxml.etree import LxmlError, XPath, _Element

from flows.clean.plain import tidy

MOST_METAS = 500
TOO_MANY = XPath("count(//*) > 20000")
TOO_DEEP = XPath("boolean(" + "/*" * 240 + ")")
LARGEST_TEXT = 4_000_000
WITHOUT_CONTROL = bytes(32 if byte < 32 and byte not in b"\t\n\r" else byte for byte in range(256))


def tree_of(text: str) -> _Element | None:
    """The page's tree; at most LARGEST_TEXT characters of the text are read."""
    plain = text[:LARGEST_TEXT].encode("utf-8", "replace").translate(WITHOUT_CONTROL)
    if b"<" not in plain:
        return None
    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        root = lxml.html.document_fromstring(plain, parser=parser)
    except (LxmlError, ValueError, AssertionError):
        return None
    return root


def without_neighbours(root: _Element, title: str) -> bool:
    """Take away the further articles that a page appends below its own; whether there were any.

    They are `article` elements with a heading `h1` each, of which one is the page's title.
    """
    headed = [
        (article, shown(heading))
        for article in root.iter("article")
        if (heading := article.find(".//h1")) is not None
        and next(article.iterancestors("article"), None) is None
    ]
    others = [article for article, heading in headed if heading != title]
    if len(others) != len(headed) - 1:
        return False
    for article in others:
        article.clear(keep_tail=True)
    return bool(others)


def has_many_elements(root: _Element) -> bool:
    """True where a page has ten times the elements of a long one."""
    return bool(TOO_MANY(root))


def is_too_deep(root: _Element) -> bool:
    """True where elements nest as deeply as no page needs: readers would take minutes over it."""
    return bool(TOO_DEEP(root))


def metas(root: _Element) -> dict[str, list[str]]:
    """Every meta element's contents by its property, name or itemprop, in lower case."""
    found: dict[str, list[str]] = {}
    for element in islice(root.iter("meta"), MOST_METAS):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = tidy(element.get("content") or "")
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def shown(element: _Element) -> str:
    """The element's text as one line."""
    return tidy("".join(map(str, element.itertext())))
