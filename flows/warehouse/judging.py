"""Judge a night's statements: actors, topics, acts, claims, novelty, talks.

In: the statements that no night has judged yet, or all of history after seeds/*.csv was edited.
Out: `memberships` (once, never again), `flagged_statements`, `claims`, `talks`. The judging is SQL
in sql/judge; only likeness of pairs that SQL names is asked of `flows.same`. Never reads text
again, never calls a statement new that an older night has seen.
"""

from __future__ import annotations

import re
from datetime import datetime

from flows import same
from flows.same.said import STOP_WORDS
from flows.warehouse.claiming import Compare, claim
from flows.warehouse.loaded import hash_of
from flows.warehouse.opening import Warehouse, insert
from flows.warehouse.steps import set_variables, step


def judge(
    db: Warehouse, run_id: str, now: datetime, compare: Compare = same.compare
) -> dict[str, int]:
    """Judge what is not judged yet on the night's clock `now`; counts of what came out."""
    db.con.execute("begin")
    try:
        set_variables(db, tonight=run_id, night=now, all_of_history=_is_stale(db))
        version = judge_version(db)
        set_variables(db, stop_words=sorted(STOP_WORDS), judge_version=version)
        for name in ("05_scope", "10_actors", "20_topics"):
            step(db, name)
        _match_terms(db)
        for name in ("21_on_topic", "30_coding"):
            step(db, name)
        _match_codes(db)
        for name in ("31_coded", "40_inherit"):
            step(db, name)
        for run in _nights_with_unclaimed(db):
            set_variables(db, run=run)
            claim(db, compare)
        step(db, "55_corrections")
        step(db, "60_flagged")
        _meet(db)
        judged = {"vocabulary_hash": db.vocabulary_hash, "judge_version": version}
        insert(db.con, "judged_with", [{"run_id": run_id} | judged])
        counts = _counts(db, run_id)
        db.con.execute("commit")
    except BaseException:
        db.con.execute("rollback")
        raise
    return counts


def judge_version(db: Warehouse) -> str:
    """Changes with any edit of sql/judge and with the scorer of sameness."""
    return f"{hash_of(sorted((db.sql / 'judge').glob('*.sql')))[:8]}.{same.version()}"


def _is_stale(db: Warehouse) -> bool:
    """Whether history was last judged with another vocabulary or by another judge."""
    row = db.con.execute(
        "select vocabulary_hash, judge_version from judged_with join runs using (run_id) "
        "order by run_number desc limit 1"
    ).fetchone()
    return row is not None and tuple(row) != (db.vocabulary_hash, judge_version(db))


def _match_terms(db: Warehouse) -> None:
    """Look for every term in every place; terms of one topic, role and weight go together."""
    groups: dict[tuple[str, str, float], list[str]] = {}
    for topic, term, role, weight in db.con.execute(
        "select topic, term, role, coalesce(weight, 1) from vocabulary.topic_terms order by all"
    ).fetchall():
        groups.setdefault((topic, role, weight), []).append(_term_pattern(term))
    for (topic, role, weight), patterns in groups.items():
        set_variables(db, pattern=rf"\b(?:{'|'.join(patterns)})\b")
        db.con.execute(
            "insert into term_hits select statement_id, ?, ?, place, ?, "
            "regexp_extract(words, getvariable('pattern')) from texts "
            "where regexp_matches(words, getvariable('pattern'))",
            [topic, role, weight],
        )


def _term_pattern(term: str) -> str:
    words = re.sub(r"[-\s]+", " ", term.lower().replace("’", "'")).strip()
    return re.escape(words).replace(r"\*", "[a-z]*").replace(r"\ ", " ")


def _match_codes(db: Warehouse) -> None:
    """Look for the pattern of every act and measure in the statements on topic, in one pass."""
    patterns = db.con.execute(
        "select 'act', act, topic, rank, pattern from vocabulary.acts where pattern is not null "
        "union all select 'measure', measure, 'sanctions', rank, pattern "
        "from vocabulary.measures where pattern is not null order by all"
    ).fetchall()
    hits = ", ".join(
        "regexp_matches(words, ?)" + ("" if topic is None else " and topic = ?")
        for _, _, topic, _, _ in patterns
    )
    values = [
        value
        for _, _, topic, _, pattern in patterns
        for value in ([pattern] if topic is None else [pattern, topic])
    ]
    lists = ([one[place] for one in patterns] for place in (0, 1, 3))
    db.con.execute(
        "insert into coded_hits "  # noqa: S608
        "select statement_id, topic, field, code, rank + later from ("
        f"select statement_id, topic, later, unnest([{hits}]) as is_hit, "
        "unnest(?::varchar[]) as field, unnest(?::varchar[]) as code, "
        "unnest(?::integer[]) as rank from coded_places) where is_hit",
        [*values, *lists],
    )


def _nights_with_unclaimed(db: Warehouse) -> list[str]:
    rows = db.con.execute(
        "select distinct st.loaded_in_run, ru.run_number from on_topic as ot "
        "join statements as st using (statement_id) "
        "join runs as ru on ru.run_id = st.loaded_in_run "
        "anti join memberships as me on me.statement_id = ot.statement_id and me.topic = ot.topic "
        "order by ru.run_number"
    ).fetchall()
    return [run for run, _ in rows]


def _meet(db: Warehouse) -> None:
    """Tell which reports are of one meeting: labels spread along the links until none moves."""
    step(db, "70_talks")
    while True:
        step(db, "71_spread")
        if db.con.execute("from spread limit 1").fetchone() is None:
            break
    step(db, "72_meetings")


def _counts(db: Warehouse, run_id: str) -> dict[str, int]:
    row = db.con.execute(
        "select (select count(*) from statements where loaded_in_run = $run), "
        "count(distinct statement_id), "
        "count(distinct statement_id) filter (novelty = 'new' and not is_late), "
        "count(distinct statement_id) filter (novelty = 'changed' and not is_late) "
        "from flagged_statements where first_seen_run = $run",
        {"run": run_id},
    ).fetchone()
    names = ("statements", "flagged", "new_statements", "changed_statements")
    return dict(zip(names, row or (0, 0, 0, 0), strict=True))
