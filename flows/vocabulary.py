"""seeds/*.csv: the words by which SQL judges, held to their rules before anything loads them.

In: the folder of CSV files that analysts edit. Out: findings, whose detail names file and line and
says what to do; none when all is well. It never changes a file, and never guesses what was meant.

A critical finding would make the night judge wrongly: a broken file, an unknown actor, one name for
two actors on one day. A warning does no harm. An office or name holds from `valid_from` up to the
day before `valid_to`; an empty day is open.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path

from flows.records import Finding
from flows.sheets import SHEETS, TOPIC, Sheet

Row = Mapping[str, str]
Rows = Sequence[tuple[int, Row]]
Known = Mapping[tuple[str, str], set[str]]

NOT_IN_NAMES = re.compile(r"[^a-z0-9'&$%.]+")
BEFORE_NAMES = re.compile(r"^((the|a|an|mr|mrs|ms|dr|sir|sen|rep|gen)\.? )+")
APOSTROPHES = str.maketrans("’‘`", "'''")
MOST_BYTES = 32 * 1024 * 1024


def check_vocabulary(folder: Path, shipped: Path | None = None) -> list[Finding]:
    """Every slip in the vocabulary's files, file by file.

    A file that `folder` lacks is read from `shipped`, where that is given.
    """
    findings: list[Finding] = []
    rows: dict[str, Rows] = {}
    for sheet in SHEETS:
        path = folder / sheet.name
        if shipped is not None and not path.exists():
            path = shipped / sheet.name
        rows[sheet.name], unreadable = _read(path, sheet)
        findings += unreadable
    known = {
        (name, column): {row[column] for _, row in rows[name]}
        for name, column in {place for sheet in SHEETS for place in sheet.refers.values()}
    }
    for sheet in SHEETS:
        findings += _repeated(sheet, rows[sheet.name])
        findings += _slips(sheet, rows[sheet.name], known)
    findings += _clashing_names(rows["actor_aliases.csv"])
    findings += _bad_corrections(rows["corrections.csv"], known[TOPIC])
    return findings


def folded_name(words: str) -> str:
    """A name as SQL compares it: lower case, no accents, dots, articles or honorifics."""
    plain = words.lower().translate(APOSTROPHES)
    if not plain.isascii():
        parted = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in parted if not unicodedata.combining(letter))
    plain = NOT_IN_NAMES.sub(" ", plain).strip()
    plain = BEFORE_NAMES.sub("", plain)
    return plain.removesuffix("'s").replace(".", "").strip()


def _finding(sheet: Sheet | str, line: int, check: str, detail: str) -> Finding:
    name = sheet if isinstance(sheet, str) else sheet.name
    return Finding("critical", check, f"{name}:{line}", f"{name}, line {line}: {detail}")


def _read(path: Path, sheet: Sheet) -> tuple[Rows, list[Finding]]:
    rows: list[tuple[int, Row]] = []
    findings: list[Finding] = []
    line = 1
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError(f"larger than {MOST_BYTES >> 20} MiB; shorten it")
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            if tuple(next(reader, ())) != sheet.columns:
                raise ValueError(f"the first line must be {','.join(sheet.columns)}")
            for cells in reader:
                line = reader.line_num
                if len(cells) == len(sheet.columns):
                    rows.append((line, dict(zip(sheet.columns, cells, strict=True))))
                elif cells:
                    many = f"{len(cells)} cells instead of {len(sheet.columns)}"
                    detail = f"{many}; put a cell that holds a comma between quotation marks"
                    findings.append(_finding(sheet, line, "cells", detail))
    except FileNotFoundError:
        findings.append(_finding(sheet, 1, "file", f"{path} is missing; put it back"))
    except UnicodeDecodeError:
        findings.append(_finding(sheet, line, "file", "not UTF-8; save the file as CSV UTF-8"))
    except csv.Error as error:
        detail = f"not CSV after this line ({error}); close the quotation mark that is left open"
        findings.append(_finding(sheet, line, "file", detail))
    except ValueError as error:
        findings.append(_finding(sheet, line, "file", str(error)))
    return rows, findings


def _repeated(sheet: Sheet, rows: Rows) -> Iterator[Finding]:
    first: dict[tuple[str, ...], int] = {}
    for line, row in rows:
        key = tuple(row[column] for column in sheet.key)
        before = first.setdefault(key, line)
        if before != line:
            detail = f"{', '.join(filter(None, key))} stands in line {before} too; remove one"
            yield _finding(sheet, line, "repeated", detail)


def _slips(sheet: Sheet, rows: Rows, known: Known) -> Iterator[Finding]:
    """What is wrong with single cells, and with days that contradict each other."""
    cells: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for line, row in rows:
        for cell in row.items():
            # most values stand in many lines
            found = cells.get(cell)
            if found is None:
                found = cells[cell] = list(_slips_of_cell(sheet, *cell, known))
            for slip in found:
                yield _finding(sheet, line, *slip)
        start, end = row.get("valid_from", ""), row.get("valid_to", "")
        if start and end and start >= end:
            detail = f"valid_to {end} does not come after valid_from {start}; mend one of them"
            yield _finding(sheet, line, "days", detail)


def _slips_of_cell(
    sheet: Sheet, column: str, value: str, known: Known
) -> Iterator[tuple[str, str]]:
    """What is wrong with one cell, as (check, what to do)."""
    if value != " ".join(value.split()):
        yield "spaces", f"{column} {value!r} has stray spaces; remove them"
    if not value and column in sheet.needed:
        yield "empty", f"{column} is empty; fill it in or remove the line"
    if not value:
        return
    if column in sheet.words and value not in sheet.words[column]:
        yield "value", f"{column} {value!r} is none of {', '.join(sheet.words[column])}"
    if column in sheet.numbers and not _lies_within(value, *sheet.numbers[column]):
        least, most = sheet.numbers[column]
        yield "number", f"{column} {value!r} must be a number from {least:g} to {most:g}"
    if column in sheet.refers and value not in known[sheet.refers[column]]:
        file = sheet.refers[column][0]
        yield "reference", f"{column} {value!r} is not in {file}; add it there"
    if column in sheet.days and not _is_day(value):
        yield "day", f"{column} {value!r} is no day such as 2021-01-20"
    if column in sheet.patterns and (wrong := _wrong_pattern(value)):
        yield "pattern", f"{column} is no regular expression ({wrong}); mend it"


def _clashing_names(rows: Rows) -> Iterator[Finding]:
    """Names that hold twice or mean two actors on one day, compared as SQL compares them."""
    by_name: dict[str, list[tuple[int, Row]]] = defaultdict(list)
    for line, row in rows:
        by_name[folded_name(row["alias"])].append((line, row))
    for same in by_name.values():
        for (before, one), (line, other) in combinations(same, 2):
            if not _meet(one, other):
                continue
            if one["alias"] == other["alias"] and one["actor_id"] == other["actor_id"]:
                detail = f"{other['alias']!r} holds from line {before} already; part their days"
                yield _finding("actor_aliases.csv", line, "overlap", detail)
            elif one["actor_id"] != other["actor_id"]:
                both = f"{one['actor_id']} (line {before}) and {other['actor_id']}"
                detail = f"{other['alias']!r} means {both} on the same day; set the days or drop it"
                yield _finding("actor_aliases.csv", line, "two-actors", detail)


def _bad_corrections(rows: Rows, topics: set[str]) -> Iterator[Finding]:
    for line, row in rows:
        verdict, value = row["verdict"], row["value"]
        if not row["statement_id"] and not row["claim_id"]:
            detail = "names neither statement_id nor claim_id; copy one from the report"
            yield _finding("corrections.csv", line, "empty", detail)
        if verdict in ("other-speaker", "same-as", "not-same-as") and not value:
            detail = f"{verdict} needs a value: the speaker, or the claim_id that is meant"
            yield _finding("corrections.csv", line, "empty", detail)
        if verdict == "other-topic" and value and value not in topics:
            detail = f"value {value!r} is no topic of topics.csv"
            yield _finding("corrections.csv", line, "reference", detail)


def _meet(one: Row, other: Row) -> bool:
    return (one["valid_from"] or "0000") < (other["valid_to"] or "9999") and (
        other["valid_from"] or "0000"
    ) < (one["valid_to"] or "9999")


def _lies_within(value: str, least: float, most: float) -> bool:
    return bool(re.fullmatch(r"-?\d+(\.\d+)?", value)) and least <= float(value) <= most


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _wrong_pattern(value: str) -> str:
    """Why a pattern cannot be read, or "". RE2 knows no look-around and no back-references."""
    if re.search(r"\(\?(<?[=!])|\\[1-9]", value):
        return "look-around and back-references are not understood"
    try:
        re.compile(value)
    except re.error as error:
        return str(error)
    return ""
