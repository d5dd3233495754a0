"""The archive gives back what it was given, and stays within its folder."""

from __future__ import annotations

import gzip
import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from flows.archive import ArchiveError, keep, pages_since, reopen
from flows.records import RawPage

PAGE = RawPage(
    source_id="courier",
    url="https://example.org/a?b=ü",
    fetched_at=datetime(2022, 1, 1, 23, 30, tzinfo=UTC),
    media_type="text/html",
    body=bytes(range(256)) * 9,
    headers=(("content-type", "text/html"), ("set-cookie", "a=1"), ("set-cookie", "b=2")),
    hint_title="Talks\n“today”",
    hint_published_at=datetime(2022, 1, 1, 5, tzinfo=timezone(timedelta(hours=3))),
)


def files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


def test_a_page_comes_back_as_it_was(tmp_path: Path) -> None:
    assert reopen(keep(PAGE, tmp_path), tmp_path) == PAGE
    empty = replace(PAGE, body=b"", headers=(), hint_published_at=None)
    assert reopen(keep(empty, tmp_path), tmp_path) == empty


def test_the_same_bytes_lie_there_once_and_every_arrival_is_remembered(tmp_path: Path) -> None:
    later = replace(
        PAGE, fetched_at=PAGE.fetched_at + timedelta(days=2), url="https://example.org/b"
    )
    for page in (PAGE, later, PAGE):
        keep(page, tmp_path)
    assert len([path for path in files(tmp_path) if path.suffix == ".gz"]) == 1
    arrived = list(pages_since(tmp_path, date(2022, 1, 1)))
    assert [(page.url, page.fetched_at) for page in arrived] == [
        (PAGE.url, PAGE.fetched_at),
        (later.url, later.fetched_at),
    ]
    assert [reopen(page, tmp_path) for page in arrived] == [PAGE, later]
    assert [page.url for page in pages_since(tmp_path, date(2022, 1, 2))] == [later.url]
    assert not list(pages_since(tmp_path, date(2022, 1, 4)))


def test_an_empty_archive_has_no_pages(tmp_path: Path) -> None:
    assert not list(pages_since(tmp_path / "missing", date(2022, 1, 1)))


def test_half_a_line_spoils_only_itself(tmp_path: Path) -> None:
    keep(PAGE, tmp_path)
    (day,) = (tmp_path / "arrivals").iterdir()
    whole = day.read_bytes()
    day.write_bytes(whole + whole[: len(whole) // 2])
    other = replace(PAGE, url="https://example.org/c")
    keep(other, tmp_path)
    assert [page.url for page in pages_since(tmp_path, date(2022, 1, 1))] == [PAGE.url, other.url]


def test_half_written_bytes_never_have_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        keep(PAGE, tmp_path)
    assert not files(tmp_path)


def test_damaged_or_missing_bytes_are_told(tmp_path: Path) -> None:
    archived = keep(PAGE, tmp_path)
    (place,) = tmp_path.rglob("*.gz")
    place.write_bytes(gzip.compress(b"something else"))
    with pytest.raises(ArchiveError, match="promises"):
        reopen(archived, tmp_path)
    place.write_bytes(place.read_bytes()[:9])
    with pytest.raises(ArchiveError, match="cannot read"):
        reopen(archived, tmp_path)
    place.unlink()
    with pytest.raises(ArchiveError, match="cannot read"):
        reopen(archived, tmp_path)


@pytest.mark.parametrize("address", ["../../etc/passwd", "", "/etc/passwd", "A" * 64, "a" * 65])
def test_no_address_leads_out_of_the_archive(tmp_path: Path, address: str) -> None:
    archived = replace(keep(PAGE, tmp_path), address=address)
    with pytest.raises(ArchiveError, match="not an address"):
        reopen(archived, tmp_path)
