"""What compared statements mean, reckoned once and kept.

In: the candidates of a night. Out: the directions of the words and of the sentence of each. What
another encoder made is made anew. Never judges.
"""

from __future__ import annotations

from flows.meaning import ENCODER, Vectors, meaning_of_text, packed, unpacked
from flows.warehouse.opening import Warehouse, append


def directions_of_candidates(db: Warehouse) -> dict[str, tuple[Vectors, Vectors]]:
    """By statement: the directions of its words and of its sentence."""
    db.con.execute(
        "delete from meanings where encoder <> ? "
        "and statement_id in (select statement_id from compared)",
        [ENCODER],
    )
    missing = db.con.execute(
        "select distinct statement_id, content, coalesce(sentence, content) from statements "
        "semi join compared using (statement_id) anti join meanings using (statement_id) "
        "order by all"
    ).fetchall()
    append(
        db,
        "meanings",
        [
            {
                "statement_id": one,
                "encoder": ENCODER,
                "of_words": packed(meaning_of_text(words)),
                "of_sentence": packed(meaning_of_text(sentence)),
            }
            for one, words, sentence in missing
        ],
    )
    kept = db.con.execute(
        "select statement_id, of_words, of_sentence from meanings "
        "semi join compared using (statement_id)"
    ).fetchall()
    return {one: (unpacked(words), unpacked(sentence)) for one, words, sentence in kept}
