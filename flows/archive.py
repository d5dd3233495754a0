"""Raw pages, kept before anything reads them.

In: a `RawPage` and the archive's folder. Out: an `ArchivedPage`, and the same `RawPage` again.
Bytes lie gzip-compressed under their sha256 (`objects/ab/<sha256>.gz`), once however often they
came; each arrival, with its address and response headers, is a line of `arrivals/<day>.jsonl`.
It never changes or deletes what it has kept, never interprets a page, and never leaves its folder.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import tempfile
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from flows.records import ArchivedPage, RawPage

ADDRESS = re.compile(r"[0-9a-f]{64}")
DAY_FILE = re.compile(r"(\d{4}-\d{2}-\d{2})\.jsonl")


class ArchiveError(Exception):
    """An address that is none, or kept bytes that are gone or no longer what they were."""


def keep(page: RawPage, root: Path) -> ArchivedPage:
    """Put the page into the archive at `root`; on return it is on the disk, to stay.

    Bytes first, then the arrival: a crash between the two leaves bytes that nobody refers to, and
    never a reference to bytes that are not there.
    """
    address = hashlib.sha256(page.body).hexdigest()
    place = _place(address, root)
    if not place.exists():
        _write_whole(place, gzip.compress(page.body, compresslevel=6, mtime=0))
    archived = ArchivedPage(
        address=address,
        source_id=page.source_id,
        url=page.url,
        fetched_at=page.fetched_at,
        media_type=page.media_type,
        headers=page.headers,
        hint_title=page.hint_title,
        hint_published_at=page.hint_published_at,
    )
    _append_line(_day_file(page.fetched_at, root), _to_json(archived))
    return archived


def reopen(archived: ArchivedPage, root: Path) -> RawPage:
    """Give the page back as it was kept. Raises ArchiveError when its bytes are gone or damaged."""
    place = _place(archived.address, root)
    try:
        body = gzip.decompress(place.read_bytes())
    except (OSError, EOFError, zlib.error) as error:
        raise ArchiveError(f"cannot read {place}: {error}") from error
    if hashlib.sha256(body).hexdigest() != archived.address:
        raise ArchiveError(f"{place} does not hold the bytes that its name promises")
    return RawPage(
        source_id=archived.source_id,
        url=archived.url,
        fetched_at=archived.fetched_at,
        media_type=archived.media_type,
        body=body,
        headers=archived.headers,
        hint_title=archived.hint_title,
        hint_published_at=archived.hint_published_at,
    )


def pages_since(root: Path, day: date) -> Iterator[ArchivedPage]:
    """All arrivals fetched on `day` (UTC) or later, oldest day first, each once, in their order."""
    for path in sorted((root / "arrivals").glob("*.jsonl")):
        named = DAY_FILE.fullmatch(path.name)
        if named and date.fromisoformat(named[1]) >= day:
            yield from _arrivals(path)


def _arrivals(path: Path) -> Iterator[ArchivedPage]:
    seen: set[str] = set()
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            # A power cut can leave half a line: that page's `keep` never returned.
            if line in seen or not line.rstrip().endswith("}"):
                continue
            seen.add(line)
            yield _from_json(line)


def _place(address: str, root: Path) -> Path:
    if not ADDRESS.fullmatch(address):
        raise ArchiveError(f"not an address of the archive: {address[:80]!r}")
    return root / "objects" / address[:2] / f"{address}.gz"


def _day_file(at: datetime, root: Path) -> Path:
    return root / "arrivals" / f"{at.astimezone(UTC).date().isoformat()}.jsonl"


def _write_whole(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(place.parent)


def _append_line(path: Path, line: str) -> None:
    """One write, led by a line break too, so that half a line before it spoils only itself."""
    is_new = not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(handle, f"\n{line}\n".encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    if is_new:
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _to_json(archived: ArchivedPage) -> str:
    hint = archived.hint_published_at
    record = {
        "address": archived.address,
        "source_id": archived.source_id,
        "url": archived.url,
        "fetched_at": archived.fetched_at.isoformat(),
        "media_type": archived.media_type,
        "headers": archived.headers,
        "hint_title": archived.hint_title,
        "hint_published_at": hint.isoformat() if hint else None,
    }
    return json.dumps(record)


def _from_json(line: str) -> ArchivedPage:
    record = json.loads(line)
    hint = record["hint_published_at"]
    return ArchivedPage(
        address=record["address"],
        source_id=record["source_id"],
        url=record["url"],
        fetched_at=datetime.fromisoformat(record["fetched_at"]),
        media_type=record["media_type"],
        headers=tuple((name, value) for name, value in record["headers"]),
        hint_title=record["hint_title"],
        hint_published_at=datetime.fromisoformat(hint) if hint else None,
    )
