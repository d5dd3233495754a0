"""The SQL prompt at a terminal, or over a pipe."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from flows.warehouse import prompt


def open_prompt(published: Path) -> int:
    """Read SQL from standard input and answer on standard output until it ends."""
    width = shutil.get_terminal_size(fallback=(100, 24)).columns
    if sys.stdin.isatty():
        # importing it gives input() its line editing and history
        import readline  # noqa: F401

        print(f"{published}, read only. SQL ends with a semicolon; .help, .tables, .mode, .quit")
        prompt.converse(published, input, sys.stdout.write, width)
    else:
        prompt.converse(published, _next_line, sys.stdout.write, width)
    return 0


def _next_line(_: str) -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\n")
