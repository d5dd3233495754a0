"""Which of the links that a source lists are worth a request tonight.

In: links, the source's window and cap, the night's clock. Out: the links inside the window, newest
first, each article once. It never asks the network.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from flows.address import canonical_url
from flows.records import Link, Source

OLDEST = datetime(1, 1, 1, tzinfo=UTC)


def recent_links(links: Iterable[Link], source: Source, now: datetime) -> dict[str, Link]:
    """Canonical address to link: dated ones of the last `window_days`, newest first, then undated.

    The cap is not applied: what is known already must not use it up.
    """
    since = now - timedelta(days=source.window_days)
    recent = [link for link in links if link.published_at is None or link.published_at >= since]
    recent.sort(key=lambda link: link.published_at or OLDEST, reverse=True)
    chosen: dict[str, Link] = {}
    for link in recent:
        chosen.setdefault(canonical_url(link.url), link)
    return chosen
