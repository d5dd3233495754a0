"""Load seeds/*.csv, the words by which SQL judges, where they changed.

In: the folder of CSV files. Out: rows of the schema `vocabulary`, typed as its tables are, and the
hash that tells one vocabulary from another. It judges no word: `flows.vocabulary` has done that.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Final

import duckdb

from flows.warehouse.loaded import hash_of, is_loaded, remember

CSV: Final = (
    "auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', "
    "nullstr = '', strict_mode = true"
)
LINE: Final = re.compile(r"CSV Error on Line: (\d+)")


class VocabularyError(ValueError):
    """A file in seeds/ cannot be loaded; the message names the file and the line."""


def load_vocabulary(con: duckdb.DuckDBPyConnection, seeds: Path) -> str:
    """Load seeds/*.csv into the schema `vocabulary` where they changed; hash of their contents."""
    tables = _tables(con)
    files = {table: seeds / f"{table}.csv" for table in tables}
    if missing := [str(file) for file in files.values() if not file.is_file()]:
        raise VocabularyError(f"missing: {', '.join(missing)}")
    digest = hash_of(list(files.values()))
    if is_loaded(con, "vocabulary", digest):
        return digest
    con.execute("begin")
    try:
        for table, file in files.items():
            con.execute(f"delete from vocabulary.{table}")  # noqa: S608
            _load(con, table, tables[table], file)
    except VocabularyError:
        con.execute("rollback")
        raise
    remember(con, "vocabulary", digest)
    con.execute("commit")
    return digest


def _tables(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The tables of the vocabulary with their columns."""
    return dict(
        con.execute(
            "select table_name, list(column_name order by column_index) from duckdb_columns() "
            "where database_name = current_database() and schema_name = 'vocabulary' "
            "group by table_name order by table_name"
        ).fetchall()
    )


def _load(con: duckdb.DuckDBPyConnection, table: str, columns: list[str], file: Path) -> None:
    present = _columns_of_file(file)
    if missing := [name for name in columns if name not in present]:
        raise VocabularyError(f"{file}, line 1: no column {', '.join(missing)}")
    cells = ", ".join(f'nullif(trim("{name}"), \'\') as "{name}"' for name in columns)
    texts = dict.fromkeys(present, "varchar")
    try:
        con.execute(
            f"insert into vocabulary.{table} by name select {cells} "  # noqa: S608
            f"from read_csv($file, columns = $columns, {CSV})",
            {"file": str(file), "columns": texts},
        )
    except duckdb.Error as error:
        line = LINE.search(str(error))
        place = f"{file}, line {line.group(1)}" if line else str(file)
        raise VocabularyError(f"{place}: {error}") from error


def _columns_of_file(file: Path) -> list[str]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return next(csv.reader(lines, strict=True), [])
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise VocabularyError(f"{file} cannot be read: {error}") from error
