"""The way out: connections that go only to addresses which have been checked.

In: a host name and a port. Out: a connection to one of the addresses that the name resolves to, if
that address is public. Name and connection cannot differ: what was checked is what is connected to,
on every redirect and every retry. It never connects to a private, loopback or link-local address
unless told that private hosts are allowed.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpcore

NAT64 = IPv6Network("64:ff9b::/96")
LOOKUPS_AT_ONCE = 16
"""Resolvers of small networks drop what comes in larger bursts; each drop costs five seconds."""
SocketOption = (
    tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
)


class PrivateAddressError(Exception):
    """The host lies inside a private network."""


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves, checks, connects; for httpcore's connection pool."""

    def __init__(self, *, allow_private_hosts: bool) -> None:
        self._allow_private_hosts = allow_private_hosts
        self._inner = httpcore.AnyIOBackend()
        self._lookups = ThreadPoolExecutor(LOOKUPS_AT_ONCE, thread_name_prefix="lookup")

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await self._addresses(host, port, timeout)
        problem: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses[:3]:
            try:
                return await self._inner.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except httpcore.ConnectError as error:
                problem = error
        raise problem

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002
        socket_options: Iterable[SocketOption] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        raise PrivateAddressError(f"{path} is a socket of this machine")

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)

    def close(self) -> None:
        """Stop looking names up; a lookup that hangs is not waited for."""
        self._lookups.shutdown(wait=False, cancel_futures=True)

    async def _addresses(self, host: str, port: int, timeout: float | None) -> list[str]:
        loop = asyncio.get_running_loop()
        lookup = loop.run_in_executor(
            self._lookups, socket.getaddrinfo, host, port, 0, socket.SOCK_STREAM
        )
        try:
            found = await asyncio.wait_for(lookup, timeout)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"looking up {host} took too long") from error
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"cannot look up {host}: {error}") from error
        addresses = list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))
        if self._allow_private_hosts:
            return addresses
        public = [address for address in addresses if is_public(address)]
        if not public:
            raise PrivateAddressError(f"{host} is at {', '.join(addresses)}")
        return public


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open Internet, also one that hides an IPv4 address."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    return all(part.is_global and not part.is_multicast for part in (ip, *_inside(ip)))


def _inside(ip: IPv4Address | IPv6Address) -> list[IPv4Address]:
    if isinstance(ip, IPv4Address):
        return []
    hidden = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if ip in NAT64:
        hidden.append(IPv4Address(int(ip) & 0xFFFFFFFF))
    return [part for part in hidden if part is not None]
