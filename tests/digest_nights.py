"""Nights for the tests of the digest: the turn of the year 2021/22, in our own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, fields, replace
from datetime import UTC, date, datetime, timedelta

from flows.digest.items import Item, Talk
from flows.records import Finding, Night, Report, SourceHealth

ITEM_COLUMNS = tuple(one.name for one in fields(Item) if one.name != "other_topics")
TALK_COLUMNS = tuple(one.name for one in fields(Talk))
TITLES = {
    "new_statements_on_sanctions": "New statements on sanctions",
    "new_statements_on_talks": "New statements on talks",
}
CLOCK = datetime(2022, 1, 1, 2, 0, tzinfo=UTC)

PUTIN = Item(
    statement_id="7d1f00a1",
    claim_id="c-putin",
    novelty="new",
    actor_id="vladimir-putin",
    actor_name="Vladimir Putin",
    actor_office="President of Russia",
    actor_side="Russia",
    speaker="Putin",
    attribution="on-record",
    kind="indirect",
    cue="warned",
    quote="new sanctions could lead to a complete break of relations between the two countries",
    sentence="Putin warned that new sanctions could lead to a complete break of relations between "
    "the two countries, an aide told reporters in Moscow.",
    paragraph="The call lasted fifty minutes. Putin warned that new sanctions could lead to a "
    "complete break of relations between the two countries, an aide told reporters in Moscow. He "
    "called the talk constructive all the same.",
    topic="sanctions",
    act="1313",
    act_label="threatens to break relations",
    stance="warn-against",
    modality="hypothetical",
    condition="if new sanctions are imposed",
    first_reported_by="North Wire",
    also_reported_by=("Harbour Post", "Le Carnet", "The Ledger"),
    outlets=4,
    independent_outlets=2,
    url="https://north-wire.example/2021/12/31/call-of-presidents",
    title="Presidents speak for fifty minutes",
    source_id="north-wire",
    source_name="North Wire",
    published_at=datetime(2021, 12, 31, 4, 13, tzinfo=UTC),
    why="no earlier statement of this actor on this matter",
    importance=9.5,
)
BIDEN = replace(
    PUTIN,
    statement_id="7d1f00a2",
    claim_id="c-biden",
    actor_id="joe-biden",
    actor_name="Joe Biden",
    actor_office="President of the United States",
    actor_side="United States",
    speaker="Biden",
    via="Jen Psaki",
    kind="mixed",
    quote="the United States and its allies would “respond decisively” if Russia invades Ukraine",
    sentence="Biden made clear that the United States and its allies would “respond decisively” if "
    "Russia invades Ukraine, his spokeswoman said.",
    paragraph="",
    act="1312",
    act_label="threatens sanctions",
    measure="financial,swift-cut-off",
    measure_label="finance, Swift cut-off",
    stance="threaten",
    condition="Russia invades Ukraine",
    also_reported_by=(),
    outlets=1,
    independent_outlets=1,
    importance=9.0,
)
TAYLOR = replace(
    PUTIN,
    statement_id="7d1f00a3",
    claim_id="c-taylor",
    actor_id="william-taylor",
    actor_name="William Taylor",
    actor_office="former US ambassador to Ukraine",
    actor_side="",
    speaker="William Taylor",
    kind="direct",
    quote="“You cannot bargain while the other side points a gun at you.”",
    sentence="“You cannot bargain while the other side points a gun at you,” Taylor said "
    "on Friday.",
    paragraph="",
    topic="talks",
    act="106",
    act_label="sets a condition for talks",
    stance="set-condition",
    condition="",
    first_reported_by="Harbour Post",
    source_id="harbour-post",
    source_name="Harbour Post",
    url="https://harbour-post.example/taylor?page=1&ref=a#top",
    also_reported_by=("North Wire",),
    outlets=2,
    independent_outlets=1,
    importance=4.0,
)
WHITE_HOUSE = replace(
    TAYLOR,
    statement_id="7d1f00a4",
    claim_id="c-white-house",
    actor_id="white-house",
    actor_name="White House",
    actor_office="",
    actor_side="United States",
    speaker="the White House",
    attribution="unnamed",
    kind="indirect",
    quote="allies will be told of every step before it is taken",
    sentence="Allies will be told of every step before it is taken, the White House said.",
    act="010",
    act_label="comments",
    stance="other",
    also_reported_by=(),
    outlets=1,
    importance=3.0,
)
CHANGED = replace(
    PUTIN,
    statement_id="7d1f00a5",
    claim_id="c-scholz",
    novelty="changed",
    actor_id="olaf-scholz",
    actor_name="Olaf Scholz",
    actor_office="Chancellor of Germany",
    actor_side="Germany",
    speaker="Scholz",
    kind="direct",
    quote="Everything is on the table.",
    sentence="“Everything is on the table,” Scholz said in Berlin.",
    paragraph="",
    act_label="threatens sanctions",
    act="1312",
    measure="sectoral",
    measure_label="energy",
    stance="threaten",
    condition="",
    previous_kind="indirect",
    previous_quote="the pipeline is a private business matter",
    previous_sentence="The pipeline is a private business matter, Scholz said.",
    previous_published_at=datetime(2021, 12, 16, 10, 0, tzinfo=UTC),
    previous_url="https://harbour-post.example/pipeline",
    difference="harder than before",
    importance=6.0,
)
LATE = replace(
    PUTIN,
    statement_id="7d1f00a6",
    claim_id="c-lavrov",
    is_late=True,
    actor_id="sergei-lavrov",
    actor_name="Sergei Lavrov",
    actor_office="Foreign Minister of Russia",
    speaker="Lavrov",
    kind="direct",
    quote="We shall wait for an answer until January.",
    sentence="“We shall wait for an answer until January,” Lavrov said.",
    paragraph="",
    topic="talks",
    act_label="demands a meeting",
    act="106",
    condition="",
    published_at=datetime(2021, 12, 18, tzinfo=UTC),
    importance=5.0,
)
AGAIN = replace(
    TAYLOR,
    statement_id="7d1f00a7",
    claim_id="c-borrell",
    novelty="reiterated",
    actor_id="josep-borrell",
    actor_name="Josep Borrell",
    actor_office="EU foreign policy chief",
    quote="nothing about us without us",
    previous_published_at=datetime(2021, 12, 28, 9, 0, tzinfo=UTC),
    importance=2.0,
)
TALKS = (
    Talk(
        "t-geneva",
        ("Russia", "United States"),
        "Geneva",
        date(2022, 1, 9),
        date(2022, 1, 10),
        "third-place",
        "moved",
        "moved",
        date(2022, 1, 10),
        date(2022, 1, 10),
        "Geneva",
        2,
        "North Wire says 9 to 10 January, Harbour Post only 10 January",
        "North Wire",
        ("North Wire", "Harbour Post"),
        "https://north-wire.example/geneva",
        "Delegations meet in Geneva on January 9 and 10.",
        "North Wire",
    ),
    Talk(
        "t-brussels",
        ("NATO", "Russia"),
        "Brussels",
        date(2022, 1, 12),
        None,
        "",
        "scheduled",
        "new",
    ),
    Talk(
        "t-minsk",
        ("Russia", "Ukraine"),
        "Minsk",
        date(2022, 1, 5),
        None,
        "",
        "cancelled",
        "cancelled",
        sequence=1,
    ),
    Talk("t-call", ("France", "Russia"), "", None, None, "phone", "proposed"),
)
NIGHT = Night(
    run_id="run-20220101",
    day=date(2022, 1, 1),
    started_at=CLOCK,
    finished_at=CLOCK + timedelta(minutes=4),
    counts=(("fetched", 1240), ("accepted", 1180), ("quarantined", 60), ("statements", 4210)),
    sources=(
        SourceHealth("north-wire", 400, 390, 10, 0, 20),
        SourceHealth("harbour-post", 0, 0, 0, 1, 0, "unreachable: name not known"),
    ),
    warnings=(Finding("warning", "count-per-source", "harbour-post", "0 pages, 40 is usual"),),
)
DEGRADED = replace(NIGHT, degraded=("9 of 15 sources did not answer.", "60 of 90 pages refused."))
EMPTY = replace(NIGHT, run_id="run-20220102", day=date(2022, 1, 2), started_at=CLOCK + timedelta(1))


def report(name: str, items: Sequence[Item]) -> Report:
    rows = tuple(tuple(getattr(item, column) for column in ITEM_COLUMNS) for item in items)
    return Report(
        name, TITLES.get(name, name.replace("_", " ").capitalize()), "", ITEM_COLUMNS, rows
    )


def calendar(talks: Sequence[Talk]) -> Report:
    rows = tuple(astuple(talk) for talk in talks)
    return Report("calendar_of_talks", "Calendar of talks", "Who meets when?", TALK_COLUMNS, rows)


def timeline() -> list[Item]:
    """Earlier statements, so that charts have something to draw."""
    made = []
    for number in range(40):
        one = (PUTIN, BIDEN, TAYLOR, CHANGED)[number % 4]
        stance = ("threaten", "impose", "ease")[number % 3]
        day = datetime(2021, 12, 30, 9, tzinfo=UTC) - timedelta(days=number * number % 29)
        made.append(replace(one, statement_id=f"old{number}", stance=stance, published_at=day))
    return made


def full_night() -> list[Report]:
    """Every kind of news at once."""
    return [
        calendar(TALKS),
        report("changed_positions", [CHANGED]),
        report("late_arrivals", [LATE]),
        report("new_statements_on_sanctions", [PUTIN, BIDEN, CHANGED]),
        report(
            "new_statements_on_talks",
            [TAYLOR, WHITE_HOUSE, LATE, replace(PUTIN, topic="talks", importance=1.0)],
        ),
        report("said_again", [AGAIN]),
        report("actor_timelines", [PUTIN, BIDEN, TAYLOR, *timeline()]),
        Report(
            "open_threats",
            "Open threats",
            "Which threats have neither been carried out nor taken back?",
            ("actor_name", "measure", "since", "outlets", "url"),
            (
                (
                    "Joe Biden",
                    "swift-cut-off",
                    date(2021, 12, 8),
                    12,
                    "https://north-wire.example/a",
                ),
                ("Olaf Scholz", "sectoral", date(2021, 12, 31), 3, "javascript:alert(1)"),
            ),
        ),
    ]


def empty_night() -> list[Report]:
    return [
        report("new_statements_on_sanctions", []),
        report("new_statements_on_talks", []),
        report("said_again", []),
        calendar([]),
    ]


def article(number: int) -> Item:
    """A statement of its own, for nights with many."""
    return replace(
        PUTIN,
        statement_id=f"many{number:04d}",
        claim_id=f"c-many{number}",
        actor_id=f"actor-{number % 30}",
        actor_name=f"Minister Number {number % 30}",
        quote=f"measure number {number} will follow if talks fail in the coming weeks",
        sentence=f"He said that measure number {number} will follow if talks fail in the coming "
        "weeks.",
        importance=float(number % 17),
    )
