"""Is everything in place for a night? `demarche doctor` asks all of it, a night the gravest part.

In: the settings. Out: findings, each naming what is wrong, where, and what to do. It changes
nothing, and of all outside it visits the mail server only.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from typing import Final

from flows import warehouse
from flows.clean.boilerplate import read_lines
from flows.clean.outlets import known_outlets, lapsed_outlets
from flows.digest import Sender, probe, read_recipients, server_of
from flows.fetch.sources import SourcesError, read_sources
from flows.records import Finding
from flows.settings import SHIPPED_SEEDS, SQL, Settings
from flows.vocabulary import check_vocabulary

LEAST_FREE_BYTES: Final = 2_000_000_000
SHOWN: Final = 50
OUTLETS: Final = "flows/clean/outlets"
KNOWN: Final = {
    "topics": "select topic as name from vocabulary.topics",
    "actors": "select actor_id as name from vocabulary.actors",
    "measures": "select measure as name from vocabulary.measures",
}


def preflight(settings: Settings) -> list[Finding]:
    """What a night must not start with: sources or words that cannot be read rightly."""
    found = [*_sources(settings), *_words(settings)]
    return [one for one in found if one.severity == "critical"]


def examine(settings: Settings, today: date) -> int:
    """Print every finding, the gravest first; 0 when there is nothing critical, else 2."""
    checks = (_sources, _words, _mail, _recipients, _folders)
    found = [finding for check in checks for finding in check(settings)]
    found += _outlets(today)
    for one in sorted(found, key=lambda finding: finding.severity)[:SHOWN]:
        print(f"{one.severity:8}  {one.subject}: {one.detail}")
    if len(found) > SHOWN:
        print(f"… and {len(found) - SHOWN} more; mend these first")
    critical = sum(one.severity == "critical" for one in found)
    print(f"{critical} to mend before the next night, {len(found) - critical} to look at")
    return 2 if critical else 0


def _sources(settings: Settings) -> Iterator[Finding]:
    try:
        read_sources(settings.seed_file("sources.csv"))
    except (SourcesError, OSError) as error:
        for mistake in str(error).splitlines():
            yield Finding("critical", "sources", "sources.csv", mistake)


def _words(settings: Settings) -> Iterator[Finding]:
    yield from check_vocabulary(settings.seeds, SHIPPED_SEEDS)
    for name, read in (
        ("boilerplate_lines.csv", lambda: read_lines(settings.seed_file("boilerplate_lines.csv"))),
        (OUTLETS, known_outlets),
    ):
        try:
            read()
        except (ValueError, KeyError) as error:
            yield Finding("critical", "words", name, f"{name}: {error}")


def _outlets(today: date) -> Iterator[Finding]:
    """Overrides that hold no longer; a file that cannot be read is named by `_words`."""
    try:
        lapsed = lapsed_outlets(today)
    except ValueError:
        return
    for outlet in lapsed:
        yield Finding(
            "warning",
            "words",
            f"{OUTLETS}/{outlet.name}.py",
            f"holds no longer since {outlet.valid_until}: look at a page of {outlet.hosts[0]} "
            "with demarche read, then set VALID_UNTIL anew or write a file for the new design",
        )


def _mail(settings: Settings) -> Iterator[Finding]:
    address = settings.smtp_url.get_secret_value()
    if not address:
        yield Finding("warning", "mail", "DEMARCHE_SMTP_URL", "not set: no digest is mailed")
        return
    try:
        trouble = probe(server_of(address))
    except ValueError as error:
        trouble = str(error)
    if trouble:
        yield Finding("critical", "mail", "DEMARCHE_SMTP_URL", trouble)
    try:
        Sender(settings.mail_from)
    except ValueError as error:
        yield Finding("critical", "mail", "DEMARCHE_MAIL_FROM", str(error))


def _recipients(settings: Settings) -> Iterator[Finding]:
    if settings.recipients is None:
        yield Finding("warning", "mail", "DEMARCHE_RECIPIENTS", "not set: nobody gets the digest")
        return
    known = {
        column: [str(row["name"]) for row in warehouse.rows(settings.published, question)]
        for column, question in (KNOWN.items() if settings.published.exists() else ())
    }
    try:
        recipients, findings = read_recipients(settings.recipients, known)
    except OSError as error:
        yield Finding(
            "critical", "mail", "DEMARCHE_RECIPIENTS", f"{settings.recipients}: {error.strerror}"
        )
        return
    yield from findings
    if not recipients:
        yield Finding("warning", "mail", str(settings.recipients), "no line that can be used")


def _folders(settings: Settings) -> Iterator[Finding]:
    place = settings.data if settings.data.exists() else settings.data.parent
    free = shutil.disk_usage(place).free
    if free < LEAST_FREE_BYTES:
        yield Finding("critical", "disk", str(settings.data), f"only {free >> 20} MiB are free")
    if not list(SQL.glob("reports/*.sql")):
        yield Finding("critical", "sql", str(SQL), "no reports; is this clone whole?")
