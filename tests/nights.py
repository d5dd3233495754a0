"""Start nights as an operator does: the command line in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

NEW_YEAR = "2022-01-01T03:00:00Z"


@dataclass(frozen=True)
class House:
    """Folders of one installation under test."""

    root: Path

    @property
    def published(self) -> Path:
        return self.root / "data" / "news.duckdb"

    def command(self, *arguments: str) -> list[str]:
        places = ["--data", str(self.root / "data"), "--reports", str(self.root / "reports")]
        return [sys.executable, "-m", "flows.cli", *arguments, *places]

    def environment(self, **settings: str) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("DEMARCHE_", "PREFECT_"))}
        return kept | {f"DEMARCHE_{name}": value for name, value in settings.items()}

    def run(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            env=self.environment(**settings),
            capture_output=True,
            text=True,
            timeout=600,
        )

    def night(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """A night that must be published."""
        done = self.run("run", *arguments, **settings)
        assert done.returncode == 0, done.stderr + done.stdout
        return done

    def start(self, *arguments: str, **settings: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.command("run", *arguments),
            env=self.environment(**settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """What the published database answers."""
        with duckdb.connect(str(self.published), read_only=True) as con:
            con.execute("set timezone = 'UTC'")
            return con.execute(sql, list(values)).fetchall()

    def digest(self, day: str) -> str:
        return (self.root / "reports" / day / "digest.txt").read_text("utf-8")

    def processes(self) -> list[int]:
        """Everything that runs with this house's Prefect folder in its environment."""
        mark = f"PREFECT_HOME={(self.root / 'data' / 'prefect').resolve()}".encode()
        place = str(self.root / "data").encode()
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                told = (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
            except (FileNotFoundError, PermissionError, ProcessLookupError):
                continue
            if mark in told or place in told:
                found.append(int(entry.name))
        return found
