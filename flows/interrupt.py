"""Ctrl-C that no library can swallow.

A KeyboardInterrupt may be raised in the midst of an import or of a callback whose author catches
everything, and be lost. Here it is remembered as well; whoever is about to begin something asks.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_asked = threading.Event()


@contextmanager
def remembered() -> Iterator[None]:
    """Remember Ctrl-C while this lasts; what fails after one ends as a KeyboardInterrupt.

    For the main thread only, as signals are. Whoever starts a night with SIGINT ignored, as a
    shell does in the background, has it stay ignored.
    """
    usual = signal.getsignal(signal.SIGINT)
    if usual is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _remember)
    try:
        yield
    except Exception as error:
        if _asked.is_set():
            raise KeyboardInterrupt from error
        raise
    finally:
        signal.signal(signal.SIGINT, usual)
        _asked.clear()


def heed() -> None:
    """Raise KeyboardInterrupt if there was one, whoever swallowed it."""
    if _asked.is_set():
        raise KeyboardInterrupt


def _remember(_number: int, _frame: FrameType | None) -> None:
    _asked.set()
    raise KeyboardInterrupt
