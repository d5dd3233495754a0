"""Publish the working file as one copy, and read the copy.

In: the path of the closed working file. Out: the published file, replaced as a whole; its reports;
its tables as Parquet. Never writes into a published file, never opens the working file for long.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import duckdb

from flows.records import Report
from flows.warehouse.opening import attach


def snapshot(working: Path, published: Path) -> None:
    """Copy the working file over the published one; readers see the old or the new, never half.

    The working file must not be open. Raises OSError where the folder cannot be written, and
    leaves the published file as it was.
    """
    con = attach(working)
    con.execute("checkpoint warehouse")
    con.close()
    published.parent.mkdir(parents=True, exist_ok=True)
    copy = published.with_name(published.name + ".next")
    try:
        shutil.copyfile(working, copy)
        _sync(copy)
        copy.replace(published)
    finally:
        copy.unlink(missing_ok=True)
    _sync(published.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def open_published(published: Path) -> duckdb.DuckDBPyConnection:
    """Connect to the published copy, for reading only, in UTC."""
    con = duckdb.connect(str(published), read_only=True)
    con.execute("set timezone = 'UTC'")
    con.execute("set autoinstall_known_extensions = false")
    return con


def ask(published: Path, sql: Path) -> list[Report]:
    """Every report of the published copy, in the order of their names, with titles from `sql`."""
    con = open_published(published)
    try:
        return [_report(con, file) for file in sorted((sql / "reports").glob("*.sql"))]
    finally:
        con.close()


def _report(con: duckdb.DuckDBPyConnection, file: Path) -> Report:
    text = file.read_text("utf-8")
    result = con.execute(f"from reports.{file.stem}")
    columns = tuple(column[0] for column in result.description or ())
    return Report(
        file.stem, _said(text, "title"), _said(text, "question"), columns, tuple(result.fetchall())
    )


def _said(text: str, what: str) -> str:
    match = re.search(rf"^-- {what}: (.+)$", text, re.M)
    if match is None:
        raise ValueError(f"a report without a line `-- {what}: ...`")
    return match.group(1).strip()


def rows(
    published: Path, question: str, values: tuple[object, ...] = ()
) -> list[dict[str, object]]:
    """The rows that a question of SQL gives on the published copy, each by column name."""
    con = open_published(published)
    try:
        result = con.execute(question, list(values))
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    finally:
        con.close()


def export(published: Path, folder: Path) -> list[Path]:
    """Write every table, view and report of the published copy as Parquet; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    con = open_published(published)
    files = []
    try:
        for schema, name in con.execute(
            "select schema_name, table_name from duckdb_tables() union all "
            "select schema_name, view_name from duckdb_views() where not internal order by all"
        ).fetchall():
            file = folder / (f"{name}.parquet" if schema == "main" else f"{schema}.{name}.parquet")
            place = str(file).replace("'", "''")
            con.execute(f"copy (from {schema}.{name}) to '{place}' (format parquet)")
            files.append(file)
    finally:
        con.close()
    return files
