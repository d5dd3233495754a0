'''Overrides for outlets whose pages the general reader gets wrong.

In: a page's address, its day and its HTML. Out: what the outlet's own selectors find, "" and ()
where they find nothing: the general reader then answers for that part.

One outlet is one file here, `flows/clean/outlets/<name>.py`, with nothing but constants:

    """Example Times: the general reader takes the live ticker for the article."""

    from datetime import date

    HOSTS = ("example.com", "example.co.uk")      # and everything under them
    VALID_UNTIL = date(2027, 6, 30)               # the day on which somebody looks again
    BODY = "div.story p, div.story h2"            # CSS; each element is one paragraph
    DROP = "div.story .ticker, p.promo"           # taken away first; also without BODY
    TITLE = "h1.headline"
    BYLINE = "span.author"
    PUBLISHED = "time.published"                  # its datetime attribute, else its text

All but HOSTS, VALID_UNTIL and one selector may be left out. VALID_UNTIL counts against the day on
which the page was fetched: after a redesign, rename the file to `<name>_until_2027.py`, let its
date end with the old design, and write `<name>.py` for the new one. Pages of the archive go on
being read with the file that held on their day; of two that hold, the one that ends first answers.

Try it out: `demarche read page.html --url https://example.com/story`. Add a page that you wrote
yourself, in the outlet's markup, to tests/pages/ with the result that you expect.
'''

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flows.clean.plain import tidy

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

SELECTORS = ("BODY", "DROP", "TITLE", "BYLINE", "PUBLISHED")


@dataclass(frozen=True, slots=True)
class Outlet:
    """One file of this folder."""

    name: str
    hosts: tuple[str, ...]
    valid_until: date
    selectors: dict[str, str]


@dataclass(frozen=True, slots=True)
class Override:
    """What an outlet's selectors found; `html` is the page without what DROP names."""

    html: str
    paragraphs: tuple[str, ...]
    title: str
    byline: str
    published: str


def outlet_for(url: str, day: date) -> Outlet | None:
    """The outlet whose override holds for an address on a day."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return None
    holding = [
        outlet
        for outlet in known_outlets()
        if day <= outlet.valid_until
        and any(host == known or host.endswith("." + known) for known in outlet.hosts)
    ]
    return min(holding, key=lambda outlet: outlet.valid_until, default=None)


def lapsed_outlets(day: date) -> list[Outlet]:
    """Overrides that ended before a day, for hosts of which no other one holds then."""
    return [
        outlet
        for outlet in known_outlets()
        if outlet.valid_until < day
        and not all(outlet_for(f"https://{host}/", day) for host in outlet.hosts)
    ]


def override(html: str, outlet: Outlet) -> Override:
    """What the outlet's selectors find in a page."""
    # a quarter of a second to import, and many nights see no page of these outlets
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "lxml")
    chosen = outlet.selectors
    for element in soup.select(chosen["DROP"]) if "DROP" in chosen else ():
        element.decompose()
    time = soup.select_one(chosen["PUBLISHED"]) if "PUBLISHED" in chosen else None
    stated = time.get("datetime") if time else None
    return Override(
        html=str(soup) if "DROP" in chosen else html,
        paragraphs=_paragraphs(soup, chosen.get("BODY", "")),
        title=_line(soup, chosen.get("TITLE", "")),
        byline=_line(soup, chosen.get("BYLINE", "")),
        published=str(stated) if stated else tidy(time.get_text(" ")) if time else "",
    )


@cache
def known_outlets() -> tuple[Outlet, ...]:
    """Every file of this folder; ValueError names the file and what it lacks."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__))
    return tuple(outlet_in(importlib.import_module(f"{__name__}.{name}")) for name in names)


def outlet_in(module: ModuleType) -> Outlet:
    """The outlet that a module's constants describe."""
    selectors = {name: getattr(module, name) for name in SELECTORS if hasattr(module, name)}
    hosts, until = getattr(module, "HOSTS", ()), getattr(module, "VALID_UNTIL", None)
    if not isinstance(hosts, tuple) or not hosts or type(until) is not date or not selectors:
        needed = "HOSTS (a tuple of hosts), VALID_UNTIL (a date) and one of " + ", ".join(SELECTORS)
        raise ValueError(f"{module.__name__} needs {needed}")
    return Outlet(module.__name__.rpartition(".")[2], hosts, until, selectors)


def _paragraphs(soup: BeautifulSoup, selector: str) -> tuple[str, ...]:
    if not selector:
        return ()
    found: list[Tag] = soup.select(selector)
    outer = [one for one in found if not any(parent in found for parent in one.parents)]
    return tuple(line for one in outer if (line := tidy(one.get_text(""))))


def _line(soup: BeautifulSoup, selector: str) -> str:
    element = soup.select_one(selector) if selector else None
    return tidy(element.get_text(" ")) if element else ""
