"""Bytes into text.

In: a page's bytes and what its headers say of them. Out: the text, or why it is none. A byte order
mark wins over the header, the header over the page's own declaration, and that over a guess; a
declaration that cannot be true is passed over. At most 8 MiB are read, compressed or not.
"""

from __future__ import annotations

import codecs
import re
import zlib

from resiliparse.parse.encoding import detect_encoding

from flows.records import RawPage

LARGEST = 8 * 1024 * 1024
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
NOT_TEXT = re.compile(
    rb"^(?:%PDF-|\x89PNG|GIF8|\xff\xd8\xff|PK\x03\x04|Rar!|OggS|ID3|RIFF|\x7fELF|II\*\x00)"
)
# the names that pages give and what browsers read them as (WHATWG Encoding)
ALIASES = {"iso-8859-1": "windows-1252", "latin1": "windows-1252", "us-ascii": "windows-1252",
           "ascii": "windows-1252", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
           "shift-jis": "cp932", "shift_jis": "cp932", "x-sjis": "cp932", "euc-kr": "cp949",
           "ks_c_5601-1987": "cp949", "iso-8859-9": "windows-1254", "x-mac-roman": "mac-roman",
           "tis-620": "cp874", "windows-874": "cp874", "x-user-defined": "windows-1252",
           "unicode": "utf-8", "utf8": "utf-8", "utf-16": "utf-8", "utf-16le": "utf-8"}  # fmt: skip


def is_text(body: bytes) -> bool:
    """False for the usual pictures, documents and archives, told by their first bytes."""
    return not NOT_TEXT.match(body[:16])


def text_of(page: RawPage) -> str | None:
    """The page's text, or None when its bytes are no text in any encoding that fits."""
    body = _unpacked(page.body)
    if body is None or not is_text(body):
        return None
    body = body[:LARGEST]
    for mark, name in BOMS:
        if body.startswith(mark):
            return _sane(body.decode(name, "replace").lstrip("\ufeff"))
    headers = dict(page.headers).get("content-type", "") + ";" + page.media_type
    stated = CHARSET.search(headers)
    declared = DECLARED.search(body[:4096])
    names = [stated.group(1)] if stated else []
    names += [declared.group(1).decode("ascii", "replace")] if declared else []
    return _sane(_decoded(body, names))


def _decoded(body: bytes, names: list[str]) -> str:
    if body[:400].count(0) > 100:
        is_little = body[1:400:2].count(0) > 60
        return body.decode("utf-16-le" if is_little else "utf-16-be", "replace")
    if b"\x1b$" in body and any("2022" in name for name in names):
        return body.decode("iso2022_jp", "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        is_cut = error.start > len(body) - 4
    candidates = ["utf-8"] if is_cut else []
    candidates += [ALIASES.get(name.lower(), name) for name in names]
    for name in candidates:
        try:
            text = body.decode(name, "replace")
        except (LookupError, ValueError):
            continue
        if text.count("\ufffd") * 200 <= len(text):
            return text
    guess = detect_encoding(body) or "windows-1252"
    return body.decode(ALIASES.get(guess, guess), "replace")


def _unpacked(body: bytes) -> bytes | None:
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(31).decompress(body, LARGEST)
    except zlib.error:
        return None


def _sane(text: str) -> str | None:
    unreadable = sum(text.count(mark) for mark in "\ufffd\x00\x01\x02\x03\x04")
    return None if unreadable * 20 > len(text) else text
