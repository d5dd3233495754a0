"""One night at a time: a file lock that dies with its holder."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NightIsRunningError(RuntimeError):
    """Another night holds the lock; the message says which process."""


@contextmanager
def only_night(path: Path, since: str) -> Iterator[None]:
    """Hold the lock at `path`; `since` tells whoever comes second when this night began.

    The operating system releases it when the process ends, however it ends; the file stays.
    Raises NightIsRunningError at once when it is held.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            holder = file.read(200).strip() or "an unknown process"
            raise NightIsRunningError(f"another night is running: {holder}") from error
        file.truncate(0)
        file.write(f"process {os.getpid()}, since {since}\n")
        file.flush()
        yield
