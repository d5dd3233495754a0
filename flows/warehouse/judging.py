"""Judge a night's statements: actors, topics, acts, claims, novelty, talks.

In: the statements that no night has judged yet, or all of history after seeds/*.csv was edited.
Out: `memberships` (once, never again), `flagged_statements`, `claims`, `talks`. The judging is SQL
in sql/judge; only likeness of pairs that SQL names is asked of `flows.same`. Never reads text
again, never calls a statement new that an older night has seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from flows import claims, identity, same
from flows.same.features import STOP_WORDS
from flows.warehouse.opening import Warehouse, insert

VERSION = "1"
SAME_MATTER = 0.5
"""Likeness of words from which two claims of one actor are about the same matter."""


Compare = Callable[[Iterable[tuple[same.Said, same.Said]]], list[same.Likeness]]


def judge(
    db: Warehouse, run_id: str, now: datetime, compare: Compare = same.compare
) -> dict[str, int]:
    """Judge what is not judged yet on the night's clock `now`; counts of what came out."""
    db.con.execute("begin")
    try:
        _set(db, tonight=run_id, night=now, all_of_history=_is_stale(db))
        _set(db, stop_words=sorted(STOP_WORDS), judge_version=f"{VERSION}.{same.version()}")
        for step in ("05_scope", "10_actors", "20_topics"):
            _step(db, step)
        _match_terms(db)
        for step in ("21_on_topic", "30_coding"):
            _step(db, step)
        _match_codes(db)
        for step in ("31_coded", "40_inherit"):
            _step(db, step)
        for run in _nights_with_unclaimed(db):
            _set(db, run=run)
            _claim(db, compare)
        _step(db, "55_corrections")
        _step(db, "60_flagged")
        _meet(db)
        insert(
            db.con,
            "judged_with",
            [
                {
                    "run_id": run_id,
                    "vocabulary_hash": db.vocabulary_hash,
                    "judge_version": VERSION,
                }
            ],
        )
        counts = _counts(db, run_id)
        db.con.execute("commit")
    except BaseException:
        db.con.execute("rollback")
        raise
    return counts


def _step(db: Warehouse, name: str) -> None:
    db.con.execute((db.sql / "judge" / f"{name}.sql").read_text("utf-8"))


def _set(db: Warehouse, **values: object) -> None:
    for name, value in values.items():
        db.con.execute(f"set variable {name} = ?", [value])


def _is_stale(db: Warehouse) -> bool:
    """Whether history was last judged with another vocabulary or by another judge."""
    row = db.con.execute(
        "select vocabulary_hash, judge_version from judged_with join runs using (run_id) "
        "order by run_number desc limit 1"
    ).fetchone()
    return row is not None and tuple(row) != (db.vocabulary_hash, VERSION)


def _match_terms(db: Warehouse) -> None:
    """Look for every term in every place; terms of one topic, role and weight go together."""
    groups: dict[tuple[str, str, float], list[str]] = {}
    for topic, term, role, weight in db.con.execute(
        "select topic, term, role, coalesce(weight, 1) from vocabulary.topic_terms order by all"
    ).fetchall():
        groups.setdefault((topic, role, weight), []).append(_term_pattern(term))
    for (topic, role, weight), patterns in groups.items():
        _set(db, pattern=rf"\b(?:{'|'.join(patterns)})\b")
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


def _claim(db: Warehouse, compare: Compare) -> None:
    """Put one night's new statements into claims and write what each of them is."""
    _step(db, "40_new")
    _step(db, "41_candidates")
    texts = _texts(db)
    joined: list[dict[str, object]] = []
    differing: list[dict[str, object]] = []
    fresh = db.con.execute("select topic, statement_id from fresh order by all").fetchall()
    for topic in sorted({topic for topic, _ in fresh}):
        ids = [one for other, one in fresh if other == topic]
        scored = _scored(db, topic, texts, compare)
        known = _known_claims(db, topic)
        homes = claims.group(
            ids,
            [claims.Pair(a, b, one.score, one.reason) for a, b, one in scored],
            known,
            same.threshold(),
        )
        names = known | {
            one: home.claim if home.is_known else identity.claim_id(home.claim, topic)
            for one, home in homes.items()
        }
        joined += [_joined(one, topic, names[one], home) for one, home in homes.items()]
        differing += [
            {
                "claim_id": names[b],
                "earlier_id": a,
                "difference": one.difference,
                "relatedness": one.relatedness,
            }
            for a, b, one in scored
            if one.difference
            and one.relatedness >= SAME_MATTER
            and names[a] != names[b]
            and _is_later(texts[a][0], texts[b][0])
        ]
    db.con.execute(
        "create or replace temp table joined (statement_id varchar, topic varchar, "
        "claim_id varchar, joined_by varchar, likeness double, matched_statement_id varchar)"
    )
    db.con.execute(
        "create or replace temp table differing (claim_id varchar, earlier_id varchar, "
        "difference varchar, relatedness double)"
    )
    insert(db.con, "joined", joined)
    insert(db.con, "differing", differing)
    _step(db, "50_novelty")


def _joined(one: str, topic: str, claim: str, home: claims.Joined) -> dict[str, object]:
    return {
        "statement_id": one,
        "topic": topic,
        "claim_id": claim,
        "joined_by": home.reason,
        "likeness": home.likeness,
        "matched_statement_id": home.matched,
    }


def _meet(db: Warehouse) -> None:
    """Tell which reports are of one meeting: labels spread along the links until none moves."""
    _step(db, "70_talks")
    while True:
        _step(db, "71_spread")
        if db.con.execute("from spread limit 1").fetchone() is None:
            break
    _step(db, "72_meetings")


Dated = tuple[datetime | None, same.Said]


def _scored(
    db: Warehouse, topic: str, texts: Mapping[str, Dated], compare: Compare
) -> list[tuple[str, str, same.Likeness]]:
    """Candidate pairs of a topic, the earlier statement first, with their likeness."""
    pairs = [
        (a, b) if _order(texts[a][0], a) <= _order(texts[b][0], b) else (b, a)
        for a, b in db.con.execute(
            "select left_id, right_id from candidates where topic = ? order by all", [topic]
        ).fetchall()
        if a in texts and b in texts
    ]
    likeness = compare((texts[a][1], texts[b][1]) for a, b in pairs)
    return [(a, b, one) for (a, b), one in zip(pairs, likeness, strict=True)]


def _order(dated_at: datetime | None, one: str) -> tuple[bool, str, str]:
    return dated_at is None, dated_at.isoformat() if dated_at else "", one


def _is_later(earlier: datetime | None, later: datetime | None) -> bool:
    return earlier is not None and later is not None and later - earlier >= timedelta(hours=12)


def _known_claims(db: Warehouse, topic: str) -> dict[str, str]:
    return dict(
        db.con.execute(
            "select statement_id, claim_id from memberships where topic = ? and statement_id in "
            "(select left_id from candidates union select right_id from candidates)",
            [topic],
        ).fetchall()
    )


def _texts(db: Warehouse) -> dict[str, Dated]:
    """Every statement of the candidates, ready to be compared, with its date."""
    fields = (
        "statement_id, dated_at, content, actor_id, speaks_for, actor_side, kind, severity, "
        "sentence, title, revision_id"
    )
    rows = db.con.execute(
        f"select {fields}, count(*) from (select {fields}, topic from fresh union "  # noqa: S608
        f"select {fields}, topic from flagged_statements where statement_id in "
        "(select left_id from candidates union select right_id from candidates)) group by all"
    ).fetchall()
    return {
        one: (
            dated_at,
            same.said(
                content,
                actor_id=actor,
                speaks_for=speaks_for,
                side=side,
                day=dated_at.date() if dated_at else None,
                kind=kind,
                severity=severity,
                sentence=sentence,
                title=title,
                article=revision,
                topics=topics,
            ),
        )
        for (
            one, dated_at, content, actor, speaks_for, side, kind, severity, sentence, title,
            revision, topics,
        ) in rows
    }  # fmt: skip


def _counts(db: Warehouse, run_id: str) -> dict[str, int]:
    row = db.con.execute(
        "select (select count(*) from statements where loaded_in_run = $run), "
        "count(distinct statement_id), "
        "count(distinct claim_id) filter (novelty = 'new' and not is_late), "
        "count(distinct claim_id) filter (novelty = 'changed' and not is_late) "
        "from flagged_statements where first_seen_run = $run",
        {"run": run_id},
    ).fetchone()
    names = ("statements", "flagged", "new_statements", "changed_statements")
    return dict(zip(names, row or (0, 0, 0, 0), strict=True))
