"""Who wants which digest: reader and checker of the recipients' CSV.

In comes the path of a CSV that lies outside the repository, out come recipients and a finding for
each line that cannot be used, with its number. A line with a fault gets no mail; the lines around
it do. Nothing here sends or logs an address.

Columns: address (required); topics, actors, measures (identifiers parted by spaces, commas or
semicolons; empty: all); least_sources (independent outlets, default 1); time_zone (default UTC);
language (of days and times, default en); when (new: only when something is new for this recipient,
or always); paused_until (a day, the first on which mail is wanted again).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.core import Locale, UnknownLocaleError

from flows.digest.items import Item
from flows.records import Finding

COLUMNS = (
    "address",
    "topics",
    "actors",
    "measures",
    "least_sources",
    "time_zone",
    "language",
    "when",
    "paused_until",
)
LISTS = ("topics", "actors", "measures")
LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
ADDRESS = re.compile(rf"{LOCAL}@{LABEL}(?:\.{LABEL})*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One reader and what he asked for; empty sets ask for everything."""

    address: str = ""
    topics: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    least_sources: int = 1
    time_zone: str = "UTC"
    language: str = "en_GB"
    is_every_night: bool = True
    paused_until: date | None = None

    def is_paused(self, day: date) -> bool:
        return self.paused_until is not None and day < self.paused_until

    def wants(self, item: Item) -> bool:
        """Whether this statement is one that the recipient asked for."""
        return (
            (not self.topics or item.topic in self.topics)
            and (not self.actors or item.actor_id in self.actors)
            and (not self.measures or not self.measures.isdisjoint(item.measures))
            and max(1, item.independent_outlets) >= self.least_sources
        )


def read_recipients(
    path: Path, known: Mapping[str, Collection[str]] | None = None
) -> tuple[list[Recipient], list[Finding]]:
    """Recipients in the file's order, and a warning for every line that gets no mail.

    `known` gives the identifiers that may stand in topics, actors and measures; a column that it
    leaves out is not checked. A file that cannot be read raises OSError.
    """
    recipients: list[Recipient] = []
    findings: list[Finding] = []
    seen: set[str] = set()
    for line, row in numbered_rows(path, findings):
        try:
            recipient = parsed(row, known or {})
            if recipient.address.lower() in seen:
                raise ValueError("this address stands in an earlier line")
        except ValueError as fault:
            findings.append(finding(path, line, str(fault)))
        else:
            seen.add(recipient.address.lower())
            recipients.append(recipient)
    return recipients, findings


def numbered_rows(path: Path, findings: list[Finding]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of every line that is neither empty nor a comment."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.reader(file)
        try:
            header = [name.strip().lower() for name in next(reader, [])]
            if "address" not in header or set(header) - set(COLUMNS):
                names = f"it names {', '.join(header) or 'none'}"
                fault = f"the first line names columns out of {', '.join(COLUMNS)}; {names}"
                findings.append(finding(path, 1, fault))
                return
            for cells in reader:
                if len(cells) > len(header):
                    fault = "more cells than the first line has"
                    findings.append(finding(path, reader.line_num, fault))
                elif any(map(str.strip, cells)) and not cells[0].lstrip().startswith("#"):
                    named = dict(zip(header, map(str.strip, cells), strict=False))
                    yield reader.line_num, named
        except csv.Error as error:
            findings.append(finding(path, reader.line_num + 1, f"{error}; nothing below is read"))


def parsed(row: Mapping[str, str], known: Mapping[str, Collection[str]]) -> Recipient:
    """One line as a recipient; ValueError says what to mend."""
    lists = {name: identifiers(row, name, known.get(name)) for name in LISTS}
    when = row.get("when", "") or "always"
    if when not in ("new", "always"):
        raise ValueError(f"when is {when!r}; write new or always")
    return Recipient(
        address=address(row.get("address", "")),
        topics=lists["topics"],
        actors=lists["actors"],
        measures=lists["measures"],
        least_sources=least(row.get("least_sources", "")),
        time_zone=zone(row.get("time_zone", "")),
        language=language(row.get("language", "")),
        is_every_night=when == "always",
        paused_until=pause(row.get("paused_until", "")),
    )


def address(text: str) -> str:
    """A mail address that cannot break a header; other scripts are allowed in the domain."""
    local, mark, domain = text.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii") if not domain.isascii() else domain
    except UnicodeError:
        raise ValueError("address has a domain that cannot be written in ASCII") from None
    if len(text) > 254 or len(local) > 64 or not ADDRESS.fullmatch(f"{local}{mark}{domain}"):
        raise ValueError("address is not a plain mail address, such as name@example.org")
    return f"{local}@{domain}"


def identifiers(
    row: Mapping[str, str], column: str, known: Collection[str] | None
) -> frozenset[str]:
    found = frozenset(part for part in re.split(r"[\s,;]+", row.get(column, "")) if part)
    unknown = sorted(found - set(known)) if known is not None else []
    if unknown:
        raise ValueError(f"{column} names {', '.join(unknown)}, which no seed file knows")
    return found


def least(text: str) -> int:
    if text and not (text.isascii() and text.isdigit() and 1 <= int(text) <= 1000):
        raise ValueError(f"least_sources is {text!r}; write a number from 1")
    return int(text or 1)


def zone(text: str) -> str:
    try:
        return str(ZoneInfo(text or "UTC"))
    except (KeyError, ValueError, OSError):
        raise ValueError(f"time_zone is {text!r}; write one such as Europe/Berlin") from None


def language(text: str) -> str:
    try:
        return str(Locale.parse((text or "en_GB").replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        raise ValueError(f"language is {text!r}; write one such as en, de or fr-CA") from None


def pause(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError(f"paused_until is {text!r}; write a day such as 2022-01-31") from None


def finding(path: Path, line: int, detail: str) -> Finding:
    return Finding("warning", "recipients", f"{path.name} line {line}", detail)
