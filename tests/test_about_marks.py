"""What was marked in a public collection: offsets and labels, no text, found again by place."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import flows.about
import flows.meaning
from flows.about.marked_for_training import TOPICS_OF, put_together, stretch_of

MARKS = Path(flows.about.__file__).parent / "marks.jsonl"
CLAIMS = Path(flows.meaning.__file__).parent / "training" / "claims.jsonl"


def test_marks_are_places_and_labels_and_hold_no_text() -> None:
    for line in MARKS.read_text("utf-8").splitlines():
        mark = json.loads(line)
        assert set(mark) == {"article", "paragraphs", "whole", "statements"}
        assert 0 <= mark["whole"] <= mark["paragraphs"]
        for spans, label, *claims in mark["statements"]:
            assert all(start < end for start, end in spans)
            assert label.lower() in TOPICS_OF
            assert all(":" in claim for claim in claims)


def test_claims_on_any_topic_are_places_and_numbers_and_hold_no_text() -> None:
    scopes: Counter[str] = Counter()
    for line in CLAIMS.read_text("utf-8").splitlines():
        mark = json.loads(line)
        assert set(mark) == {"article", "paragraphs", "statements"}
        for spans, (begin, stop), claim in mark["statements"]:
            assert all(start < end for start, end in spans)
            assert begin <= spans[0][0] < stop
            assert re.fullmatch(r"c\d+:\d+", claim)
            scopes[claim.partition(":")[0]] += 1
    assert min(scopes.values()) > 1


def test_a_statement_takes_the_stretch_of_the_stretch_it_has_most_in_common_with() -> None:
    wide, parted = [[[0, 90]], "t"], [[[100, 160], [170, 200]], "S", "one:claim"]
    marked = [wide, parted]
    assert stretch_of([(102, 160), (170, 201)], marked) == parted
    assert stretch_of([(0, 70)], marked) == wide
    assert stretch_of([(0, 50)], marked) is None
    assert stretch_of([(300, 320)], marked) is None
    assert stretch_of([(0, 9)], []) is None


def test_texts_are_put_together_as_they_were_printed() -> None:
    apart = 'He did n\'t agree , " we will talk " , he said ( on Monday ) : “ No . ” It ’ s over .'
    whole = 'He didn\'t agree, "we will talk", he said (on Monday): “No.” It’s over.'
    assert put_together(apart) == whole
