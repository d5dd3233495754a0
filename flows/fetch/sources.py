"""seeds/sources.csv: where articles are found.

In: a CSV file whose columns are the fields of `Source`. Out: the sources, in the file's order.
It never guesses: a column or a value that it does not understand is an error naming the line.

    source_id      short name, unique: letters, digits, hyphen, underscore
    name           as shown to readers
    kind           feed (RSS, Atom, JSON Feed), sitemap (or news sitemap, or index), listing
    url            address of the feed, sitemap or listing page
    homepage       the outlet's front page, for people
    selector       listing only: CSS selector of the links ("" looks in articles and headings)
    language       ISO 639-1 code of its texts
    country        ISO 3166-1 code, EU, UN or NATO
    is_official    1 for a government or organisation that speaks for itself
    is_wire        1 for an agency whose texts others copy
    delay_seconds  least pause between two requests to its host
    window_days    older entries are left alone
    cap            most pages a night
    is_active      0 leaves it out
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import urlsplit

from flows.records import Source

COLUMNS = tuple(field.name for field in fields(Source))
REQUIRED = ("source_id", "name", "kind", "url")
KINDS = ("feed", "sitemap", "listing")
SOURCE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
FLAGS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
MOST_DELAY_SECONDS = 600.0
MOST_WINDOW_DAYS = 366
MOST_PAGES = 10_000


class SourcesError(ValueError):
    """What is wrong with a list of sources, one line of text per mistake."""


def read_sources(path: Path) -> list[Source]:
    """All sources of the file, the inactive ones too. Raises SourcesError naming every bad line."""
    sources: list[Source] = []
    mistakes: list[str] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        try:
            mistakes += _wrong_columns(reader.fieldnames or [], path)
            for row in [] if mistakes else reader:
                try:
                    sources.append(source_from(_cells(row)))
                except ValueError as error:
                    mistakes.append(f"{path}, line {reader.line_num}: {error}")
        except (csv.Error, UnicodeDecodeError) as error:
            mistakes.append(f"{path}, line {reader.line_num}: {error}")
    mistakes += [f"{path}: source_id {name!r} stands there twice" for name in _twice(sources)]
    if mistakes:
        raise SourcesError("\n".join(mistakes))
    return sources


def write_sources(sources: Iterable[Source], path: Path) -> None:
    """Write the sources so that `read_sources` gives the same back."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for source in sources:
            writer.writerow([cell_of(getattr(source, column)) for column in COLUMNS])


def _wrong_columns(names: Iterable[str], path: Path) -> list[str]:
    present = list(names)
    missing = [name for name in REQUIRED if name not in present]
    unknown = [name for name in present if name not in COLUMNS]
    return [f"{path}, line 1: column {name!r} is missing" for name in missing] + [
        f"{path}, line 1: unknown column {name!r} (known: {', '.join(COLUMNS)})" for name in unknown
    ]


def _cells(row: dict[str | Any, str | Any]) -> dict[str, str]:
    if None in row or None in row.values():
        raise ValueError("more or fewer cells than columns (a comma in a cell needs quotes)")
    return {name: value.strip() for name, value in row.items()}


def source_from(cell: dict[str, str]) -> Source:
    """A source from its cells, columns without a cell as by default. Raises ValueError."""
    if not SOURCE_ID.fullmatch(cell["source_id"]):
        raise ValueError(f"source_id {cell['source_id']!r} is not letters, digits, - and _")
    if not cell["name"]:
        raise ValueError("name is empty")
    if cell["kind"] not in KINDS:
        raise ValueError(f"kind {cell['kind']!r} is none of {', '.join(KINDS)}")
    if not is_fetchable(cell["url"]):
        raise ValueError(f"url {cell['url']!r} is no http or https address")
    return Source(
        source_id=cell["source_id"],
        name=cell["name"],
        kind=cast(Literal["feed", "sitemap", "listing"], cell["kind"]),
        url=cell["url"],
        homepage=cell.get("homepage", ""),
        selector=cell.get("selector", ""),
        language=cell.get("language", ""),
        country=cell.get("country", ""),
        is_official=_flag(cell, "is_official", default=False),
        is_wire=_flag(cell, "is_wire", default=False),
        delay_seconds=_number(cell, "delay_seconds", 2.0, MOST_DELAY_SECONDS),
        window_days=int(_number(cell, "window_days", 3, MOST_WINDOW_DAYS)),
        cap=int(_number(cell, "cap", 50, MOST_PAGES)),
        is_active=_flag(cell, "is_active", default=True),
    )


def is_fetchable(url: str) -> bool:
    """Whether it is an http or https address with a host, and without a password in it."""
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        )
    except ValueError:
        return False


def _flag(cell: dict[str, str], column: str, *, default: bool) -> bool:
    value = cell.get(column, "").lower()
    if value and value not in FLAGS:
        raise ValueError(f"{column} {value!r} is neither 1 nor 0")
    return FLAGS[value] if value else default


def _number(cell: dict[str, str], column: str, default: float, most: float) -> float:
    value = cell.get(column, "")
    try:
        number = float(value) if value else default
    except ValueError:
        raise ValueError(f"{column} {value!r} is no number") from None
    if not 0 <= number <= most:
        raise ValueError(f"{column} {value!r} is not between 0 and {most:g}")
    return number


def cell_of(value: object) -> str:
    """A field of a source as it stands in the file."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _twice(sources: list[Source]) -> list[str]:
    counts = Counter(source.source_id for source in sources)
    return [name for name, count in counts.items() if count > 1]
