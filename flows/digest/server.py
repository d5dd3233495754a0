"""The mail server's address, and what became of the letters handed to it.

In comes the address that the settings give, out comes a `Server`; `Outcome` is what a delivery
tells. Nothing here connects to anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail leaves. With a login, the line is always encrypted."""

    host: str
    port: int
    is_tls: bool = False
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(slots=True)
class Outcome:
    """What became of the letters, by address; `stopped` says why the rest was not tried."""

    sent: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    postponed: list[tuple[str, str]] = field(default_factory=list)
    in_doubt: list[str] = field(default_factory=list)
    stopped: str = ""

    def words(self) -> str:
        """One line for people, naming no address but those refused for good."""
        parts = [f"{len(self.sent)} sent"]
        parts += [f"{len(self.postponed)} postponed"] if self.postponed else []
        parts += [f"{len(self.in_doubt)} in doubt"] if self.in_doubt else []
        parts += [f"refused: {address} ({answer})" for address, answer in self.refused]
        parts += [f"stopped: {self.stopped}"] if self.stopped else []
        return "; ".join(parts)


def server_of(smtp_url: str) -> Server:
    """The server that smtp://[user:password@]host[:port] or smtps://... names.

    ValueError says what is wrong, and never repeats the password.
    """
    try:
        parts = urlsplit(smtp_url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ValueError("the mail server's address cannot be read") from None
    if parts.scheme not in ("smtp", "smtps") or not host:
        raise ValueError("the mail server's address begins with smtp://host or smtps://host")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    is_tls = parts.scheme == "smtps"
    return Server(host, port or (465 if is_tls else 587 if user else 25), is_tls, user, password)
