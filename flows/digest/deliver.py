"""Letters on their way: the one door through which mail leaves.

In come letters, a mail server and the ledger, out comes what became of each. The ledger is told
before a letter's text leaves and again when the server has answered, so that a crash at any moment
neither sends twice nor forgets. A server that hangs is left after `seconds`; what is still owed
then stays owed.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Timer

from flows.deliveries import DeliveryState
from flows.digest.compose import Sender
from flows.digest.ledger import Ledger
from flows.digest.promise import Letter, settled
from flows.digest.server import Outcome, Server

SECONDS = 60.0
MOST_FAILURES = 2


class Hopeless(Exception):  # noqa: N818
    """The server will take nothing from us; the message says why."""


def deliver(
    letters: Iterable[Letter],
    ledger: Ledger,
    server: Server,
    sender: Sender,
    now: datetime,
    *,
    seconds: float = SECONDS,
    tls: ssl.SSLContext | None = None,
) -> Outcome:
    """Send the letters one by one over one connection; every answer is in the ledger."""
    outcome, line, failures = Outcome(), Line(server, seconds, tls), 0
    try:
        for letter in letters:
            try:
                state, answer = send(letter, line, ledger, sender, now)
            except (OSError, smtplib.SMTPException) as error:
                line.drop()
                state, answer, failures = "owed", f"no answer: {spoken(error)}", failures + 1
            else:
                failures = failures + 1 if state == "sending" else 0
            settle(letter, state, answer, ledger, outcome, now)
            if failures >= MOST_FAILURES:
                raise Hopeless(answer)
    except Hopeless as reason:
        outcome.stopped = str(reason)
    finally:
        line.drop()
    return outcome


def probe(server: Server, seconds: float = 15.0) -> str:
    """Greet the server, encrypt, log in and hang up; "" when it would take mail, else why not."""
    line = Line(server, seconds, None)
    try:
        with line.ready():
            return ""
    except (OSError, smtplib.SMTPException, Hopeless) as error:
        return spoken(error)
    finally:
        line.drop()


def send(
    letter: Letter, line: Line, ledger: Ledger, sender: Sender, now: datetime
) -> tuple[DeliveryState, str]:
    """One letter's way through the server; an error raised here means that it did not arrive."""
    text = re.sub(rb"(?m)^\.", b"..", letter.mail.as_bytes())
    with line.ready() as smtp:
        code, answer = said(smtp.mail(sender.address.addr_spec))
        if code // 100 == 5:
            raise Hopeless(f"the server refuses the sender: {answer}")
        if code == 250:
            code, answer = said(smtp.rcpt(letter.address))
        if code in (250, 251):
            code, answer = said(smtp.docmd("DATA"))
        if code != 354:
            line.rest(code)
            return ("refused" if code // 100 == 5 else "owed"), answer
        record(letter, "sending", "on its way", ledger, now)
        try:
            smtp.send(text.rstrip(b"\r\n") + b"\r\n.\r\n")
            code, answer = said(smtp.getreply())
        except (OSError, smtplib.SMTPException) as error:
            line.drop()
            return "sending", f"no answer: {spoken(error)}"
        line.rest(code)
        return ("sent" if code == 250 else "refused" if code // 100 == 5 else "owed"), answer


def settle(
    letter: Letter,
    state: DeliveryState,
    answer: str,
    ledger: Ledger,
    outcome: Outcome,
    now: datetime,
) -> None:
    """Write the answer down, in the ledger first."""
    record(letter, state, answer, ledger, now)
    match state:
        case "sent":
            outcome.sent.append(letter.address)
        case "refused":
            outcome.refused.append((letter.address, answer))
        case "sending":
            outcome.in_doubt.append(letter.address)
        case _:
            outcome.postponed.append((letter.address, answer))


def record(
    letter: Letter, state: DeliveryState, answer: str, ledger: Ledger, now: datetime
) -> None:
    message_id = str(letter.mail["Message-ID"])
    ledger.record([settled(one, state, message_id, answer, now) for one in letter.owed])


def said(reply: tuple[int, bytes]) -> tuple[int, str]:
    """The server's code, and code and words as one line."""
    code, words = reply
    text = " ".join(words.decode("utf-8", "replace").split())
    return code, "".join(one if one.isprintable() else "?" for one in f"{code} {text}")[:300]


def spoken(error: Exception) -> str:
    text = " ".join(str(error).split()) or "the connection broke"
    return f"{text[:200]} ({type(error).__name__})"


class Line:
    """A connection to the mail server, opened when needed and cut when it takes too long."""

    def __init__(self, server: Server, seconds: float, tls: ssl.SSLContext | None) -> None:
        self._server, self._seconds = server, seconds
        self._tls = tls or ssl.create_default_context()
        self._smtp: smtplib.SMTP | None = None

    @contextmanager
    def ready(self) -> Iterator[smtplib.SMTP]:
        """The open connection; it is cut when what is done with it takes longer than allowed."""
        smtp = self._smtp or self._begin()
        timer = Timer(self._seconds, cut, [smtp])
        timer.daemon = True
        timer.start()
        try:
            if self._smtp is None:
                self._greet(smtp)
                self._smtp = smtp
            yield smtp
        finally:
            timer.cancel()

    def _begin(self) -> smtplib.SMTP:
        if self._server.is_tls:
            return smtplib.SMTP_SSL(timeout=self._seconds, context=self._tls)
        return smtplib.SMTP(timeout=self._seconds)

    def _greet(self, smtp: smtplib.SMTP) -> None:
        """Connect, encrypt, log in. A server that will not have us is hopeless tonight."""
        server = self._server
        # the name that the certificate must bear; smtplib knows it only from its constructor
        smtp._host = server.host  # type: ignore[attr-defined]
        code, answer = said(smtp.connect(server.host, server.port))
        if code != 220:
            raise Hopeless(f"the server does not take mail: {answer}")
        smtp.ehlo_or_helo_if_needed()
        if not server.is_tls and smtp.has_extn("starttls"):
            smtp.starttls(context=self._tls)
            smtp.ehlo()
        elif not server.is_tls and server.user:
            raise Hopeless("the server offers no encryption, and a password is never sent without")
        if server.user:
            try:
                smtp.login(server.user, server.password)
            except smtplib.SMTPAuthenticationError as error:
                raise Hopeless(f"the server refuses the login ({error.smtp_code})") from None

    def rest(self, code: int) -> None:
        """Make ready for the next letter; 421 says that the server is about to hang up."""
        if code == 421:
            self.drop()
        elif self._smtp and code != 250:
            self._smtp.rset()

    def drop(self) -> None:
        """Hang up, politely where the server still listens."""
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        if smtp.sock:
            smtp.sock.settimeout(2.0)
        try:
            smtp.quit()
        except (OSError, smtplib.SMTPException):
            smtp.close()


def cut(smtp: smtplib.SMTP) -> None:
    """Break a connection from outside: whoever waits on it gets an error at once."""
    if smtp.sock is not None:
        try:
            smtp.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            smtp.close()
