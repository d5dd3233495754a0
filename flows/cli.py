"""The command line: `demarche COMMAND`.

Wrong usage and unusable settings end in one line that says what to do, and exit status 2. What a
command does stands in `nightly` (run), `post` (send), `upkeep` (reread, schedule) and `desk` (the
rest); each is imported only when it is asked for, because Prefect alone takes a second to import.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NoReturn

from flows.settings import SettingsError, present
from flows.usage import (
    UsageError,
    day,
    instant,
    must_be_sound,
    must_be_writable,
    must_exist,
    settings_of,
)

PUBLISHED, FAILED, WRONG_USAGE, NIGHT_IS_RUNNING = 0, 1, 2, 3
LOADABLE: Final = (".jsonl", ".jsonl.gz", ".html", ".htm", ".warc", ".warc.gz")


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaint is one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG_USAGE, f"{self.prog}: {message}; see {self.prog} --help\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status."""
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.command(asked))
    except (UsageError, SettingsError) as error:
        print(f"demarche: {error}", file=sys.stderr)
        return WRONG_USAGE
    except KeyboardInterrupt:
        print("demarche: interrupted; what was published before is still up", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # the reader of a pipe has gone; Python would complain once more while it shuts down
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _parser() -> Parser:
    parser = Parser(
        prog="demarche",
        description="Watches the news for new statements on diplomatic talks and sanctions.",
        epilog="Exit status: 0 published; 1 the night failed, yesterday's copy is still up; "
        "2 wrong usage or settings; 3 another night is running.",
    )
    commands = parser.add_subparsers(dest="name", metavar="COMMAND", required=True)

    run = commands.add_parser("run", help="one night: from the seeds and sources to the digest")
    run.set_defaults(command=_run)
    run.add_argument("--seeds", type=Path, metavar="DIR", help="folder of articles/ and CSV files")
    run.add_argument(
        "--load",
        type=Path,
        metavar="FILE",
        action="append",
        default=[],
        help="also read FILE (.jsonl, .jsonl.gz, .html, .warc, .warc.gz); may be given again",
    )
    run.add_argument("--no-web", action="store_true", help="ask no source, only seeds and files")
    run.add_argument(
        "--now",
        type=instant,
        metavar="INSTANT",
        help="the night's clock, ISO 8601, UTC unless it says otherwise; default: the present",
    )
    _add_folders(run)

    read = commands.add_parser("read", help="the article in a page as JSON, or why there is none")
    read.set_defaults(command=_read)
    read.add_argument("file", type=Path, metavar="FILE.html")
    read.add_argument("--url", required=True, help="the address that the page came from")

    send = commands.add_parser("send", help="deliver what the ledger says is still owed")
    send.set_defaults(command=_send)
    send.add_argument("--dry-run", action="store_true", help="write the mails as .eml files")
    _add_folders(send)

    reread = commands.add_parser("reread", help="read the archive again with today's reader")
    reread.set_defaults(command=_reread)
    reread.add_argument("--since", type=day, metavar="DAY", help="only pages fetched since DAY")
    _add_folders(reread)

    for name, command, text in (
        ("status", _status, "the last runs, quiet sources, undelivered mail"),
        ("doctor", _doctor, "check seeds/*.csv, settings, mail server and schedule"),
        ("shell", _shell, "a SQL prompt on the published database"),
    ):
        _add_folders(_with(commands.add_parser(name, help=text), command))
    export = _with(commands.add_parser("export", help="every published table as Parquet"), _export)
    export.add_argument("folder", type=Path, metavar="DIR")
    _add_folders(export)
    _add_folders(
        _with(commands.add_parser("schedule", help="serve the nightly schedule"), _schedule)
    )
    return parser


def _with(parser: Parser, command: object) -> Parser:
    parser.set_defaults(command=command)
    return parser


def _add_folders(parser: Parser) -> None:
    parser.add_argument("--data", type=Path, metavar="DIR", help="databases and archive [data]")
    parser.add_argument("--reports", type=Path, metavar="DIR", help="what a night leaves [reports]")


def _run(asked: argparse.Namespace) -> int:
    settings = settings_of(asked, writes=True)
    if not settings.seeds.is_dir():
        raise UsageError(f"the seeds folder {settings.seeds} is not there; give it with --seeds")
    for path in asked.load:
        must_exist(path, "--load:")
        if not path.name.lower().endswith(LOADABLE):
            raise UsageError(f"--load: {path} is none of {', '.join(LOADABLE)}")
    from flows.doctor import preflight
    from flows.launch import run_night
    from flows.post import check_settings

    must_be_sound(preflight(settings))
    check_settings(settings)
    return run_night(
        settings,
        now=asked.now or present(),
        loads=[path.resolve() for path in asked.load],
        web=not asked.no_web,
    )


def _read(asked: argparse.Namespace) -> int:
    must_exist(asked.file, "the page")
    from flows.desk import read_page

    return read_page(asked.file, asked.url, present())


def _send(asked: argparse.Namespace) -> int:
    settings = settings_of(asked, writes=True)
    from flows.post import send_owed

    return send_owed(settings, present(), dry_run=asked.dry_run)


def _reread(asked: argparse.Namespace) -> int:
    settings = settings_of(asked, writes=True)
    from flows.launch import reread_archive

    return reread_archive(settings, present(), asked.since)


def _status(asked: argparse.Namespace) -> int:
    from flows.desk import show_status

    return show_status(settings_of(asked))


def _doctor(asked: argparse.Namespace) -> int:
    from flows.doctor import examine

    return examine(settings_of(asked), present().date())


def _shell(asked: argparse.Namespace) -> int:
    settings = settings_of(asked)
    must_exist(settings.published, "the published database")
    from flows.shell import open_prompt

    return open_prompt(settings.published)


def _export(asked: argparse.Namespace) -> int:
    settings = settings_of(asked)
    must_exist(settings.published, "the published database")
    must_be_writable("another DIR", asked.folder)
    from flows.desk import export_tables

    return export_tables(settings, asked.folder)


def _schedule(asked: argparse.Namespace) -> int:
    settings = settings_of(asked, writes=True)
    from flows.launch import serve_schedule

    return serve_schedule(settings)


if __name__ == "__main__":
    sys.exit(main())
