"""Replace the views: sql/views, sql/reports, and what every column means.

In: the folder sql/. Out: views in the open database, each with its comments. Never touches a row.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import duckdb

from flows.warehouse.loaded import hash_of, is_loaded, remember


def replace_views(con: duckdb.DuckDBPyConnection, sql: Path) -> None:
    """Replace every view: sql/views in number order, then sql/reports into the schema reports."""
    files = [sql / "columns.csv", *sorted((sql / "tables").glob("*.sql"))]
    files += [*sorted((sql / "views").glob("*.sql")), *sorted((sql / "reports").glob("*.sql"))]
    digest = hash_of(files)
    if is_loaded(con, "views", digest):
        return
    con.execute("begin")
    con.execute("create schema if not exists reports")
    for schema, view in con.execute(
        "select schema_name, view_name from duckdb_views() where not internal "
        "and database_name = current_database()"
    ).fetchall():
        con.execute(f"drop view {schema}.{view}")
    for file in sorted((sql / "views").glob("*.sql")):
        _create_view(con, "main." + re.sub(r"^\d+_", "", file.stem), file)
    for file in sorted((sql / "reports").glob("*.sql")):
        _create_view(con, f"reports.{file.stem}", file)
    _comment_columns(con, sql / "columns.csv")
    remember(con, "views", digest)
    con.execute("commit")


def _create_view(con: duckdb.DuckDBPyConnection, name: str, file: Path) -> None:
    text = file.read_text("utf-8")
    grain = next(
        line.removeprefix("--").strip()
        for line in text.splitlines()
        if line.lower().startswith("-- one row per")
    )
    con.execute(f"create view {name} as {text}")
    con.execute(f"comment on view {name} is '{_quoted(grain)}'")


def _comment_columns(con: duckdb.DuckDBPyConnection, file: Path) -> None:
    meanings = {(row["relation"], row["column"]): row["comment"] for row in _rows(file)}
    for schema, table, column, comment in con.execute(
        "select schema_name, table_name, column_name, comment from duckdb_columns() "
        "where not internal and database_name = current_database()"
    ).fetchall():
        name = table if schema == "main" else f"{schema}.{table}"
        meaning = meanings.get((name, column)) or meanings.get(("*", column))
        if meaning and meaning != comment:
            con.execute(f"comment on column {schema}.{table}.\"{column}\" is '{_quoted(meaning)}'")


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _quoted(text: str) -> str:
    return text.replace("'", "''")
