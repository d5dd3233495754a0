"""The digest leaves by mail: through the command line, to a real mail server on loopback."""

from __future__ import annotations

import email
import socket
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.nights import NEW_YEAR, House

RECIPIENTS = """address,topics,when
desk@example.org,,always
talks@example.org,talks,new
"""


class Mailbox:
    """Takes every mail and keeps it."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, EmailMessage]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        mail = email.message_from_bytes(envelope.content or b"", policy=default)
        self.mails += [(address, mail) for address in envelope.rcpt_tos]
        return "250 taken"


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """A night without a mail server, then `send` twice with one, then a night without news."""
    house = House(tmp_path_factory.mktemp("mail"))
    recipients = house.root / "recipients.csv"
    recipients.write_text(RECIPIENTS)
    port, box = free_port(), Mailbox()
    settings = {
        "RECIPIENTS": str(recipients),
        "MAIL_FROM": "Démarche <digest@example.org>",
        "SMTP_URL": f"smtp://127.0.0.1:{port}",
    }
    told: dict[str, object] = {"box": box}
    told["night"] = house.night("--no-web", "--now", NEW_YEAR, **settings).stderr
    told["owed"] = house.run("status", **settings).stdout
    told["dry"] = house.run("send", "--dry-run", **settings).stdout
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        told["sent"] = house.run("send", **settings)
        told["again"] = house.run("send", **settings)
        told["first"] = list(box.mails)
        house.night("--no-web", "--now", "2022-01-02T03:00:00Z", **settings)
    finally:
        server.stop()
    told["after"] = house.run("status", **settings).stdout
    told["published"] = house.published.read_bytes()
    return told


def test_nightly_goes_on_without_a_mail_server_and_owes_the_digest(
    story: dict[str, object],
) -> None:
    assert "2 of 2 recipients are owed this night" in str(story["night"])
    assert "2022-01-01" in str(story["owed"]).partition("Undelivered mail")[2]


def test_nightly_mails_can_be_looked_at_before_they_leave(story: dict[str, object]) -> None:
    files = [Path(line) for line in str(story["dry"]).splitlines()]
    assert len(files) == 2
    assert all(path.suffix == ".eml" and path.is_file() for path in files)


def test_nightly_sends_each_digest_once(story: dict[str, object]) -> None:
    first = story["first"]
    assert isinstance(first, list)
    assert sorted(address for address, _ in first) == ["desk@example.org", "talks@example.org"]
    for _, mail in first:
        assert mail.is_multipart()
        text = mail.get_body(("plain",)).get_content()
        page = mail.get_body(("html",)).get_content()
        assert "William Taylor" in text
        assert "William Taylor" in page
        assert mail["Message-ID"]


def test_nightly_writes_without_news_only_to_who_wants_every_night(
    story: dict[str, object],
) -> None:
    box = story["box"]
    assert isinstance(box, Mailbox)
    later = box.mails[2:]
    assert [address for address, _ in later] == ["desk@example.org"]
    assert "Nothing new" in later[0][1].get_body(("plain",)).get_content()
    assert "none" in str(story["after"]).partition("Undelivered mail")[2]


def test_nightly_publishes_no_address(story: dict[str, object]) -> None:
    published = story["published"]
    assert isinstance(published, bytes)
    assert b"desk@example.org" not in published
