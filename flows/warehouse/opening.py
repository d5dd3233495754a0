"""Open the private database: migrations applied, vocabulary loaded, views replaced.

In: the path of the working file, the folders seeds/ and sql/. Out: a `Warehouse`, which one night
at a time may hold. Never reads the published copy, never judges.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.warehouse.loaded import hash_of_loaded
from flows.warehouse.views import replace_views
from flows.warehouse.vocabulary import load_vocabulary

STORAGE_VERSION = "v1.4.0"
"""DuckDB 2.0 writes files that 1.4 and 1.5 cannot read, unless it is told this version."""


class MigrationError(RuntimeError):
    """A migration that was applied earlier has been edited or has gone."""


@dataclass(frozen=True)
class Warehouse:
    """The open working file; `vocabulary_hash` changes with any edit of seeds/*.csv."""

    con: duckdb.DuckDBPyConnection
    path: Path
    sql: Path
    vocabulary_hash: str


@contextmanager
def open_warehouse(path: Path, seeds: Path, sql: Path) -> Iterator[Warehouse]:
    """Open (or make) the working file, ready for a night; close it whatever happens.

    Raises `VocabularyError` for a CSV that cannot be loaded, `MigrationError` for a migration
    edited after it was applied, duckdb.IOException where another process holds the file.
    """
    con = attach(path)
    try:
        migrate(con, sql / "tables")
        digest = load_vocabulary(con, seeds)
        replace_views(con, sql)
        yield Warehouse(con, path, sql, digest)
    finally:
        con.close()


@contextmanager
def reopen_warehouse(path: Path, sql: Path) -> Iterator[Warehouse]:
    """Open the working file that `open_warehouse` has made ready this night, at a tenth the cost.

    Raises duckdb.IOException where another process holds the file.
    """
    con = attach(path)
    try:
        yield Warehouse(con, path, sql, hash_of_loaded(con, "vocabulary"))
    finally:
        con.close()


def attach(path: Path) -> duckdb.DuckDBPyConnection:
    """Connect to the file at `path`, made if it is not there, in UTC and without extensions."""
    path.parent.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect(":memory:")
    place = str(path).replace("'", "''")
    con.execute(f"attach '{place}' as warehouse (storage_version '{STORAGE_VERSION}')")
    con.execute("use warehouse")
    con.execute("set timezone = 'UTC'")
    con.execute("set autoinstall_known_extensions = false")
    return con


def migrate(con: duckdb.DuckDBPyConnection, folder: Path) -> list[str]:
    """Apply the numbered files that were not applied yet, each in a transaction; name them."""
    con.execute(
        "create table if not exists migrations "
        "(name varchar not null, sha256 varchar not null, applied_at timestamptz not null)"
    )
    con.execute("comment on table migrations is 'One row per migration that has been applied.'")
    known: dict[str, str] = dict(con.execute("select name, sha256 from migrations").fetchall())
    applied = []
    files = {file.name: file for file in sorted(folder.glob("*.sql"))}
    if gone := sorted(known.keys() - files.keys()):
        raise MigrationError(f"applied migrations are missing from {folder}: {', '.join(gone)}")
    for name, file in files.items():
        text = file.read_text("utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()
        if name not in known:
            _apply(con, name, digest, text)
            applied.append(name)
        elif known[name] != digest:
            raise MigrationError(f"{file} was edited after it was applied; add a new file instead")
    return applied


def _apply(con: duckdb.DuckDBPyConnection, name: str, digest: str, text: str) -> None:
    con.execute("begin")
    try:
        con.execute(text)
        con.execute("insert into migrations values (?, ?, current_timestamp)", [name, digest])
        con.execute("commit")
    except BaseException:
        con.execute("rollback")
        raise


def columns_of(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Names and types of a table's columns, in order; `table` may name its schema."""
    schema, _, name = table.rpartition(".")
    return dict(
        con.execute(
            "select column_name, data_type from duckdb_columns() where database_name in "
            "(current_database(), 'temp') and schema_name = ? and table_name = ? "
            "order by column_index",
            [schema or "main", name],
        ).fetchall()
    )


def insert(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, object]]) -> int:
    """Insert the rows in one statement, typed as the table is; missing columns become null.

    Raises KeyError for a column that the table lacks, duckdb.Error for a value that does not fit.
    """
    if not rows:
        return 0
    columns = columns_of(con, table)
    if unknown := {key for row in rows for key in row} - columns.keys():
        raise KeyError(f"{table} has no column {', '.join(sorted(unknown))}")
    empty: dict[str, object] = dict.fromkeys(columns)
    structure = json.dumps([columns])
    con.execute(
        f"insert into {table} by name "
        f"select unnest(from_json_strict(?::json, '{structure}'), max_depth := 2)",
        [json.dumps([empty | dict(row) for row in rows], ensure_ascii=False, default=str)],
    )
    return len(rows)


def append(db: Warehouse, table: str, rows: Sequence[Mapping[str, object]]) -> int:
    """Append rows to a table in one statement; the count of them."""
    return insert(db.con, table, rows)
