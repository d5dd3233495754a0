"""Hosts on loopback that speak TLS, and HTTP/2 where they are asked to.

In: pages, and a certificate authority made for the test. Out: hosts as in tests/loopback.py, which
remember each connection's protocol and how many requests it carried.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived, StreamEnded

from tests.loopback import Asked, Host, Pages, answer_of

PEM = serialization.Encoding.PEM


class Authority:
    """Signs certificates for addresses; `file` is what a client has to trust."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named("Authority of a test")
        self.file = folder / "authority.pem"
        own = self._certificate(self._name, self._key, is_authority=True)
        self.file.write_bytes(own.public_bytes(PEM))

    def context(self, ip: str, protocols: list[str]) -> ssl.SSLContext:
        """What a server at this address shows and speaks."""
        key = ec.generate_private_key(ec.SECP256R1())
        shown = self._certificate(_named(ip), key, ip)
        file = self._folder / f"{ip}.pem"
        private = key.private_bytes(
            PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file.write_bytes(private + shown.public_bytes(PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        context.set_alpn_protocols(protocols)
        return context

    def _certificate(
        self,
        name: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        ip: str = "",
        is_authority: bool = False,
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        )
        if ip:
            addresses = x509.SubjectAlternativeName([x509.IPAddress(ip_address(ip))])
            builder = builder.add_extension(addresses, critical=False)
        return builder.sign(self._key, hashes.SHA256())


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


@dataclass
class Connection:
    """What became of one connection."""

    protocol: str
    requests: int = 0


class SecureHost(Host):
    """A host behind TLS; `protocols` is what it offers, the best first."""

    def __init__(self, authority: Authority, pages: Pages | None = None,
                 protocols: tuple[str, ...] = ("h2", "http/1.1")) -> None:  # fmt: skip
        super().__init__(pages)
        self.connections: list[Connection] = []
        self._authority = authority
        self._protocols = list(protocols)

    def url(self, path: str = "/") -> str:
        return f"https://{self.address}{path}"

    async def listen(self, ip: str) -> None:
        context = self._authority.context(ip, self._protocols)
        await self.listen_at(ip, context)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        chosen = writer.get_extra_info("ssl_object").selected_alpn_protocol() or ""
        connection = Connection(chosen)
        self.connections.append(connection)
        if chosen != "h2":
            await super().serve(reader, writer)
            return
        try:
            await self._speak(connection, reader, writer)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _speak(
        self, seen: Connection, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        talk = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        talk.initiate_connection()
        writer.write(talk.data_to_send())
        asked: dict[int, Mapping[str, str]] = {}
        while data := await reader.read(65536):
            for event in talk.receive_data(data):
                if isinstance(event, RequestReceived):
                    asked[event.stream_id] = dict(event.headers)
                    seen.requests += 1
                elif isinstance(event, StreamEnded):
                    self._respond(talk, event.stream_id, asked.pop(event.stream_id))
            writer.write(talk.data_to_send())
            await writer.drain()

    def _respond(self, talk: H2Connection, stream: int, headers: Mapping[str, str]) -> None:
        came_at = asyncio.get_running_loop().time()
        status, given, body = answer_of(self.page(headers[":path"]), headers)
        self.log.append(Asked(headers[":path"], headers, came_at, status, came_at))
        lower = ((name.lower(), value) for name, value in given.items())
        talk.send_headers(stream, [(":status", str(status)), *lower])
        talk.send_data(stream, body, end_stream=True)
