"""A digest as HTML, as plain text and as a mail.

In come reports, the night and a recipient, out come strings and an `EmailMessage`. The same input
gives the same bytes: Message-ID, boundaries and picture names are derived, never drawn. Pure:
nothing is sent, no file but the templates is read, no clock is asked.
"""

from __future__ import annotations

import base64
import hmac
import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from hashlib import sha256
from urllib.parse import quote

import css_inline

from flows.digest.charts import Bars
from flows.digest.choose import Digest, choose
from flows.digest.recipients import Recipient
from flows.digest.recipients import address as plain_address
from flows.digest.safe import web_address
from flows.digest.templates import render
from flows.records import Night, Report

# a control character: no foreign text that reaches a mail has one, so none can ask for the token
MARK = "\x01"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, and where things lie on the web.

    `mail_from` is "Name <address>" or an address. `reports_url` is where the reports' folder is
    served and `unsubscribe_url` an https address that takes one POST per token ("{token}" in it);
    both may be "": then mails carry no links to report pages, and readers leave by mail only.
    `secret` keys the tokens: without it, whoever knows an address can work out its token. A
    sender without a plain mail address raises ValueError.
    """

    mail_from: str
    reports_url: str = ""
    unsubscribe_url: str = ""
    secret: str = ""

    def __post_init__(self) -> None:
        try:
            plain_address(self.address.addr_spec)
        except (ValueError, IndexError, HeaderParseError):
            raise ValueError(
                f"the sender is {self.mail_from!r}; write Name <name@example.org>"
            ) from None

    @property
    def address(self) -> Address:
        name, opened, rest = self.mail_from.rpartition("<")
        spec = rest.removesuffix(">") if opened else self.mail_from
        return Address(name.strip().strip('"') or "Démarche", addr_spec=spec.strip())


def compose(
    reports: Sequence[Report],
    night: Night,
    recipient: Recipient,
    sender: Sender,
    missed: Sequence[str] = (),
) -> EmailMessage:
    """The mail that this recipient gets of this night; `missed` names days caught up in it."""
    digest = choose(reports, night, recipient, missed)
    return message(digest, bodies(digest, sender), recipient, sender)


def bodies(digest: Digest, sender: Sender) -> tuple[str, str]:
    """Text and HTML of the mail; the token of the recipient is still to be put in."""
    base = web_address(sender.reports_url).rstrip("/")
    place = f"{base}/{digest.night.day.isoformat()}/index.html" if base else None
    leave = leave_link(sender)
    html = as_html(digest, place, lambda line: f"cid:{picture_id(line)}", leave)
    return as_text(digest, place, leave), html


def as_text(digest: Digest, place: str | None, unsubscribe: str = "") -> str:
    """The digest as plain text of at most 78 columns, links apart."""
    text = render("digest.txt", **values(digest, place, unsubscribe), fold=fold)
    return re.sub(r"\n{3,}", "\n\n", text).replace("\n--\n", "\n-- \n")


def as_html(
    digest: Digest, place: str | None, image: Callable[[Bars], str], unsubscribe: str = ""
) -> str:
    """The digest as HTML with its styles inlined; `image` gives the address of a picture."""
    html = render("digest.html", **values(digest, place, unsubscribe), image=image)
    return re.sub(r"\n\s*\n+", "\n", inliner().inline(html)).strip() + "\n"


def values(digest: Digest, place: str | None, unsubscribe: str) -> dict[str, object]:
    return {
        "digest": digest,
        "clock": digest.clock,
        "place": place,
        "unsubscribe": unsubscribe,
    }


@cache
def inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def fold(text: str, indent: int) -> str:
    """A paragraph wrapped at 78 columns; a list's lines hang, long words are left whole."""
    margin = " " * indent
    hanging = margin + "  " * text.startswith(("* ", "- "))
    return textwrap.fill(
        text,
        78,
        initial_indent=margin,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def data_image(line: Bars) -> str:
    """A picture inside its own address, for pages that stand alone."""
    return f"data:image/png;base64,{base64.b64encode(line.png).decode()}"


def picture_id(line: Bars) -> str:
    return f"{sha256(line.png + line.label.encode()).hexdigest()[:24]}@demarche"


def message(
    digest: Digest, texts: tuple[str, str], recipient: Recipient, sender: Sender
) -> EmailMessage:
    """The mail: text, HTML and pictures, with the headers that readers and robots need."""
    night, token = digest.night, token_of(recipient.address, sender.secret)
    text, html = (body.replace(MARK, token) for body in texts)
    mail = EmailMessage(policy=SMTP)
    home = sender.address.domain
    mail["From"] = sender.address
    mail["To"] = Address(addr_spec=recipient.address)
    mail["Subject"] = digest.subject
    mail["Date"] = format_datetime(night.started_at)
    mail["Message-ID"] = f"<{night.day}.{identity(night.run_id, recipient)}@{home}>"
    thread = f"<nights.{identity('thread', recipient)}@{home}>"
    mail["In-Reply-To"], mail["References"] = thread, thread
    mail["Auto-Submitted"] = "auto-generated"
    mail["List-ID"] = f"Demarche digest <digest.{home}>"
    put_leave_headers(mail, sender, token)
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    mail["Content-Language"] = "en"
    put_pictures(mail, digest)
    put_boundaries(mail, identity(night.run_id, recipient))
    return mail


def put_leave_headers(mail: EmailMessage, sender: Sender, token: str) -> None:
    """List-Unsubscribe by mail and, where an https address is set, by one click (RFC 8058)."""
    ways = [f"<mailto:{sender.address.addr_spec}?subject=unsubscribe%20{token}>"]
    link = leave_link(sender)
    if link.startswith("https:"):
        ways.insert(0, f"<{link.replace(MARK, token)}>")
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail["List-Unsubscribe"] = ", ".join(ways)


def leave_link(sender: Sender) -> str:
    """The address behind "Unsubscribe", the token still to be put in."""
    if web_address(sender.unsubscribe_url).startswith("https:"):
        return sender.unsubscribe_url.replace("{token}", MARK)
    address = quote(sender.address.addr_spec, safe="@")
    return f"mailto:{address}?subject=unsubscribe%20{MARK}"


def put_pictures(mail: EmailMessage, digest: Digest) -> None:
    """The charts' pictures beside the HTML, shown inline."""
    html = mail.get_payload()[1]  # type: ignore[index]
    for line in (line for chart in digest.charts for line in chart.lines):
        html.add_related(  # type: ignore[union-attr]
            line.png, "image", "png", cid=f"<{picture_id(line)}>", disposition="inline"
        )


def put_boundaries(mail: EmailMessage, seed: str) -> None:
    """Boundaries that follow from the mail's identity: composed again, the mail is the same."""
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"=_{seed}_{number}")


def identity(kind: str, recipient: Recipient) -> str:
    return sha256(f"{kind}\n{recipient.address.lower()}".encode()).hexdigest()[:24]


def token_of(address: str, secret: str) -> str:
    """What an unsubscribing reader sends back to be known by."""
    return hmac.new(secret.encode(), address.lower().encode(), sha256).hexdigest()[:32]
