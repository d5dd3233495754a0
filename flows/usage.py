"""What may be asked for on the command line: values, folders, files and words that can be used.

In: what somebody typed. Out: values, or a `UsageError` whose one line says what to do.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from flows.records import Finding
from flows.settings import Settings, read_settings


class UsageError(ValueError):
    """Something asked for that cannot be done; the message is one line and says what to do."""


def instant(text: str) -> datetime:
    """An ISO 8601 instant, in UTC unless it says otherwise."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no ISO 8601 instant such as 2022-01-01T03:00:00Z"
        ) from error
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)


def day(text: str) -> date:
    """A day such as 2022-01-01."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2022-01-01") from error


def settings_of(asked: argparse.Namespace, *, writes: bool = False) -> Settings:
    """The settings that hold for what was asked; `writes`: its folders must be writable."""
    settings = read_settings(
        data=asked.data, reports=asked.reports, seeds=getattr(asked, "seeds", None)
    )
    if writes:
        must_be_writable("--data", settings.data)
        must_be_writable("--reports", settings.reports)
    return settings


def must_be_writable(option: str, folder: Path) -> None:
    """Make the folder; `option` is what names another one."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = error.strerror or error
        raise UsageError(
            f"cannot write into {folder} ({reason}); give another folder with {option}"
        ) from error


def must_exist(path: Path, what: str) -> None:
    """`what` tells what the file is."""
    if not path.is_file():
        raise UsageError(f"{what} {path} is not there; check the path")


def must_be_sound(findings: Sequence[Finding]) -> None:
    """Name the first mistake; a wrong first line comes first, since it causes the others."""
    if findings:
        first = min(findings, key=lambda finding: not finding.subject.endswith(":1"))
        others = len(findings) - 1
        more = f" ({others} more: demarche doctor lists them)" if others else ""
        raise UsageError(f"{first.detail}{more}")
