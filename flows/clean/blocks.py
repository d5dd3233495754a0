"""The blocks of text that a page shows, and which of them look like its article.

In: a parsed page. Out: its blocks in reading order, each one tidy line with the element that holds
it; and, by the density of text and the names of classes, the blocks of the likeliest article.
Nothing here decides alone: `flows.clean.vote` asks two other readers as well.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from lxml.etree import _Element

from flows.clean.furniture import SENTENCE
from flows.clean.plain import tidy

UNSEEN = frozenset(
    "script style noscript template svg iframe button select option textarea object"
    " embed canvas audio video head map math datalist dialog input img picture source track link"
    " meta title".split()
)
ASIDE = frozenset("nav footer aside form header figure figcaption".split())
BREAKING = frozenset(
    "p div section article li ul ol dl dd dt table tbody thead tr caption h1 h2 h3 h4 h5 h6"
    " blockquote pre figure figcaption header footer nav aside form main address details summary"
    " fieldset hr center body html".split()
)
CELLS = frozenset(("td", "th"))
LAID_OUT = ".//br"
TEXTUAL = frozenset("p h2 h3 h4 h5 h6 li blockquote pre tr td dd dt".split())
BARE = frozenset("p div section article main tr td".split())
BAD_NAME = re.compile(
    r"(?:^|[-_ ])(?:related|recirc|newsletter|promo|share|social|comment|footer|sidebar|nav|menu"
    r"|breadcrumb|byline|author-bio|caption|advert|ad|sponsor|subscribe|signup|paywall|recommend"
    r"|most-?(?:read|popular)|trending|tags?|cookie|modal|popup|outbrain|taboola|disclaimer|teaser"
    r"|read-?more|toolbar|widget)s?(?:$|[-_ ])",
    re.IGNORECASE,
)
LEVELS = 5
LEAST_PARAGRAPH = 40
LEAST_BARE = 100
LEAST_ARTICLE = 400
LINKED = 0.75


@dataclass(slots=True)
class Block:
    """One line of a page; `links` counts the characters that stand in links."""

    text: str
    holder: _Element
    links: int
    is_aside: bool


class _Reader:
    """Walks a page once and keeps the blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._pieces: list[str] = []
        self._links = 0

    def add(self, text: str | None, in_link: bool) -> None:
        if text:
            self._pieces.append(text)
            if in_link:
                self._links += len(text.strip())

    def ends_sentence(self) -> bool:
        return bool(self._pieces) and SENTENCE.search(self._pieces[-1].rstrip()) is not None

    def close(self, holder: _Element, is_aside: bool) -> None:
        if self._pieces:
            line = tidy("".join(self._pieces))
            if line:
                self.blocks.append(Block(line, holder, self._links, is_aside))
            self._pieces.clear()
        self._links = 0


def blocks_of(root: _Element) -> list[Block]:
    """Every block that a reader of the page would see, in order; without recursion."""
    reader = _Reader()
    stack: list[tuple[_Element, _Element, bool, bool, bool]] = [(root, root, False, False, False)]
    while stack:
        element, holder, is_aside, in_link, is_end = stack.pop()
        tag = element.tag
        breaks = tag in BREAKING or (tag in CELLS and element.find(LAID_OUT) is not None)
        if is_end:
            if breaks:
                reader.close(element, is_aside or tag in ASIDE)
            if element is not root:
                reader.add(element.tail, in_link)
            continue
        if not isinstance(tag, str) or tag in UNSEEN:
            reader.add(element.tail, in_link)
            continue
        if tag == "br":
            _break_line(reader, element, holder, is_aside)
            reader.add(element.tail, in_link)
            continue
        if breaks:
            reader.close(holder, is_aside)
        stack.append((element, holder, is_aside, in_link, True))
        inside = (element if breaks else holder, is_aside or tag in ASIDE, in_link or tag == "a")
        if tag in CELLS:
            reader.add(" ", False)
        reader.add(element.text, inside[2])
        stack.extend((child, *inside, False) for child in reversed(element))
    return reader.blocks


def _break_line(reader: _Reader, element: _Element, holder: _Element, is_aside: bool) -> None:
    following = element.getnext()
    is_double = following is not None and following.tag == "br" and not (element.tail or "").strip()
    if is_double or reader.ends_sentence():
        reader.close(holder, is_aside)
    else:
        reader.add(" ", False)


def dense_blocks(blocks: list[Block]) -> set[int]:
    """Positions of the blocks where text is densest: `p` elements, else bare text in others."""
    by_paragraphs = _under_the_top(blocks, _weights(blocks, frozenset(("p",)), LEAST_PARAGRAPH))
    if sum(len(blocks[position].text) for position in by_paragraphs) >= LEAST_ARTICLE:
        return by_paragraphs
    return _under_the_top(blocks, _weights(blocks, BARE, LEAST_BARE)) or by_paragraphs


def _weights(blocks: list[Block], tags: frozenset[str], least: int) -> dict[_Element, float]:
    """How much text each element holds, nearer text counting more, linked text less."""
    weights: defaultdict[_Element, float] = defaultdict(float)
    for block in blocks:
        size = len(block.text)
        if block.is_aside or size < least or block.holder.tag not in tags:
            continue
        weight = size * (1 - min(1.0, block.links / size))
        is_paragraph = block.holder.tag == "p"
        above, level = block.holder.getparent() if is_paragraph else block.holder, 0
        while above is not None and above.tag != "html" and level < LEVELS:
            weights[above] += weight / (1 + level * 0.35)
            above, level = above.getparent(), level + 1
    return weights


def _under_the_top(blocks: list[Block], weights: dict[_Element, float]) -> set[int]:
    if not weights:
        return set()
    top = max(weights, key=weights.__getitem__)
    standing = {top: True}
    return {
        position
        for position, block in enumerate(blocks)
        if not block.is_aside
        and (block.holder.tag in TEXTUAL or block.holder is top)
        and _stands_in(block.holder, standing)
        and not (len(block.text) < 200 and block.links > LINKED * len(block.text))
    }


def _stands_in(element: _Element, standing: dict[_Element, bool]) -> bool:
    """True when the element lies under the top, with no badly named element between."""
    path: list[_Element] = []
    above: _Element | None = element
    while above is not None and above not in standing:
        path.append(above)
        above = above.getparent()
    verdict = above is not None and standing[above]
    for step in reversed(path):
        if verdict:
            names = f"{step.get('class') or ''} {step.get('id') or ''}"
            verdict = names == " " or not BAD_NAME.search(names)
        standing[step] = verdict
    return verdict
