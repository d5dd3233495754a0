"""Pages that are no article, and how one tells.

In: what was read from a page. Out: a word and a sentence why it is no article, or None. A page is
refused on two signs, never on one: its words, and that it has next to no text beside them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.etree import _Element

from flows.clean import jsonld
from flows.clean.blocks import Block
from flows.clean.furniture import is_prose
from flows.clean.metadata import Metadata
from flows.clean.tree import shown

STUB = 700
PREVIEW = 250
LONGEST_WALL = 200
SHORT = 1_500
LONGEST = 400_000
COOKIES = re.compile(
    r"\b(?:cookies?|consent|tracking technolog|personali[sz]ed (?:ads|advertis)"
    r"|privacy (?:policy|settings)|einwilligung|datenschutz|zustimm\w+|werbung"
    r"|consentement|traceurs|privacidad)\b",
    re.IGNORECASE,
)
PAYWALL = re.compile(
    r"(?:subscribe|sign up|register|log in|sign in|join)\b.{0,40}\bto "
    r"(?:continue|keep|read|unlock|access|view)"
    r"|to (?:continue|keep) reading"
    r"|(?:article|content|story) is (?:only )?(?:for|available to|reserved for) "
    r"(?:\w+ )?(?:subscribers|members)"
    r"|already (?:a subscriber|have an? (?:account|subscription))"
    r"|unlock (?:this|the|full) (?:article|story|access)"
    r"|subscribers? only|exclusive to subscribers"
    r"|jetzt (?:abonnieren|weiterlesen|testen)|weiterlesen mit|nur für abonnenten"
    r"|réservé aux abonnés"
    r"|il vous reste \d+ ?%|contenido exclusivo para suscriptores|suscríbete para",
    re.IGNORECASE,
)
MISSING = re.compile(
    r"^\W*(?:error )?404\b"
    r"|\b(?:page|article|story|content)(?: you \w+(?: \w+)?)? (?:is |was |could |can)?"
    r"(?:not|n.t)(?: be)? (?:found|available|exist)|page (?:doesn.t|does not) exist|^not found$"
    r"|(?:page|article|story|content) (?:has been|was|is) (?:removed|deleted|taken down|withdrawn)"
    r"|no longer available|seite nicht gefunden|nicht gefunden|page introuvable"
    r"|página no encontrada|pagina non trovata|страница не найдена",
    re.IGNORECASE,
)
LOGIN = re.compile(
    r"^\W*(?:log ?in|sign ?in|register|create (?:an )?account|anmelden|einloggen|connexion"
    r"|iniciar sesión)\b",
    re.IGNORECASE,
)
ROBOT = re.compile(
    r"just a moment|attention required|access denied|are you (?:a )?(?:human|robot)"
    r"|verify(?:ing)? (?:that )?you(?:.re| are) (?:a )?human"
    r"|unusual traffic|enable javascript|403 forbidden|request blocked|security check"
    r"|unavailable (?:due to|for) legal reasons"
    r"|(?:not |un)available in your (?:country|region|location)",
    re.IGNORECASE,
)
GALLERIES = frozenset(("ImageGallery", "MediaGallery"))
LEAST_PICTURES = 3
SLIDE = re.compile(r"(?:^|[-_ ])(?:slide|gallery[-_]+item|caption)(?:$|[-_ ])", re.IGNORECASE)
LISTS = frozenset(("CollectionPage", "ItemList", "SearchResultsPage", "ProfilePage"))

Refusal = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from a page, for the question whether it is an article at all."""

    root: _Element
    url: str
    said: Metadata
    blocks: Sequence[Block]
    paragraphs: Sequence[str]

    @property
    def body(self) -> str:
        """The paragraphs as one text."""
        return "\n\n".join(self.paragraphs)


def without_walls(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs that do not ask for a subscription."""
    return [p for p in paragraphs if len(p) > LONGEST_WALL or not PAYWALL.search(p)]


def refusal(reading: Reading) -> Refusal | None:
    """The first reason why the page is no article, None when it may be one."""
    for reason in REASONS:
        found = reason(reading)
        if found:
            return found
    return None


def _blocked(reading: Reading) -> Refusal | None:
    if len(reading.body) < STUB and _is_unsigned(reading) and (name := _named(reading, ROBOT)):
        return "blocked", f"the site does not let a program in: {name!r}"
    return None


def _missing(reading: Reading) -> Refusal | None:
    is_short = len(reading.body) < SHORT and _is_unsigned(reading)
    if is_short and (name := _named(reading, MISSING)):
        return "soft-404", f"the page says that it is not there: {name!r}"
    return None


def _login(reading: Reading) -> Refusal | None:
    if len(reading.body) >= STUB or not _is_unsigned(reading):
        return None
    has_password = any(field.get("type") == "password" for field in reading.root.iter("input"))
    name = _named(reading, LOGIN)
    if name or (has_password and not _has_prose(reading)):
        return "login", f"the page asks to log in: {name or reading.said.title[:80]!r}"
    return None


def _cookie_wall(reading: Reading) -> Refusal | None:
    about = sum(len(line) for line in reading.paragraphs if COOKIES.search(line))
    hits = len(COOKIES.findall(reading.body))
    if hits >= 2 and 2 * about > len(reading.body) and hits * 150 > len(reading.body):
        return "cookie-wall", f"{about} of {len(reading.body)} characters are about consent"
    return None


def _paywall(reading: Reading) -> Refusal | None:
    if len(reading.body) < PREVIEW and (wall := paywall_of(reading)):
        return "paywall", f"{len(reading.body)} characters before the paywall: {wall!r}"
    return None


def paywall_of(reading: Reading) -> str:
    """The page's words that ask for a subscription, or its own statement; "" when it has none."""
    asks = next((m for b in reading.blocks if (m := PAYWALL.search(b.text))), None)
    if asks:
        return asks.group()[:80]
    is_paid = str(reading.said.node.get("isAccessibleForFree", "")).casefold() == "false"
    return "isAccessibleForFree: false" if is_paid else ""


def _video(reading: Reading) -> Refusal | None:
    if len(reading.body) >= STUB or reading.said.node:
        return None
    kind = (reading.said.said.get("og:type") or [""])[0]
    if "VideoObject" in reading.said.kinds or kind.startswith("video"):
        return "video-only", f"a video with {len(reading.body)} characters of text"
    return None


def _listing(reading: Reading) -> Refusal | None:
    if jsonld.text(reading.said.node, "datePublished"):
        return None
    is_front = urlsplit(reading.url).path.strip("/") == "" and not urlsplit(reading.url).query
    linked = sum(b.links for b in reading.blocks)
    text = sum(len(b.text) for b in reading.blocks)
    held = set(reading.paragraphs)
    in_body = [b for b in reading.blocks if b.text in held]
    led_away = sum(b.links for b in in_body)
    signs = bool(reading.said.kinds & LISTS) + (_teasers(reading) >= 5)
    signs += (reading.said.said.get("og:type") or [""])[0] == "website"
    is_led_away = 2 * led_away > sum(len(b.text) for b in in_body) > 0
    if (is_front and signs) or is_led_away or (signs >= 2 and 2 * linked > text):
        return "listing", f"a page of links: {linked} of {text} characters lead elsewhere"
    return None


def _teasers(reading: Reading) -> int:
    cards = (card for card in reading.root.iter("article") if card.find(".//a[@href]") is not None)
    return sum(len("".join(map(str, card.itertext()))) < 600 for card in cards)


def _gallery(reading: Reading) -> Refusal | None:
    if _has_prose(reading):
        return None
    boxes = sum(1 for _ in reading.root.iter("figcaption"))
    boxes += sum(
        bool(SLIDE.search(box.get("class") or "")) for box in reading.root.iter("div", "li")
    )
    if boxes < LEAST_PICTURES and not reading.said.kinds & GALLERIES:
        return None
    return "gallery", f"pictures with captions ({boxes}) and no text of their own"


def _empty(reading: Reading) -> Refusal | None:
    if not _has_prose(reading):
        return "no-body", "no two readers agree on a single sentence"
    if len(reading.body) > LONGEST:
        return "too-long", f"{len(reading.body)} characters; an article has at most {LONGEST}"
    return None


def _is_unsigned(reading: Reading) -> bool:
    """True where the page states no article and no date of publication."""
    return not reading.said.node and reading.said.published is None


def _has_prose(reading: Reading) -> bool:
    return any(is_prose(line) for line in reading.paragraphs)


def _named(reading: Reading, pattern: re.Pattern[str]) -> str:
    """The title or else the first heading, whichever says so; "" when neither does."""
    heading = next(filter(None, map(shown, reading.root.iter("h1"))), "")
    names = (reading.said.title[:80], heading[:80])
    return next((name for name in names if pattern.search(name)), "")


REASONS = (
    *(_blocked, _missing, _login, _cookie_wall, _paywall, _video, _listing),
    *(_gallery, _empty),
)
