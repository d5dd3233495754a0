"""Files given with --load: .jsonl, .jsonl.gz, .html and .htm.

In: the path of one file, read as a stream. Out: a `RawPage` for each article in it, a
`FetchFailure` for each line or record that is none; WARC files go on to `warcs`. A page belongs to
the outlet that its line names, else to its host. It never holds more than one line, and never
reads what an article says.
"""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BufferedIOBase
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from lxml import html

from flows.fetch.sources import is_fetchable
from flows.fetch.warcs import SOURCE_ID, outlet_of, pages_in_warc
from flows.records import ARTICLE_JSON, FetchFailure, RawPage

SUFFIXES = (".jsonl", ".jsonl.gz", ".html", ".htm", ".warc", ".warc.gz")
TIMES = ("published_at", "fetched_at")
MOST_LINE_BYTES = 8_000_000
MOST_PAGE_BYTES = 10_000_000
MOST_FILE_BYTES = 32_000_000_000
STRINGS = (
    "url",
    "text",
    "html",
    "title",
    "published_at",
    "byline",
    "language",
    "source",
    "fetched_at",
)


class _BadLineError(Exception):
    pass


def file_pages(path: Path, now: datetime) -> tuple[list[RawPage], list[FetchFailure]]:
    """All pages of the file and all its failures; for files that fit into memory."""
    pages: list[RawPage] = []
    failures: list[FetchFailure] = []
    for item in each_page(path, now):
        if isinstance(item, RawPage):
            pages.append(item)
        else:
            failures.append(item)
    return pages, failures


def each_page(path: Path, now: datetime) -> Iterator[RawPage | FetchFailure]:
    """The file's pages one by one, in its order. Raises ValueError for an unknown kind of file."""
    name = path.name.lower()
    if name.endswith((".warc", ".warc.gz")):
        return pages_in_warc(path, now, MOST_PAGE_BYTES)
    if name.endswith((".jsonl", ".jsonl.gz")):
        return _pages_in_jsonl(path, now)
    if name.endswith((".html", ".htm")):
        return iter([_page_in_html(path, now)])
    raise ValueError(f"cannot load {path.name}: its name ends in none of {', '.join(SUFFIXES)}")


def _pages_in_jsonl(path: Path, now: datetime) -> Iterator[RawPage | FetchFailure]:
    is_packed = path.name.lower().endswith(".gz")
    number = 0
    with gzip.open(path) if is_packed else path.open("rb") as file:
        try:
            for number, line in enumerate(_lines(file), start=1):
                if line.strip():
                    yield _page_or_failure(line, number, path, now)
        except (OSError, EOFError, zlib.error) as error:
            yield _failure(path, number + 1, "unreadable", str(error))


def _lines(file: BufferedIOBase) -> Iterator[bytes]:
    """Lines, each cut off just past the limit, so that an endless one costs no memory."""
    total = 0
    while line := file.readline(MOST_LINE_BYTES + 1):
        total += len(line)
        piece = line
        while len(piece) > MOST_LINE_BYTES and not piece.endswith(b"\n"):
            piece = file.readline(MOST_LINE_BYTES + 1)
            total += len(piece)
            if total > MOST_FILE_BYTES:
                break
        yield line
        if total > MOST_FILE_BYTES:
            raise OSError(f"unpacks to more than {MOST_FILE_BYTES} bytes; the rest is left unread")


def _page_or_failure(line: bytes, number: int, path: Path, now: datetime) -> RawPage | FetchFailure:
    if len(line) > MOST_LINE_BYTES:
        return _failure(path, number, "too-large", f"more than {MOST_LINE_BYTES} bytes")
    try:
        line = line.removeprefix(b"\xef\xbb\xbf").strip()
        return _page(_record(line), line, now)
    except _BadLineError as error:
        return _failure(path, number, "bad-line", str(error))


def _record(line: bytes) -> dict[str, str]:
    try:
        record: Any = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise _BadLineError(f"not UTF-8: {error.reason} at byte {error.start}") from error
    except (ValueError, RecursionError) as error:
        raise _BadLineError(f"not JSON: {error}") from error
    if not isinstance(record, dict):
        raise _BadLineError("not a JSON object")
    known = {name: record[name] for name in STRINGS if record.get(name) is not None}
    for name, value in known.items():
        if not isinstance(value, str):
            raise _BadLineError(f"{name} is not a string: {str(value)[:80]}")
    if not is_fetchable(known.get("url", "")):
        raise _BadLineError(f"url is no http or https address: {known.get('url', '(none)')[:200]}")
    if not (known.get("text", "").strip() or known.get("html", "").strip()):
        raise _BadLineError("has neither text nor html")
    return known


def _page(record: dict[str, str], line: bytes, now: datetime) -> RawPage:
    published_at = _instant(record, "published_at")
    fetched_at = _instant(record, "fetched_at") or now
    source_id = _slug(record.get("source", "")) or outlet_of(record["url"])
    if record.get("text", "").strip():
        return RawPage(
            source_id, record["url"], now, ARTICLE_JSON, line.removeprefix(b"\xef\xbb\xbf")
        )
    return RawPage(
        source_id=source_id,
        url=record["url"],
        fetched_at=fetched_at,
        media_type="text/html",
        body=record["html"].encode("utf-8", "replace"),
        headers=(("content-type", "text/html; charset=utf-8"),),
        hint_title=record.get("title", ""),
        hint_published_at=published_at,
    )


def _instant(record: dict[str, str], name: str) -> datetime | None:
    """An ISO 8601 instant or day; without an offset it is taken as UTC."""
    value = record.get(name, "").strip()
    if not value:
        return None
    try:
        instant = datetime.fromisoformat(value)
        return instant.replace(tzinfo=instant.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _BadLineError(f"{name} is neither ISO 8601 nor a day: {value[:80]}") from error


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:64]


def _page_in_html(path: Path, now: datetime) -> RawPage | FetchFailure:
    with path.open("rb") as file:
        body = file.read(MOST_PAGE_BYTES + 1)
    url = f"file:{path.name}"
    if len(body) > MOST_PAGE_BYTES:
        return FetchFailure(SOURCE_ID, url, "too-large", f"more than {MOST_PAGE_BYTES} bytes")
    address = own_address(body)
    source_id = outlet_of(address) if address else SOURCE_ID
    return RawPage(source_id, address or url, now, "text/html", body)


def own_address(body: bytes) -> str:
    """The address that a page gives itself (canonical link, then og:url), or ""."""
    try:
        tree = html.document_fromstring(body[:200_000])
    except (ValueError, html.etree.ParserError):
        return ""
    named = [
        *tree.xpath("//link[translate(@rel,'CANOIL','canoil')='canonical']/@href"),
        *tree.xpath("//meta[@property='og:url']/@content"),
    ]
    base = next(iter(tree.xpath("//base/@href")), "")
    addresses = (urljoin(str(base), str(name).strip()) for name in named)
    return next((address for address in addresses if is_fetchable(address)), "")


def _failure(path: Path, number: int, reason: str, detail: str) -> FetchFailure:
    return FetchFailure(
        SOURCE_ID, f"file:{path.name}#{number}", reason, f"line {number} of {path.name}: {detail}"
    )
