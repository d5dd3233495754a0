"""Rows in, rows out: every report and every rule of the judge, on a real DuckDB.

`tests/sql/<report>/<case>/`: `given.jsonl` has rows to put into tables (what a case leaves out of a
column that must be filled is filled with a default), `expected.csv` what the report then gives, in
its order, in the columns that it names.

`tests/sql/judge/<case>/`: `said.jsonl` has articles and the nights that load them, `expected.csv`
what the judge then has of them, in the order of address and place. All of these cases share one
warehouse and three nights, so each has speakers of its own.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.warehouse import Warehouse, append
from tests.warehouses import SQL, Saying, Told, asked, at, night, opened, shown

CASES = Path(__file__).parent / "sql"
REPORT_CASES = sorted(path.parent for path in CASES.glob("*/*/given.jsonl"))
JUDGE_CASES = sorted(path.parent for path in CASES.glob("judge/*/said.jsonl"))
NIGHTS = ("2022-03-07T23:00", "2022-03-08T23:00", "2022-03-14T23:00")
DEFAULTS: dict[str, object] = {
    "VARCHAR": "x",
    "BOOLEAN": False,
    "INTEGER": 0,
    "VARCHAR[]": [],
    "TIMESTAMP WITH TIME ZONE": "2022-01-01T00:00:00+00:00",
}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    with opened(tmp_path_factory.mktemp("reports")) as db:
        yield db


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    articles: dict[int, list[Told]] = {1: [], 2: [], 3: []}
    for case in JUDGE_CASES:
        for line in (case / "said.jsonl").read_text("utf-8").splitlines():
            told = json.loads(line)
            number = told.pop("night")
            sayings = tuple(Saying(**one) for one in told.pop("said"))
            published = told.pop("published_at", NIGHTS[number - 1])
            told["url"] = f"https://{case.name}.example/{told['url']}"
            articles[number].append(
                Told(sayings=sayings, published_at=at(published) if published else None, **told)
            )
    with opened(tmp_path_factory.mktemp("judge")) as db:
        for number, now in enumerate(NIGHTS, start=1):
            night(db, at(now), articles[number])
        yield db


def test_every_report_has_a_case() -> None:
    reports = {file.stem for file in (SQL / "reports").glob("*.sql")}
    assert reports - {case.parent.name for case in REPORT_CASES} == set()


def test_there_are_cases_of_the_judge() -> None:
    assert len(JUDGE_CASES) >= 40


@pytest.mark.parametrize("case", REPORT_CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_report(empty: Warehouse, case: Path) -> None:
    empty.con.execute("begin")
    try:
        for line in (case / "given.jsonl").read_text("utf-8").splitlines():
            _give(empty, json.loads(line))
        question = (SQL / "reports" / f"{case.parent.name}.sql").read_text("utf-8")
        _compare(case, asked(empty, question))
    finally:
        empty.con.execute("rollback")


@pytest.mark.parametrize("case", JUDGE_CASES, ids=lambda case: case.name)
def test_judge(judged: Warehouse, case: Path) -> None:
    rows = asked(
        judged,
        "select * from told where url like ? order by url, quote, topic, first_seen_run",
        f"https://{case.name}.example/%",
    )
    for row in rows:
        row["url"] = row["url"].removeprefix(f"https://{case.name}.example/")
    _compare(case, rows)


def _give(db: Warehouse, row: dict[str, Any]) -> None:
    table = row.pop("into")
    append(db, table, [_needed(db, table) | row])


NEEDED: dict[str, dict[str, object]] = {}


def _needed(db: Warehouse, table: str) -> dict[str, object]:
    """Defaults for the columns of a table that may not be empty."""
    if table not in NEEDED:
        kinds = asked(
            db,
            "select column_name, data_type from duckdb_columns() "
            "where not is_nullable and table_name = ?",
            table,
        )
        NEEDED[table] = {one["column_name"]: DEFAULTS[one["data_type"]] for one in kinds}
    return NEEDED[table]


def _compare(case: Path, rows: list[dict[str, Any]]) -> None:
    with (case / "expected.csv").open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        expected = list(reader)
        columns = reader.fieldnames or []
    assert [{name: shown(row)[name] for name in columns} for row in rows] == expected
