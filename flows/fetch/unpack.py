"""Bounded decompression: a small body can unpack to terabytes.

In: the pieces of a body as they arrive, its Content-Encoding, a limit in bytes. Out: the unpacked
bytes. It never lets a decompressor run past the limit.
"""

from __future__ import annotations

import zlib
from typing import Protocol

import brotli

PIECE = 65_536
GZIP_MAGIC = b"\x1f\x8b"


class TooLargeError(Exception):
    """The body, as sent or unpacked, is larger than the limit."""


class BadCodingError(Exception):
    """The body is not compressed in the way that its header says, or ends too early."""


class _Decoder(Protocol):
    def step(self, piece: bytes, room: int) -> tuple[bytes, bytes | None]:
        """Some output, at most about `room` bytes, and what is still to be fed (None: nothing)."""

    def is_finished(self) -> bool: ...


class Unpacker:
    """Takes a body piece by piece; `size` counts the bytes unpacked so far."""

    def __init__(self, coding: str, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._unpacked: list[bytes] = []
        self._decoder = _decoder(coding.strip().lower())

    def feed(self, piece: bytes) -> None:
        """Unpack one more piece. Raises TooLargeError or BadCodingError."""
        rest: bytes | None = piece
        while rest is not None:
            try:
                output, rest = self._decoder.step(rest, self.limit + 1 - self.size)
            except (zlib.error, brotli.error) as error:
                raise BadCodingError(str(error)) from error
            self._unpacked.append(output)
            self.size += len(output)
            if self.size > self.limit:
                raise TooLargeError(f"more than {self.limit} bytes when unpacked")

    def whole(self) -> bytes:
        """All that was unpacked. Raises BadCodingError when the end is missing."""
        if not self._decoder.is_finished():
            raise BadCodingError("the compressed body ends too early")
        return b"".join(self._unpacked)


def unpack(body: bytes, coding: str, limit: int) -> bytes:
    """The whole body, unpacked. Raises TooLargeError or BadCodingError."""
    unpacker = Unpacker(coding, limit)
    for at in range(0, len(body), PIECE):
        unpacker.feed(body[at : at + PIECE])
    return unpacker.whole()


def is_gzip(body: bytes) -> bool:
    """Whether the bytes are a gzip file, whatever their header or name says."""
    return body.startswith(GZIP_MAGIC)


def _decoder(coding: str) -> _Decoder:
    match coding:
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip" | "deflate":
            return _Zlib()
        case "br":
            return _Brotli()
    raise BadCodingError(f"unknown Content-Encoding {coding!r}")


class _Plain:
    def step(self, piece: bytes, room: int) -> tuple[bytes, bytes | None]:
        return piece[:room], None

    def is_finished(self) -> bool:
        return True


class _Zlib:
    """gzip, also of several members, and deflate, with or without the zlib header."""

    def __init__(self) -> None:
        self._inner: zlib._Decompress | None = None

    def step(self, piece: bytes, room: int) -> tuple[bytes, bytes | None]:
        if self._inner is None:
            self._inner = zlib.decompressobj(_window_bits(piece))
        output = self._inner.decompress(piece, room)
        if self._inner.unconsumed_tail:
            return output, self._inner.unconsumed_tail
        following = self._inner.unused_data
        if self._inner.eof and following.startswith(GZIP_MAGIC):
            self._inner = None
            return output, following
        return output, None

    def is_finished(self) -> bool:
        return self._inner is None or self._inner.eof


def _window_bits(start: bytes) -> int:
    # Servers send "deflate" with and without the zlib header, whose first byte is x8.
    has_header = is_gzip(start) or (bool(start) and start[0] & 0x0F == 8)
    return 47 if has_header else -15


class _Brotli:
    def __init__(self) -> None:
        self._inner = brotli.Decompressor()

    def step(self, piece: bytes, room: int) -> tuple[bytes, bytes | None]:
        output = self._inner.process(piece, output_buffer_limit=room)
        return output, None if self._inner.can_accept_more_data() else b""

    def is_finished(self) -> bool:
        return bool(self._inner.is_finished())
