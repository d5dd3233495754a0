"""Positions of paragraphs, sentences and quotations in plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.text import fold_marks, fold_spaces, merged, paragraphs, quotations, sentences, span_at


def pieces(text: str, spans: list[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("The U.S. said so. Mr. Hall left.", ["The U.S. said so.", "Mr. Hall left."]),
        ("He met J. K. Orr. They spoke.", ["He met J. K. Orr.", "They spoke."]),
        ("“It is over.” He left.", ["“It is over.”", "He left."]),
        ("One line\r\nanother line", ["One line", "another line"]),
        ("It cost 3.5 million. More came.", ["It cost 3.5 million.", "More came."]),
        ("", []),
        (" \n\t\n ", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert pieces(text, sentences(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“a” and “b”", ["“a”", "“b”"]),
        ('"a" and "b"', ['"a"', '"b"']),
        ("«a» und „b“", ["«a»", "„b“"]),
        ("“open to the end\n\nnext", ["“open to the end"]),
        ("the workers’ strike, it’s on", []),
        ("he called it ‘a farce’.", ["‘a farce’"]),
        ('“half curly" and more', ['“half curly"']),
        ("``tex'' style", ["``tex''"]),
    ],
)
def test_quotations_of_all_styles(text: str, expected: list[str]) -> None:
    assert pieces(text, quotations(text)) == expected


@given(st.text(alphabet="ab \n\r\"“”«»„‘’'.!?é😀", max_size=200))
def test_spans_are_in_order_and_inside_the_text(text: str) -> None:
    for spans in (paragraphs(text), sentences(text), quotations(text)):
        edges = [edge for span in spans for edge in span]
        assert edges == sorted(edges)
        assert all(0 <= start < end <= len(text) for start, end in spans)


def test_spans_can_be_merged_and_found() -> None:
    spans = merged([(5, 9), (0, 2), (8, 12)])
    assert spans == [(0, 2), (5, 12)]
    assert [span_at(spans, place) for place in (0, 4, 5, 30)] == [0, 0, 1, 1]


def test_folding_makes_copies_alike() -> None:
    assert fold_spaces(" a \n\t b ") == "a b"
    assert fold_marks("“It’s—\u00a0on”") == fold_marks('"It\'s- on"')
