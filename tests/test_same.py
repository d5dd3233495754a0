"""Sameness: what is one claim, what is another, whatever the order."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flows import same
from flows.claims import Pair, group
from flows.same.features import NAMES, row_of

DAY, LATER = date(2022, 3, 1), date(2022, 3, 8)
NEWS = Path(__file__).parents[2] / "shared" / "same_statement" / "msr_paraphrase_train.txt"


def said(words: str, actor: str = "a", side: str = "s", day: date = DAY) -> same.Said:
    return same.said(words, actor_id=actor, side=side, day=day, sentence=f"{actor} said {words}")


def likeness(left: same.Said, right: same.Said) -> same.Likeness:
    (found,) = same.compare([(left, right)])
    return found


def test_equal_words_of_one_actor_decide_alone() -> None:
    one = said("the talks in Geneva will begin on Monday")
    other = said("“The talks in Geneva will begin on Monday”")
    assert likeness(one, other) == same.Likeness(1.0, "quote equal", 1.0, "")


def test_equal_words_of_different_sides_are_two_claims() -> None:
    words = "the talks in Geneva will begin on Monday"
    assert likeness(said(words, "a", "s"), said(words, "b", "t")).score == 0.0


def test_a_part_of_the_name_may_be_the_same_actor() -> None:
    words = "the talks in Geneva on missiles will begin on Monday"
    one = said(words, "name:chung", "name:chung")
    other = said(words.replace("begin", "start"), "chung-eui-yong", "south-korea")
    assert likeness(one, other).score > 0.0


def test_a_side_is_heard_in_what_another_cites_of_it() -> None:
    words = "Norland has agreed to halt its missile tests while the talks in Geneva last"
    own = said("it would halt missile tests while the talks in Geneva last", "norland", "norland")
    envoy = same.said(words, actor_id="envoy", side="quinland", cites="norland", day=DAY)
    critic = same.said(words, actor_id="envoy", side="quinland", day=DAY)
    assert likeness(envoy, own).score >= same.threshold()
    assert likeness(critic, own).score == 0.0


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("his delegation will not come to the peace talks in Geneva", "reversed"),
        (
            "his delegation will come to the peace talks in Geneva if shelling stops",
            "condition added",
        ),
    ],
)
def test_a_difference_makes_another_claim(words: str, found: str) -> None:
    earlier = said("his delegation will come to the peace talks in Geneva")
    later = likeness(earlier, said(words, day=LATER))
    assert later.score == 0.0
    assert later.difference == found
    assert later.relatedness > 0.5


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("sanctions will hit 40 banks of the regime", "sanctions will hit 75 banks of the regime",
         "another number"),
        ("the round of talks begins on March 20 in Oslo",
         "the round of talks begins on April 4 in Oslo", "date moved"),
    ],
)  # fmt: skip
def test_other_numbers_and_days(one: str, other: str, found: str) -> None:
    later = likeness(said(one), said(other, day=LATER))
    assert (later.score, later.difference) == (0.0, found)


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [(3, 4, "hardened"), (3, -3, "softened"), (0, 3, ""), (3, 0, ""), (3, 3, "")],
)
def test_a_comment_is_neither_harder_nor_softer(before: int, after: int, found: str) -> None:
    earlier, later = (
        same.said(words, actor_id="a", side="s", day=day, severity=severity)
        for words, day, severity in (
            ("the embargo on oil from the islands comes in spring", DAY, before),
            ("in spring comes the embargo on oil from all islands", LATER, after),
        )
    )
    assert likeness(earlier, later).difference == found


def test_paraphrases_are_more_alike_than_strangers() -> None:
    one = said("the negotiations on the pipeline collapsed because the other side walked out")
    near = said("the pipeline negotiations had collapsed after the other side walked out")
    far = said("no concession on fishing rights is on the table")
    assert likeness(one, near).score > same.threshold() > likeness(one, far).score


def test_the_order_of_a_pair_does_not_matter() -> None:
    one = said("talks will resume in Vienna within two weeks", day=DAY)
    other = said("he sees no reason to lift the embargo before 2025", day=LATER)
    assert row_of(one, other) == pytest.approx(row_of(other, one))
    assert len(row_of(one, other)) == len(NAMES)


def test_empty_words_are_like_nothing() -> None:
    assert 0.0 <= likeness(said(""), said("talks will resume")).score < same.threshold()


def test_groups_do_not_depend_on_the_order_of_pairs() -> None:
    pairs = [
        Pair("a", "b", 0.9, "score"),
        Pair("b", "c", 0.8, "score"),
        Pair("a", "c", 0.7, "score"),
        Pair("c", "d", 0.2, "score"),
    ]
    forward = group(["a", "b", "c", "d"], pairs, {}, 0.5)
    assert forward == group(["d", "c", "b", "a"], pairs[::-1], {}, 0.5)
    assert {one: home.claim for one, home in forward.items()} == {
        "a": "a", "b": "a", "c": "a", "d": "d",
    }  # fmt: skip
    assert forward["d"].reason == "alone"


def test_claims_of_older_nights_are_never_merged() -> None:
    pairs = [Pair("new", "x", 0.9, "score"), Pair("new", "y", 0.8, "score")]
    homes = group(["new"], pairs, {"x": "one", "y": "two"}, 0.5)
    assert list(homes) == ["new"]
    assert (homes["new"].claim, homes["new"].is_known, homes["new"].matched) == ("one", True, "x")


def test_one_weak_link_does_not_join_two_groups() -> None:
    strong = [Pair("a", "b", 0.9, "score"), Pair("c", "d", 0.9, "score")]
    homes = group(["a", "b", "c", "d"], [*strong, Pair("b", "c", 0.5, "score")], {}, 0.5)
    assert homes["a"].claim != homes["c"].claim


@pytest.mark.skipif(not NEWS.exists(), reason="../shared/same_statement is not here")
def test_news_pairs_that_are_the_same_are_more_alike() -> None:
    lines = NEWS.read_text("utf-8-sig").splitlines()[-400:]
    rows = [line.split("\t") for line in lines]
    scores = same.compare([(said(row[3]), said(row[4])) for row in rows])
    same_pairs = [one.score for one, row in zip(scores, rows, strict=True) if row[0] == "1"]
    others = [one.score for one, row in zip(scores, rows, strict=True) if row[0] == "0"]
    above = sum(a > b for a in same_pairs for b in others) / (len(same_pairs) * len(others))
    assert above > 0.7


def test_the_more_there_is_to_join_the_surer_it_has_to_be() -> None:
    within = [Pair("a", "b", 0.9, "score"), Pair("c", "d", 0.9, "score")]
    between = [Pair(one, two, 0.52, "score") for one in "ab" for two in "cd"]
    alone = group(["b", "c"], [Pair("b", "c", 0.52, "score")], {}, 0.5)
    assert {home.claim for home in alone.values()} == {"b"}
    homes = group(list("abcd"), [*within, *between], {}, 0.5)
    assert {one: home.claim for one, home in homes.items()} == {
        "a": "a",
        "b": "a",
        "c": "c",
        "d": "c",
    }


def test_one_unlike_pair_of_four_does_not_part_two_groups() -> None:
    within = [Pair("a", "b", 0.9, "score"), Pair("c", "d", 0.9, "score")]
    between = [
        Pair("a", "c", 0.7, "score"),
        Pair("a", "d", 0.7, "score"),
        Pair("b", "c", 0.7, "score"),
    ]
    homes = group(list("abcd"), [*within, *between], {}, 0.6)
    assert {home.claim for home in homes.values()} == {"a"}
