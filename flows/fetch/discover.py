"""What a source lists tonight: its feed, its sitemaps or its listing page.

In: a source. Out: the links found, and the trouble there was, if any. It visits politely, asks
only whether a list has changed when it is known, and goes one level down from a sitemap of
sitemaps.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flows.address import canonical_url
from flows.fetch.client import Answer
from flows.fetch.feeds import links_in_feed
from flows.fetch.lanes import Trouble
from flows.fetch.listings import links_in_listing
from flows.fetch.options import FetchOptions, Validator
from flows.fetch.polite import Visitor
from flows.fetch.sitemaps import Sitemap, links_in_sitemap
from flows.records import FetchFailure, Link, Source


@dataclass(slots=True)
class Found:
    """`validators` may be remembered only when all links have been dealt with."""

    links: list[Link] = field(default_factory=list)
    validators: dict[str, Validator] = field(default_factory=dict)
    unchanged: int = 0
    trouble: Trouble | None = None


class Lists:
    """Reads the lists of all sources of a night."""

    def __init__(
        self,
        visitor: Visitor,
        known: Mapping[str, Validator],
        now: datetime,
        options: FetchOptions,
    ) -> None:
        self._visitor = visitor
        self._known = known
        self._now = now
        self._options = options

    async def of(self, source: Source) -> Found:
        """Everything that the source lists; with trouble, what was found before it."""
        found = Found()
        children = await self._read(source.url, source, found)
        for address in children[: self._options.most_child_sitemaps]:
            await self._read(address, source, found)
        return found

    async def _read(self, url: str, source: Source, found: Found) -> tuple[str, ...]:
        """Adds one list's links to `found`; gives the further sitemaps that it names."""
        last = self._known.get(canonical_url(url), Validator(url))
        answer = await self._visitor.get(
            url,
            delay_seconds=source.delay_seconds,
            most_bytes=self._options.most_list_bytes,
            headers=last.headers(),
        )
        if isinstance(answer, Trouble):
            found.trouble = answer
            return ()
        if answer.status == 304:
            found.unchanged += 1
            return ()
        # In a thread: a large feed takes seconds, and other hosts must not wait for it.
        listed = await asyncio.to_thread(_listed, answer, source, self._now)
        if isinstance(listed, FetchFailure):
            found.trouble = Trouble(listed.reason, listed.detail)
            return ()
        found.links += listed.links
        if not listed.children:
            # A sitemap of sitemaps may stay as it is while those that it names change.
            found.validators[url] = Validator(
                url, answer.header("etag"), answer.header("last-modified")
            )
        return listed.children


def _listed(answer: Answer, source: Source, now: datetime) -> Sitemap | FetchFailure:
    if source.kind == "sitemap":
        return links_in_sitemap(answer.body, source, now)
    read = links_in_feed if source.kind == "feed" else links_in_listing
    links = read(answer.body, source, now)
    return links if isinstance(links, FetchFailure) else Sitemap(links=tuple(links))
