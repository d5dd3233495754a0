"""WARC files: web pages as an archiving crawler kept them.

In: the path of a .warc or .warc.gz file, read record by record. Out: a `RawPage` for each response
with status 200 that is a text, a `FetchFailure` for each that is refused. It never holds more than
one page; requests, images, style sheets and other records are passed over.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from flows.fetch.sources import is_fetchable
from flows.fetch.unpack import BadCodingError, TooLargeError, unpack
from flows.records import FetchFailure, RawPage

SOURCE_ID = "loaded"
TEXTS = ("text/html", "application/xhtml+xml", "text/plain")


def pages_in_warc(path: Path, now: datetime, most_bytes: int) -> Iterator[RawPage | FetchFailure]:
    """The file's pages, in its order; `now` stands in where a record has no date."""
    with path.open("rb") as file:
        try:
            for record in ArchiveIterator(file):
                if record.rec_type == "response" and record.http_headers is not None:
                    item = _page(record, now, most_bytes)
                    if item is not None:
                        yield item
        except (ArchiveLoadFailed, EOFError, OSError, ValueError, zlib.error) as error:
            detail = f"{path.name}: {error}".strip().splitlines()[0]
            yield FetchFailure(SOURCE_ID, f"file:{path.name}", "unreadable", detail)


def outlet_of(url: str) -> str:
    """The host of an address, without www: what a page belongs to when nobody says."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _page(record: Any, now: datetime, most_bytes: int) -> RawPage | FetchFailure | None:
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    headers = tuple((name.lower(), value) for name, value in record.http_headers.headers)
    media_type = dict(headers).get("content-type", "").split(";")[0].strip().lower()
    status = record.http_headers.get_statuscode()
    if media_type not in TEXTS or status.startswith(("1", "3")) or not is_fetchable(url):
        return None
    source_id = outlet_of(url)
    if status != "200":
        return FetchFailure(source_id, url, f"http-{status}", f"archived with status {status}")
    try:
        body = _body(record, dict(headers), most_bytes)
    except TooLargeError as error:
        return FetchFailure(source_id, url, "too-large", str(error))
    except BadCodingError as error:
        return FetchFailure(source_id, url, "bad-coding", str(error))
    return RawPage(source_id, url, _fetched_at(record, now), media_type, body, headers)


def _body(record: Any, headers: dict[str, str], most_bytes: int) -> bytes:
    stream = record.raw_stream
    if headers.get("transfer-encoding", "").strip().lower() == "chunked":
        stream = ChunkedDataReader(stream)
    body = bytearray()
    while piece := stream.read(65_536):
        body += piece
        if len(body) > most_bytes:
            raise TooLargeError(f"more than {most_bytes} bytes")
    if getattr(record.raw_stream, "limit", 0) > 0 and not record.raw_stream.read(1):
        raise BadCodingError("the record ends too early")
    # Some crawlers store the body unpacked and leave the header as it was.
    coding = headers.get("content-encoding", "")
    is_text = bytes(body[:64]).lstrip().startswith(b"<")
    return unpack(bytes(body), "" if is_text else coding, most_bytes)


def _fetched_at(record: Any, now: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date") or "")
    except ValueError:
        return now
    return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
