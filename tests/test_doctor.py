"""What `demarche doctor` says, in words that tell what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flows.clean.outlets import Outlet
from flows.cli import main
from flows.doctor import examine
from flows.settings import Settings

DAY = date(2026, 3, 1)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", reports=tmp_path / "reports")


def outlet(name: str, until: date, *hosts: str) -> Outlet:
    return Outlet(name, hosts, until, {"BODY": "p"})


def test_an_override_that_has_ended_is_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known = (
        outlet("ended", date(2026, 2, 28), "ended.example"),
        outlet("last_day", DAY, "last-day.example"),
        outlet("old_until_2025", date(2025, 1, 1), "followed.example"),
        outlet("followed", date(2027, 1, 1), "followed.example"),
        outlet("half", date(2025, 1, 1), "followed.example", "left.example"),
    )
    monkeypatch.setattr("flows.clean.outlets.known_outlets", lambda: known)
    assert examine(settings, DAY) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if "outlets/" in line]
    assert [line.split()[1] for line in told] == [
        "flows/clean/outlets/ended.py:",
        "flows/clean/outlets/half.py:",
    ]
    assert told[0].startswith("warning ")
    assert "since 2026-02-28: look at a page of ended.example with demarche read" in told[0]


def test_shipped_seeds_and_overrides_have_nothing_to_mend(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor", "--data", str(tmp_path), "--reports", str(tmp_path)]) == 0
    assert "0 to mend before the next night" in capsys.readouterr().out


def test_a_wrong_line_of_sources_is_named(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = "source_id,name,kind,url\na,A,feed,https://a.example/feed\nb,B,feed,ftp://b.example\n"
    (tmp_path / "sources.csv").write_text(wrong, "utf-8")
    assert examine(settings.model_copy(update={"seeds": tmp_path}), DAY) == 2
    assert "line 3: url 'ftp://b.example'" in capsys.readouterr().out
