"""The command line: help is complete, a mistake is one line that says what to do, status 2."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.cli import main

COMMANDS = "run read send reread status doctor shell export schedule".split()
PAGE = """<!doctype html><html lang="en"><head><title>Envoys agree on a date</title>
<meta property="article:published_time" content="2021-12-30T18:05:00+01:00"></head><body><article>
<h1>Envoys agree on a date</h1>
<p>Envoys of both sides agreed on Thursday to meet in Geneva in the second week of January, after
a call that lasted for almost an hour and that each side called useful.</p>
<p>“We have a date and a place, and that is more than we had this morning,” the deputy minister
told reporters, adding that the agenda would be settled by the end of the week.</p>
<p>Neither delegation wanted to say who would lead it. The last round, held in the spring, ended
without a common statement, and the border has remained closed to goods since then.</p>
</article></body></html>"""


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert all(f"    {command} " in told for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_has_its_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])
    lines = capsys.readouterr().out.splitlines()
    options = [i for i, line in enumerate(lines) if line.startswith("  --")]
    assert all(len(" ".join(lines[i : i + 2]).split()) > 3 for i in options)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "required: COMMAND"),
        (["run", "--frobnicate"], "--frobnicate"),
        (["fly"], "invalid choice: 'fly'"),
        (["run", "--now", "yesterday"], "'yesterday' is no ISO 8601 instant"),
        (["run", "--now", "2022-13-01"], "no ISO 8601 instant"),
        (["run", "--load", "/no/such.jsonl"], "/no/such.jsonl is not there"),
        (["run", "--load", __file__], "is none of .jsonl"),
        (["run", "--seeds", "/no/such/folder"], "/no/such/folder is not there"),
        (["run", "--data", "/proc/no"], "give another folder with --data"),
        (["run", "--reports", "/proc/no"], "give another folder with --reports"),
        (["read", "/no/such.html", "--url", "https://a.example/"], "/no/such.html is not there"),
        (["read", __file__], "required: --url"),
        (["reread", "--since", "monday"], "'monday' is no day"),
        (["shell"], "news.duckdb is not there"),
        (["export", "out"], "news.duckdb is not there"),
    ],
)
def test_a_mistake_is_one_line(
    arguments: list[str],
    told: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    for name in ("DATA", "REPORTS"):
        monkeypatch.setenv(f"DEMARCHE_{name}", str(tmp_path / name))
    try:
        status = main(arguments)
    except SystemExit as ended:
        status = int(str(ended.code))
    complaint = capsys.readouterr().err
    assert status == 2
    assert told in complaint
    assert complaint.count("\n") == 1


def test_a_bad_setting_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEMARCHE_ALLOW_PRIVATE_HOSTS", "perhaps")
    assert main(["status"]) == 2
    assert "DEMARCHE_ALLOW_PRIVATE_HOSTS" in capsys.readouterr().err


def test_read_prints_the_article_or_the_reason(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE, "utf-8")
    assert main(["read", str(page), "--url", "https://news.example/date"]) == 0
    article = json.loads(capsys.readouterr().out)
    assert article["title"] == "Envoys agree on a date"
    assert article["published_at"] == "2021-12-30 17:05:00+00:00"
    assert article["body"].startswith("Envoys of both sides")

    page.write_text("<html><body><p>Nothing here.</p></body></html>")
    assert main(["read", str(page), "--url", "https://news.example/none"]) == 1
    assert json.loads(capsys.readouterr().out)["room"] == "clean"


def test_status_before_the_first_night(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["status", "--data", str(tmp_path)]) == 0
    assert "no night has been published" in capsys.readouterr().out
