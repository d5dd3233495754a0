"""The gate: what passes, what is refused and with which words."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from flows.records import Article
from flows.validate import check_counts, sort_out

NOW = datetime(2022, 1, 1, 3, tzinfo=UTC)
SENTENCE = "The two delegations will meet again in Geneva next week, a spokeswoman said. "
GOOD = Article(
    url="https://news.example/geneva",
    title="Delegations to meet in Geneva",
    body=SENTENCE * 6,
    published_at=NOW - timedelta(hours=5),
    published_precision="instant",
    language="en",
    source_id="example",
    fetched_at=NOW,
)


def test_a_sound_article_passes_without_a_word() -> None:
    verdict = sort_out([GOOD], NOW)
    assert verdict.accepted == (GOOD,)
    assert verdict.rejected == verdict.warnings == ()


def test_nothing_in_nothing_out() -> None:
    assert sort_out([], NOW).accepted == ()


@pytest.mark.parametrize(
    ("change", "reason", "told"),
    [
        ({"url": ""}, "expect_column_values_to_not_be_null:url", "url is"),
        ({"url": "javascript:alert(1)"}, "expect_column_values_to_match_regex:url", "javascript"),
        ({"source_id": ""}, "expect_column_values_to_not_be_null:source_id", "source_id"),
        ({"body": "Too short."}, "expect_column_values_to_be_between:body_length", "is 10"),
        (
            {"body": "We use cookies to improve your visit. Accept all cookies to go on."},
            "expect_column_values_to_not_match_regex:stub",
            "We use cookies",
        ),
        (
            {"body": "Talks in Geneva begin on Monday. Already a subscriber? Log in."},
            "expect_column_values_to_not_match_regex:stub",
            "Already a subscriber",
        ),
        ({"title": "404 - Not Found"}, "expect_column_values_to_not_match_regex:title", "404"),
        (
            {"body": f"<div class='story'>{SENTENCE}</div><p>" * 5},
            "expect_column_values_to_be_between:markup_share",
            "markup_share is 0.",
        ),
        (
            {"body": SENTENCE + "\ufffd" * 40},
            "expect_column_values_to_be_between:unreadable_share",
            "unreadable_share",
        ),
        (
            {"body": "12.3 | 45.6 | 78.9 | " * 20},
            "expect_column_values_to_be_between:letter_share",
            "letter_share is 0.0",
        ),
        ({"language": "de"}, "expect_column_values_to_be_in_set:language", "language is de"),
        (
            {"published_at": NOW + timedelta(days=3)},
            "expect_column_values_to_be_between:published_minute",
            "2022-01-04",
        ),
    ],
)
def test_what_is_refused(change: dict[str, object], reason: str, told: str) -> None:
    broken = replace(GOOD, **change)
    verdict = sort_out([GOOD, broken], NOW)
    assert verdict.accepted == (GOOD,)
    [rejection] = verdict.rejected
    assert (rejection.room, rejection.reason) == ("validate", reason)
    assert told in rejection.detail


@pytest.mark.parametrize(
    ("change", "check"),
    [
        (
            {"published_at": None, "published_precision": "unknown"},
            "expect_column_values_to_not_be_in_set:published_at",
        ),
        (
            {"published_at": datetime(1970, 1, 1, tzinfo=UTC)},
            "expect_column_values_to_be_between:published_minute",
        ),
        ({"title": "!"}, "expect_column_values_to_be_between:title_length"),
        ({"body": SENTENCE}, "expect_column_values_to_be_between:body_length"),
        ({"fetched_at": None}, "expect_column_values_to_not_be_null:fetched_at"),
    ],
)
def test_what_passes_with_a_warning(change: dict[str, object], check: str) -> None:
    odd = replace(GOOD, **change)
    verdict = sort_out([odd], NOW)
    assert verdict.accepted == (odd,)
    assert [(f.severity, f.check, f.subject) for f in verdict.warnings] == [
        ("warning", check, GOOD.url)
    ]


def test_the_same_article_twice_is_taken_once() -> None:
    edited = replace(GOOD, body=GOOD.body + "The agenda was not disclosed.")
    verdict = sort_out([GOOD, edited, GOOD], NOW)
    assert verdict.accepted == (GOOD, edited)
    assert [r.detail for r in verdict.rejected] == [
        "the same address, title and text came before in this night"
    ]


def test_a_value_from_outside_is_cut_and_put_on_one_line() -> None:
    noisy = replace(GOOD, body="Already a subscriber?\nLog in. " + "word " * 100)
    [rejection] = sort_out([noisy], NOW).rejected
    assert "\n" not in rejection.detail
    assert len(rejection.detail) < 160


def test_counts_are_held_against_a_source_own_history() -> None:
    rows = [
        {"source_id": "usual", "fetched": 10, "accepted": 9, "quarantined": 1, "usual_accepted": 8},
        {"source_id": "thin", "fetched": 1, "accepted": 1, "quarantined": 0, "usual_accepted": 20},
        {"source_id": "redone", "fetched": 8, "accepted": 2, "quarantined": 6, "usual_accepted": 9},
        {
            "source_id": "young",
            "fetched": 0,
            "accepted": 0,
            "quarantined": 0,
            "usual_accepted": None,
        },
    ]
    found = {(f.subject, f.check.partition(":")[2]) for f in check_counts(rows)}
    assert found == {("thin", "accepted_against_usual"), ("redone", "refused_share")}
    assert check_counts([]) == []


def test_the_gate_loads_no_plots_and_no_statistics() -> None:
    assert sort_out([GOOD], NOW).accepted
    assert {"great_expectations", "altair", "scipy.stats"} <= sys.modules.keys()
    assert not {"altair.vegalite", "scipy.stats._stats_py"} & sys.modules.keys()
