"""One request, with every limit on it.

In: an address and headers. Out: an `Answer`, body unpacked, or a `Trouble`. It follows no redirect,
retries nothing, keeps no cookie, uses no proxy, and holds no more of a body than it may.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType

import httpcore
import httpx

from flows.fetch.guard import GuardedBackend, PrivateAddressError
from flows.fetch.lanes import Trouble
from flows.fetch.options import FetchOptions
from flows.fetch.unpack import BadCodingError, TooLargeError, Unpacker

KEEP_OPEN_SECONDS = 60.0
PASSING = (429, 500, 502, 503, 504)
HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """`headers` have lower-case names; the body is empty unless the status is 200."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")

    @property
    def media_type(self) -> str:
        return self.header("content-type").split(";")[0].strip().lower()


class _Transport(httpx.AsyncHTTPTransport):
    """One host's connection. httpx gives no way to hand in a network backend; its pool does."""

    def __init__(self, backend: GuardedBackend, context: ssl.SSLContext) -> None:
        super().__init__(verify=context, trust_env=False)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=1,
            keepalive_expiry=KEEP_OPEN_SECONDS,
            http2=True,
            network_backend=backend,
        )

    def is_idle(self) -> bool:
        return all(connection.is_idle() for connection in self._pool.connections)


class _Transports(httpx.AsyncBaseTransport):
    """A pool per host: httpcore looks through a whole pool, several times, for each request."""

    def __init__(self, backend: GuardedBackend, most_hosts: int) -> None:
        self._backend = backend
        self._most_hosts = most_hosts
        self._context = httpx.create_ssl_context(trust_env=False)
        self._transports: dict[str, _Transport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host = f"{request.url.scheme}://{request.url.netloc.decode('ascii')}"
        transport = self._transports.pop(host, None) or _Transport(self._backend, self._context)
        await self._close_the_oldest()
        self._transports[host] = transport
        return await transport.handle_async_request(request)

    async def _close_the_oldest(self) -> None:
        if len(self._transports) < self._most_hosts:
            return
        idle = (host for host, transport in self._transports.items() if transport.is_idle())
        if oldest := next(idle, ""):
            await self._transports.pop(oldest).aclose()

    async def aclose(self) -> None:
        for transport in self._transports.values():
            await transport.aclose()


class Client:
    """Sends requests and counts them; `answered` is set as soon as any host has answered."""

    def __init__(self, options: FetchOptions) -> None:
        self.requests = 0
        self.answered = asyncio.Event()
        self._options = options
        self._backend = GuardedBackend(allow_private_hosts=options.allow_private_hosts)
        self._http = httpx.AsyncClient(
            transport=_Transports(self._backend, options.most_hosts),
            headers=HEADERS | {"User-Agent": options.user_agent},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=httpx.Timeout(options.read_seconds, connect=options.connect_seconds),
            follow_redirects=False,
            trust_env=False,
        )

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._http.aclose()
        self._backend.close()

    async def ask(
        self, url: str, headers: Mapping[str, str], most_bytes: int, wanted: tuple[str, ...] = ()
    ) -> Answer | Trouble:
        """One GET. `wanted` are the media types to be read at all; empty for any."""
        self.requests += 1
        try:
            async with asyncio.timeout(self._options.page_seconds):
                return await self._exchange(url, headers, most_bytes, wanted)
        except TimeoutError:
            limit = self._options.page_seconds
            return Trouble("too-slow", f"the whole page did not arrive within {limit:g} s")
        except httpx.TimeoutException as error:
            return Trouble("timed-out", str(error) or type(error).__name__, is_hosts=True)
        except PrivateAddressError as error:
            return Trouble("private-address", str(error))
        except TooLargeError as error:
            return Trouble("too-large", str(error))
        except BadCodingError as error:
            return Trouble("bad-coding", str(error))
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
            return Trouble("bad-address", str(error))
        except (httpx.ConnectError, httpx.ProxyError) as error:
            return Trouble("unreachable", str(error) or type(error).__name__, is_hosts=True)
        except httpx.TransportError as error:
            return Trouble("broken-off", str(error) or type(error).__name__, is_hosts=True)

    async def _exchange(
        self, url: str, headers: Mapping[str, str], most_bytes: int, wanted: tuple[str, ...]
    ) -> Answer | Trouble:
        async with self._http.stream("GET", url, headers=headers) as response:
            self.answered.set()
            answer = Answer(url, response.status_code, _lower(response.headers))
            if answer.status != 200:
                return answer
            if wanted and answer.media_type not in wanted:
                return Trouble("not-a-text", answer.media_type or "no media type")
            body = await _body(response, answer.header("content-encoding"), most_bytes)
            return Answer(url, answer.status, answer.headers, body)


async def _body(response: httpx.Response, coding: str, most_bytes: int) -> bytes:
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > most_bytes:
        raise TooLargeError(f"announces {announced} bytes, more than {most_bytes}")
    unpacker = Unpacker(coding, most_bytes)
    sent = 0
    async for piece in response.aiter_raw():
        sent += len(piece)
        if sent > most_bytes:
            raise TooLargeError(f"sends more than {most_bytes} bytes")
        unpacker.feed(piece)
    return unpacker.whole()


def _lower(headers: httpx.Headers) -> tuple[tuple[str, str], ...]:
    return tuple((name.lower(), value) for name, value in headers.multi_items())
