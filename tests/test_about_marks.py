"""What was marked in a public collection: offsets and labels, no text, found again by place."""

from __future__ import annotations

import json
from pathlib import Path

import flows.about
from flows.about.marked_for_training import TOPICS_OF, label_of, put_together

MARKS = Path(flows.about.__file__).parent / "marks.jsonl"


def test_marks_are_places_and_labels_and_hold_no_text() -> None:
    for line in MARKS.read_text("utf-8").splitlines():
        mark = json.loads(line)
        assert set(mark) == {"article", "story", "part", "paragraphs", "statements"}
        for spans, label, *cluster in mark["statements"]:
            assert all(start < end for start, end in spans)
            assert label.lower() in TOPICS_OF
            assert len(cluster) <= 1


def test_a_statement_takes_the_label_of_the_stretch_it_has_most_in_common_with() -> None:
    marked = [([[0, 90]], "t", None), ([[100, 160], [170, 200]], "S", None)]
    assert label_of([(102, 160), (170, 201)], marked) == "S"
    assert label_of([(0, 70)], marked) == "t"
    assert label_of([(0, 50)], marked) is None
    assert label_of([(300, 320)], marked) is None
    assert label_of([(0, 9)], []) is None


def test_texts_are_put_together_as_they_were_printed() -> None:
    apart = 'He did n\'t agree , " we will talk " , he said ( on Monday ) : “ No . ” It ’ s over .'
    whole = 'He didn\'t agree, "we will talk", he said (on Monday): “No.” It’s over.'
    assert put_together(apart) == whole
