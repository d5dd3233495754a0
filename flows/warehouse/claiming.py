"""Put a night's new statements into claims.

In: the statements on topic that no claim holds yet. Out: `memberships`, one row each: its claim,
whether it is new, a copy, said again or changed, and why. Candidates are named by SQL, scored by
`flows.same`, grouped by `flows.claims`, and judged by SQL again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from flows import claims, identity, same
from flows.warehouse.directions import directions_of_candidates
from flows.warehouse.opening import Warehouse, insert
from flows.warehouse.steps import step

SAME_MATTER = 0.6
"""Likeness of words from which two claims of one actor are about the same matter."""
Compare = Callable[[Iterable[tuple[same.Said, same.Said]]], list[same.Likeness]]
Dated = tuple[datetime | None, same.Said]


def claim(db: Warehouse, compare: Compare) -> None:
    """Put one night's new statements into claims and write what each of them is."""
    step(db, "40_new")
    step(db, "41_candidates")
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
                "statement_id": b,
                "topic": topic,
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
        "create or replace temp table differing (statement_id varchar, topic varchar, "
        "earlier_id varchar, difference varchar, relatedness double)"
    )
    insert(db.con, "joined", joined)
    insert(db.con, "differing", differing)
    step(db, "50_novelty")


def _joined(one: str, topic: str, claim: str, home: claims.Joined) -> dict[str, object]:
    return {
        "statement_id": one,
        "topic": topic,
        "claim_id": claim,
        "joined_by": home.reason,
        "likeness": home.likeness,
        "matched_statement_id": home.matched,
    }


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
            "(select statement_id from compared)",
            [topic],
        ).fetchall()
    )


def _texts(db: Warehouse) -> dict[str, Dated]:
    """Every statement of the candidates, ready to be compared, with its date.

    On two topics it may be two acts: the severer one counts, as in training.
    """
    fields = (
        "statement_id, dated_at, content, actor_id, speaks_for, actor_side, cites, kind, "
        "sentence, revision_id"
    )
    directions = directions_of_candidates(db)
    rows = db.con.execute(
        f"select {fields}, max(severity), count(distinct topic) "  # noqa: S608
        f"from (select {fields}, severity, topic from fresh union "
        f"select {fields}, severity, topic from flagged_statements where statement_id in "
        "(select statement_id from compared)) group by all"
    ).fetchall()
    return {
        one: (
            dated_at,
            same.said(
                content,
                actor_id=actor,
                speaks_for=speaks_for,
                side=side,
                cites=cites,
                day=dated_at.date() if dated_at else None,
                kind=kind,
                severity=severity,
                sentence=sentence,
                article=revision,
                topics=topics,
                directions=directions.get(one),
            ),
        )
        for (
            one, dated_at, content, actor, speaks_for, side, cites, kind, sentence, revision,
            severity, topics,
        ) in rows
    }  # fmt: skip
