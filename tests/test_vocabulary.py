"""The vocabulary that ships, and what an analyst hears who breaks it."""

from __future__ import annotations

import csv
import re
import shutil
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from flows.sheets import SHEETS, STANCES_ON_SANCTIONS, STANCES_ON_TALKS, VERDICTS
from flows.vocabulary import check_vocabulary, folded_name

SEEDS = Path(__file__).parents[1] / "seeds"
CAMEO = set(
    """
    010 011 012 013 014 016 026 0254 0354 036 041 042 043 044 045 046 085 1054 106 1244 125
    1312 1313 134 161 163 164 166
    """.split()
)
OWN_ACTS = {
    *("own:call-for", "own:oppose", "own:warn-against"),
    *("own:set-condition", "own:postpone"),
}
MEASURES = set(
    """
    asset-freeze travel-ban export-control import-restriction financial swift-cut-off
    investment-ban services-ban transport arms-embargo sectoral aid-suspension debarment diplomatic
    """.split()
)


@cache
def rows(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def aliases() -> dict[str, list[dict[str, str]]]:
    by_name: dict[str, list[dict[str, str]]] = {}
    for row in rows("actor_aliases.csv"):
        by_name.setdefault(folded_name(row["alias"]), []).append(row)
    return by_name


def actor_of(alias: str, day: str) -> set[str]:
    """Who is meant by a name on a day."""
    return {
        row["actor_id"]
        for row in aliases().get(folded_name(alias), [])
        if (row["valid_from"] or "0000") <= day < (row["valid_to"] or "9999")
    }


def office_on(actor_id: str, day: str) -> set[tuple[str, str]]:
    return {
        (row["office"], row["speaks_for"])
        for row in rows("actor_offices.csv")
        if row["actor_id"] == actor_id
        and (row["valid_from"] or "0000") <= day < (row["valid_to"] or "9999")
    }


def test_the_shipped_vocabulary_has_no_slip() -> None:
    assert [finding.detail for finding in check_vocabulary(SEEDS)] == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_files_are_sorted_and_end_lines_with_lf(sheet) -> None:
    text = (SEEDS / sheet.name).read_bytes()
    assert b"\r" not in text
    assert text.endswith(b"\n")
    assert not text.startswith(b"\xef\xbb\xbf")
    found = [tuple(row.values()) for row in rows(sheet.name)]
    if sheet.name == "topic_terms.csv":
        assert found == sorted(found, key=lambda row: (row[0], row[2], row[1]))
    else:
        assert found == sorted(found)


def test_there_are_actors_of_every_kind() -> None:
    kinds = Counter(row["kind"] for row in rows("actors.csv"))
    assert kinds["person"] >= 300
    assert kinds["state"] >= 193
    assert min(kinds[kind] for kind in ("institution", "armed-party", "collective", "unnamed")) > 20


def test_actors_are_readable_slugs_and_can_be_found_by_name() -> None:
    named = {row["actor_id"] for row in rows("actor_aliases.csv")}
    for row in rows("actors.csv"):
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["actor_id"])
        assert re.fullmatch(r"([A-Z]{2})?", row["country"])
        assert re.fullmatch(r"(Q[1-9]\d*)?", row["wikidata"])
        assert row["actor_id"] in named, row


def test_aliases_are_written_as_they_are_compared() -> None:
    for row in rows("actor_aliases.csv"):
        assert row["alias"] == row["alias"].lower()
        assert not re.match(r"(the|a|an) ", row["alias"]), row
        assert "’" not in row["alias"]
        assert folded_name(row["alias"]), row


def test_titles_of_persons_carry_dates() -> None:
    persons = {row["actor_id"] for row in rows("actors.csv") if row["kind"] == "person"}
    for row in rows("actor_aliases.csv"):
        if row["is_title"] == "true":
            assert row["actor_id"] in persons, row
            assert row["valid_from"], row


def test_codes_are_those_of_the_vocabulary() -> None:
    acts = rows("acts.csv")
    assert {row["act"] for row in acts} == CAMEO | OWN_ACTS
    assert {row["cameo"] for row in acts if row["cameo"]} == CAMEO
    for row in acts:
        assert row["cameo"] == ("" if row["act"] in OWN_ACTS else row["act"])
        allowed = {
            "sanctions": STANCES_ON_SANCTIONS,
            "talks": STANCES_ON_TALKS,
            "": ("other",),
        }
        assert row["stance"] in allowed[row["topic"]], row
    assert {row["measure"] for row in rows("measures.csv")} == MEASURES
    assert {row["topic"] for row in rows("topics.csv")} == {"talks", "sanctions"}


def test_ranks_decide_between_patterns_without_a_tie() -> None:
    ranks = Counter((row["topic"], row["rank"]) for row in rows("acts.csv"))
    assert max(ranks.values()) == 1
    assert len({row["rank"] for row in rows("measures.csv")}) == len(MEASURES)


def test_terms_are_words_as_they_are_compared() -> None:
    for row in rows("topic_terms.csv"):
        assert re.fullmatch(r"[a-z0-9'.&$%]+\*?( [a-z0-9'.&$%]+\*?)*", row["term"]), row


def first_code(name: str, words: str, topic: str = "") -> str:
    key = name.removesuffix(".csv")[:-1]
    hits = [
        (int(row["rank"]), row[key])
        for row in rows(name)
        if row["pattern"]
        and row.get("topic", "") in ("", topic)
        and re.search(row["pattern"], words)
    ]
    return min(hits)[1] if hits else ""


@pytest.mark.parametrize(
    ("alias", "day", "actor_id"),
    [
        ("the US president", "2016-12-31", "barack-obama"),
        ("US President", "2017-01-20", "donald-trump"),
        ("the U.S. president", "2021-12-31", "joe-biden"),
        ("the US president", "2025-06-01", "donald-trump"),
        ("Secretary of State", "2014-07-01", "john-kerry"),
        ("the US secretary of state", "2022-02-24", "antony-blinken"),
        ("the Treasury secretary", "2018-05-08", "steven-mnuchin"),
        ("The Russian foreign minister", "2014-03-01", "sergey-lavrov"),
        ("the Kremlin spokesman", "2021-12-31", "dmitry-peskov"),
        ("the EU’s foreign policy chief", "2015-07-14", "federica-mogherini"),
        ("UN Secretary-General", "2022-01-01", "antonio-guterres"),
        ("the IAEA chief", "2018-01-01", "yukiya-amano"),
        ("North Korean leader", "2018-06-12", "kim-jong-un"),
        ("Zelenskiy", "2022-03-01", "volodymyr-zelenskyy"),
        ("Zelensky", "2022-03-01", "volodymyr-zelenskyy"),
        ("Kim Jong-un", "2018-03-09", "kim-jong-un"),
        ("Johnson", "2022-02-24", "boris-johnson"),
        ("Johnson", "2024-02-24", ""),
        ("Federica Mogherini", "2014-10-01", "federica-mogherini"),
        ("François Hollande", "2015-02-12", "francois-hollande"),
        ("Francois Hollande", "2015-02-12", "francois-hollande"),
        ("Washington", "2021-12-31", "united-states"),
        ("the USA", "2021-12-31", "united-states"),
        ("Moscow", "2021-12-31", "russia"),
        ("the White House", "2021-12-31", "white-house"),
        ("the Biden administration", "2021-12-31", "white-house"),
        ("senior administration official", "2018-05-24", "us-administration-officials"),
        ("Iranian officials", "2018-05-24", "iran-officials"),
        ("both sides", "2018-05-24", "both-sides"),
        ("who", "2018-05-24", ""),
    ],
)
def test_a_name_or_title_means_the_right_one_on_its_day(
    alias: str, day: str, actor_id: str
) -> None:
    assert actor_of(alias, day) == ({actor_id} if actor_id else set())


@pytest.mark.parametrize(
    ("actor_id", "day", "office", "speaks_for"),
    [
        ("joe-biden", "2015-01-01", "Vice President of the United States", "white-house"),
        ("joe-biden", "2021-12-31", "President of the United States", "white-house"),
        ("jen-psaki", "2014-12-31", "Spokesperson of the State Department", "state-department"),
        ("jen-psaki", "2021-12-31", "White House Press Secretary", "white-house"),
        (
            "anatoly-antonov",
            "2021-12-31",
            "Ambassador of Russia to the United States",
            "russian-foreign-ministry",
        ),
        ("william-taylor", "2021-12-31", "Former US ambassador to Ukraine", ""),
        ("kremlin", "2021-12-31", "speaks for Russia", "russia"),
    ],
)
def test_offices_follow_the_day(actor_id: str, day: str, office: str, speaks_for: str) -> None:
    assert office_on(actor_id, day) == {(office, speaks_for)}


@pytest.mark.parametrize(
    ("topic", "act", "words"),
    [
        ("sanctions", "1312", "threatened the exclusion of russia from the system swift"),
        ("sanctions", "1312", "warned russia will face severe economic costs if it invades"),
        ("sanctions", "163", "announced the united states is imposing sanctions on two banks"),
        ("sanctions", "085", "said the treasury has lifted sanctions on the oil company"),
        ("sanctions", "1054", "demanded that all sanctions must be lifted first"),
        ("sanctions", "own:call-for", "called for tougher sanctions against the junta"),
        ("sanctions", "own:oppose", "said the sanctions are illegal and will not work"),
        ("sanctions", "own:warn-against", "warned new sanctions could escalate the tensions"),
        ("sanctions", "1313", "said such a step would lead to a complete break of relations"),
        ("talks", "164", "said he has cancelled the meeting"),
        ("talks", "own:postpone", "said the round of talks was postponed"),
        ("talks", "125", "said iran will not negotiate under pressure"),
        ("talks", "036", "said he is ready to meet the president"),
        ("talks", "026", "called for an immediate ceasefire"),
        ("talks", "own:set-condition", "said talks can only begin once the troops withdraw"),
        ("talks", "013", "called the meeting very constructive"),
    ],
)
def test_patterns_tell_the_act(topic: str, act: str, words: str) -> None:
    assert first_code("acts.csv", words, topic) == act


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        ("swift-cut-off", "cut russian banks off from the swift payment system"),
        ("asset-freeze", "an asset freeze on six officials"),
        ("travel-ban", "a travel ban on the president's family"),
        ("export-control", "export controls on semiconductors"),
        ("import-restriction", "a ban on russian oil"),
        ("arms-embargo", "an arms embargo on both parties"),
        ("aid-suspension", "suspend all military aid"),
        ("diplomatic", "expel 35 diplomats"),
    ],
)
def test_patterns_tell_the_measure(measure: str, words: str) -> None:
    assert first_code("measures.csv", words) == measure


@pytest.mark.parametrize(
    ("name", "line", "check"),
    [
        ("actors.csv", "nobody,Nobody,ghost,US,united-states,", "value"),
        ("actors.csv", "joe-biden,Joe Biden,person,US,united-states,", "repeated"),
        ("actors.csv", "nobody,Nobody,person,US,atlantis,", "reference"),
        ("actors.csv", "nobody,Nobody, person", "cells"),
        ("actor_offices.csv", "joe-biden,Mayor,white-house,2021-02-30,", "day"),
        ("actor_offices.csv", "joe-biden,Mayor,white-house,2021-02-03,2020-01-01", "days"),
        ("actor_aliases.csv", "mr. biden,donald-trump,,,false", "two-actors"),
        ("actor_aliases.csv", "u.s. president,joe-biden,2022-01-01,,true", "overlap"),
        ("actor_aliases.csv", "somebody ,joe-biden,,,false", "spaces"),
        ("topics.csv", "tariffs,Tariffs,much", "number"),
        ("topic_terms.csv", "sport,match,strong,1.0,", "reference"),
        ("acts.csv", "own:x,,talks,x,other,0,(broken,7", "pattern"),
        ("acts.csv", "own:x,,talks,x,other,0,(?=ahead),7", "pattern"),
        ("measures.csv", "fine,,,x,3", "empty"),
        ("corrections.csv", ",,confirmed,,A. Analyst,2026-01-01,", "empty"),
        ("corrections.csv", "s1,,other-topic,sport,A. Analyst,2026-01-01,", "reference"),
        ("places.csv", '"Geneva,CH,venue', "file"),
        ("places.csv", "Gen\udce9ve,CH,venue", "file"),
    ],
)
def test_a_slip_is_told_with_file_and_line(
    tmp_path: Path, name: str, line: str, check: str
) -> None:
    for sheet in SHEETS:
        shutil.copyfile(SEEDS / sheet.name, tmp_path / sheet.name)
    lines = (tmp_path / name).read_bytes().count(b"\n")
    with (tmp_path / name).open("ab") as file:
        file.write(line.encode(errors="surrogateescape") + b"\n")
    findings = check_vocabulary(tmp_path)
    told = {finding.check: finding for finding in findings}
    assert check in told
    assert told[check].severity == "critical"
    assert told[check].detail.startswith(f"{name}, line ")
    if check != "file":
        assert told[check].subject == f"{name}:{lines + 1}"


def test_a_missing_file_is_taken_from_the_shipped_ones_or_told(tmp_path: Path) -> None:
    told = [finding.detail for finding in check_vocabulary(tmp_path)]
    assert any("acts.csv is missing; put it back" in detail for detail in told)
    assert check_vocabulary(tmp_path, SEEDS) == []


def test_another_header_is_told_with_the_right_one(tmp_path: Path) -> None:
    (tmp_path / "topics.csv").write_text("subject,label\n", encoding="utf-8")
    told = next(found for found in check_vocabulary(tmp_path, SEEDS) if found.check == "file")
    assert told.subject == "topics.csv:1"
    assert told.detail == "topics.csv, line 1: the first line must be topic,label,threshold"


def test_every_verdict_of_the_analysts_is_understood(tmp_path: Path) -> None:
    header = "statement_id,claim_id,verdict,value,analyst,noted_on,reason\n"
    values = {"other-speaker": "NATO", "other-topic": "talks", "same-as": "c1", "not-same-as": "c2"}
    lines = [f"s{n},,{v},{values.get(v, '')},A,2026-01-01,\n" for n, v in enumerate(VERDICTS)]
    (tmp_path / "corrections.csv").write_text(header + "".join(lines), encoding="utf-8")
    assert check_vocabulary(tmp_path, SEEDS) == []
