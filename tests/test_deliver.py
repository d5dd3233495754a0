"""Delivery against real mail servers: nothing is sent twice, nothing is forgotten."""

from __future__ import annotations

import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from flows.digest import (
    Recipient,
    Sender,
    deliver,
    letters,
    promise_night,
    read_recipients,
    server_of,
    write_owed,
)
from flows.digest.server import Outcome, Server
from flows.settings import SQL
from flows.warehouse.ledger import Ledger, open_ledger
from tests.digest_nights import CLOCK, EMPTY, NIGHT, PUTIN, TAYLOR, empty_night, full_night, report

SENDER = Sender("Démarche <digest@example.org>")
READERS = [Recipient(f"reader{number}@example.org") for number in range(4)]
LATER = CLOCK + timedelta(days=1)


class Box:
    """A mail server's hands: keeps what it takes, answers what the test wants."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, EmailMessage]] = []
        self.on_rcpt: dict[str, str] = {}
        self.on_data: dict[str, str] = {}
        self.before_answer: dict[str, Callable[[], None]] = {}

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.on_rcpt:
            return self.on_rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        address = envelope.rcpt_tos[0]
        if address in self.on_data:
            return self.on_data[address]
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append((address, mail))
        self.before_answer.get(address, lambda: None)()
        return "250 taken"

    @property
    def addresses(self) -> list[str]:
        return [address for address, _ in self.mails]


@pytest.fixture
def box() -> Box:
    return Box()


@contextmanager
def running(box: Box, **options: object) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield Server("127.0.0.1", port)
    finally:
        controller.stop()


@pytest.fixture
def server(box: Box) -> Iterator[Server]:
    with running(box) as address:
        yield address


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "ledger.duckdb", SQL) as opened:
        yield opened


def post(ledger: Ledger, server: Server, readers=READERS, now=CLOCK, **options) -> Outcome:
    return deliver(letters(ledger, readers, SENDER, now), ledger, server, SENDER, now, **options)


def states(ledger: Ledger) -> dict[str, tuple[str, int]]:
    return {one.address: (one.state, one.attempts) for one in ledger.owed()}


def test_everybody_gets_one_mail_and_no_second(box: Box, server: Server, ledger: Ledger):
    assert promise_night(ledger, NIGHT, full_night(), READERS, CLOCK) == 4
    assert promise_night(ledger, NIGHT, full_night(), READERS, CLOCK) == 0
    outcome = post(ledger, server)
    assert outcome.words() == "4 sent"
    assert sorted(box.addresses) == [one.address for one in READERS]
    assert ledger.owed() == []
    assert post(ledger, server).sent == []
    assert len(box.mails) == 4
    mail = box.mails[0][1]
    assert mail["To"] == mail["To"].addresses[0].addr_spec == box.mails[0][0]
    assert mail.get_content_type() == "multipart/alternative"
    assert "“You cannot bargain" in mail.get_body(("plain",)).get_content()


def test_a_line_that_begins_with_a_dot_arrives(box: Box, server: Server, ledger: Ledger):
    odd = replace(PUTIN, actor_name=". hidden", sentence="", quote=". " + "x" * 90)
    night = [report("new_statements_on_sanctions", [odd])]
    promise_night(ledger, NIGHT, night, READERS[:1], CLOCK)
    post(ledger, server)
    assert "\n. hidden" in box.mails[0][1].get_body(("plain",)).get_content().replace("\r", "")


def test_refusals_are_final_and_named_and_postponements_are_tried_again(
    box: Box, server: Server, ledger: Ledger
):
    box.on_rcpt = {
        "reader0@example.org": "550 5.1.1 no such mailbox",
        "reader1@example.org": "451 4.7.1 come back later",
    }
    box.on_data = {
        "reader2@example.org": "554 5.7.1 not wanted",
        "reader3@example.org": "452 4.2.2 mailbox full",
    }
    promise_night(ledger, NIGHT, full_night(), READERS, CLOCK)
    outcome = post(ledger, server)
    assert outcome.refused == [
        ("reader0@example.org", "550 5.1.1 no such mailbox"),
        ("reader2@example.org", "554 5.7.1 not wanted"),
    ]
    assert "refused: reader0@example.org (550 5.1.1 no such mailbox)" in outcome.words()
    assert states(ledger) == {
        "reader1@example.org": ("owed", 1),
        "reader3@example.org": ("owed", 1),
    }
    box.on_rcpt, box.on_data = {}, {}
    assert post(ledger, server, now=LATER).sent == ["reader1@example.org", "reader3@example.org"]
    assert ledger.owed() == []


def test_a_missed_night_is_caught_up_in_the_next_digest(box: Box, ledger: Ledger):
    first = [report("new_statements_on_sanctions", [PUTIN])]
    second = [
        report("new_statements_on_talks", [TAYLOR]),
        report("new_statements_on_sanctions", []),
    ]
    promise_night(ledger, NIGHT, first, READERS[:1], CLOCK)
    assert "refused" in post(ledger, closed_port()).stopped.lower() or states(ledger)
    promise_night(ledger, EMPTY, second, READERS[:1], LATER)
    with running(box) as server:
        post(ledger, server, now=LATER)
    text = box.mails[0][1].get_body(("plain",)).get_content()
    assert len(box.mails) == 1
    assert "new since 1 Jan 2022" in " ".join(text.split())
    assert "Vladimir Putin" in text
    assert "William Taylor" in text
    assert ledger.owed() == []


def closed_port() -> Server:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return Server("127.0.0.1", free.getsockname()[1])


def test_a_server_that_is_away_stops_the_sending_and_all_stays_owed(ledger: Ledger):
    promise_night(ledger, NIGHT, full_night(), READERS, CLOCK)
    outcome = post(ledger, closed_port())
    assert "no answer" in outcome.stopped
    assert {state for state, _ in states(ledger).values()} == {"owed"}
    assert len(states(ledger)) == 4


@contextmanager
def script(*answers: bytes) -> Iterator[Server]:
    """A server that says one answer for each thing it hears, then is silent but stays."""
    listener = socket.create_server(("127.0.0.1", 0))
    held: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            held.append(line)
            line.sendall(b"220 here\r\n")
            for answer in answers:
                heard = line.recv(65536)
                while answer.startswith(b"250 taken") and not heard.endswith(b"\r\n.\r\n"):
                    heard += line.recv(65536)
                line.sendall(answer)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield Server("127.0.0.1", listener.getsockname()[1])
    finally:
        for one in [listener, *held]:
            one.close()


def test_a_server_that_hangs_before_the_text_is_left_and_all_stays_owed(ledger: Ledger):
    promise_night(ledger, NIGHT, full_night(), READERS, CLOCK)
    with script(b"250 hello\r\n") as server:
        outcome = post(ledger, server, seconds=0.4)
    assert outcome.sent == []
    assert outcome.stopped
    assert {state for state, _ in states(ledger).values()} == {"owed"}


def test_a_server_that_hangs_after_the_text_leaves_it_in_doubt(box: Box, ledger: Ledger):
    promise_night(ledger, NIGHT, full_night(), READERS[:1], CLOCK)
    with script(b"250 hello\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n") as server:
        outcome = post(ledger, server, seconds=0.5)
    assert outcome.in_doubt == ["reader0@example.org"]
    assert states(ledger)["reader0@example.org"][0] == "sending"
    with running(box) as server:
        assert post(ledger, server, now=LATER).sent == []
        promise_night(ledger, EMPTY, empty_night(), READERS[:1], LATER)
        assert post(ledger, server, now=LATER).sent == ["reader0@example.org"]
    text = box.mails[0][1].get_body(("plain",)).get_content()
    assert "may not have reached you" in " ".join(text.split())
    assert "Vladimir Putin" in text
    assert ledger.owed() == []


SENDING = """
import sys
from datetime import datetime
from pathlib import Path
from flows.digest import Recipient, Sender, deliver, letters
from flows.digest.server import Server
from flows.settings import SQL
from flows.warehouse.ledger import open_ledger
now, sender = datetime.fromisoformat(sys.argv[3]), Sender("digest@example.org")
readers = [Recipient(f"reader{number}@example.org") for number in range(4)]
with open_ledger(Path(sys.argv[1]), SQL) as ledger:
    server = Server("127.0.0.1", int(sys.argv[2]))
    deliver(letters(ledger, readers, sender, now), ledger, server, sender, now)
"""


def test_a_kill_while_a_mail_is_on_its_way_neither_repeats_nor_forgets(
    box: Box, server: Server, tmp_path: Path
):
    path = tmp_path / "killed.duckdb"
    with open_ledger(path, SQL) as ledger:
        promise_night(ledger, NIGHT, full_night(), READERS, CLOCK)
    command = [sys.executable, "-c", SENDING, str(path), str(server.port), CLOCK.isoformat()]
    process = subprocess.Popen(command, cwd=SQL.parent)
    box.before_answer["reader2@example.org"] = process.kill
    assert process.wait(60) == -signal.SIGKILL
    assert box.addresses == [f"reader{number}@example.org" for number in range(3)]
    with open_ledger(path, SQL) as ledger:
        assert post(ledger, server).sent == ["reader3@example.org"]
        assert states(ledger) == {"reader2@example.org": ("sending", 0)}
        promise_night(ledger, EMPTY, empty_night(), READERS, LATER)
        post(ledger, server, now=LATER)
        assert ledger.owed() == []
    third = [mail for address, mail in box.mails if address == "reader2@example.org"]
    assert len(third) == 2
    assert len({mail["Message-ID"] for mail in third}) == 2
    second = third[1].get_body(("plain",)).get_content()
    assert "may not have reached you" in " ".join(second.split())


class Killed(BaseException):
    """The process ends here."""


def test_a_crash_between_two_recipients_neither_repeats_nor_forgets(
    box: Box, server: Server, tmp_path: Path
):
    path = tmp_path / "crash.duckdb"

    def dying(found):
        for number, letter in enumerate(found):
            if number == 2:
                raise Killed
            yield letter

    with open_ledger(path, SQL) as ledger:
        promise_night(ledger, NIGHT, full_night(), READERS, CLOCK)
        with pytest.raises(Killed):
            found = dying(letters(ledger, READERS, SENDER, CLOCK))
            deliver(found, ledger, server, SENDER, CLOCK)
    with open_ledger(path, SQL) as ledger:
        assert len(ledger.owed()) == 2
        post(ledger, server)
    assert sorted(box.addresses) == [one.address for one in READERS]


def test_who_has_left_or_pauses_gets_nothing(box: Box, server: Server, ledger: Ledger):
    quiet = Recipient("quiet@example.org", is_every_night=False)
    paused = Recipient("paused@example.org", paused_until=date(2022, 1, 5))
    assert promise_night(ledger, EMPTY, empty_night(), [quiet, paused, *READERS], CLOCK) == 4
    second = replace(EMPTY, run_id="run-again")
    assert promise_night(ledger, second, empty_night(), [quiet, *READERS], CLOCK) == 0
    post(ledger, server, readers=READERS[:3])
    assert sorted(box.addresses) == [one.address for one in READERS[:3]]
    assert ledger.owed() == []
    assert promise_night(ledger, replace(NIGHT, run_id="x"), full_night(), [quiet], CLOCK) == 1


def test_a_dry_run_writes_the_mails_and_sends_nothing(ledger: Ledger, tmp_path: Path):
    promise_night(ledger, NIGHT, full_night(), READERS, CLOCK)
    written = write_owed(ledger, READERS, SENDER, tmp_path / "out", CLOCK)
    assert len(set(written)) == 4
    mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in written]
    assert {mail["To"] for mail in mails} == {one.address for one in READERS}
    assert {state for state, _ in states(ledger).values()} == {"owed"}
    assert {attempts for _, attempts in states(ledger).values()} == {0}


# a login without TLS is what the client must refuse, so a server has to offer it
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run([*command.split(), *names, *files], check=True, capture_output=True)
    return folder


def server_tls(folder: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def client_tls(folder: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(folder / "cert.pem"))


def knows(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data) -> AuthResult:
    return AuthResult(
        success=(data.login, data.password) == (b"demarche", b"s3cr:t/@"), handled=False
    )


def test_mail_leaves_over_tls_with_a_login(box: Box, ledger: Ledger, certificate: Path):
    promise_night(ledger, NIGHT, full_night(), READERS, CLOCK)
    login = {"authenticator": knows, "auth_required": True}
    with running(box, tls_context=server_tls(certificate), require_starttls=True, **login) as at:
        url = f"smtp://demarche:s3cr%3At%2F%40@127.0.0.1:{at.port}"
        outcome = post(ledger, server_of(url), tls=client_tls(certificate))
    assert outcome.words() == "4 sent"
    promise_night(ledger, replace(NIGHT, run_id="second"), full_night(), READERS, CLOCK)
    with running(box, ssl_context=server_tls(certificate), auth_require_tls=False, **login) as at:
        url = f"smtps://demarche:s3cr%3At%2F%40@127.0.0.1:{at.port}"
        outcome = post(ledger, server_of(url), tls=client_tls(certificate))
    assert outcome.words() == "4 sent"


def test_a_wrong_login_or_a_strange_certificate_stops_it(
    box: Box, ledger: Ledger, certificate: Path
):
    promise_night(ledger, NIGHT, full_night(), READERS, CLOCK)
    with running(box, tls_context=server_tls(certificate), authenticator=knows) as at:
        wrong = server_of(f"smtp://demarche:wrong@127.0.0.1:{at.port}")
        outcome = post(ledger, wrong, tls=client_tls(certificate))
        assert "refuses the login" in outcome.stopped
        strange = post(ledger, wrong)
        assert "CERTIFICATE_VERIFY_FAILED" in strange.stopped
    with running(box, authenticator=knows, auth_require_tls=False) as at:
        bare = post(ledger, server_of(f"smtp://demarche:s3cr%3At%2F%40@127.0.0.1:{at.port}"))
        assert "no encryption" in bare.stopped
    assert box.mails == []
    assert {state for state, _ in states(ledger).values()} == {"owed"}


def test_a_mail_servers_address_is_checked():
    assert server_of("smtp://localhost") == Server("localhost", 25)
    assert server_of("smtps://u:p@h") == Server("h", 465, True, "u", "p")
    assert server_of("smtp://u:p@h").port == 587
    for wrong in ("", "localhost:25", "http://x", "smtp://", "smtp://u:secret@h:port"):
        with pytest.raises(ValueError, match="mail server") as caught:
            server_of(wrong)
        assert "secret" not in str(caught.value)
    assert "secret" not in repr(server_of("smtp://u:secret@h"))


def test_a_senders_address_is_checked():
    assert Sender('"Bad, Wolf" <a@example.org>').address.display_name == "Bad, Wolf"
    assert Sender("a@example.org").address.display_name == "Démarche"
    for wrong in ("", "nobody", "A <b>", "A <a@b\r\nBcc: c@d>", "X\r\nBcc: y <a@b.org>", "<>"):
        with pytest.raises(ValueError, match="the sender is"):
            Sender(wrong)


LIST = """address,topics,actors,measures,least_sources,time_zone,language,when,paused_until
# a comment
ann@example.org,talks;sanctions,,,2,Europe/Berlin,de,new,2022-01-31
Bob@Example.org,,,,,,,,

bob@example.org,,,,,,,,
nobody,,,,,,,,
"eve@example.org
Bcc: all@example.org",,,,,,,,
tim@example.org,gossip,,,,,,,
zoe@example.org,,,,0,,,,
yan@example.org,,,,,Mars/Base,,,
una@example.org,,,,,,klingon-x,,
rob@example.org,,,,,,,often,
max@example.org,,,,,,,,soon
kim@münchen.example,,,,,,fr-CA,,
leo@example.org,,,,,,,,,,more
"""


def test_the_list_of_recipients_is_read_and_its_faults_are_named(tmp_path: Path):
    path = tmp_path / "recipients.csv"
    path.write_text(LIST, encoding="utf-8")
    recipients, findings = read_recipients(path, {"topics": {"talks", "sanctions"}})
    assert [one.address for one in recipients] == [
        "ann@example.org",
        "Bob@Example.org",
        "kim@xn--mnchen-3ya.example",
    ]
    ann = recipients[0]
    assert ann.topics == {"talks", "sanctions"}
    assert (ann.least_sources, ann.time_zone, ann.language) == (2, "Europe/Berlin", "de")
    assert ann.is_paused(date(2022, 1, 30))
    assert not ann.is_paused(date(2022, 1, 31))
    assert not ann.is_every_night
    lines = [(one.subject, one.detail.split()[0]) for one in findings]
    assert lines == [
        ("recipients.csv line 6", "this"),
        ("recipients.csv line 7", "address"),
        ("recipients.csv line 9", "address"),
        ("recipients.csv line 10", "topics"),
        ("recipients.csv line 11", "least_sources"),
        ("recipients.csv line 12", "time_zone"),
        ("recipients.csv line 13", "language"),
        ("recipients.csv line 14", "when"),
        ("recipients.csv line 15", "paused_until"),
        ("recipients.csv line 17", "more"),
    ]


def test_a_list_without_addresses_is_named(tmp_path: Path):
    path = tmp_path / "recipients.csv"
    path.write_text("mail,topic\na@example.org,talks\n")
    recipients, findings = read_recipients(path)
    assert recipients == []
    assert "mail, topic" in findings[0].detail
    path.write_bytes(b"address\n" + b"x" * 300_000 + b"\n\xff\xfe@example.org\n")
    assert read_recipients(path)[0] == []
