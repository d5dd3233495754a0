"""What a night's fetching is told, what it remembers, and what it gives back.

Times are seconds, sizes bytes. Nothing here reads the environment: the caller sets the options.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.records import FetchFailure, SourceHealth

AGENT = "demarche"
"""The name that robots.txt files address us by."""


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """Limits and manners; the defaults are meant for the open web.

    `contact` is an address (https: or mailto:) under which somebody answers. `most_wait_seconds`
    bounds what a Retry-After or a Crawl-delay may ask for: a host that wants longer is left alone
    for the night. `first_contact_seconds`: when by then no host at all has answered, there is no
    network. `most_failures` in a row, and a host is given up.
    """

    contact: str = ""
    allow_private_hosts: bool = False
    least_delay_seconds: float = 0.0
    connect_seconds: float = 8.0
    read_seconds: float = 15.0
    page_seconds: float = 45.0
    first_contact_seconds: float = 20.0
    night_seconds: float = 3600.0
    backoff_seconds: float = 2.0
    most_wait_seconds: float = 60.0
    most_retries: int = 2
    most_failures: int = 3
    most_redirects: int = 5
    most_page_bytes: int = 10_000_000
    most_list_bytes: int = 52_428_800
    most_hosts: int = 300
    most_child_sitemaps: int = 10

    @property
    def user_agent(self) -> str:
        contact = f"; +{self.contact}" if self.contact else ""
        return f"Mozilla/5.0 (compatible; {AGENT}/0.1{contact})"


@dataclass(frozen=True, slots=True)
class Validator:
    """How to ask again whether a page or feed has changed; empty where the server gave nothing."""

    url: str
    etag: str = ""
    last_modified: str = ""

    def headers(self) -> dict[str, str]:
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class NightFetch:
    """What a night gave, besides the pages, which went to the caller one by one.

    `validators` maps addresses (of pages and of feeds, readable ones) to what is new about them:
    merge them into what is known once the night's pages are safely loaded. `requests` counts
    every request sent, with robots.txt, redirects and retries.
    """

    failures: tuple[FetchFailure, ...] = ()
    health: tuple[SourceHealth, ...] = ()
    validators: Mapping[str, Validator] = field(default_factory=dict)
    requests: int = 0
    seconds: float = 0.0
