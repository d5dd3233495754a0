"""What the README promises is there, and what is there is in the README."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.cli import main
from flows.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def help_of(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    with pytest.raises(SystemExit) as left:
        main([*words, "--help"])
    assert left.value.code == 0
    return capsys.readouterr().out


def commands(capsys: pytest.CaptureFixture[str]) -> set[str]:
    listed = help_of(capsys).split("COMMAND\n", 1)[1]
    return set(re.findall(r"^    ([a-z]+) ", listed, re.M))


def test_commands_are_those_of_the_readme(capsys: pytest.CaptureFixture[str]) -> None:
    section = README.split("## The commands")[1].split("\n## ")[0]
    assert set(re.findall(r"\bdemarche ([a-z]+)", section)) == commands(capsys)
    assert set(re.findall(r"`demarche ([a-z]+)", README)) <= commands(capsys)


def test_options_are_those_of_the_readme(capsys: pytest.CaptureFixture[str]) -> None:
    section = README.split("## The commands")[1].split("\n## ")[0]
    asked = " ".join(help_of(capsys, command) for command in sorted(commands(capsys)))
    assert set(re.findall(r"--[a-z-]+", section)) == set(re.findall(r"--[a-z-]+", asked))


def test_settings_are_those_of_the_readme() -> None:
    assert set(re.findall(r"DEMARCHE_([A-Z_]+)", README)) == {
        name.upper() for name in Settings.model_fields
    }


def test_targets_of_the_readme_can_be_made() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"(?:^    |`)make ([a-z]+)", README, re.M)) <= targets


def test_files_of_the_readme_exist() -> None:
    named = re.findall(r"`([a-z]+(?:/[\w.<>-]+)+/?)`", README) + re.findall(
        r"\]\(([^):]+)\)", README
    )
    assert len(named) > 10
    kept = [name for name in named if not name.startswith("data/") and "<" not in name]
    assert [name for name in kept if not (ROOT / name).exists()] == []
