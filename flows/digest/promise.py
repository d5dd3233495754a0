"""Who is owed a night, and which letters come of all that is owed.

In come a night, recipients and the ledger, out come promises written into the ledger and letters
ready to leave. A recipient who missed nights gets one letter that catches up. Nothing here touches
the network.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.message import EmailMessage
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from flows.deliveries import Delivery, Owed
from flows.digest.choose import Digest, choose
from flows.digest.compose import Sender, bodies, message
from flows.digest.freeze import freeze, thaw
from flows.digest.items import FLAGGED
from flows.digest.ledger import Ledger
from flows.digest.recipients import Recipient
from flows.records import Night, Report

CAUGHT_UP = ("changed_positions", "late_arrivals")


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail and the deliveries that it settles, none of them final yet."""

    mail: EmailMessage
    address: str
    owed: tuple[Owed, ...]


def promise_night(
    ledger: Ledger,
    night: Night,
    reports: Sequence[Report],
    recipients: Sequence[Recipient],
    now: datetime,
) -> int:
    """Write down who is owed this night; returns how many are.

    A second night of the same day is owed only to those for whom it has something new.
    """
    served = ledger.promised(night.day)
    has_news: dict[Recipient, bool] = {}
    addresses = []
    for recipient in recipients:
        wish = replace(recipient, address="")
        if recipient.is_paused(night.day):
            continue
        if wish not in has_news:
            has_news[wish] = choose(reports, night, wish).has_news
        if has_news[wish] or (recipient.is_every_night and recipient.address not in served):
            addresses.append(recipient.address)
    return ledger.promise(night.run_id, night.day, freeze(night, reports), addresses, now)


def letters(
    ledger: Ledger, recipients: Sequence[Recipient], sender: Sender, now: datetime
) -> Iterator[Letter]:
    """One letter for everybody to whom something is owed; what nobody wants any more is withdrawn.

    Deliveries in doubt cause no letter of their own, but the next one settles them.
    """
    known = {recipient.address: recipient for recipient in recipients}
    writer = Writer(ledger, sender)
    for address, group in groupby(ledger.owed(), key=lambda one: one.address):
        owed = tuple(group)
        recipient = known.get(address)
        if recipient is None:
            ledger.record([settled(one, "withdrawn", "", "left the list", now) for one in owed])
        elif any(one.state == "owed" for one in owed) and not recipient.is_paused(now.date()):
            yield Letter(writer.mail(recipient, owed), address, owed)


def settled(owed: Owed, state: str, message_id: str, answer: str, now: datetime) -> Delivery:
    """What to write down of a delivery after an attempt; withdrawing is none."""
    attempts = owed.attempts + (state not in ("withdrawn", "sending"))
    return Delivery(owed.run_id, owed.address, state, message_id, attempts, answer, now)  # type: ignore[arg-type]


class Writer:
    """Composes letters; what recipients with the same wishes share is made once."""

    def __init__(self, ledger: Ledger, sender: Sender) -> None:
        self._ledger, self._sender = ledger, sender
        self._thawed = lru_cache(maxsize=8)(self._thaw)
        self._shared = lru_cache(maxsize=32)(self._share)

    def mail(self, recipient: Recipient, owed: Sequence[Owed]) -> EmailMessage:
        """The mail that settles all this: the latest night owed, the others caught up in it."""
        nights = tuple((one.run_id, one.day) for one in sorted(owed, key=latest_owed_last))
        digest, texts = self._shared(replace(recipient, address=""), nights)
        return message(digest, texts, recipient, self._sender)

    def _share(
        self, wish: Recipient, nights: tuple[tuple[str, date], ...]
    ) -> tuple[Digest, tuple[str, str]]:
        night, reports = self._thawed(nights[-1][0])
        earlier = [self._thawed(run_id)[1] for run_id, _ in nights[:-1]]
        bare = choose(reports, night, wish).clock
        missed = [bare.day(day) for day in dict.fromkeys(day for _, day in nights[:-1])]
        digest = choose(caught_up(reports, earlier), night, wish, missed)
        return digest, bodies(digest, self._sender)

    def _thaw(self, run_id: str) -> tuple[Night, list[Report]]:
        return thaw(self._ledger.frozen(run_id))


def latest_owed_last(owed: Owed) -> tuple[bool, date, str]:
    return (owed.state == "owed", owed.day, owed.run_id)


def caught_up(reports: Sequence[Report], earlier: Sequence[Sequence[Report]]) -> list[Report]:
    """The night's reports with what earlier nights had flagged; the calendar is the night's own."""
    added: dict[str, list[Report]] = {}
    for report in (report for night in earlier for report in night):
        if report.name.startswith(FLAGGED) or report.name in CAUGHT_UP:
            added.setdefault(report.name, []).append(report)
    own = {report.name: report for report in reports}
    missing = {name: replace(found[0], rows=()) for name, found in added.items() if name not in own}
    return [
        replace(report, rows=report.rows + rows_for(report, added.get(report.name, ())))
        for report in (*reports, *missing.values())
    ]


def rows_for(report: Report, others: Sequence[Report]) -> tuple[tuple[object, ...], ...]:
    """The rows of other nights' reports under the columns of this one."""
    return tuple(
        tuple(dict(zip(other.columns, row, strict=True)).get(name) for name in report.columns)
        for other in others
        for row in other.rows
    )


def write_owed(
    ledger: Ledger,
    recipients: Sequence[Recipient],
    sender: Sender,
    folder: Path,
    now: datetime,
) -> list[Path]:
    """Write the letters that would leave now as .eml files; nothing is sent or settled."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for letter in letters(ledger, recipients, sender, now):
        name = str(letter.mail["Message-ID"]).strip("<>").partition("@")[0]
        path = folder / f"{name}.eml"
        path.write_bytes(letter.mail.as_bytes())
        written.append(path)
    return written
