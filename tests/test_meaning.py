"""Directions of texts: near where the same is said, kept small, always an answer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from flows import meaning, warehouse
from tests.warehouses import Saying, Told, asked, at, night, opened

SAID = "the embargo will stay in place until the last soldier has left the islands"
RETOLD = "sanctions are not going to be lifted before all troops are withdrawn"
OTHER = "the two ministers will meet in Geneva next week to prepare the summit"


def test_other_words_for_the_same_are_nearer_than_the_same_day_s_other_news() -> None:
    said, retold, other = map(meaning.meaning_of_text, (SAID, RETOLD, OTHER))
    assert said @ retold > said @ other + 0.2


@pytest.mark.parametrize(
    "text", [SAID, "No.", "…", "👩🏽‍🚀 \u0301", "переговоры пройдут в Женеве", "talks " * 200_000]
)
def test_every_text_has_a_direction_of_unit_length(text: str) -> None:
    direction = meaning.meaning_of_text(text)
    assert direction.shape == (meaning.DIMENSIONS,)
    assert np.linalg.norm(direction) == pytest.approx(1, abs=1e-5)


def test_nothing_said_has_no_direction() -> None:
    assert not meaning.meaning_of_text("").any()
    assert not meaning.meaning_of_text(" \n").any()


def test_a_kept_direction_comes_back_as_it_was() -> None:
    direction = meaning.meaning_of_text(SAID)
    assert meaning.unpacked(meaning.packed(direction)) == pytest.approx(direction, abs=0.02)
    assert all(-127 <= number <= 127 for number in meaning.packed(direction))


def told(url: str, day: str, words: str) -> Told:
    saying = Saying("Joe Biden", words, "sanctions")
    return Told(f"https://{url}.example/", [saying], at(day))


def test_directions_are_reckoned_once_and_anew_for_another_encoder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reckoned: list[str] = []

    def counted(text: str) -> meaning.Vectors:
        reckoned.append(text)
        return meaning.meaning_of_text(text)

    monkeypatch.setattr("flows.warehouse.directions.meaning_of_text", counted)
    with opened(tmp_path) as db:
        night(db, at("2022-03-07T23:00"), [told("a", "2022-03-07T08:00", SAID)])
        night(db, at("2022-03-08T23:00"), [told("b", "2022-03-08T08:00", SAID + " again")])
        night(db, at("2022-03-09T23:00"), [told("c", "2022-03-09T08:00", SAID + " and again")])
        assert reckoned.count(SAID) == 1
        monkeypatch.setattr("flows.warehouse.directions.ENCODER", "another")
        night(db, at("2022-03-10T23:00"), [told("d", "2022-03-10T08:00", SAID + " once more")])
        assert reckoned.count(SAID) == 2
        kept = asked(db, "select encoder, count(*) as n from meanings group by all")
    assert kept == [{"encoder": "another", "n": 4}]


def test_a_statement_that_is_read_no_more_leaves_no_direction(tmp_path: Path) -> None:
    with opened(tmp_path) as db:
        night(db, at("2022-03-07T23:00"), [told("a", "2022-03-07T08:00", SAID)])
        night(db, at("2022-03-08T23:00"), [told("b", "2022-03-08T08:00", SAID + " again")])
        (row,) = asked(db, "select revision_id, loaded_in_run from statements order by 2 limit 1")
        assert asked(db, "select count(*) as n from meanings") == [{"n": 2}]
        warehouse.append_statements(db, row["loaded_in_run"], [(row["revision_id"], [])])
        assert asked(db, "select count(*) as n from meanings") == [{"n": 1}]
