"""What a night compares, and whose difference makes a position a changed one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from flows import same
from tests.warehouses import Saying, Told, asked, at, night, opened

BEFORE = "an embargo on oil from the island republic would come"
NOW = "an embargo on oil from the island republic has been imposed"
FULLER = "tankers from the islands are turned away by every harbour of the mainland from tonight on"


def told(url: str, day: str, *sayings: Saying) -> Told:
    return Told(f"https://{url}.example/", sayings, at(day))


def test_a_position_is_changed_by_its_own_words_only(tmp_path: Path) -> None:
    def compare(pairs: Iterable[tuple[same.Said, same.Said]]) -> list[same.Likeness]:
        return [
            same.Likeness(0.9, "score", 0.2, "")
            if {one.words, other.words} == {NOW, FULLER}
            else same.Likeness(0.0, "score", 0.9, "hardened" if other.words == NOW else "")
            for one, other in pairs
        ]

    first = told("a", "2022-03-07T08:00", Saying("Joe Biden", BEFORE, "sanctions", "threatened"))
    both = (Saying("Joe Biden", words, "sanctions") for words in (NOW, FULLER))
    with opened(tmp_path) as db:
        night(db, at("2022-03-07T23:00"), [first], compare)
        night(db, at("2022-03-11T23:00"), [told("b", "2022-03-11T08:00", *both)], compare)
        rows = asked(db, "select content, novelty from flagged_statements order by length(content)")
    assert [tuple(row.values()) for row in rows] == [
        (BEFORE, "new"), (NOW, "copy"), (FULLER, "new"),
    ]  # fmt: skip


def test_a_statement_on_two_topics_is_compared_with_its_severer_act(tmp_path: Path) -> None:
    seen: set[tuple[str, int, int]] = set()

    def compare(pairs: Iterable[tuple[same.Said, same.Said]]) -> list[same.Likeness]:
        listed = list(pairs)
        seen.update((one.words, one.topics, one.severity) for pair in listed for one in pair)
        return same.compare(listed)

    words = "he would break off relations and leave the talks if sanctions were imposed"
    sayings = [
        Saying("Vladimir Putin", words, "talks+sanctions", "threatened that"),
        Saying("Vladimir Putin", "the talks on sanctions would go on until then", "sanctions"),
    ]
    with opened(tmp_path) as db:
        night(db, at("2022-03-07T23:00"), [told("a", "2022-03-07T08:00", *sayings)], compare)
        rows = asked(
            db, "select severity from flagged_statements where content = ? order by all", words
        )
    severities = [int(row["severity"]) for row in rows]
    assert len(set(severities)) == 2, "the two topics must see two acts"
    assert {one for one in seen if one[0] == words} == {(words, 2, max(severities))}
