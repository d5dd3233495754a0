"""Open the private database: migrations applied, vocabulary loaded, views replaced.

In: the path of the working file, the folders seeds/ and sql/. Out: a `Warehouse`, which one night
at a time may hold. Never reads the published copy, never judges.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.warehouse.loaded import hash_of, is_loaded, remember
from flows.warehouse.views import replace_views

STORAGE_VERSION = "v1.4.0"
"""DuckDB 2.0 writes files that 1.4 and 1.5 cannot read, unless it is told this version."""


class VocabularyError(ValueError):
    """A file in seeds/ cannot be loaded; the message names the file and the line."""


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
        load_vocabulary(con, seeds)
        replace_views(con, sql)
        yield Warehouse(con, path, sql, hash_of_vocabulary(con, seeds))
    finally:
        con.close()


@contextmanager
def reopen_warehouse(path: Path, seeds: Path, sql: Path) -> Iterator[Warehouse]:
    """Open the working file that `open_warehouse` has made ready this night, at a tenth the cost.

    Raises duckdb.IOException where another process holds the file.
    """
    con = attach(path)
    try:
        yield Warehouse(con, path, sql, hash_of_vocabulary(con, seeds))
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


def insert(
    con: duckdb.DuckDBPyConnection,
    table: str,
    rows: Sequence[Mapping[str, object]],
    is_text: bool = False,
) -> int:
    """Insert the rows in one statement, typed as the table is; missing columns become null.

    `is_text`: every value is text that the database has to read. Raises KeyError for a column
    that the table lacks, duckdb.Error for a value that does not fit.
    """
    if not rows:
        return 0
    columns = columns_of(con, table)
    if unknown := {key for row in rows for key in row} - columns.keys():
        raise KeyError(f"{table} has no column {', '.join(sorted(unknown))}")
    empty: dict[str, object] = dict.fromkeys(columns)
    structure = json.dumps([dict.fromkeys(columns, "VARCHAR") if is_text else columns])
    con.execute(
        f"insert into {table} by name "
        f"select unnest(from_json_strict(?::json, '{structure}'), max_depth := 2)",
        [json.dumps([empty | dict(row) for row in rows], ensure_ascii=False, default=str)],
    )
    return len(rows)


def hash_of_vocabulary(con: duckdb.DuckDBPyConnection, seeds: Path) -> str:
    """Hash of the files that `load_vocabulary` reads."""
    return hash_of([seeds / f"{table}.csv" for table in _vocabulary_tables(con)])


def _vocabulary_tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    return [
        name
        for (name,) in con.execute(
            "select table_name from duckdb_tables() where schema_name = 'vocabulary' order by 1"
        ).fetchall()
    ]


def load_vocabulary(con: duckdb.DuckDBPyConnection, seeds: Path) -> str:
    """Load seeds/*.csv into the schema `vocabulary` where they changed; hash of their contents."""
    files = [seeds / f"{table}.csv" for table in _vocabulary_tables(con)]
    if missing := [str(file) for file in files if not file.is_file()]:
        raise VocabularyError(f"missing: {', '.join(missing)}")
    digest = hash_of(files)
    if is_loaded(con, "vocabulary", digest):
        return digest
    rows = [_read_csv(file, list(columns_of(con, f"vocabulary.{file.stem}"))) for file in files]
    con.execute("begin")
    for file, lines in zip(files, rows, strict=True):
        con.execute(f"delete from vocabulary.{file.stem}")  # noqa: S608
        try:
            insert(con, f"vocabulary.{file.stem}", lines, is_text=True)
        except duckdb.Error as error:
            con.execute("rollback")
            raise VocabularyError(f"{file}: {error}") from error
    remember(con, "vocabulary", digest)
    con.execute("commit")
    return digest


def _read_csv(path: Path, columns: list[str]) -> list[dict[str, str | None]]:
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise VocabularyError(f"{path} cannot be read: {error.strerror}") from error
    reader = csv.DictReader(text.splitlines(keepends=True), strict=True)
    if missing := [name for name in columns if name not in (reader.fieldnames or [])]:
        raise VocabularyError(f"{path}, line 1: no column {', '.join(missing)}")
    rows = []
    for row in reader:
        if None in row or None in row.values():
            raise VocabularyError(f"{path}, line {reader.line_num}: not as many values as columns")
        rows.append({name: row[name].strip() or None for name in columns})
    return rows
