"""The digest's plain words: counts, lists, days and times, kinds of statement.

In come items and numbers, out comes English prose; days and times come in the recipient's language
and zone. Nothing here knows of HTML or mail. Times without a time of day (midnight UTC) are told as
days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_interval

from flows.digest.items import Item, Talk
from flows.digest.safe import plain, unquoted
from flows.records import Night

SUBJECTS = 5
SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
ATTRIBUTIONS = {
    "unnamed": "speaker not named",
    "relayed": "relayed",
    "hearsay": "hearsay",
    "denial": "a denial",
    "declined": "declined to comment",
}
SAID = {
    "direct": "Quoted word for word",
    "mixed": "Reported, partly quoted",
    "indirect": "Reported in the outlet’s words",
}
MODALITIES = {"negated": "negated", "past": "about the past", "future": "about the future"}
SPELLED = {word: word for word in ("and", "of", "the", "in")}
SPELLED |= {word.lower(): word for word in ("EU", "NATO", "OSCE", "UN", "US", "UK", "UAE", "G7")}
FORMATS = {
    "phone": "phone call",
    "video": "video call",
    "visit": "visit",
    "third-place": "meeting in a third place",
    "multilateral": "multilateral meeting",
}


@dataclass(frozen=True, slots=True)
class Clock:
    """How one reader wants days and times; `locale` as in "en_GB", `zone` as in "Europe/Berlin"."""

    locale: str = "en_GB"
    zone: str = "UTC"

    def when(self, instant: datetime | None) -> str:
        """Day and, where it is known, time with its zone: "31 Dec 2021, 05:13 UTC"."""
        if instant is None:
            return "date unknown"
        if instant.astimezone(UTC).time() == time(0):
            return self.day(instant.astimezone(UTC).date())
        local = ZoneInfo(self.zone)
        clock = format_datetime(instant, "HH:mm zzz", tzinfo=local, locale=self.locale)
        return f"{self.day(instant.astimezone(local).date())}, {clock}"

    def day(self, day: date | None, style: str = "medium") -> str:
        """A day in the reader's language; style is medium or full."""
        return format_date(day, style, locale=self.locale) if day else "date unknown"

    def days(self, first: date | None, last: date | None) -> str:
        """One day, or from the first to the last: "9–10 Jan 2022"."""
        if first is None or last is None or first == last:
            return self.day(first or last) if first or last else "date open"
        return str(format_interval(first, last, "yMMMd", locale=self.locale))


def count(number: int, one: str, many: str = "") -> str:
    """A number in words with its noun: "seven statements", "one outlet"."""
    word = SMALL[number] if 0 <= number < len(SMALL) else f"{number:,}"
    return f"{word} {one if number == 1 else many or one + 's'}"


def listed(parts: Sequence[str], last: str = "and") -> str:
    """Parts as prose: "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def said(item: Item) -> str:
    """The content: word for word in quotation marks, anything else without marks around it."""
    return worded(item.content or item.quote or item.sentence, item.kind)


def said_before(item: Item) -> str:
    """The earlier position, quoted only when it is known to have been word for word."""
    return worded(item.previous_quote or item.previous_sentence, item.previous_kind)


def worded(text: str, kind: str) -> str:
    """Direct words in quotation marks; reported ones without marks and without their "that"."""
    if kind == "direct" and text:
        return f"“{unquoted(text).rstrip(',')}”"
    return sentence_case(text.removeprefix("that "))


def named(identity: str) -> str:
    """An actor's identifier as a name: "united-states" is the United States, "nato" is NATO."""
    text = identity.removeprefix("name:")
    if text != text.lower() or " " in text:
        return text
    words = [SPELLED.get(word, word.capitalize()) for word in text.split("-")]
    return " ".join(words)


def standing(item: Item) -> str:
    """Office and side: "Chancellor (Germany)", "President of Russia", never the same twice."""
    side = "" if item.actor_side == item.actor_id else named(item.actor_side)
    if item.actor_office and side.lower() not in item.actor_office.lower():
        return f"{item.actor_office} ({side})"
    return item.actor_office or side


def manner(item: Item) -> str:
    """How it is known: quoted or reported, by whom relayed, how attributed."""
    parts = [SAID.get(item.kind, "Reported")]
    if item.via:
        parts.append(f"relayed by {item.via}")
    elif item.attribution in ATTRIBUTIONS:
        parts.append(ATTRIBUTIONS[item.attribution])
    return ", ".join(parts)


def reach(item: Item) -> str:
    """Who reported it: "First reported by A; also by B and C (3 outlets, 2 independent)"."""
    first = item.first_reported_by or item.source_name or item.source_id
    others = [name for name in item.also_reported_by if name != first]
    outlets = max(item.outlets, len(others) + 1)
    if not others and outlets == 1:
        return f"Reported by {first} only" if first else ""
    independent = f", {item.independent_outlets} independent" if item.independent_outlets else ""
    shown = [*others[:4], f"{len(others) - 4} more"] if len(others) > 5 else others
    also = f"; also reported by {listed(shown)}" if shown else ""
    return f"First reported by {first}{also} ({outlets} outlets{independent})"


def matter(item: Item) -> str:
    """Act and measure in plain words: "threatens sanctions: swift cut-off"."""
    act = item.act_label or item.stance.replace("-", " ")
    measure = item.measure_label or item.measure.replace("-", " ").replace(",", ", ")
    return ": ".join(part for part in (act, measure) if part)


def talk_title(talk: Talk) -> str:
    """A meeting's name: "Russia – United States: phone call"."""
    parties = " – ".join(map(named, talk.parties)) or "Parties not named"
    kind = FORMATS.get(talk.format, talk.format.replace("-", " ")) or "talks"
    return f"{parties}: {kind}"


def talk_change(talk: Talk, clock: Clock, run_id: str) -> str:
    """What is different about a meeting since the night before, in one clause; else its status."""
    match talk.turned(run_id):
        case "moved":
            was = clock.days(talk.previous_starts_on, talk.previous_ends_on)
            place = talk.previous_place if talk.previous_place != talk.place else ""
            return f"moved; was {was}{f' in {place}' if place else ''}"
        case "":
            return talk.status
        case "new" if talk.status not in ("", "scheduled"):
            return f"new, {talk.status}"
    return talk.change.replace("-", " ")


def disagreement(talk: Talk) -> str:
    """Where sources disagree, as a sentence; "" when they agree."""
    says_so = "disagree" in talk.disagreement
    return sentence_case(
        talk.disagreement
        if says_so or not talk.disagreement
        else f"sources disagree: {talk.disagreement}"
    )


def health(night: Night) -> str:
    """What the night counted, zeros left out, and who did not answer, in two sentences."""
    counts = [
        f"{number:,} {name.replace('_', ' ').removesuffix('s' * (number == 1))}"
        for name, number in night.counts
        if number
    ]
    down = [source.source_id for source in night.sources if source.error]
    told = f"{', '.join(counts) or 'nothing was fetched'}."
    if down:
        return f"{told} Without an answer: {listed(down)}."
    asked = any(name == "requests" and number for name, number in night.counts)
    return f"{told} Every source answered." if asked else told


def warned(night: Night) -> list[str]:
    """The night's warnings, one line for all subjects that share one, most shared first."""
    shared: dict[str, list[str]] = {}
    for finding in night.warnings:
        shared.setdefault(plain(finding.detail, 300), []).append(plain(finding.subject, 120))
    lines = []
    for detail, subjects in sorted(shared.items(), key=lambda one: -len(one[1])):
        rest = len(subjects) - SUBJECTS
        shown = [*subjects[:SUBJECTS], f"{rest} more"] if rest > 1 else subjects
        lines.append(f"{listed(shown)}: {detail}")
    return lines
