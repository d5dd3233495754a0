"""A SQL prompt on the published copy: read only, one connection, until end of input.

In: lines of SQL, a statement ends with a semicolon. Out: tables as text. Words that begin with a
dot are the prompt's own. It never opens the working file.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import duckdb

from flows.warehouse.publishing import open_published

HELP: Final = """\
Any SQL, ended by a semicolon. Also:
  .tables            tables, views and reports, with what a row of each is
  .columns NAME      columns of one of them
  .help  .quit
Try:  from reports.new_statements_on_sanctions;
"""
TABLES: Final = """
    select schema_name || '.' || table_name as name, coalesce(comment, '') as "what it holds"
    from duckdb_tables() where schema_name in ('main', 'reports') and not internal
    union all
    select schema_name || '.' || view_name, coalesce(comment, '')
    from duckdb_views() where schema_name in ('main', 'reports') and not internal
    order by 1
"""
COLUMNS: Final = """
    select column_name as name, data_type as type, coalesce(comment, '') as meaning
    from duckdb_columns()
    where lower(?) in (lower(table_name), lower(schema_name || '.' || table_name)) and not internal
    order by column_index
"""


def converse(published: Path, read: Callable[[str], str], write: Callable[[str], object]) -> None:
    """Answer statements until `read` raises EOFError; it gets the prompt and gives a line."""
    con = open_published(published)
    try:
        pending = ""
        while True:
            try:
                line = read("demarche> " if not pending else "     ...> ")
            except EOFError:
                break
            if not pending and line.strip().startswith("."):
                if line.strip() in (".quit", ".exit"):
                    return
                write(_own_word(con, line.strip()))
                continue
            pending += line + "\n"
            if line.rstrip().endswith(";"):
                write(_answer(con, pending))
                pending = ""
        if pending.strip():
            write(_answer(con, pending))
    finally:
        con.close()


def _own_word(con: duckdb.DuckDBPyConnection, line: str) -> str:
    word, _, name = line.partition(" ")
    if word == ".tables":
        return _shown(con, TABLES)
    if word == ".columns" and name.strip():
        return _shown(con, COLUMNS, [name.strip().rstrip(";")])
    return HELP


def _answer(con: duckdb.DuckDBPyConnection, sql: str) -> str:
    try:
        return "".join(_shown(con, one.query) for one in duckdb.extract_statements(sql))
    except duckdb.Error as error:
        return f"{error}\n"


def _shown(con: duckdb.DuckDBPyConnection, sql: str, values: list[str] | None = None) -> str:
    relation = con.sql(sql, params=values) if values else con.sql(sql)
    return f"{relation}\n" if relation is not None else "done\n"
