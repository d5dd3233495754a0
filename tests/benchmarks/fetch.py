"""200 hosts on loopback, each asked politely: side by side against one after another.

Every host has a robots.txt, a feed and three pages, and a pause of 0.3 seconds between requests.
"One after another" is what the pauses alone add up to; nobody waits for it here.
"""

from __future__ import annotations

import resource
import sys
import time
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from flows.fetch.options import FetchOptions
from flows.fetch.web import fetch_night
from flows.records import Source
from tests.loopback import Host, Loopback, Page

HOSTS = 200
PAGES = 3
DELAY = 0.3
WAIT = 0.05
NOW = datetime(2022, 1, 1, 12, tzinfo=UTC)
BODY = b"<html><body><h1>Talks</h1>" + b"<p>They talked for a while.</p>" * 1500 + b"</body></html>"


def main() -> None:
    with Loopback() as net:
        hosts = [_host(net) for _ in range(HOSTS)]
        sources = [
            Source(f"s{n}", f"Host {n}", "feed", host.url("/feed"), delay_seconds=DELAY)
            for n, host in enumerate(hosts)
        ]
        kept: list[str] = []
        cpu = time.process_time()
        night = fetch_night(
            sources, lambda page: kept.append(page.url), NOW, FetchOptions(allow_private_hosts=True)
        )
        cpu = time.process_time() - cpu
        slowest = max(host.log[-1].left_at - host.log[0].came_at for host in hosts)
        tightest = min(_pauses(host) for host in hosts)
    alone = HOSTS * ((PAGES + 1) * DELAY + (PAGES + 2) * WAIT)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{HOSTS} hosts, {len(kept)} of {HOSTS * PAGES} pages, {night.requests} requests")
    print(f"side by side        {night.seconds:8.2f} s  (slowest host alone {slowest:.2f} s)")
    print(f"one after another   {alone:8.2f} s  ({alone / night.seconds:.0f} times as long)")
    print(f"shortest pause      {tightest:8.2f} s  (asked for: {DELAY})")
    print(f"CPU, with the hosts {1000 * cpu / night.requests:8.2f} ms a request")
    print(f"memory              {memory:8.0f} MiB at most")
    print(f"failures            {len(night.failures):8}")


def _host(net: Loopback) -> Host:
    host = net.host({f"/{n}": Page(BODY, coding="gzip", wait=WAIT) for n in range(PAGES)})
    date = format_datetime(NOW, usegmt=True)
    items = "".join(
        f"<item><title>x</title><link>{host.url(f'/{n}')}</link><pubDate>{date}</pubDate></item>"
        for n in range(PAGES)
    )
    feed = f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
    host.pages["/feed"] = Page(feed.encode(), "application/rss+xml", wait=WAIT)
    return host


def _pauses(host: Host) -> float:
    return min(b.came_at - a.left_at for a, b in zip(host.log, host.log[1:], strict=False))


if __name__ == "__main__":
    main()
