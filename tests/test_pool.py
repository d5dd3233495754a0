"""Work over processes: in order, all of it, and gone when the parent is gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows import pool

SCRIPT = """
import os, sys, time
from flows import pool
def nap(place):
    with open(os.path.join(place, str(os.getpid())), "w"): pass
    time.sleep(600)
if __name__ == "__main__":
    pool.os.cpu_count = lambda: 2
    pool.over(nap, [sys.argv[1]] * 80)
"""


def test_few_inputs_stay_in_this_process() -> None:
    assert pool.over(str, [3, 1, 2]) == ["3", "1", "2"]


def test_many_inputs_come_back_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert pool.over(abs, [-n for n in range(100)]) == list(range(100))


def test_an_exception_reaches_the_caller() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        pool.over(int, ["1", "x"])


def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    script, marks = tmp_path / "parent.py", tmp_path / "marks"
    script.write_text(SCRIPT)
    marks.mkdir()
    parent = subprocess.Popen([sys.executable, script, marks])
    workers = _wait_for(
        lambda: {int(p.name) for p in marks.iterdir()}, lambda found: len(found) == 2
    )
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert _wait_for(lambda: {w for w in workers if _lives(w)}, lambda alive: not alive) == set()


def _wait_for(look, good, seconds: float = 30):  # type: ignore[no-untyped-def]
    deadline = time.monotonic() + seconds
    while not good(seen := look()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return seen


def _lives(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
