"""What an outlet prints on many pages is learned, kept and left out; what somebody says never."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from flows import warehouse
from flows.clean import to_article
from flows.clean.boilerplate import known_lines, read_lines
from flows.records import Article, RawPage
from flows.warehouse import Warehouse, boilerplate_of, learn_boilerplate
from tests.warehouses import Saying, Told, asked, at, opened, read

NOW = at("2022-03-14T23:00")
PLEA = "Our desk lives on its readers and asks them for a little help every week."
HINT = "Get the morning letter"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Warehouse]:
    with opened(tmp_path) as db:
        yield db


def told(number: int, *lines: str, days: int = 6, host: str = "www.gazette.example") -> Told:
    """An article of its own text, with these lines below it."""
    body = "\n\n".join(
        [f"Envoy number {number} came to town and left it {number} hours later.", *lines]
    )
    return Told(
        f"https://{host}/{number}", (), NOW - timedelta(days=number % days), title="x", body=body
    )


def learned(db: Warehouse, articles: list[Told]) -> list[str]:
    run = warehouse.start_run(db, NOW)
    warehouse.append_articles(db, run, [one.article(NOW) for one in articles])
    read(db, run, [one for one in articles if one.sayings])
    learn_boilerplate(db, run, NOW)
    return [row["line"] for row in asked(db, "select line from boilerplate order by line")]


def test_what_many_pages_print_is_learned_with_its_figures(db: Warehouse) -> None:
    pages = [told(n, *([PLEA] if n % 4 else []), *([HINT] if n % 3 else [])) for n in range(24)]
    assert learned(db, pages) == [HINT, PLEA]
    rows = asked(db, "select outlet, line, pages, of_pages, days from boilerplate order by line")
    assert [tuple(row.values()) for row in rows] == [
        ("gazette.example", HINT, 16, 24, 4),
        ("gazette.example", PLEA, 18, 24, 6),
    ]


def test_a_line_is_learned_once_and_stays(db: Warehouse) -> None:
    assert learned(db, [told(n, PLEA) for n in range(12)]) == [PLEA]
    assert learned(db, [told(n, PLEA) for n in range(50, 62)]) == [PLEA]
    assert learned(db, [told(n) for n in range(100, 190)]) == [PLEA]
    assert asked(db, "select distinct run_number from boilerplate join runs on run_id = "
                 "learned_in_run") == [{"run_number": 1}]  # fmt: skip


def test_hosts_of_one_outlet_are_one_and_other_outlets_learn_nothing(db: Warehouse) -> None:
    hosts = ("www.gazette.example", "m.gazette.example", "gazette.example:8080")
    pages = [told(n, PLEA, host=hosts[n % 3]) for n in range(12)]
    others = [told(n, PLEA if n < 5 else "", host="other.example") for n in range(12)]
    learned(db, [*pages, *others])
    assert boilerplate_of(db, ["gazette.example", "other.example"]) == {"gazette.example": (PLEA,)}


QUOTED = "“We will talk when the guns are silent,” the minister said."
LABEL = "Spokeswoman"


@pytest.mark.parametrize(
    ("pages", "why"),
    [
        ([told(n, QUOTED) for n in range(20)], "it is quoted"),
        ([told(n, PLEA) for n in range(9)], "the outlet is hardly known"),
        ([told(n, PLEA, days=2) for n in range(20)], "two days may have one story"),
        ([told(n, PLEA if n % 5 == 0 else "") for n in range(40)], "few pages hold it"),
        ([told(n, f"{n}.", f"{n}!", PLEA, *"abcde") for n in range(20)], "it stands amid text"),
        ([told(n, LABEL, f"{n}!", LABEL, f"{n}?", LABEL) for n in range(20)], "who speaks"),
        ([told(n, "The spokeswoman:") for n in range(20)], "a label"),
        ([told(1, PLEA, host=f"h{n}.example") for n in range(20)], "outlets of their own"),
    ],
)
def test_what_may_be_text_is_not_learned(db: Warehouse, pages: list[Told], why: str) -> None:
    lines = [line for line in learned(db, pages) if len(line) > 1]
    assert lines == [], why


def test_one_article_under_many_addresses_teaches_nothing(db: Warehouse) -> None:
    same = told(1, PLEA).body
    pages = [Told(f"https://gazette.example/{n}", (), NOW, body=same) for n in range(30)]
    assert learned(db, pages) == []


def test_a_line_in_which_somebody_speaks_is_never_learned(db: Warehouse) -> None:
    words = "the talks in Geneva will go on as planned"
    line = f"Joe Biden said {words}."
    plain = [told(n, PLEA, line) for n in range(20)]
    spoken = Told("https://gazette.example/x", (Saying("Joe Biden", words),), NOW,
                  body=f"A first line of this page.\n\n{line}")  # fmt: skip
    assert learned(db, [*plain, spoken]) == [PLEA]


def paragraphs(read_lines: Callable[..., object], *lines: str) -> list[str]:
    page = "".join(f"<p>{line}</p>" for line in lines)
    head = "<title>A head of some length</title>"
    html = f"<html lang='en'>{head}<body><article>{page}</article></body></html>"
    raw = RawPage("g", "https://gazette.example/1", NOW, "text/html", html.encode())
    found = to_article(raw, read_lines())  # type: ignore[arg-type]
    assert isinstance(found, Article), found
    return found.body.split("\n\n")


TEXT = (
    "The ministry said on Monday that the talks would go on in Geneva next week, as planned.",
    "A spokesman added that the sanctions would stay in force until both sides had signed a paper.",
    "Nobody who was asked by reporters outside the building wanted to say what the paper would be.",
)


def test_a_learned_line_leaves_the_body_of_later_pages() -> None:
    assert paragraphs(known_lines, *TEXT, PLEA) == [*TEXT, PLEA]
    assert paragraphs(lambda: known_lines().of_outlet([PLEA]), *TEXT, PLEA) == list(TEXT)


def test_a_learned_line_never_empties_an_article() -> None:
    assert paragraphs(lambda: known_lines().of_outlet(TEXT), *TEXT) == list(TEXT)


def test_an_analyst_keeps_a_line_that_was_learned(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    path.write_text(f"line,language,note\n!{PLEA},en,their own words\n", "utf-8")
    listed = read_lines(path)
    assert not listed.has(PLEA)
    assert paragraphs(lambda: listed.of_outlet([PLEA]), *TEXT, PLEA) == [*TEXT, PLEA]
