"""Small charts: one row of bars a line, drawn as a PNG, everything in words beside it.

In come numbers per day, out come bytes of a PNG without text: labels and figures stand in the mail
as text, so that a chart reads on a phone, without images and by ear. The same numbers give the
same bytes on every machine (stored, not compressed). Nothing here reads fonts or files.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from struct import pack

from flows.digest.items import Item
from flows.digest.safe import plain
from flows.digest.words import Clock, count

STEP, HEIGHT, SCALE = 6, 22, 2
DAYS, WEEKS, ACTORS = 28, 26, 6
TURNS = {
    "threatened": ("threaten", "warn"),
    "imposed": ("impose", "announce"),
    "eased": ("ease", "lift"),
}
# mail clients that read HTML badly should find no tag inside an attribute
ANGLES = str.maketrans("<>", "‹›")
BLUE = b"\x4c\x8d\xd6"


@dataclass(frozen=True, slots=True)
class Bars:
    """One line of a chart: its label, its total and the picture; `alt` says what that shows."""

    label: str
    total: int
    png: bytes
    alt: str

    @property
    def width(self) -> int:
        return int.from_bytes(self.png[16:20], "big") // SCALE

    @property
    def height(self) -> int:
        return int.from_bytes(self.png[20:24], "big") // SCALE


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines with one time axis and one scale."""

    title: str
    axis: str
    lines: tuple[Bars, ...]


def charts_of(items: Sequence[Item], last: date, clock: Clock) -> tuple[Chart, ...]:
    """The charts that have something to show, of statements up to and with the day `last`."""
    dated = [(item, item.published_at.date()) for item in items if item.published_at]
    charts = (per_actor(dated, last, clock), per_turn(dated, last, clock))
    return tuple(chart for chart in charts if chart.lines)


def per_actor(dated: Sequence[tuple[Item, date]], last: date, clock: Clock) -> Chart:
    """Statements per day, a line for each of the actors who spoke most."""
    first = last - timedelta(days=DAYS - 1)
    spoken = [(item.who, day) for item, day in dated if first <= day <= last]
    names = [name for name, _ in Counter(name for name, _ in spoken).most_common(ACTORS)]
    rows = {name: [(day - first).days for who, day in spoken if who == name] for name in names}
    axis = f"{clock.days(first, last)}, one bar a day"
    if len({day for _, day in spoken}) < 2:
        return Chart("Statements per day", "", ())
    return Chart("Statements per day", axis, drawn(rows, DAYS, "statement", clock, first, 1))


def per_turn(dated: Sequence[tuple[Item, date]], last: date, clock: Clock) -> Chart:
    """Statements a week in which sanctions are threatened, imposed or eased."""
    first = last - timedelta(days=7 * WEEKS - 1)
    weeks = [
        (item.stance, (day - first).days // 7)
        for item, day in dated
        if item.topic == "sanctions" and first <= day <= last
    ]
    rows = {
        turn: [week for stance, week in weeks if stance.startswith(stances)]
        for turn, stances in TURNS.items()
    }
    has_course = len({week for places in rows.values() for week in places}) > 1
    found = {turn: places for turn, places in rows.items() if places and has_course}
    axis = f"{clock.days(first, last)}, one bar a week"
    lines = drawn(found, WEEKS, "statement", clock, first, 7)
    return Chart("Sanctions threatened, imposed, eased", axis, lines)


def drawn(
    rows: dict[str, list[int]], slots: int, noun: str, clock: Clock, first: date, step: int
) -> tuple[Bars, ...]:
    """Lines of bars with a common scale; `rows` gives the slot of each thing counted."""
    counted = {label: Counter(places) for label, places in rows.items()}
    top = max((max(places.values()) for places in counted.values() if places), default=0)
    return tuple(
        Bars(
            label,
            places.total(),
            bars_png([places[slot] for slot in range(slots)], top),
            described(label, places, noun, clock, first, step),
        )
        for label, places in counted.items()
    )


def described(
    label: str, places: Counter[int], noun: str, clock: Clock, first: date, step: int
) -> str:
    """What a line shows, for whoever does not see it."""
    on, unit, of = ("in", "week", "the week of ") if step == 7 else ("on", "day", "")
    slot, most = min(places.items(), key=lambda one: (-one[1], one[0]))
    day = clock.day(first + timedelta(slot * step))
    peak = f"the most ({most}) {on} {of}{day}"
    spread = (
        f"{count(places.total(), noun)} {'in' if step == 7 else 'on'} {count(len(places), unit)}"
    )
    return plain(
        f"{label}: {spread}" + (f", {peak}" if 1 < most < places.total() else "")
    ).translate(ANGLES)


def bars_png(values: Sequence[int], top: int) -> bytes:
    """A PNG of bars, two pixels to a point; the ground is transparent."""
    width, height = len(values) * STEP * SCALE, HEIGHT * SCALE
    tall = [-(-value * height // top) if top else 0 for value in values]
    rows = b"".join(b"\x00" + row_of(tall, height - y) for y in range(height))
    parts = (
        (b"IHDR", pack(">IIBBBBB", width, height, 1, 3, 0, 0, 0)),
        (b"PLTE", b"\xff\xff\xff" + BLUE),
        (b"tRNS", b"\x00"),
        (b"IDAT", stored(rows)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in parts)


def row_of(tall: Sequence[int], level: int) -> bytes:
    """One row of pixels, a bit each: set where a bar is at least `level` tall, gaps between."""
    bar, gap = STEP * SCALE - SCALE, SCALE
    bits = "".join(("1" if height >= level else "0") * bar + "0" * gap for height in tall)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def stored(data: bytes) -> bytes:
    """A zlib stream of stored blocks: the same bytes from every version of zlib."""
    size = 65535
    parts = [data[start : start + size] for start in range(0, len(data), size)]
    blocks = [
        pack("<BHH", part is parts[-1], len(part), len(part) ^ 0xFFFF) + part for part in parts
    ]
    return b"\x78\x01" + b"".join(blocks) + pack(">I", zlib.adler32(data))


def chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))
