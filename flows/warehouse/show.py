"""Rows as text for a terminal: a table where every row fits into a line, else value by value.

In: names of columns, rows, the width in characters. Out: lines. Nothing is cut; what does not fit
is wrapped. Text comes from foreign pages: control characters are shown, never sent.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Final, Literal, get_args

Mode = Literal["auto", "table", "line"]
MODES: Final[tuple[str, ...]] = get_args(Mode)
LEAST_WIDTH: Final = 40
BETWEEN: Final = "  "

Rows = Sequence[Sequence[object]]


def shown(columns: Sequence[str], rows: Rows, width: int, mode: Mode = "auto") -> str:
    """The rows as text; `auto` shows a table, unless a row of it is wider than `width`."""
    cells = [[_plain(value) for value in row] for row in rows]
    if mode == "line" or (mode == "auto" and not _is_table(columns, cells, width)):
        return _by_line(columns, cells, max(width, LEAST_WIDTH))
    return _table(columns, cells)


def _plain(value: object) -> str:
    """The value as text, its line breaks kept, every other control character made visible."""
    if value is None:
        return "NULL"
    return "".join(
        one if one.isprintable() or one == "\n" else one.encode("unicode_escape").decode()
        for one in str(value).replace("\r\n", "\n")
    )


def _widths(columns: Sequence[str], cells: list[list[str]]) -> list[int]:
    return [max(map(len, column)) for column in zip(columns, *cells, strict=True)]


def _is_table(columns: Sequence[str], cells: list[list[str]], width: int) -> bool:
    between = len(BETWEEN) * (len(columns) - 1)
    is_one_line = not any("\n" in cell for row in cells for cell in row)
    return is_one_line and sum(_widths(columns, cells)) + between <= width


def _table(columns: Sequence[str], cells: list[list[str]]) -> str:
    flat = [[cell.replace("\n", " ") for cell in row] for row in cells]
    widths = _widths(columns, flat)
    rule = ["-" * width for width in widths]
    lines = [
        BETWEEN.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (columns, rule, *flat)
    ]
    return "\n".join(lines) + "\n"


def _by_line(columns: Sequence[str], cells: list[list[str]], width: int) -> str:
    """Each row a block, each value a line of it under its column's name."""
    name_width = max(map(len, columns))
    blocks = []
    for row in cells:
        lines = []
        for name, value in zip(columns, row, strict=True):
            head = f"{name.rjust(name_width)} = "
            room = max(width - len(head), LEAST_WIDTH // 2)
            wrapped = [part for line in value.split("\n") for part in textwrap.wrap(line, room)]
            lines.append((f"\n{' ' * len(head)}").join([head + (wrapped or [""])[0], *wrapped[1:]]))
        blocks.append("\n".join(line.rstrip() for line in lines))
    return "\n\n".join(blocks) + "\n"
