"""Foreign text made harmless before it is shown, linked or put into a header.

In comes text of unknown origin, out comes text that cannot hide, reverse or break anything:
control characters, bidirectional overrides and invisible characters are gone, white space is
folded. Nothing here escapes for HTML: templates do, always. Nothing here touches the database.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote, urlsplit

# bidirectional controls, zero-width and tag characters, soft hyphen, interlinear annotations
HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# code points that stand for no character, in every plane
NONE = "\ufdd0-\ufdef" + "".join(
    chr(end) for k in range(17) for end in (k << 16 | 0xFFFE, k << 16 | 0xFFFF)
)
CONTROL = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029{NONE}]+")
SURROGATE = re.compile("[\ud800-\udfff]")
ODD = re.compile(r'[<>"`{}|\\^]')
FORMULA = re.compile("^[\\s']*[=+\\-@|%\uff1d\uff0b\uff0d\uff20]")
OUTER_QUOTES = "\"'`“”„‟«»「」『』‘’"
EDGES = OUTER_QUOTES + ".,;:!?()[]…–—-"
MAX_TEXT = 4000
MAX_URL = 2048


def plain(text: object, limit: int = MAX_TEXT) -> str:
    """One line of visible text, at most `limit` characters, from any value; None gives ""."""
    if text is None:
        return ""
    visible = SURROGATE.sub("\ufffd", HIDDEN.sub("", str(text)))
    folded = " ".join(CONTROL.sub(" ", visible).split())
    return folded if len(folded) <= limit else folded[: limit - 1].rstrip() + "…"


def unquoted(text: str) -> str:
    """The text without the quotation marks around it, if a pair stands there."""
    if len(text) > 1 and text[0] in OUTER_QUOTES and text[-1] in OUTER_QUOTES:
        return text[1:-1].strip()
    opened = text[:1] in tuple("“„«") and not any(mark in text for mark in "”»")
    return text[1:].strip() if opened else text


def cell(value: object) -> object:
    """A value for a spreadsheet: numbers stay numbers, text can never be read as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return value
    text = plain("; ".join(map(str, value)) if isinstance(value, list | tuple) else value, 32_000)
    return "'" + text if FORMULA.match(text) else text


def web_address(url: str) -> str:
    """The address if it is a plain http or https one, else "" (seed:, javascript:, data:, ...)."""
    if not url or len(url) > MAX_URL or CONTROL.search(url) or HIDDEN.search(url) or " " in url:
        return ""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return ""
    has_login = "@" in parts.netloc
    is_web = parts.scheme in ("http", "https") and host and not has_login
    return ODD.sub(lambda found: quote(found[0]), url) if is_web else ""


def at_sentence(url: str, sentence: str) -> str:
    """A link that opens the article at the sentence (a text fragment); "" without a web address."""
    address = web_address(url)
    directive = text_directive(plain(sentence).split())
    if not address or not directive:
        return address
    before, mark, fragment = address.partition("#")
    return f"{before}#{fragment if mark else ''}:~:text={directive}"


def text_directive(words: Sequence[str]) -> str:
    """`text` or `start,end` of a text fragment: short sentences whole, long ones by their ends.

    Browsers match whole words and fold kinds of quotation marks; the marks around a run are left
    out, since a page may set them apart from the words.
    """
    text = " ".join(words)
    if len(words) <= 10 and len(text) <= 200:
        return encoded(words)
    # scripts without spaces have no words to count
    ends = (words[:5], words[-5:]) if len(words) > 10 else ([text[:30]], [text[-30:]])
    start, end = map(encoded, ends)
    return f"{start},{end}" if start and end else start or end


def encoded(words: Sequence[str]) -> str:
    """Words for a text fragment; `-`, `,` and `&` have a meaning there and are always encoded."""
    return quote(" ".join(words).strip(EDGES + " "), safe="").replace("-", "%2D")
