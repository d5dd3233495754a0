"""A night on the web: every source asked, every new page had.

In: the sources, what earlier nights know, the pages that are due to be looked at again, the night's
clock and options. Out: pages, handed to the caller one by one as they arrive; and a `NightFetch`
with failures, each source's health, what to know next night, and the number of requests.

Hosts are asked side by side, each one politely: the night takes as long as its slowest host. A
source that fails is a value, never an exception. Pages are not read and not kept here.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flows.address import canonical_url, readable_url
from flows.fetch.choose import recent_links
from flows.fetch.client import Answer, Client
from flows.fetch.discover import Lists
from flows.fetch.lanes import Trouble, host_of
from flows.fetch.options import FetchOptions, NightFetch, Validator
from flows.fetch.polite import Visitor
from flows.records import FetchFailure, Link, RawPage, Source, SourceHealth

PAGES = ("text/html", "application/xhtml+xml")
EMPTY: Mapping[str, Validator] = {}


def fetch_night(
    sources: Sequence[Source],
    keep: Callable[[RawPage], object],
    now: datetime,
    options: FetchOptions,
    *,
    known: Mapping[str, Validator] = EMPTY,
    due: Sequence[Link] = (),
) -> NightFetch:
    """Fetch what is new in the active sources and look again at what is due.

    `known` maps addresses to validators, as the `NightFetch` of earlier nights gave them: no page
    in it is asked for again, under any variant of its address, unless it is in `due`. `keep` is
    called with each page, never twice at the same time, from a thread of its own; what it raises
    ends the night.
    """
    by_article = {canonical_url(url): validator for url, validator in known.items()}
    return asyncio.run(_Night(sources, keep, now, options, by_article, due).fetch())


class _Night:
    def __init__(
        self,
        sources: Sequence[Source],
        keep: Callable[[RawPage], object],
        now: datetime,
        options: FetchOptions,
        known: Mapping[str, Validator],
        due: Sequence[Link],
    ) -> None:
        self.sources = {source.source_id: source for source in sources if source.is_active}
        self.keep = keep
        self.now = now
        self.options = options
        self.known = known
        self.due = due
        self.health = {name: SourceHealth(name) for name in self.sources}
        self.failures: list[FetchFailure] = []
        self.validators: dict[str, Validator] = {}
        self.taken: set[str] = {canonical_url(link.url) for link in due}
        self.unfinished = set(self.sources)

    async def fetch(self) -> NightFetch:
        """Ask everybody at once; give up on all when nobody has answered in time."""
        self.clock = asyncio.get_running_loop().time
        self.started = self.clock()
        self.places = asyncio.Semaphore(self.options.most_hosts)
        with ThreadPoolExecutor(1, thread_name_prefix="keep") as self.keeper:
            async with Client(self.options) as client:
                self.visitor = Visitor(client, self.options, self.now)
                self.lists = Lists(self.visitor, self.known, self.now, self.options)
                await self._all_or_nobody(client)
                requests = client.requests
        return NightFetch(
            failures=tuple(sorted(self.failures, key=lambda it: (it.source_id, it.url))),
            health=tuple(self.health.values()),
            validators=self.validators,
            requests=requests,
            seconds=self.clock() - self.started,
        )

    async def _all_or_nobody(self, client: Client) -> None:
        everything = asyncio.ensure_future(asyncio.gather(*self._jobs()))
        first = asyncio.ensure_future(client.answered.wait())
        limit = self.options.first_contact_seconds
        waiting: set[asyncio.Future[Any]] = {everything, first}
        await asyncio.wait(waiting, timeout=limit, return_when=asyncio.FIRST_COMPLETED)
        first.cancel()
        if client.answered.is_set() or everything.done():
            await everything
            return
        everything.cancel()
        await asyncio.wait({everything})
        for source_id in sorted(self.unfinished):
            nobody = Trouble("unreachable", f"no host at all has answered within {limit:g} s")
            self._fail_source(self.sources[source_id], nobody)

    def _jobs(self) -> Iterable[Coroutine[Any, Any, None]]:
        """One job per host of sources and one per host of due pages."""
        sources: dict[str, list[Source]] = defaultdict(list)
        for source in self.sources.values():
            sources[host_of(source.url)].append(source)
        for group in sources.values():
            yield self._sources_of_a_host(group)
        for links in _by_host(self.due):
            yield self._in_a_place(self._look_again(links))

    async def _in_a_place(self, work: Awaitable[None]) -> None:
        async with self.places:
            await work

    async def _sources_of_a_host(self, group: list[Source]) -> None:
        for source in group:
            async with self.places:
                found = await self.lists.of(source)
            if found.trouble is not None:
                self._fail_source(source, found.trouble)
            links = self._fresh(found.links, source)
            before = self.health[source.source_id].failed
            await asyncio.gather(
                *(self._in_a_place(self._pages(links, source)) for links in _by_host(links))
            )
            is_complete = self.health[source.source_id].failed == before
            if is_complete and len(links) < source.cap:
                self.validators |= found.validators
            self._count(source.source_id, unchanged=found.unchanged)
            self.unfinished.discard(source.source_id)

    def _fresh(self, links: Iterable[Link], source: Source) -> list[Link]:
        """New links within the source's window and cap; from here on they are this source's."""
        recent = recent_links(links, source, self.now)
        fresh = [key for key in recent if key not in self.known and key not in self.taken]
        fresh = fresh[: source.cap]
        self.taken.update(fresh)
        return [recent[key] for key in fresh]

    async def _pages(self, links: list[Link], source: Source) -> None:
        for link in links:
            answer = await self._visit(link.url, source.delay_seconds, {})
            if isinstance(answer, Trouble):
                self._fail_page(link, answer)
            elif self._is_first(link, answer):
                await self._keep(link, answer)

    async def _look_again(self, links: list[Link]) -> None:
        for link in links:
            last = self.known.get(canonical_url(link.url), Validator(link.url))
            source = self.sources.get(link.source_id)
            delay = source.delay_seconds if source else self.options.least_delay_seconds
            answer = await self._visit(last.url, delay, last.headers())
            if isinstance(answer, Trouble):
                self._fail_page(link, answer)
            elif answer.status == 304:
                self._count(link.source_id, unchanged=1)
            else:
                await self._keep(link, answer)

    async def _visit(self, url: str, delay: float, headers: Mapping[str, str]) -> Answer | Trouble:
        return await self.visitor.get(
            url,
            delay_seconds=delay,
            most_bytes=self.options.most_page_bytes,
            wanted=PAGES,
            headers=headers,
        )

    def _is_first(self, link: Link, answer: Answer) -> bool:
        """Redirects show that two links are one article; then it is known under both addresses."""
        asked, arrived = canonical_url(link.url), canonical_url(answer.url)
        if asked == arrived:
            return True
        self._remember(link.url, answer)
        is_first = arrived not in self.known and arrived not in self.taken
        self.taken.add(arrived)
        return is_first

    async def _keep(self, link: Link, answer: Answer) -> None:
        page = RawPage(
            source_id=link.source_id,
            url=answer.url,
            fetched_at=self.now + timedelta(seconds=self.clock() - self.started),
            media_type="text/html",
            body=answer.body,
            headers=answer.headers,
            hint_title=link.title,
            hint_published_at=link.published_at,
        )
        await asyncio.get_running_loop().run_in_executor(self.keeper, self.keep, page)
        self._remember(answer.url, answer)
        self._count(link.source_id, fetched=1)

    def _remember(self, url: str, answer: Answer) -> None:
        url = readable_url(url)
        self.validators[url] = Validator(url, answer.header("etag"), answer.header("last-modified"))

    def _fail_page(self, link: Link, trouble: Trouble) -> None:
        self.failures.append(FetchFailure(link.source_id, link.url, trouble.reason, trouble.detail))
        self._count(link.source_id, failed=1)

    def _fail_source(self, source: Source, trouble: Trouble) -> None:
        self._fail_page(Link(source.source_id, source.url), trouble)
        health = self.health[source.source_id]
        error = f"{trouble.reason}: {trouble.detail}"
        self.health[source.source_id] = replace(health, error=error)

    def _count(self, source_id: str, fetched: int = 0, failed: int = 0, unchanged: int = 0) -> None:
        health = self.health.get(source_id, SourceHealth(source_id))
        self.health[source_id] = replace(
            health,
            fetched=health.fetched + fetched,
            failed=health.failed + failed,
            unchanged=health.unchanged + unchanged,
        )


def _by_host(links: Iterable[Link]) -> list[list[Link]]:
    hosts: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        hosts[host_of(link.url)].append(link)
    return list(hosts.values())
