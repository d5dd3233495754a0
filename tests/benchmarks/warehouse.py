"""What history costs: `python tests/benchmarks/warehouse.py [--history 1000000]`.

One night of forty articles is judged in a warehouse without history and in one that holds so many
statements, a tenth of them on topic; the same is done with whole nights through the command line;
then every report is asked of the published copy and compared with counting
`quote ilike '%sanction%'` over its statements. Prints, fails nothing.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from flows import warehouse  # noqa: E402
from flows.meaning import ENCODER  # noqa: E402
from flows.warehouse.judging import judge_version  # noqa: E402
from tests.warehouses import SQL, Saying, Told, night, opened  # noqa: E402

NOW = datetime(2022, 3, 7, 23, tzinfo=UTC)
WORDS = (
    "talks sanctions borders missiles grain banks envoy ceasefire inspectors oil ministers summit "
    "troops corridor treaty tankers visas assets pipeline mediators hostages delegation"
).split()
HISTORY = """
insert into runs (run_id, run_number, started_at, finished_at, state)
select 'h' || i, i, timestamptz '2012-01-01' + to_days(i::integer), timestamptz '2012-01-01' + to_days(i::integer), 'published'
from range(1, 3651) as r(i);

create or replace temp table past as
select
    i, 'h' || (1 + (i * 3649) // getvariable('history')) as run,
    timestamptz '2012-01-01' + to_days((1 + (i * 3649) // getvariable('history'))::integer) as day,
    md5('s' || i)[1:16] as statement_id, md5('r' || (i // 8))[1:16] as revision_id,
    'actor' || (i % 700) as actor_id, 'side' || (i % 40) as side,
    list_transform(range(12), lambda k: getvariable('words')[1 + (hash(i * 31 + k) % len(getvariable('words')))::integer])
        as words,
    i % 10 = 0 as on_topic, ['talks', 'sanctions'][1 + (i // 10) % 2] as topic,
from range(getvariable('history')) as r(i);

insert into articles (article_id, revision_id, source_id, source_name, url, title, published_at, dated_at, date_basis, loaded_in_run, body, is_current)
select revision_id, revision_id, 'past', 'Past', 'https://past.example/' || revision_id, 'Past', any_value(day), any_value(day), 'given', any_value(run), '', true
from past group by revision_id;

insert into statements (statement_id, revision_id, article_id, loaded_in_run, reader, read_in_run, speaker, actor_id, actor_name, actor_side, kind, act_kind, cue, quote, content, sentence, paragraph, start_char, end_char, judged_in_run)
select statement_id, revision_id, revision_id, run, '1', run, actor_id, actor_id, actor_id, side, 'indirect', 'speech', 'said',
    array_to_string(words, ' '), array_to_string(words, ' '), 'He said ' || array_to_string(words, ' '), 'He said ' || array_to_string(words, ' ') || repeat(' and so on', 20), 0, 0, run
from past;

insert into readings select revision_id, any_value(run), '' from past group by revision_id;

insert into topic_scores select statement_id, t, case when on_topic and t = topic then .9 else .1 end, run, '1'
from past, (select unnest(['talks', 'sanctions']) as t);

insert into meanings select statement_id, getvariable('encoder'), direction, direction
from (
    select statement_id, list_transform(range(128), lambda k: (hash(i * 128 + k) % 255)::integer - 127)::tinyint[] as direction,
    from past where on_topic
);

insert into memberships (statement_id, topic, claim_id, utterance_id, novelty, is_late, first_seen_run, dated_at, joined_by, judge_version)
select statement_id, topic, statement_id, statement_id, 'new', false, run, day, 'alone', '1' from past where on_topic;

insert into said_words select statement_id, topic, side, unnest(list_distinct(words))[1:5], day::date from past where on_topic;

insert into said_exactly select hash(array_to_string(words, ' ')), statement_id, topic from past where on_topic;

insert into flagged_statements (statement_id, topic, revision_id, article_id, claim_id, utterance_id, novelty, is_late, first_seen_run, speaker, actor_id, actor_name, actor_side, kind, quote, content, sentence, url, title, source_name, published_at, dated_at, date_basis, act, stance, modality, severity, target, measure, is_withdrawn, importance)
select statement_id, topic, revision_id, revision_id, statement_id, statement_id, 'new', false, run, actor_id, actor_id, actor_id, side, 'indirect',
    array_to_string(words, ' '), array_to_string(words, ' '), 'He said ' || array_to_string(words, ' '), 'https://past.example/' || revision_id, 'Past', 'Past', day, day, 'given',
    '010', ['threaten', 'impose', 'oppose', 'other'][1 + (i // 20) % 4], 'plain', 0, 'side' || ((i + 7) % 40), 'financial', false, 1.0
from past where on_topic;

insert into claims (claim_id, topic, actor_id, actor_name, actor_side, quote, first_statement_id, first_seen_run, first_published_at, first_reported_by, reported_by, outlets, independent_outlets, times_said, last_seen_run, last_published_at)
select statement_id, topic, actor_id, actor_id, side, array_to_string(words, ' '), statement_id, run, day, 'Past', ['Past'], 1, 1, 1, run, day
from past where on_topic;

insert into judged_with select 'h3650', getvariable('vocabulary'), getvariable('judge');
drop table past;
"""  # noqa: E501


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--history", type=int, default=1_000_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as empty, tempfile.TemporaryDirectory() as full:
        alone = timed_night(Path(empty), 0)
        beside = timed_night(Path(full), options.history)
        print(f"a night without history: {alone:.2f} s")
        print(
            f"with {options.history} statements: {beside:.2f} s, {beside / alone:.2f} times as long"
        )
        working, published = Path(full) / "warehouse.duckdb", Path(full) / "news.duckdb"
        print(f"the copy: {best(lambda: warehouse.snapshot(working, published), 1):.2f} s", end="")
        print(f" for {working.stat().st_size / 1e6:.0f} MB")
        time_reports(published)
    for history in (0, options.history) * 2:
        with tempfile.TemporaryDirectory() as data:
            spent, passed = whole_night(Path(data), history)
            print(f"a whole night beside {history}: {spent:.1f} s of processor, {passed:.1f} s")


def remember(db: warehouse.Warehouse, history: int) -> None:
    """Put so many statements of ten years into the warehouse, as judged by today's house."""
    db.con.execute("set variable history = ?", [history])
    db.con.execute("set variable words = ?", [WORDS])
    db.con.execute("set variable encoder = ?", [ENCODER])
    db.con.execute("set variable vocabulary = ?", [db.vocabulary_hash])
    db.con.execute("set variable judge = ?", [judge_version(db)])
    db.con.execute(HISTORY)
    db.con.execute("checkpoint warehouse")


def whole_night(data: Path, history: int) -> tuple[float, float]:
    """Processor seconds and seconds of the second of two nights, Prefect and all."""
    night_of(data, "first")
    if history:
        with warehouse.open_warehouse(data / "warehouse.duckdb", ROOT / "seeds", SQL) as db:
            remember(db, history)
    used, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    night_of(data, "second")
    passed, now = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime, passed


def night_of(data: Path, name: str) -> None:
    """One night, through the command line, over forty articles of its own."""
    told = data / f"{name}.jsonl"
    told.write_text("".join(json.dumps(printed(name, number)) + "\n" for number in range(40)))
    night = [sys.executable, "-m", "flows.cli", "run", "--no-web", "--data", str(data)]
    later = NOW + timedelta(days=name == "second")
    night += ["--load", str(told), "--now", later.isoformat()]
    subprocess.run(night, cwd=ROOT, check=True, capture_output=True)


def printed(name: str, number: int) -> dict[str, str]:
    said = [WORDS[(number * 7 + k * 5) % len(WORDS)] for k in range(12)]
    lines = (
        f"Delegate {name.title()} of Norland said on Monday that the {said[k]} on the {said[k + 1]}"
        f" would follow new sanctions against the {said[k + 2]}. Talks number {number} went on."
        for k in range(8)
    )
    url = f"https://{name}.example/{number}"
    text = "\n\n".join(lines)
    return {"url": url, "title": f"Talks on {said[0]}", "text": text, "published_at": "2022-03-07"}


def timed_night(folder: Path, history: int) -> float:
    """Seconds of the second of two nights, so that what is made once is made."""
    with opened(folder) as db:
        if history:
            remember(db, history)
        night(db, NOW, articles("first"))
        start = time.perf_counter()
        run = night(db, NOW, articles("second"))
        warehouse.check(db, run)
        return time.perf_counter() - start


def articles(name: str) -> list[Told]:
    return [
        Told(
            f"https://{name}.example/{number}",
            tuple(
                Saying(
                    f"Delegate {name.title()} {number}",
                    " ".join(WORDS[(number * 7 + line * 5 + k * 3) % len(WORDS)] for k in range(9)),
                    "talks" if line % 2 else "sanctions",
                    score=0.95 if line < 3 else 0.0,
                )
                for line in range(8)
            ),
            NOW,
        )
        for number in range(40)
    ]


def time_reports(published: Path) -> None:
    con = warehouse.open_published(published)
    count = "select count(*) from statements where quote ilike '%sanction%'"
    unit = best(lambda: con.execute(count).fetchall())
    print(f"counting quotes that mention sanctions: {unit * 1000:.0f} ms")
    for file in sorted((SQL / "reports").glob("*.sql")):
        text = file.read_text("utf-8")
        taken = best(lambda text=text: con.execute(text).fetchall())
        print(f"{file.stem:30} {taken * 1000:6.0f} ms {taken / unit:6.1f} times that")
    con.close()


def best(work: Callable[[], object], times: int = 3) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


if __name__ == "__main__":
    main()
