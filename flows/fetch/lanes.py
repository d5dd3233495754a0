"""One lane per host: one request at a time, a pause after each, and none at all for a host that
fails again and again.

In: an address. Out: the host's lane. It never sends anything itself, and counts time by the event
loop's clock alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flows.fetch.robots import Rules

PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why there is no answer. `is_hosts` tells trouble with the host from trouble with a page."""

    reason: str
    detail: str
    is_hosts: bool = False
    retry_after: float | None = None


@dataclass(slots=True)
class Lane:
    """The state of one host during one night."""

    delay_seconds: float
    rules: Rules | None = None
    closed: Trouble | None = None
    has_answered: bool = False
    failures: int = 0
    free_at: float = 0.0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    rules_lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until it is polite to ask, and keep everybody else waiting meanwhile."""
        clock = asyncio.get_running_loop().time
        async with self.lock:
            await asyncio.sleep(max(0.0, self.free_at - clock()))
            try:
                yield
            finally:
                self.free_at = max(self.free_at, clock() + self.delay_seconds)

    def pause(self, seconds: float) -> None:
        """Nobody asks this host for so long."""
        self.free_at = max(self.free_at, asyncio.get_running_loop().time() + seconds)

    def note_success(self) -> None:
        self.has_answered = True
        self.failures = 0

    def note_failure(self, trouble: Trouble, most_failures: int) -> None:
        """Close the lane once that many requests in a row have failed because of the host."""
        self.failures += 1
        if self.failures >= most_failures:
            self.closed = Trouble(
                "host-given-up", f"{self.failures} failures in a row, last {trouble.reason}", True
            )


class Lanes:
    """All hosts of a night."""

    def __init__(self, least_delay_seconds: float) -> None:
        self._least_delay_seconds = least_delay_seconds
        self._lanes: dict[str, Lane] = {}

    def of(self, url: str) -> Lane:
        """The lane of the address's host; http and https of one host share it."""
        return self._lanes.setdefault(host_of(url), Lane(self._least_delay_seconds))


def host_of(url: str) -> str:
    """Host, and the port where it is not the scheme's own; "" for what is no address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").lower()
    return host if port in (None, PORTS.get(parts.scheme)) else f"{host}:{port}"
