"""What the operator sees while a night runs: one line per room.

On a terminal a room's line is rewritten until the room is done; elsewhere (a log file, cron) each
room writes one plain line with its time. Everything goes to standard error.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from flows.interrupt import heed
from flows.settings import present


class Progress:
    """Tells of rooms as they work; `out` is where to."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stderr
        self._is_terminal = self._out.isatty()

    @contextmanager
    def room(self, name: str) -> Iterator[list[str]]:
        """Tell that a room works, then what it did: append its words to the list it gets.

        Raises KeyboardInterrupt where there was one before, so that no further room begins.
        """
        heed()
        began = time.monotonic()
        if self._is_terminal:
            self._out.write(f"\r\x1b[K{name:>9}  …")
            self._out.flush()
        words: list[str] = []
        try:
            yield words
        except BaseException:
            self._line(name, "failed", began)
            raise
        self._line(name, ", ".join(words) or "done", began)

    def note(self, text: str) -> None:
        """Tell something beside the rooms: a warning, a source that is down."""
        self._line("", text, None)

    def _line(self, name: str, text: str, began: float | None) -> None:
        took = "" if began is None else f"  ({time.monotonic() - began:.1f} s)"
        if self._is_terminal:
            self._out.write(f"\r\x1b[K{name:>9}  {text}{took}\n")
        else:
            self._out.write(f"{present():%Y-%m-%dT%H:%M:%SZ} {name or 'note'}: {text}{took}\n")
        self._out.flush()
