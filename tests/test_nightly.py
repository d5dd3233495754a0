"""Whole nights, through the command line and with Prefect."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.nights import NEW_YEAR, House

FLAGGED = "select actor_name, lower(content) from flagged_statements where novelty = 'new'"
BOILERPLATE = (
    "Be the first to comment",
    "Leave a Reply",
    "source site",
    "Topics of the day",
    "About this publication",
)


@pytest.fixture(scope="module")
def new_year(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The night of 1 January 2022 over the two seeds."""
    house = House(tmp_path_factory.mktemp("new-year"))
    house.night("--no-web", "--now", NEW_YEAR)
    return house


def said(house: House, actor: str) -> str:
    return " | ".join(words for name, words in house.rows(FLAGGED) if name == actor)


def test_nightly_flags_what_matters_in_the_seeds(new_year: House) -> None:
    assert "cut off all diplomatic relations" in said(new_year, "Vladimir Putin")
    assert "real negotiations cannot take place" in said(new_year, "William Taylor")
    assert "would inform both ukraine and" in said(new_year, "White House")
    swift = new_year.rows(
        "select actor_name from flagged_statements "
        "where topic = 'sanctions' and content ilike '%exclusion of Russia%Swift%'"
    )
    assert swift


def test_nightly_keeps_boilerplate_and_opinions_out(new_year: House) -> None:
    bodies = " ".join(body for (body,) in new_year.rows("select body from articles"))
    assert not [line for line in BOILERPLATE if line in bodies]
    opinions = new_year.rows(
        "select content from flagged_statements "
        "where content ilike '%resounding failure%' or content ilike '%pointless%' "
        "or content ilike '%third world war%' or content ilike '%no point in these sanctions%'"
    )
    assert opinions == []


def test_nightly_offsets_point_at_the_words(new_year: House) -> None:
    wrong = new_year.rows(
        "select quote from statements join articles using (revision_id) "
        "where quote <> substr(body, start_char + 1, end_char - start_char)"
    )
    assert wrong == []


def test_nightly_leaves_all_its_files(new_year: House) -> None:
    folder = new_year.root / "reports" / "2022-01-01"
    left = {path.name for path in folder.iterdir()}
    reports = {f"{p.stem}.csv" for p in Path("sql/reports").glob("*.sql")}
    assert {"digest.html", "digest.txt", "talks.ics", "feed.xml", "index.html"} | reports <= left
    assert (new_year.root / "reports" / "index.html").exists()


def test_nightly_example_is_what_the_seeds_give(new_year: House) -> None:
    """But for two statements: processors add up in other orders, and one at the threshold may tip.

    Two of them change at most twelve blocks: their own and their speakers', and before and after
    the headline, the chart and the counts.
    """
    example, made = Path("reports/example"), new_year.root / "reports" / "2022-01-01"
    kept, told = set(blocks_of(example)), set(blocks_of(made))
    assert len(kept) > 20
    assert len(kept ^ told) <= 12, "make example, and read what has changed"
    assert files_of(example) == files_of(made)


def blocks_of(folder: Path) -> list[str]:
    return (folder / "digest.txt").read_text("utf-8").split("\n\n")


def files_of(folder: Path) -> set[str]:
    """All but the pages of actors, who come and go with their statements."""
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    return {name for name in names if not name.startswith("actors")}


def test_nightly_example_in_the_readme_is_the_example() -> None:
    readme = Path("README.md").read_text("utf-8")
    excerpt = readme.partition("<!-- example: begin -->")[2].partition("<!-- example: end -->")[0]
    lines = [line.strip() for line in excerpt.splitlines() if line.strip() not in ("", "…")]
    told = Path("reports/example/digest.txt").read_text("utf-8")
    assert len(lines) > 10
    assert [line for line in lines if line not in told] == []


def test_nightly_books_balance(new_year: House) -> None:
    books = "select fetched, accepted + unchanged + quarantined, state from runs"
    assert new_year.rows(books) == [(2, 2, "published")]


def test_nightly_again_finds_nothing_new_and_loses_nothing(new_year: House) -> None:
    house = House(new_year.root.with_name("again"))
    shutil.copytree(new_year.root, house.root)
    flagged = (
        "select statement_id, topic, novelty, first_seen_run from flagged_statements order by all"
    )
    before = house.rows(flagged)
    done = house.night("--no-web", "--now", "2022-01-02T03:00:00Z")
    assert house.rows(flagged) == before
    assert house.rows("select new_statements, unchanged from runs order by run_number") == [
        (len({row[0] for row in before if row[2] == "new"}), 0),
        (0, 2),
    ]
    assert "Nothing new" in house.digest("2022-01-02")
    assert done.stdout.splitlines()[-2:] == [
        f"digest    {house.root}/reports/2022-01-02/digest.html",
        f"database  {house.published}",
    ]


def test_nightly_today_shows_the_seeds_as_late(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.night("--no-web")
    assert house.rows("select count(*) from flagged_statements where not is_late") == [(0,)]
    assert house.rows("from reports.new_statements_on_sanctions") == []
    assert house.rows("select count(*) > 5 from reports.late_arrivals") == [(True,)]


def test_nightly_two_at_once(new_year: House) -> None:
    house = House(new_year.root.with_name("two"))
    first = house.start("--no-web", "--now", NEW_YEAR)
    wait_for(lambda: (house.root / "data" / "night.lock").exists())
    wait_for(lambda: "process" in (house.root / "data" / "night.lock").read_text())
    second = house.run("run", "--no-web")
    assert second.returncode == 3
    assert f"another night is running: process {first.pid}" in second.stderr
    assert first.wait(300) == 0, first.communicate()[1]


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nightly_ended_from_outside_leaves_yesterday_up_and_nobody_behind(
    new_year: House, ending: signal.Signals
) -> None:
    house = House(new_year.root.with_name(f"ended-{ending.name}"))
    shutil.copytree(new_year.root, house.root)
    before = house.published.read_bytes()
    # a test run in the background ignores Ctrl-C, and so would the night that it starts
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)
    night = house.start("--no-web", "--now", "2022-01-02T03:00:00Z")
    signal.signal(signal.SIGINT, usual)
    wait_for(lambda: "2022-01-02" in " ".join(map(str, working_files(house))))
    night.send_signal(ending)
    assert night.wait(60) != 0
    assert wait_for(lambda: not house.processes()), "something was left running"
    assert house.published.read_bytes() == before
    house.night("--no-web", "--now", "2022-01-03T03:00:00Z")
    states = house.rows("select state from runs order by run_number")
    assert states[0] == states[-1] == ("published",)
    assert {state for (state,) in states[1:-1]} <= {"crashed", "failed"}


def working_files(house: House) -> list[Path]:
    return list((house.root / "data" / "archive" / "arrivals").glob("*"))


def wait_for(is_so: Callable[[], bool], seconds: float = 90) -> bool:
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


READER = """
import sys, time, duckdb
con = duckdb.connect(sys.argv[1], read_only=True)
count = "select count(*) from statements"
before = con.execute(count).fetchone()
print("open", flush=True)
while sys.stdin.readline():
    assert con.execute(count).fetchone() == before
    print("read", flush=True)
"""


def test_nightly_neither_blocks_nor_breaks_a_reader(new_year: House) -> None:
    house = House(new_year.root.with_name("read"))
    shutil.copytree(new_year.root, house.root)
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(house.published)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdin
    assert reader.stdout
    assert reader.stdout.readline() == "open\n"
    night = house.start("--no-web", "--now", "2022-01-02T03:00:00Z")
    while night.poll() is None:
        reader.stdin.write("\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == "read\n"
        time.sleep(0.1)
    assert night.returncode == 0, night.communicate()[1]
    reader.stdin.write("\n")
    reader.stdin.close()
    assert reader.stdout.readline() == "read\n"
    assert reader.wait(10) == 0


def test_nightly_that_fails_says_of_what_and_leaves_yesterday_up(new_year: House) -> None:
    house = House(new_year.root.with_name("fails"))
    shutil.copytree(new_year.root, house.root)
    before = house.published.read_bytes()
    (house.root / "data" / "archive" / "arrivals").rename(house.root / "moved")
    (house.root / "data" / "archive" / "arrivals").write_text("a file where a folder must be")
    failed = house.run("run", "--no-web", "--now", "2022-01-02T03:00:00Z")
    assert failed.returncode == 1
    assert failed.stderr.splitlines()[-1].startswith("demarche: the night failed: ")
    assert "still up" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert "Traceback" in (house.root / "data" / "last_failure.txt").read_text()
    assert house.published.read_bytes() == before


@pytest.mark.parametrize("room", ["read", "extract", "judge"])
def test_nightly_killed_between_rooms_is_told_by_the_next(new_year: House, room: str) -> None:
    house = House(new_year.root.with_name(f"killed-after-{room}"))
    night = house.start("--no-web", "--now", NEW_YEAR)
    assert night.stderr
    for line in night.stderr:
        if f" {room}: " in line:
            night.kill()
            break
    assert night.wait(60) == -signal.SIGKILL
    assert not house.published.exists()
    house.night("--no-web", "--now", NEW_YEAR)
    told = "select topic, novelty, actor_name, content from told_tonight order by all"
    assert house.rows(told) == new_year.rows(told)
