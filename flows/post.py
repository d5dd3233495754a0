"""The mails of a night: promised in the ledger once it is published, then sent.

In: an outcome, the recipients' CSV and the mail settings. Out: one line of words. Without
recipients or a mail server nothing is promised to anybody, and the line says so.
"""

from __future__ import annotations

from datetime import datetime

from flows import warehouse
from flows.digest import (
    Recipient,
    Sender,
    Server,
    deliver,
    letters,
    promise_night,
    read_recipients,
    server_of,
    write_owed,
)
from flows.night import Plan
from flows.publishing import Outcome
from flows.settings import SQL, Settings, SettingsError


def check_settings(settings: Settings) -> None:
    """Raise SettingsError for mail settings that are set and cannot be used; asks no server."""
    if settings.recipients is not None:
        _recipients(settings)
        _sender(settings)
    if settings.smtp_url.get_secret_value():
        _server(settings)


def promise(plan: Plan, outcome: Outcome) -> str:
    """Write down who is owed this night."""
    settings = plan.settings
    if settings.recipients is None:
        return "nobody to write to (DEMARCHE_RECIPIENTS is not set)"
    recipients, unusable = _recipients(settings)
    with warehouse.open_ledger(settings.ledger, SQL) as ledger:
        owed = promise_night(ledger, outcome.night, outcome.reports, recipients, plan.now)
    told = f"{owed} of {len(recipients)} recipients are owed this night"
    return f"{told}, {unusable} lines cannot be used (demarche doctor)" if unusable else told


def send(settings: Settings, now: datetime) -> str:
    """Deliver everything that the ledger says is owed; what became of it, in words, if anything."""
    if settings.recipients is None:
        return ""
    if not settings.smtp_url.get_secret_value():
        return "no mail server (DEMARCHE_SMTP_URL); what is owed stays owed"
    with warehouse.open_ledger(settings.ledger, SQL) as ledger:
        sender = _sender(settings)
        mails = letters(ledger, _recipients(settings)[0], sender, now)
        return deliver(mails, ledger, _server(settings), sender, now).words()


def send_owed(settings: Settings, now: datetime, *, dry_run: bool) -> int:
    """`demarche send`: deliver, or write the mails as .eml files into data/outbox; 0 or 1."""
    recipients, _ = _recipients(settings)
    if dry_run:
        with warehouse.open_ledger(settings.ledger, SQL) as ledger:
            folder = settings.data / "outbox"
            for path in write_owed(ledger, recipients, _sender(settings), folder, now):
                print(path)
        return 0
    if not settings.smtp_url.get_secret_value():
        raise SettingsError("DEMARCHE_SMTP_URL is not set: smtp[s]://user:password@host:port")
    said = send(settings, now)
    print(said)
    return 1 if "stopped" in said else 0


def undelivered(settings: Settings) -> list[dict[str, object]]:
    """One row per night and state of what is still owed, without addresses."""
    if not settings.ledger.exists():
        return []
    with warehouse.open_ledger(settings.ledger, SQL) as ledger:
        owed = ledger.owed()
    nights = sorted({(one.day, one.state) for one in owed})
    return [
        {
            "night": day,
            "state": "in doubt" if state == "sending" else state,
            "recipients": sum((one.day, one.state) == (day, state) for one in owed),
            "last answer": next(
                (o.answer for o in owed if (o.day, o.state) == (day, state) and o.answer), ""
            ),
        }
        for day, state in nights
    ]


def _server(settings: Settings) -> Server:
    try:
        return server_of(settings.smtp_url.get_secret_value())
    except ValueError as error:
        raise SettingsError(f"DEMARCHE_SMTP_URL: {error}") from error


def _recipients(settings: Settings) -> tuple[list[Recipient], int]:
    """Who gets mail, and how many lines of the file name nobody."""
    if settings.recipients is None:
        raise SettingsError("DEMARCHE_RECIPIENTS is not set: name the CSV of recipients in it")
    try:
        recipients, findings = read_recipients(settings.recipients)
    except OSError as error:
        raise SettingsError(
            f"DEMARCHE_RECIPIENTS: {settings.recipients} cannot be read ({error.strerror})"
        ) from error
    return recipients, len(findings)


def _sender(settings: Settings) -> Sender:
    if not settings.mail_from:
        raise SettingsError("DEMARCHE_MAIL_FROM is not set: Name <address>, who sends the digest")
    try:
        return Sender(
            mail_from=settings.mail_from,
            reports_url=settings.reports_url,
            unsubscribe_url=settings.unsubscribe_url,
            secret=settings.secret.get_secret_value(),
        )
    except ValueError as error:
        raise SettingsError(f"DEMARCHE_MAIL_FROM: {error}") from error
