"""The SQL prompt: what it answers, with nothing of it lost, and nothing foreign at work."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb
import pytest

from flows.warehouse.prompt import MOST_ROWS, converse
from flows.warehouse.show import shown

QUOTE = "The envoy said that talks on the dam would be resumed once both sides had signed. " * 4
WIDTH = 80


@pytest.fixture
def published(tmp_path: Path) -> Path:
    path = tmp_path / "news.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("create table sayings (actor varchar, quote varchar, number integer)")
        con.execute("comment on table sayings is 'One row per saying.'")
        con.execute("comment on column sayings.actor is 'Who said it.'")
        con.execute("insert into sayings values ('Ada Example', ?, 1)", [QUOTE])
    return path


def asked(published: Path, *lines: str, width: int = WIDTH) -> str:
    told: list[str] = []
    pending: Iterable[str] = iter(lines)

    def next_line(_: str) -> str:
        try:
            return next(pending)
        except StopIteration:
            raise EOFError from None

    converse(published, next_line, told.append, width)
    return "".join(told)


def test_a_row_that_fits_stands_in_a_table(published: Path) -> None:
    assert asked(published, "select actor, number from sayings;") == (
        "actor        number\n-----------  ------\nAda Example  1\n"
    )


def test_a_wide_row_is_told_value_by_value_and_whole(published: Path) -> None:
    told = asked(published, "from sayings;")
    lines = told.splitlines()
    assert lines[0] == " actor = Ada Example"
    assert lines[-1] == "number = 1"
    assert all(len(line) <= WIDTH for line in lines)
    assert "…" not in told
    quote = " ".join(line.strip() for line in lines[1:-1]).removeprefix("quote = ")
    assert quote == QUOTE.strip()


def test_the_mode_can_be_chosen(published: Path) -> None:
    sql = "select actor, number from sayings;"
    assert asked(published, ".mode line", sql) == " actor = Ada Example\nnumber = 1\n"
    assert QUOTE.strip() in asked(published, ".mode table", "from sayings;")
    assert ".mode auto" in asked(published, ".mode sideways")
    assert ".mode line" in asked(published, ".help")


def test_a_statement_may_go_over_lines_and_end_without_a_semicolon(published: Path) -> None:
    assert "Ada Example" in asked(published, "select actor", "from sayings;")
    assert "Ada Example" in asked(published, "select actor from sayings")
    assert asked(published, ".quit", "select 1;") == ""


def test_mistakes_and_emptiness_are_told(published: Path) -> None:
    assert "Parser Error" in asked(published, "selec 1;", "select 2;")
    assert "2" in asked(published, "selec 1;", "select 2;")
    assert asked(published, "from sayings where number = 7;") == "no rows of actor, quote, number\n"
    assert "read-only" in asked(published, "drop table sayings;")
    assert asked(published, "set threads = 1;") == "done\n"


def test_the_prompt_knows_what_is_there(published: Path) -> None:
    assert "One row per saying." in asked(published, ".tables")
    assert "Who said it." in asked(published, ".columns sayings")


def test_many_rows_are_bounded_and_that_is_said(published: Path) -> None:
    told = asked(published, f"from range({MOST_ROWS + 1});")
    assert f"\n{MOST_ROWS - 1}\n" in told
    assert f"\n{MOST_ROWS}\n" not in told
    assert "add a limit" in told


@pytest.mark.parametrize("mode", ["auto", "line", "table"])
def test_foreign_text_sends_nothing_to_the_terminal(mode: str) -> None:
    told = shown(["text"], [["\x1b]0;owned\x07 \u202e\x9b31m first\r\nsecond"]], WIDTH, mode)
    assert all(one.isprintable() or one == "\n" for one in told)
    assert "first" in told
    assert "second" in told
