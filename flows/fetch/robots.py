"""robots.txt: what a host allows us, and how slowly (RFC 9309).

In: the answer to a request for /robots.txt. Out: rules that say yes or no to an address. It never
asks the network itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from protego import Protego

from flows.fetch.options import AGENT

MOST_BYTES = 512_000
"""RFC 9309 asks for 500 KiB to be read at least; the rest is left unread."""


@dataclass(frozen=True, slots=True)
class Rules:
    """`delay_seconds` is the Crawl-delay for us, 0 when there is none."""

    protego: Protego
    delay_seconds: float

    def allow(self, url: str) -> bool:
        return bool(self.protego.can_fetch(url, AGENT))


def rules_in(body: bytes) -> Rules:
    """The rules of a robots.txt; what is none of its lines is passed over."""
    protego = Protego.parse(body[:MOST_BYTES].decode("utf-8-sig", "replace"))
    delay = protego.crawl_delay(AGENT) or 0.0
    rate = protego.request_rate(AGENT)
    if rate and rate.requests:
        delay = max(delay, rate.seconds / rate.requests)
    return Rules(protego, float(delay))


def robots_address(url: str) -> str:
    """Where the robots.txt lies that governs `url`."""
    return urljoin(url, "/robots.txt")
