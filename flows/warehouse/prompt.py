"""A SQL prompt on the published copy: read only, one connection, until end of input.

In: lines of SQL, a statement ends with a semicolon. Out: rows as text. Words that begin with a
dot are the prompt's own. It never opens the working file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

import duckdb

from flows.warehouse.publishing import open_published
from flows.warehouse.show import MODES, Mode, shown

MOST_ROWS: Final = 500

HELP: Final = """\
Any SQL, ended by a semicolon. Also:
  .tables            tables, views and reports, with what a row of each is
  .columns NAME      columns of one of them
  .mode auto         rows as a table, or value by value where a row does not fit into a line
  .mode line         always value by value      .mode table   always as a table
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


def converse(
    published: Path, read: Callable[[str], str], write: Callable[[str], object], width: int
) -> None:
    """Answer statements until `read` raises EOFError; it gets the prompt and gives a line.

    `width` is how many characters a line may have before rows are shown value by value.
    """
    con = open_published(published)
    try:
        talk = _Talk(con, width)
        while True:
            try:
                line = read("demarche> " if not talk.pending else "     ...> ")
            except EOFError:
                break
            if not talk.pending and line.strip() in (".quit", ".exit"):
                return
            write(talk.hear(line))
        write(talk.answer())
    finally:
        con.close()


@dataclass
class _Talk:
    """What was said so far: the lines of an unfinished statement, how rows are to be shown."""

    con: duckdb.DuckDBPyConnection
    width: int
    mode: Mode = "auto"
    pending: str = ""

    def hear(self, line: str) -> str:
        """The answer to one line, "" while the statement goes on."""
        if not self.pending and line.strip().startswith("."):
            return self._own_word(*line.split())
        self.pending += line + "\n"
        return self.answer() if line.rstrip().endswith(";") else ""

    def answer(self) -> str:
        """The answer to what is pending."""
        sql, self.pending = self.pending, ""
        try:
            return "".join(self._shown(one.query) for one in duckdb.extract_statements(sql))
        except duckdb.Error as error:
            return f"{error}\n"

    def _own_word(self, word: str, name: str = "", *_: str) -> str:
        if word == ".tables":
            return self._shown(TABLES)
        if word == ".columns" and name:
            return self._shown(COLUMNS, [name.rstrip(";")])
        if word == ".mode" and name in MODES:
            self.mode = cast(Mode, name)
            return ""
        return HELP

    def _shown(self, sql: str, values: list[str] | None = None) -> str:
        answer = self.con.execute(sql, values or [])
        columns = [name for name, *_ in answer.description or []]
        rows = answer.fetchmany(MOST_ROWS + 1)
        if not rows:
            return "done\n" if columns == ["Success"] else f"no rows of {', '.join(columns)}\n"
        text = shown(columns, rows[:MOST_ROWS], self.width, self.mode)
        more = f"(the first {MOST_ROWS} rows; add a limit or a where)\n"
        return text + (more if len(rows) > MOST_ROWS else "")
