"""One article, one address.

In: an address as a feed, a page or a person wrote it. Out: `readable_url`, the address to show and
to open, and `canonical_url`, the form in which two addresses of one article are equal. Nothing here
asks the network, and nothing raises: what is not an http address comes back as it is.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from courlan import scrub_url
from courlan.clean import TRACKERS_RE
from url_normalize import url_normalize

LONGEST = 2_000

AMP_CACHE = re.compile(
    r"^https?://(?:(?:www\.)?google\.[a-z.]+/amp/(?:s/)?|[\w-]+\.cdn\.ampproject\.org/\w/(?:s/)?)(?=\w)",
    re.IGNORECASE,
)
EXTRA_TRACKERS = re.compile(
    r"^(?:fbclid|gclid|dclid|yclid|mc_[ce]id|at_\w+|ns_\w+|wt_?\w*|xtor|cmp|cmpid|smid|smtyp|sh|share"
    r"|ito|ocid|icid|ftag|feature|guccounter|taid|__twitter_impression|spm|mbid|amp_\w+)$",
    re.IGNORECASE,
)
VARIANTS = {
    "amp": {"", "1", "true", "amp"},
    "outputtype": {"amp", "valid-amp", "print"},
    "output": {"amp", "print", "1"},
    "print": {"", "1", "true", "yes"},
    "printable": {"", "1", "true", "yes"},
    "view": {"print", "amp", "mobile"},
    "mobile": {"", "1", "true"},
}
IDENTIFIERS = {"cid", "eid", "uid", "source", "keyword", "session"}
HOST_VARIANT = re.compile(r"^(?:www\d?|m|mobile|amp|wap|touch)\.(?=[^.]+\.[^.]+)")
INNER_MOBILE = re.compile(r"(?<=\.)m\.(?=[^.]+\.[^.]+$)")
PATH_VARIANTS = (
    (re.compile(r"^/amp(?=/.)", re.IGNORECASE), ""),
    (re.compile(r"/(?:amp|print)/?$", re.IGNORECASE), ""),
    (re.compile(r"\.amp(\.html?)?$", re.IGNORECASE), r"\1"),
    (re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE), "/"),
)


def is_web_address(url: str) -> bool:
    """True for http and https addresses with a host, whatever their case."""
    try:
        parts = urlsplit(url.strip())
        return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def readable_url(url: str) -> str:
    """The address without trackers and fragment; scheme, host and path as they were."""
    tidy = _normalized(url)
    return url.strip() if tidy is None else tidy


def canonical_url(url: str) -> str:
    """The address by which an article is known: one for AMP, mobile, print and http variants.

    `seed:...` and everything else that is not http passes through.
    """
    tidy = _normalized(AMP_CACHE.sub("https://", url.strip()))
    if tidy is None:
        return url.strip()
    parts = urlsplit(tidy)
    path = parts.path
    for pattern, instead in PATH_VARIANTS:
        path = pattern.sub(instead, path)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = [(k, v) for k, v in pairs if not _is_variant(k, v)]
    path = path.rstrip("/") or "/"
    return urlunsplit(("https", _host(parts.netloc), path, urlencode(sorted(query)), ""))


def same_site(one: str, other: str) -> bool:
    """True when two addresses share the host or one's host lies under the other's."""
    try:
        first, second = (_host(urlsplit(x).hostname or "") for x in (one, other))
    except ValueError:
        return False
    return bool(first) and (
        first == second or first.endswith("." + second) or second.endswith("." + first)
    )


def outlet_of(url: str) -> str:
    """The host that an address stands on, one for its mobile variants; "" for `seed:...`."""
    try:
        return _host(urlsplit(url.strip()).hostname or "")
    except ValueError:
        return ""


def _normalized(url: str) -> str | None:
    if len(url) > LONGEST or not is_web_address(url):
        return None
    try:
        parts = urlsplit(url_normalize(scrub_url(url)) or "")
        port = parts.port
    except (ValueError, UnicodeError, AttributeError):
        return None
    if not parts.hostname:
        return None
    host = parts.hostname if port is None else f"{parts.hostname}:{port}"
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode([(k, v) for k, v in pairs if not _is_tracker(k, v, parts.path)])
    return urlunsplit((parts.scheme, host, parts.path, query, ""))


def _is_tracker(name: str, value: str, path: str) -> bool:
    if (
        name.lower() in IDENTIFIERS
        and value.isdigit()
        and not re.search(r"\d|\w-\w", unquote(path))
    ):
        return False
    return bool(TRACKERS_RE.search(name.lower()) or EXTRA_TRACKERS.match(name))


def _is_variant(name: str, value: str) -> bool:
    return value.lower() in VARIANTS.get(name.lower(), ())


def _host(netloc: str) -> str:
    host = netloc.lower().rstrip(".")
    return INNER_MOBILE.sub("", HOST_VARIANT.sub("", host))
