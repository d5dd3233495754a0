"""The polite visitor: one page, however many requests that takes.

In: an address and what is known of it. Out: an `Answer` with status 200 or 304, or a `Trouble`. It
asks robots.txt first, waits its turn on every host, follows redirects a few times, tries again
after a pause, and does not come back tonight to a host that fails or asks it not to.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urldefrag, urljoin

from flows.fetch.client import PASSING, Answer, Client
from flows.fetch.lanes import Lane, Lanes, Trouble
from flows.fetch.options import FetchOptions
from flows.fetch.robots import MOST_BYTES, Rules, robots_address, rules_in
from flows.fetch.sources import is_fetchable

REDIRECTS = (301, 302, 303, 307, 308)
TRIES_OF_A_STRANGER = 2
LONGEST_ADDRESS = 2_000


class Visitor:
    """Asks politely until `options.night_seconds` are over."""

    def __init__(self, client: Client, options: FetchOptions, now: datetime) -> None:
        self._client = client
        self._options = options
        self._now = now
        self._lanes = Lanes(options.least_delay_seconds)
        self._clock = asyncio.get_running_loop().time
        self._deadline = self._clock() + options.night_seconds

    async def get(
        self,
        url: str,
        *,
        delay_seconds: float,
        most_bytes: int,
        wanted: tuple[str, ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Answer | Trouble:
        """The page at the end of the redirects; `headers` make the request conditional."""
        for _ in range(self._options.most_redirects + 1):
            if not is_fetchable(url) or len(url) > LONGEST_ADDRESS:
                return Trouble("bad-address", f"not an http or https address: {url[:200]}")
            lane = self._lanes.of(url)
            lane.delay_seconds = max(lane.delay_seconds, delay_seconds)
            refusal = await self._refusal(url, lane)
            if refusal is not None:
                return refusal
            answer = await self._ask(url, lane, headers or {}, most_bytes, wanted)
            if isinstance(answer, Trouble) or answer.status in (200, 304):
                return answer
            if answer.status not in REDIRECTS or not answer.header("location"):
                return Trouble(f"http-{answer.status}", f"answered with status {answer.status}")
            url = _target(url, answer)
        return Trouble("too-many-redirects", f"more than {self._options.most_redirects}, now {url}")

    async def _refusal(self, url: str, lane: Lane) -> Trouble | None:
        """Why the host's robots.txt, or its failing to give one, forbids this address."""
        async with lane.rules_lock:
            if lane.rules is None and lane.closed is None:
                rules = await self._rules(url)
                if isinstance(rules, Trouble):
                    lane.closed = rules
                else:
                    lane.rules = rules
                    lane.delay_seconds = max(lane.delay_seconds, rules.delay_seconds)
        if lane.rules is None:
            return lane.closed
        if lane.rules.delay_seconds > self._options.most_wait_seconds:
            asked = f"robots.txt asks for {lane.rules.delay_seconds:g} s between requests"
            return Trouble("crawl-delay-too-long", asked)
        return None if lane.rules.allow(url) else Trouble("forbidden-by-robots", "robots.txt")

    async def _rules(self, url: str) -> Rules | Trouble:
        url = robots_address(url)
        for _ in range(self._options.most_redirects + 1):
            answer = await self._ask(url, self._lanes.of(url), {}, MOST_BYTES * 4, ())
            if isinstance(answer, Trouble):
                return _robots_trouble(answer)
            if answer.status == 200:
                return rules_in(answer.body)
            if answer.status not in REDIRECTS:
                break
            url = _target(url, answer)
            if not is_fetchable(url):
                break
        return rules_in(b"")

    async def _ask(
        self,
        url: str,
        lane: Lane,
        headers: Mapping[str, str],
        most_bytes: int,
        wanted: tuple[str, ...],
    ) -> Answer | Trouble:
        """One request with its retries, in turns of the lane."""
        trouble = Trouble("out-of-time", "the night's time for fetching is over")
        for tried in range(self._options.most_retries + 1):
            if lane.closed is not None:
                return lane.closed
            if max(lane.free_at, self._clock()) > self._deadline:
                return trouble
            async with lane.turn():
                if lane.closed is not None:
                    return lane.closed
                if tried and not self._client.answered.is_set():
                    break  # nobody at all has answered: not this host is away, the network is
                answer = await self._client.ask(url, headers, most_bytes, wanted)
                outcome = _outcome(answer, self._now)
                if isinstance(outcome, Answer) or not outcome.is_hosts:
                    lane.note_success()
                    return outcome
                trouble = outcome
                if not self._may_try_again(lane, trouble, tried):
                    break
        lane.note_failure(trouble, self._options.most_failures)
        return trouble

    def _may_try_again(self, lane: Lane, trouble: Trouble, tried: int) -> bool:
        """Pauses the lane as long as it takes; closes it when it asks for more than we wait."""
        wait = self._options.backoff_seconds * 2**tried
        if trouble.retry_after is not None:
            wait = max(trouble.retry_after, self._options.least_delay_seconds)
        if wait > self._options.most_wait_seconds:
            lane.closed = Trouble(trouble.reason, f"asks to come back after {wait:g} s", True)
            return False
        lane.pause(wait)
        is_stranger = not lane.has_answered and trouble.reason in ("unreachable", "timed-out")
        return lane.failures == 0 and not (is_stranger and tried + 1 >= TRIES_OF_A_STRANGER)


def _outcome(answer: Answer | Trouble, now: datetime) -> Answer | Trouble:
    """A status that may pass counts as trouble with the host."""
    if isinstance(answer, Trouble) or answer.status not in PASSING:
        return answer
    return Trouble(
        f"http-{answer.status}",
        f"answered with status {answer.status}",
        is_hosts=True,
        retry_after=_retry_after(answer, now),
    )


def _retry_after(answer: Answer, now: datetime) -> float | None:
    """Seconds that the server asks for, as a number or as a date (counted from its own clock)."""
    value = answer.header("retry-after").strip()
    if value.isdecimal():
        return float(value[:9])
    until = _instant(value)
    since = _instant(answer.header("date")) or now
    return max(0.0, (until - since).total_seconds()) if until else None


def _instant(value: str) -> datetime | None:
    try:
        instant = parsedate_to_datetime(value)
    except ValueError:
        return None
    return instant.replace(tzinfo=instant.tzinfo or UTC)


def _robots_trouble(trouble: Trouble) -> Trouble:
    """RFC 9309: while robots.txt fails, everything is forbidden; a host that is away is away."""
    if trouble.reason.startswith("http-"):
        detail = f"its robots.txt failed: {trouble.detail}"
        return Trouble("robots-unavailable", detail, is_hosts=True)
    return trouble


def _target(url: str, answer: Answer) -> str:
    try:
        return urldefrag(urljoin(url, answer.header("location").strip())).url
    except ValueError:
        return ""
