"""The house keeps its doors: who may import what, told by the syntax trees of flows/."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

FLOWS = Path(__file__).parents[1] / "flows"
DOORS = {
    "prefect": ("nightly.py", "upkeep.py", "tasks.py", "server.py", "launch.py"),
    "duckdb": ("warehouse/",),
    "great_expectations": ("validate/",),
    "pandas": ("validate/",),
    "bs4": ("clean/", "fetch/listings.py", "fetch/feeds.py"),
    "onnxruntime": ("encoder.py", "extract/training/", "meaning/training/"),
    "tokenizers": ("encoder.py", "extract/", "meaning/training/"),
    "torch": ("extract/training/", "meaning/training/"),
    "httpx": ("fetch/client.py",),
    "httpcore": ("fetch/client.py", "fetch/guard.py"),
    "requests": (),
    "urllib.request": (),
    "http.client": (),
    "smtplib": ("digest/deliver.py",),
    "ssl": ("digest/deliver.py", "fetch/client.py"),
    "socket": ("digest/deliver.py", "fetch/guard.py", "server.py"),
    "os.environ": ("settings.py",),
    "os.getenv": ("settings.py",),
    "datetime.now": ("settings.py",),
    "datetime.utcnow": ("settings.py",),
    "datetime.today": ("settings.py",),
    "date.today": ("settings.py",),
    "time.time": ("settings.py",),
}
ROOMS = ("fetch", "archive", "clean", "validate", "extract", "warehouse", "digest")
CALLERS = (
    *("cli", "desk", "doctor", "launch", "nightly"),
    *("night", "post", "publishing", "shell", "stages", "tasks", "upkeep"),
)


def names_in(source: str) -> Iterator[str]:
    """Modules imported, with the names taken from them, and dotted names read."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Attribute):
            yield ".".join(ast.unparse(node).split(".")[-2:])


def broken_doors(path: str, source: str) -> list[str]:
    """What a file of flows/ reaches for through a door that is not its own."""
    room = path.split("/")[0].removesuffix(".py")
    may_open_rooms = room in CALLERS or "training" in path
    broken = []
    for name in names_in(source):
        for door, keys in DOORS.items():
            if f"{name}.".startswith(f"{door}.") and not path.startswith(keys):
                broken.append(f"{path} must not use {name}")
        other = name.split(".")[1] if name.startswith("flows.") else room
        if not may_open_rooms and other != room and other in ROOMS + CALLERS:
            broken.append(f"{path} must not open the room {other}")
    return broken


@pytest.mark.parametrize(
    "path", sorted(str(path.relative_to(FLOWS)) for path in FLOWS.rglob("*.py"))
)
def test_every_file_keeps_to_its_doors(path: str) -> None:
    assert broken_doors(path, (FLOWS / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("digest/compose.py", "import duckdb"),
        ("extract/speakers.py", "from bs4 import BeautifulSoup"),
        ("clean/vote.py", "from flows.fetch import web"),
        ("records.py", "from flows.clean import to_article"),
        ("extract/reading.py", "from flows import digest"),
        ("validate/rows.py", "from flows.stages import load"),
        ("text.py", "from urllib.request import urlopen"),
        ("clean/metadata.py", "from datetime import datetime\nnow = datetime.now()"),
        ("fetch/web.py", "import datetime\nnow = datetime.datetime.now()"),
        ("fetch/web.py", "import os\nhome = os.environ['HOME']"),
        ("fetch/web.py", "from os import environ"),
        ("stages.py", "from prefect import task"),
    ],
)
def test_a_broken_door_is_seen(path: str, source: str) -> None:
    assert broken_doors(path, source)
