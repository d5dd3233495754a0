"""Reads every feed and sitemap of ../shared/feeds and prints, one line each, what came of it."""

from __future__ import annotations

import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from flows.fetch.feeds import links_in_feed
from flows.fetch.sitemaps import links_in_sitemap
from flows.records import FetchFailure, Source

FEEDS = Path(__file__).parents[3] / "shared" / "feeds"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
EVER = 100_000


def main() -> None:
    if not FEEDS.is_dir():
        sys.exit(f"skipped: there is no {FEEDS}")
    started = time.process_time()
    totals: Counter[str] = Counter()
    print(f"{'file':34}{'bytes':>9}{'links':>7}{'dated':>7}{'ms':>8}  refused because")
    for path in sorted(file for file in FEEDS.rglob("*") if file.is_file()):
        totals += _line(path)
    seconds = time.process_time() - started
    print(f"\n{dict(totals)} in {seconds:.2f} s of CPU")


def _line(path: Path) -> Counter[str]:
    body = path.read_bytes()
    kind = "sitemap" if path.parent.name == "sitemaps" else "feed"
    source = Source(
        path.stem, path.name, kind, f"https://example.org/{path.name}", window_days=EVER
    )
    started = time.process_time()
    links, dated, refusal = _read(body, source)
    milliseconds = 1000 * (time.process_time() - started)
    print(f"{path.name:34}{len(body):9}{links:7}{dated:7}{milliseconds:8.1f}  {refusal}")
    return Counter(files=1, refused=bool(refusal), links=links, dated=dated)


def _read(body: bytes, source: Source) -> tuple[int, int, str]:
    if source.kind == "feed":
        found = links_in_feed(body, source, NOW)
        if isinstance(found, FetchFailure):
            return 0, 0, f"{found.reason}: {found.detail}"
        return len(found), sum(link.published_at is not None for link in found), ""
    sitemap = links_in_sitemap(body, source, NOW)
    if isinstance(sitemap, FetchFailure):
        return 0, 0, f"{sitemap.reason}: {sitemap.detail}"
    return len(sitemap.links) + len(sitemap.children), 0, ""


if __name__ == "__main__":
    main()
