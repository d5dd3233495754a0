"""The warehouse on a real DuckDB: loading, revisions, vocabulary, corrections, publishing."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from flows import warehouse
from flows.records import Rejection, TalkMention
from tests.warehouses import (
    SEEDS,
    SQL,
    Saying,
    Told,
    asked,
    at,
    flagged_new,
    night,
    opened,
    read,
    revision_of,
)

NOW = at("2022-01-01T03:00")
NEXT = NOW + timedelta(days=1)
TALKS = "talks on security guarantees will begin in Geneva on January 10"
HARSH = "harsh sanctions will follow if the army invades"
STORY = Told(
    "https://a.example/1",
    (Saying("Vladimir Putin", TALKS), Saying("Joe Biden", HARSH, "sanctions")),
    NOW,
)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[warehouse.Warehouse]:
    with opened(tmp_path) as db:
        yield db


@pytest.fixture
def own_seeds(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SEEDS, tmp_path / "seeds"))


def correct(seeds: Path, **row: str) -> None:
    """Add a line to corrections.csv."""
    with (seeds / "corrections.csv").open("a", encoding="utf-8", newline="") as lines:
        names = "statement_id claim_id verdict value analyst noted_on reason".split()
        csv.DictWriter(lines, names).writerow({name: row.get(name, "") for name in names})


def flagged(db: warehouse.Warehouse, topic: str) -> dict[str, dict[str, object]]:
    rows = asked(db, "from flagged_statements where topic = ?", topic)
    return {str(row["quote"]): row for row in rows}


def test_every_relation_and_column_has_a_comment(db: warehouse.Warehouse) -> None:
    silent = asked(
        db,
        "select table_name as name from duckdb_tables() where comment is null "
        "and database_name = current_database() union all "
        "select view_name from duckdb_views() where comment is null and not internal "
        "and database_name = current_database() union all "
        "select schema_name || '.' || table_name || '.' || column_name from duckdb_columns() "
        "where comment is null and not internal and database_name = current_database()",
    )
    assert silent == []


def test_migrations_are_applied_once_and_never_edited(tmp_path: Path) -> None:
    sql = Path(shutil.copytree(SQL, tmp_path / "sql"))
    path = tmp_path / "warehouse.duckdb"
    for _ in range(2):
        with warehouse.open_warehouse(path, SEEDS, sql) as db:
            assert len(asked(db, "from migrations")) == len(list((sql / "tables").glob("*.sql")))
    (sql / "tables" / "002_articles.sql").write_text("create table other (a integer)", "utf-8")
    with (
        pytest.raises(warehouse.MigrationError, match="002_articles"),
        warehouse.open_warehouse(path, SEEDS, sql),
    ):
        pass


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("topics.csv", "topic,label\ntalks,Talks\n", "topics.csv, line 1: no column threshold"),
        ("topics.csv", "topic,label,threshold\ntalks,Talks\n", "topics.csv, line 2"),
        ("topics.csv", 'topic,label,threshold\ntalks,"Talks,0.4\n', "topics.csv, line 2"),
        ("topics.csv", "topic,label,threshold\ntalks,Talks,high\n", "topics.csv"),
    ],
)
def test_a_bad_vocabulary_names_its_file(
    own_seeds: Path, tmp_path: Path, file: str, text: str, says: str
) -> None:
    (own_seeds / file).write_text(text, "utf-8")
    with pytest.raises(warehouse.VocabularyError, match=says), opened(tmp_path, own_seeds):
        pass


def test_a_vocabulary_is_read_as_spreadsheets_write_it(own_seeds: Path, tmp_path: Path) -> None:
    text = '\ufefftopic,note,label,threshold\r\n"talks",,"Talks, ""open""",0.4\r\nx, ,A b,1\r\n'
    (own_seeds / "topics.csv").write_bytes(text.encode())
    with opened(tmp_path, own_seeds) as db:
        assert asked(db, "from vocabulary.topics order by topic") == [
            {"topic": "talks", "label": 'Talks, "open"', "threshold": 0.4},
            {"topic": "x", "label": "A b", "threshold": 1.0},
        ]


def test_a_missing_vocabulary_is_named(own_seeds: Path, tmp_path: Path) -> None:
    (own_seeds / "acts.csv").unlink()
    with pytest.raises(warehouse.VocabularyError, match=r"acts\.csv"), opened(tmp_path, own_seeds):
        pass


def test_an_edited_article_gets_a_second_row(db: warehouse.Warehouse) -> None:
    run = warehouse.start_run(db, NOW)
    edited = replace(STORY, title="News, updated")
    spaced = replace(STORY.article(NOW), body=STORY.text.replace(" ", "  "))
    assert len(warehouse.append_articles(db, run, [STORY.article(NOW)])) == 1
    assert warehouse.append_articles(db, run, [spaced]) == []
    assert len(warehouse.append_articles(db, run, [edited.article(NEXT)])) == 1
    current = asked(db, "select revision_id, is_current from articles where is_current")
    assert [row["revision_id"] for row in current] == [revision_of(edited)]
    assert warehouse.append_articles(db, run, [STORY.article(NEXT)]) == []
    current = asked(db, "select revision_id from articles where is_current")
    assert [row["revision_id"] for row in current] == [revision_of(STORY)]


def test_two_wordings_in_one_night_leave_one_current(db: warehouse.Warehouse) -> None:
    run = warehouse.start_run(db, NOW)
    later = replace(STORY, title="News, updated").article(NEXT)
    warehouse.append_articles(db, run, [later, STORY.article(NOW)])
    current = asked(db, "select title from articles where is_current")
    assert current == [{"title": "News, updated"}]


def test_a_column_that_is_not_there_is_an_error(db: warehouse.Warehouse) -> None:
    with pytest.raises(KeyError, match="colour"):
        warehouse.append(db, "runs", [{"colour": "red"}])
    with pytest.raises(KeyError, match="colour"):
        warehouse.finish_run(db, "none", NOW, "published", colour="red")


def test_a_night_that_died_is_marked(db: warehouse.Warehouse) -> None:
    warehouse.start_run(db, NOW)
    assert warehouse.mark_stale_runs(db, NEXT) == 1
    assert asked(db, "select state from runs") == [{"state": "crashed"}]


def test_refusals_and_validators_are_kept(db: warehouse.Warehouse) -> None:
    run = warehouse.start_run(db, NOW)
    warehouse.append_quarantine(db, run, [Rejection("s", "u", "clean", "no-body", "0 words")])
    assert asked(db, "select room, reason from quarantine") == [
        {"room": "clean", "reason": "no-body"}
    ]
    warehouse.put_validators(db, run, {"u": ("old", ""), "v": ("", "Mon")})
    warehouse.put_validators(db, run, {"u": ("new", "")})
    assert warehouse.get_validators(db) == {"u": ("new", ""), "v": ("", "Mon")}


def test_judging_again_changes_nothing(db: warehouse.Warehouse) -> None:
    run = night(db, NOW, [STORY])
    before = asked(db, "from flagged_statements order by all")
    again = warehouse.judge(db, run, NOW)
    assert asked(db, "from flagged_statements order by all") == before
    assert again["new_statements"] == 2
    assert warehouse.check(db, run) == []


def test_a_reader_with_other_spans_inherits(db: warehouse.Warehouse) -> None:
    night(db, NOW, [STORY])
    new = {row["claim_id"] for row in flagged(db, "talks").values()}
    shorter = replace(
        STORY,
        body=STORY.text,
        sayings=(Saying("Vladimir Putin", TALKS.removesuffix(" on January 10")),),
    )
    run = warehouse.start_run(db, NEXT)
    read(db, run, [shorter])
    warehouse.judge(db, run, NEXT)
    (row,) = flagged(db, "talks").values()
    assert (row["novelty"], row["claim_id"], row["quote"]) == (
        "new",
        new.pop(),
        "talks on security guarantees will begin in Geneva",
    )
    assert row["first_seen_run"] != run
    assert asked(db, "from reports.new_statements_on_talks") == []


def test_an_edited_vocabulary_judges_history_again(own_seeds: Path, tmp_path: Path) -> None:
    with opened(tmp_path, own_seeds) as db:
        night(db, NOW, [STORY])
        assert TALKS in flagged(db, "talks")
    with (own_seeds / "topic_terms.csv").open("a", encoding="utf-8") as lines:
        lines.write("talks,security guarantees,exclude,1.0,tried out\n")
    with opened(tmp_path, own_seeds) as db:
        night(db, NEXT, [])
        assert flagged(db, "talks") == {}
    shutil.copy(SEEDS / "topic_terms.csv", own_seeds)
    with opened(tmp_path, own_seeds) as db:
        run = night(db, NEXT + timedelta(days=1), [])
        row = flagged(db, "talks")[TALKS]
        assert row["novelty"] == "new"
        assert row["first_seen_run"] != run
        assert "security" in str(row["why"]) or "talks" in str(row["why"])
        assert asked(db, "from reports.new_statements_on_talks") == []
        assert warehouse.check(db, run) == []


def test_analysts_are_obeyed(own_seeds: Path, tmp_path: Path) -> None:
    copy = replace(STORY, url="https://b.example/1", source="beta")
    with opened(tmp_path, own_seeds) as db:
        night(db, NOW, [STORY, copy])
        rows = asked(db, "from flagged_statements where topic = 'talks' order by novelty")
        first, second = (str(row["statement_id"]) for row in rows[::-1])
        assert [row["novelty"] for row in rows] == ["copy", "new"]
        threat = str(flagged(db, "sanctions")[HARSH]["statement_id"])
        claim = str(rows[0]["claim_id"])
    correct(own_seeds, statement_id=second, claim_id=claim, verdict="not-same-as")
    correct(own_seeds, statement_id=first, verdict="other-speaker", value="Dmitry Peskov")
    correct(own_seeds, statement_id=threat, verdict="not-a-statement")
    with opened(tmp_path, own_seeds) as db:
        run = night(db, NEXT, [])
        rows = asked(db, "from flagged_statements where topic = 'talks' order by novelty")
        actors = {row["statement_id"]: row["actor_id"] for row in rows}
        assert actors == {first: "dmitry-peskov", second: "vladimir-putin"}
        assert len({row["claim_id"] for row in rows}) == 2
        left = asked(db, "select statement_id from flagged_statements where topic = 'sanctions'")
        assert threat not in {row["statement_id"] for row in left}
        assert asked(db, "from reports.new_statements_on_talks") == []
        assert asked(db, "select judged, wrong from verdicts") == [{"judged": 3, "wrong": 2}]
        assert warehouse.check(db, run) == []


def test_what_belongs_together_can_be_joined(own_seeds: Path, tmp_path: Path) -> None:
    other = Told(
        "https://b.example/2", (Saying("Vladimir Putin", "it is time to sit down together"),), NOW
    )
    with opened(tmp_path, own_seeds) as db:
        night(db, NOW, [STORY, other])
        rows = {row["url"]: row for row in asked(db, "from told where topic = 'talks'")}
        assert rows[other.url]["claim_id"] != rows[STORY.url]["claim_id"]
        claim, one = str(rows[STORY.url]["claim_id"]), str(rows[other.url]["statement_id"])
    correct(own_seeds, statement_id=one, claim_id=claim, verdict="same-as")
    with opened(tmp_path, own_seeds) as db:
        night(db, NEXT, [])
        rows = {row["url"]: row for row in asked(db, "from told where topic = 'talks'")}
        assert rows[other.url]["claim_id"] == claim
        assert rows[other.url]["novelty"] == "copy"
        assert asked(db, "select count(*) as n from claims where topic = 'talks'") == [{"n": 1}]


def meeting(
    parties: tuple[str, ...], first: int, last: int, status: str = "scheduled"
) -> TalkMention:
    return TalkMention(
        parties, "Geneva", date(2022, 1, first), date(2022, 1, last), "third-place",
        status, 0, 10,  # type: ignore[arg-type]
    )  # fmt: skip


def test_reports_of_a_meeting_may_disagree(db: warehouse.Warehouse) -> None:
    one = replace(STORY, talks=(meeting(("Russia", "U.S."), 9, 10),))
    other = replace(
        one, url="https://b.example", talks=(meeting(("Moscow", "Washington"), 10, 10),)
    )
    night(db, NOW, [one, other])
    (talk,) = asked(db, "from talks")
    assert talk["parties"] == ["russia", "united-states"]
    assert talk["reports"] == 2
    assert "9 January 2022 to 10 January 2022" in talk["disagreement"]
    moved = replace(
        one, url="https://c.example", published_at=NEXT,
        talks=(meeting(("Russia", "U.S."), 20, 20, "moved"),),
    )  # fmt: skip
    night(db, NEXT, [moved])
    (talk,) = asked(db, "from talks")
    assert (talk["change"], talk["sequence"]) == ("moved", 1)
    assert talk["starts_on"] == date(2022, 1, 20)
    assert talk["previous_starts_on"] in (date(2022, 1, 9), date(2022, 1, 10))


def test_a_check_sees_what_does_not_belong(db: warehouse.Warehouse) -> None:
    run = night(db, NOW, [STORY])
    db.con.execute("insert into claims from claims limit 1")
    db.con.execute("update flagged_statements set stance = 'dance' where topic = 'talks'")
    db.con.execute("update statements set quote = 'never said' where actor_id = 'joe-biden'")
    db.con.execute("update runs set fetched = 7")
    db.con.execute("delete from articles")
    found = {(one.severity, one.check) for one in warehouse.check(db, run)}
    assert found >= {
        ("critical", "doubles"),
        ("critical", "orphans"),
        ("critical", "counts"),
        ("warning", "values_outside_vocabulary"),
    }


def test_a_published_copy_is_replaced_as_a_whole(tmp_path: Path) -> None:
    working, published = tmp_path / "warehouse.duckdb", tmp_path / "out" / "news.duckdb"
    with opened(tmp_path) as db:
        night(db, NOW, [STORY])
    warehouse.snapshot(working, published)
    reader = duckdb.connect(str(published), read_only=True)
    with opened(tmp_path) as db:
        night(db, NEXT, [replace(STORY, url="https://b.example/1")])
    warehouse.snapshot(working, published)
    assert reader.execute("select count(*) from articles").fetchall() == [(1,)]
    reader.close()
    assert warehouse.rows(published, "select count(*) as n from articles") == [{"n": 2}]
    assert [path.name for path in published.parent.iterdir()] == ["news.duckdb"]


def test_the_copy_answers_reports_pasted_into_a_prompt(tmp_path: Path) -> None:
    with opened(tmp_path) as db:
        night(db, NOW, [STORY])
    published = tmp_path / "elsewhere.duckdb"
    warehouse.snapshot(tmp_path / "warehouse.duckdb", published)
    con = duckdb.connect(str(published), read_only=True)
    con.execute("set timezone = 'UTC'")
    for report in warehouse.ask(published, SQL):
        pasted = con.execute((SQL / "reports" / f"{report.name}.sql").read_text("utf-8"))
        assert pasted.fetchall() == list(report.rows)
        assert report.title
        assert report.question.endswith("?")
    tags = con.execute("select tags from duckdb_databases() where path is not null").fetchall()
    assert "v1.4" in str(tags)
    con.close()


def test_every_table_goes_out_as_parquet(tmp_path: Path) -> None:
    with opened(tmp_path) as db:
        night(db, NOW, [STORY])
    warehouse.snapshot(tmp_path / "warehouse.duckdb", tmp_path / "news.duckdb")
    files = warehouse.export(tmp_path / "news.duckdb", tmp_path / "parquet")
    names = {file.name for file in files}
    assert names >= {"articles.parquet", "claims.parquet", "reports.open_threats.parquet"}
    kept = duckdb.sql(f"select count(*) from '{tmp_path}/parquet/flagged_statements.parquet'")
    assert kept.fetchall() == [(2,)]


def test_late_and_new_counts(db: warehouse.Warehouse) -> None:
    old = replace(STORY, published_at=NOW - timedelta(days=30))
    night(db, NOW, [old])
    assert flagged_new(db) == set()
    assert len(asked(db, "from reports.late_arrivals")) == 2
    assert asked(db, "from reports.new_statements_on_talks") == []
