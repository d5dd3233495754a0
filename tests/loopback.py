"""Web servers on this machine's loopback, for tests: several hosts, each well or badly behaved.

In: pages by path. Out: hosts at addresses of their own (127.0.0.2 and up, a free port each), and a
log of what they were asked. One thread serves them all; nothing outside this machine is asked.
"""

from __future__ import annotations

import asyncio
import gzip
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self, TypeVar

import brotli

HTML = "text/html; charset=utf-8"
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda body: brotli.compress(body, quality=4),
}


@dataclass(frozen=True)
class Page:
    """What a path answers. `etag` and `last_modified` make it answer 304 when asked rightly.

    `coding` packs the body (gzip, deflate, br). `wait` are seconds before the first byte, `drip`
    seconds after each byte, `endless` repeats the body for ever, `cut` hangs up after the body.
    """

    body: bytes = b""
    media_type: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""
    last_modified: str = ""
    coding: str = ""
    wait: float = 0.0
    drip: float = 0.0
    endless: bool = False
    cut: bool = False


@dataclass(frozen=True)
class Asked:
    """One request: its path, headers with lower-case names, and when it came and was answered."""

    path: str
    headers: Mapping[str, str]
    came_at: float
    status: int
    left_at: float


Pages = dict[str, "Page | Sequence[Page]"]


class Host:
    """One server. Several pages under a path answer one after another; the last one stays."""

    def __init__(self, pages: Pages | None = None, robots: str = "User-agent: *\nAllow: /\n"):
        self.pages: Pages = dict(pages or {})
        self.pages.setdefault("/robots.txt", Page(robots.encode(), "text/plain"))
        self.log: list[Asked] = []
        self.address = ""
        self._served: dict[str, int] = {}
        self._server: asyncio.Server | None = None

    def url(self, path: str = "/") -> str:
        """The whole address of a path."""
        return f"http://{self.address}{path}"

    def asked(self, path: str) -> list[Asked]:
        """The requests for a path, in their order."""
        return [asked for asked in self.log if asked.path == path]

    def page(self, path: str) -> Page:
        """What the path answers now; a query is passed over where no page has it in its path."""
        if path not in self.pages:
            path = path.partition("?")[0]
        found = self.pages.get(path, Page(b"not found", status=404))
        if isinstance(found, Page):
            return found
        turn = self._served.get(path, 0)
        self._served[path] = turn + 1
        return found[min(turn, len(found) - 1)]

    async def listen(self, ip: str) -> None:
        await self.listen_at(ip)

    async def listen_at(self, ip: str, context: ssl.SSLContext | None = None) -> None:
        self._server = await asyncio.start_server(self.serve, ip, 0, ssl=context)
        port = self._server.sockets[0].getsockname()[1]
        self.address = f"{ip}:{port}"

    def close(self) -> None:
        if self._server is not None:
            self._server.close()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._exchange(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        came_at = time.monotonic()
        request, *lines = head.strip().split("\r\n")
        path = request.split()[1]
        pairs = (line.partition(":") for line in lines)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        page = self.page(path)
        status, given, body = answer_of(page, headers)
        await asyncio.sleep(page.wait)
        self.log.append(Asked(path, headers, came_at, status, time.monotonic()))
        await _answer(page, status, given, body, writer)
        return not page.cut


def _is_unchanged(page: Page, headers: Mapping[str, str]) -> bool:
    if page.etag:
        return headers.get("if-none-match") == page.etag
    return bool(page.last_modified) and headers.get("if-modified-since") == page.last_modified


def answer_of(page: Page, headers: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and packed body that a page gives to a request."""
    status = 304 if _is_unchanged(page, headers) else page.status
    body = b"" if status == 304 else page.body
    if page.coding:
        body = PACKERS[page.coding](body)
    given = {
        "Content-Type": page.media_type,
        "Content-Encoding": page.coding,
        "ETag": page.etag,
        "Last-Modified": page.last_modified,
        "Content-Length": "" if page.endless else str(len(body)),
        **page.headers,
    }
    return status, {name: value for name, value in given.items() if value}, body


async def _answer(
    page: Page, status: int, given: Mapping[str, str], body: bytes, writer: asyncio.StreamWriter
) -> None:
    lines = [
        f"HTTP/1.1 {status} X",
        *(f"{name}: {value}" for name, value in given.items()),
    ]
    writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
    step = 1 if page.drip else len(body) or 1
    while True:
        for at in range(0, len(body), step):
            writer.write(body[at : at + step])
            await writer.drain()
            await asyncio.sleep(page.drip)
        if not page.endless:
            return


HostKind = TypeVar("HostKind", bound=Host)


class Loopback:
    """The thread in which hosts are served: `with Loopback() as net: net.host({...})`."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._hosts: list[Host] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._stop_serving())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def host(self, pages: Pages | None = None, robots: str = "User-agent: *\nAllow: /\n") -> Host:
        """A new host, listening at an address of its own."""
        return self.add(Host(pages, robots))

    def add(self, host: HostKind) -> HostKind:
        """Have a host listen at an address of its own."""
        number = len(self._hosts) + 2
        self._do(host.listen(f"127.0.{number // 250}.{number % 250 + 1}"))
        self._hosts.append(host)
        return host

    def close(self, host: Host) -> None:
        """From now on the host refuses connections."""
        self._loop.call_soon_threadsafe(host.close)

    async def _stop_serving(self) -> None:
        for host in self._hosts:
            host.close()
        serving = asyncio.all_tasks() - {asyncio.current_task()}
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)

    def _do(self, work: object) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)  # type: ignore[arg-type]
