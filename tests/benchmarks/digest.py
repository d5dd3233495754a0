"""How long a night's files and mails take, and what many recipients cost.

Prints seconds and mebibytes; the mail server is a real one on loopback, the ledger a real one on
disk. Run: python tests/benchmarks/digest.py [RECIPIENTS], a thousand unless told
"""

from __future__ import annotations

import resource
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from flows.digest import Recipient, Sender, compose, deliver, letters, promise_night, write_night
from flows.digest.server import Server
from flows.settings import SQL
from flows.warehouse.ledger import open_ledger
from tests.digest_nights import CLOCK, NIGHT, article, full_night, report

SENDER = Sender("digest@example.org", "https://reports.example.org")


class Sink:
    """Takes every mail and counts it."""

    def __init__(self) -> None:
        self.taken: dict[str, int] = {}

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        address = envelope.rcpt_tos[0]
        self.taken[address] = self.taken.get(address, 0) + 1
        return "250 taken"


def timed(name: str, work: Callable[[], object], times: int = 1) -> None:
    begun = time.process_time()
    for _ in range(times):
        work()
    print(f"{name}: {(time.process_time() - begun) / times * 1000:.1f} ms of CPU")


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def send_to_many(number: int) -> None:
    """Promise and deliver one night to this many recipients with fifty different wishes."""
    readers = [
        Recipient(f"reader{n}@example.org", least_sources=1 + n % 2, time_zone=f"Etc/GMT+{n % 12}")
        for n in range(number)
    ]
    sink = Sink()
    with tempfile.TemporaryDirectory() as folder:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        controller = Controller(sink, hostname="127.0.0.1", port=port)
        controller.start()
        before, begun = peak(), time.monotonic()
        with open_ledger(Path(folder) / "ledger.duckdb", SQL) as ledger:
            owed = promise_night(ledger, NIGHT, full_night(), readers, CLOCK)
            found = letters(ledger, readers, SENDER, CLOCK)
            outcome = deliver(found, ledger, Server("127.0.0.1", port), SENDER, CLOCK)
            left = len(ledger.owed())
        seconds = time.monotonic() - begun
        controller.stop()
    print(
        f"{number} recipients: {owed} owed, {len(outcome.sent)} sent, {left} left, "
        f"{len(sink.taken)} reached, most per address {max(sink.taken.values())}, "
        f"{seconds:.0f} s, {1000 * seconds / number:.1f} ms each, "
        f"memory {before:.0f} -> {peak():.0f} MiB"
    )


def main(number: int) -> None:
    crowd = [report("new_statements_on_sanctions", [article(n) for n in range(2000)])]
    with tempfile.TemporaryDirectory() as folder:
        write_night(Path(folder), NIGHT, full_night())
        timed("a full night's files", lambda: write_night(Path(folder), NIGHT, full_night()), 5)
        timed("2,000 statements' files", lambda: write_night(Path(folder), NIGHT, crowd))
    reader = Recipient("reader@example.org")
    timed("one mail composed", lambda: compose(full_night(), NIGHT, reader, SENDER), 20)
    send_to_many(number)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
