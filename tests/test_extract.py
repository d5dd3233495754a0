"""Who said what, on articles of our own: speakers, kinds, offsets, odd texts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from flows.extract import might_speak_of_topics, statements_in
from flows.extract.pieces import trimmed
from flows.records import Article, Statement

HERE = Path(__file__).parent
CASES = [json.loads(line) for line in (HERE / "quotes/cases.jsonl").read_text("utf-8").splitlines()]
SEEDS = sorted((HERE.parent / "seeds/articles").glob("*.txt"))


def read(body: str, title: str = "") -> list[Statement]:
    article = Article(url="https://example.org/a", title=title, body=body)
    found = statements_in(article)
    for one in found:
        assert body[one.start_char : one.end_char] == one.quote
        assert one.content_spans[0] == (one.start_char, one.end_char)
        assert one.sentence_span[0] <= one.start_char < one.sentence_span[1]
        assert one.paragraph_span[0] <= one.start_char < one.paragraph_span[1]
    return found


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_case(case: dict[str, str]) -> None:
    body = case["body"]
    wanted = case.get("holds") or case["quote"]
    found = [
        one
        for one in read(body)
        if any(wanted in body[start:end] for start, end in one.content_spans)
    ]
    assert len(found) == 1, [(one.speaker, one.quote) for one in read(body)]
    one = found[0]
    for name in ("speaker", "via", "kind", "act_kind", "attribution"):
        assert name not in case or getattr(one, name) == case[name], name
    assert len(one.content_spans) >= int(case.get("pieces", 1))


def test_a_dateline_is_no_part_of_what_is_said() -> None:
    body = "Bern, Norland (CNN) The talks will resume in May, Envoy Peter Holm said on Monday."
    assert [(one.speaker, one.quote) for one in read(body)] == [
        ("Peter Holm", "The talks will resume in May")
    ]


def test_the_end_of_a_teaser_is_no_part_of_what_is_said() -> None:
    body = "Envoy Peter Holm said the talks with Norland will resume in May Read more"
    assert [(one.speaker, one.quote) for one in read(body)] == [
        ("Peter Holm", "the talks with Norland will resume in May")
    ]
    often = "the talks will resume" + " Read more" * 3000
    assert trimmed(often, (0, len(often))) == (0, len("the talks will resume"))


def test_a_million_spaces_within_a_sentence_keep_nobody_waiting() -> None:
    gap = " " * 1_000_000
    body = f"Envoy Peter Holm said the talks with Norland{gap}will resume in May."
    assert [one.speaker for one in read(body)] == ["Peter Holm"]


def test_two_propositions_under_one_cue_are_two_statements() -> None:
    body = (
        "Foreign Minister Ivo Brandt said the talks in Geneva had failed and that the sanctions on "
        "grain exporters would be widened next week.\n\n"
        "Brandt said the truce in the valley had ended for good and accused Norland of breaking it."
    )
    said = [(one.speaker, one.cue, one.quote) for one in read(body)]
    assert said == [
        ("Ivo Brandt", "said", "the talks in Geneva had failed"),
        ("Ivo Brandt", "said", "the sanctions on grain exporters would be widened next week"),
        ("Ivo Brandt", "said", "the truce in the valley had ended for good"),
        ("Ivo Brandt", "accused", "Norland of breaking it"),
    ]


@pytest.mark.parametrize(
    ("text", "piece", "whole"),
    [
        ("was called a farce by both sides", "a farce by", "a farce"),
        ("said the truce held and left", " the truce held and", "the truce held"),
        (
            "a deal to prevent just that.",
            "a deal to prevent just that",
            "a deal to prevent just that",
        ),
        ("said: by and by", "by", "by"),
    ],
)
def test_no_piece_ends_in_what_leads_on(text: str, piece: str, whole: str) -> None:
    start = text.index(piece)
    end = start + len(piece)
    assert text[slice(*trimmed(text, (start, end)))] == whole


def test_whom_a_principal_warned_is_no_part_of_what_he_said() -> None:
    body = (
        "According to her spokesman, Chancellor Mara Lind warned the Norland president again that "
        "the sanctions on grain would stay."
    )
    said = [(one.speaker, one.via, one.cue, one.quote) for one in read(body)]
    assert said == [("Mara Lind", "her spokesman", "warned", "the sanctions on grain would stay")]


def test_a_transcript_gives_each_speaker_his_sentences() -> None:
    body = (
        "MS. ORLOW: Good afternoon. The president will speak with his counterpart tomorrow.\n\n"
        "Q: Will he lift the sanctions?\n\n"
        "MS. ORLOW: The sanctions will stay until the troops have left.\n\n"
        "SENIOR OFFICIAL: We told them so in Geneva last week."
    )
    found = read(body, "Press briefing by Press Secretary Nina Orlow")
    said = {one.quote: (one.speaker, one.kind) for one in found}
    assert said["The sanctions will stay until the troops have left."] == ("Nina Orlow", "direct")
    assert not any("Will he lift" in quote for quote in said)


def test_a_speech_is_whose_its_title_says() -> None:
    body = (
        "Today I am announcing new sanctions on the banks that pay for this war.\n\n"
        "We have agreed on this with our partners, and we will go on talking to them.\n\n"
        "I want to be clear that we remain ready to negotiate."
    )
    found = read(body, "Remarks by President Marek on the war")
    assert len(found) == 3
    assert {one.speaker for one in found} <= {"Marek", "President Marek"}


def test_the_writers_own_we_is_no_speech() -> None:
    body = "We expect that the sanctions will fail, since we think that nobody keeps to them."
    assert all(one.act_kind == "attitude" for one in read(body))


@pytest.mark.parametrize(
    "body",
    [
        "",
        " \n\n \t ",
        "?",
        "\x00\x01",
        "😀" * 50,
        "e\u0301" * 100,
        "«",
        "“" * 300,
        "Aus Berlin kam am Montag nichts Neues, sagte niemand.",
        "会談は来週ジュネーブで行われると大統領が述べた。",
        "a" * 5000,
        "MS. X: " * 200,
    ],
)
def test_odd_texts_give_an_answer(body: str) -> None:
    read(body)


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n", "\u2028"])
def test_offsets_hold_for_emoji_and_line_ends(line_end: str) -> None:
    body = (
        f"😀 Prelude e\u0301.{line_end}“We will talk,” President Ivan Marek said 😀.{line_end}End."
    )
    found = read(body)
    assert [one.speaker for one in found] == ["Ivan Marek"]
    assert "We will talk" in found[0].quote


def test_a_megabyte_in_one_line_is_read_as_far_as_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("flows.extract.reading.LONGEST", 5_000)
    body = "President Ivan Marek said the talks would go on and " * 20_000
    assert read(body) == read(body[:5_000])


def test_the_same_text_gives_the_same_answer() -> None:
    body = SEEDS[0].read_text("utf-8")
    assert read(body) == read(body)


def test_importing_the_room_loads_no_model() -> None:
    code = "import sys, flows.extract; print('onnxruntime' in sys.modules)"
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=HERE.parent
    )
    assert shown.stdout.strip() == "False"


def test_the_prefilter_knows_terms_by_word() -> None:
    article = Article(url="u", title="", body="They imposed embargoes. Nuclear\ntalks went on.")
    assert might_speak_of_topics(article, ["embargo*"])
    assert might_speak_of_topics(article, ["nuclear talks"])
    assert not might_speak_of_topics(article, ["embargo", "sanction*"])
    assert not might_speak_of_topics(article, [])
