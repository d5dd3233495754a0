"""Seeds, lines of JSONL, encodings, hostile bytes, boilerplate, outlets."""

from __future__ import annotations

import gzip
import json
import random
import re
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType

import pytest

from flows.clean import language, to_article
from flows.clean.boilerplate import known_lines, read_lines
from flows.clean.cards import without_cards
from flows.clean.dates import moment, moment_in_words
from flows.clean.names import author_names
from flows.clean.outlets import Outlet, known_outlets, outlet_for, outlet_in, override
from flows.clean.plain import paragraphs_of
from flows.records import ARTICLE_JSON, Article, RawPage, Rejection

SEEDS = Path(__file__).parents[1] / "seeds" / "articles"
PAGES = Path(__file__).parent / "pages"
NOW = datetime(2022, 1, 1, 3, tzinfo=UTC)
FURNITURE = ("Be the first to comment", "Leave a Reply", "source site", "Topics of the day",
             "About this publication", "Demian von Osten", "Status:", "Ralf Borchard")  # fmt: skip
PARAGRAPHS = (
    "The ministry said on Monday that the talks would go on in Geneva next week, as planned.",
    "A spokesman added that the sanctions would stay in force until both sides had signed a paper.",
    "Nobody who was asked by reporters outside the building wanted to say what the paper would be.",
)


def read(
    body: bytes, kind: str = "text/html", url: str = "https://a.example/x"
) -> Article | Rejection:
    return to_article(RawPage("a", url, NOW, kind, body))


def article(body: bytes, kind: str = "text/html", url: str = "https://a.example/x") -> Article:
    result = read(body, kind, url)
    assert isinstance(result, Article), result
    return result


def reason(body: bytes, kind: str = "text/html") -> str:
    result = read(body, kind)
    assert isinstance(result, Rejection), result
    assert result.room == "clean"
    assert result.detail
    return result.reason


def html(paragraphs: tuple[str, ...] = PARAGRAPHS, head: str = "", lang: str = "en") -> str:
    text = "".join(f"<p>{p}</p>" for p in paragraphs)
    return (
        f'<html lang="{lang}"><head><title>Talks go on in Geneva</title>{head}</head>'
        f"<body><article><h1>Talks go on in Geneva</h1>{text}</article></body></html>"
    )


def line(**fields: object) -> bytes:
    return json.dumps(
        {"url": "https://a.example/x", "text": "\n\n".join(PARAGRAPHS)} | fields
    ).encode()


# seeds


def seed(stem: str) -> Article:
    return article((SEEDS / f"{stem}.txt").read_bytes(), "text/plain", f"seed:{stem}")


def test_first_seed_has_no_date_and_no_trailing_boilerplate() -> None:
    first = seed("000_c8346fa2bc95f844")
    assert first.title == "Putin Warns Biden of Radical Measures"
    assert (first.published_at, first.published_precision) == (None, "unknown")
    assert first.warnings == ("no-date",)
    assert first.body.startswith("A phone conversation between the presidents")
    assert first.body.endswith("discussing the prospects for a third world war.")
    assert first.body.count("\n\n") == 21


def test_second_seed_keeps_its_day_and_its_reporter() -> None:
    second = seed("001_76b2146ede7f2cd7")
    assert second.published_at == datetime(2021, 12, 31, tzinfo=UTC)
    assert second.published_precision == "day"
    assert second.byline == "By Ralf Borchard, ARD-Studio Washington"
    assert second.authors == ("Ralf Borchard",)
    assert second.language == "en"
    assert "\n\nUS dual strategy\n\n" in second.body
    assert second.body.startswith("In a phone call about the Ukraine conflict")
    assert second.body.endswith("remains open for the time being.")


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem[:3])
def test_no_furniture_is_in_a_seeds_body(path: Path) -> None:
    body = seed(path.stem).body
    for words in FURNITURE:
        assert words not in body
    assert not [p for p in body.split("\n\n") if p == "analysis" or p != p.strip()]


def test_another_file_is_read_by_the_same_signs() -> None:
    text = f"""Ministers agree on a date

Opinion

Updated: 3 February 2022, 18:05

Von Dora Muster, EXW Vienna

VIENNA (Example Wire) — {PARAGRAPHS[0]}

Photo: Example Pictures

{PARAGRAPHS[1]}

What happens next

Ben Sample, EXW Geneva, on the mood at the table

News at noon 12:00 p.m., 02/03/2022

{PARAGRAPHS[2]}

More from this author

Share this article
"""
    told = article(text.encode(), "text/plain", "seed:x")
    assert told.title == "Ministers agree on a date"
    assert told.published_at == datetime(2022, 2, 3, tzinfo=UTC)
    assert told.authors == ("Dora Muster",)
    assert told.dateline == "VIENNA (Example Wire)"
    expected = [PARAGRAPHS[0], PARAGRAPHS[1], "What happens next", PARAGRAPHS[2]]
    assert told.body.split("\n\n") == expected


def test_a_bare_name_above_the_outlet_is_the_byline() -> None:
    text = "Talks go on\n\nAda Example\n\nSAMPLE TODAY\n\n" + "\n\n".join(PARAGRAPHS)
    told = article(text.encode(), "text/plain", "seed:x")
    assert told.authors == ("Ada Example",)
    assert told.body.split("\n\n") == list(PARAGRAPHS)


def test_wrapped_lines_are_joined_and_single_breaks_part_paragraphs() -> None:
    wrapped = (
        "the first line of a paragraph that was wrapped at\n"
        "sixty characters goes on here in the second one,\nand ends here."
    )
    assert paragraphs_of(wrapped) == [wrapped.replace("\n", " ")]
    assert paragraphs_of("\n".join(PARAGRAPHS)) == list(PARAGRAPHS)
    assert paragraphs_of("a\u00a0b\u200b\r\n\r\n \r\nc\x00d") == ["a b", "cd"]


def test_empty_and_binary_seeds_are_refused() -> None:
    assert reason(b" \n\n", "text/plain") == "no-body"
    assert reason(b"A headline alone\n", "text/plain") == "no-body"
    assert reason(b"\x00\x01\x02\x03" * 50, "text/plain") == "undecodable"


CARDS = (
    (
        "Envoy Ada Dorn Adelheid (Ada) DornTalks on grain resume Second round ends early MORE said "
        "on Monday that Minister Ben OrrBenedict James Orr5 things to see MORE, her host, agreed.",
        "Envoy Ada Dorn said on Monday that Minister Ben Orr, her host, agreed.",
    ),
    ("The MORE coalition of Ben Orr wants MORE talks.",) * 2,
    ("Ada Dorn met Ben Orr in GenevaTalks were held, but the envoy wanted MORE from him.",) * 2,
)


@pytest.mark.parametrize(("printed", "meant"), CARDS)
def test_cards_on_people_are_no_part_of_a_sentence(printed: str, meant: str) -> None:
    text = "\n\n".join([printed, *PARAGRAPHS])
    line_of_text = json.dumps({"url": "https://a.example/1", "text": text}).encode()
    told = "".join(f"<p>{words}</p>" for words in (printed, *PARAGRAPHS))
    told = f"<body><article><h1>Talks go on</h1>{told}</article></body>"
    page = f"<html><head><title>Talks go on</title></head>{told}</html>"
    for read in (
        article(f"Talks go on\n\n{text}".encode(), "text/plain", "seed:x"),
        article(line_of_text, ARTICLE_JSON),
        article(page.encode(), "text/html"),
    ):
        assert read.body.split("\n\n") == [meant, *PARAGRAPHS]


def test_what_only_looks_like_cards_takes_no_time() -> None:
    began = time.monotonic()
    for hostile in ("aA MORE " * 60_000, "Aa" * 200_000 + " MORE", "Doe " * 100_000 + "DoeX MORE"):
        assert without_cards(hostile)
    assert time.monotonic() - began < 10


# lines of JSONL


def test_line_of_jsonl_keeps_text_and_says_what_it_says() -> None:
    told = article(
        line(title="Talks go on", published_at="2022-01-01T05:13:00+01:00", source="Example Wire",
             byline="By Ada Example and Ben Sample", language="en-GB"),
        ARTICLE_JSON,
    )  # fmt: skip
    assert told.body.split("\n\n") == list(PARAGRAPHS)
    assert told.published_at == datetime(2022, 1, 1, 4, 13, tzinfo=UTC)
    assert (told.published_precision, told.published_offset_minutes) == ("instant", 60)
    assert told.authors == ("Ada Example", "Ben Sample")
    assert (told.site_name, told.language, told.title) == ("Example Wire", "en", "Talks go on")


def test_line_of_jsonl_with_a_day_and_single_line_breaks() -> None:
    told = article(line(text="\n".join(PARAGRAPHS), published_at="2022-01-01"), ARTICLE_JSON)
    assert (told.published_precision, told.published_offset_minutes) == ("day", None)
    assert told.body.split("\n\n") == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("bad", "why", "names"),
    [
        (b"{", "bad-line", "not JSON"),
        (b"[1]", "bad-line", "object"),
        (b"\xff{}", "bad-line", "UTF-8"),
        (b'{"text": "x"}', "bad-line", "url is missing"),
        (b'{"url": "ftp://x", "text": "x"}', "bad-line", "http"),
        (b'{"url": "https://a.example"}', "bad-line", "text is missing"),
        (b'{"url": "https://a.example", "text": 5}', "bad-line", "text is not a string"),
        (b'{"url": "https://a.example", "text": "  "}', "no-body", "empty"),
        (line(published_at="soon"), "bad-date", "2021-12-31"),
        (b"[" * 100_000, "bad-line", "not JSON"),
    ],
)
def test_bad_lines_are_refused_with_what_to_mend(bad: bytes, why: str, names: str) -> None:
    result = read(bad, ARTICLE_JSON)
    assert isinstance(result, Rejection)
    assert result.reason == why
    assert names in result.detail


# encodings


RUSSIAN = (
    "Министр заявил в понедельник, что переговоры продолжатся в Женеве на следующей неделе.",
    "Санкции останутся в силе, пока обе стороны не подпишут документ, добавил представитель.",
    "Никто из тех, кого спросили журналисты, не захотел сказать, каким будет этот документ.",
)
JAPANESE = (
    "外務省は月曜日、来週ジュネーブで協議を続けると発表した。双方の代表団は二日間滞在する予定である。",
    "報道官は、双方が文書に署名するまで制裁は続くと述べた。記者団の質問には答えなかった。",
    "次の協議は三月に開かれる見通しだが、日程はまだ決まっていないと関係者は話している。",
)


@pytest.mark.parametrize(
    ("encoding", "declared", "paragraphs", "language"),
    [
        ("windows-1251", "windows-1251", RUSSIAN, "ru"),
        ("koi8-r", "koi8-r", RUSSIAN, "ru"),
        ("shift_jis", "Shift_JIS", JAPANESE, "ja"),
        ("euc_jp", "euc-jp", JAPANESE, "ja"),
        ("iso2022_jp", "iso-2022-jp", JAPANESE, "ja"),
        ("utf-8", "windows-1251", RUSSIAN, "ru"),
        ("utf-8", "klingon-9", RUSSIAN, "ru"),
        ("utf-16", "utf-16", RUSSIAN, "ru"),
        ("utf-16-le", "", RUSSIAN, "ru"),
        ("utf-8-sig", "", JAPANESE, "ja"),
    ],
)
def test_encodings(
    encoding: str, declared: str, paragraphs: tuple[str, ...], language: str
) -> None:
    page = html(paragraphs, f'<meta charset="{declared}">' if declared else "", "")
    told = article(page.encode(encoding, "replace"))
    assert told.body.split("\n\n") == list(paragraphs)
    assert told.language == language


def test_header_names_the_encoding_where_the_page_does_not() -> None:
    page = RawPage("a", "https://a.example/x", NOW, "text/html", html(RUSSIAN).encode("cp1251"),
                   (("content-type", "text/html; charset=windows-1251"),))  # fmt: skip
    told = to_article(page)
    assert isinstance(told, Article)
    assert told.body.startswith("Министр")


def test_gzipped_bytes_are_unpacked() -> None:
    assert article(gzip.compress(html().encode())).body.split("\n\n") == list(PARAGRAPHS)


# hostile bytes


def hostile() -> dict[str, bytes]:
    text = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10 if i else "ha"}">' for i in range(9))
    noise = random.Random(1)
    return {
        "empty": b"",
        "nulls": b"\0" * 50_000,
        "noise": bytes(noise.randrange(256) for _ in range(50_000)),
        "deep": b"<div>" * 50_000 + text.encode(),
        "unclosed": b"<" * 50_000,
        "attributes": b"<a " + b"x=y " * 50_000 + b">",
        "bomb": f"<!DOCTYPE html [{entities}]><html><body><p>&e8;</p>{text}</body></html>".encode(),
        "packed": gzip.compress(b"\0" * 50_000_000),
        "cut": gzip.compress(html().encode())[:60],
        "ld": f'<script type="application/ld+json">{"[" * 50_000}</script>{text}'.encode(),
        "authors": ('<script type="application/ld+json">{"@type":"NewsArticle","author":'
                    + '{"name":' * 900 + '"x"' + "}" * 900 + f"}}</script>{text}").encode(),
        "surrogates": f"<p>&#xD800;&#0;&#x110000;</p>{text}".encode(),
        "metas": ('<meta property="og:title" content="x">' * 20_000 + text).encode(),
        "headings": ("<h1>a heading of some length</h1>" * 5_000 + text).encode(),
        "spaces": (f"<p>{' ' * 500_000}</p>{text}").encode(),
        "picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        "document": b"%PDF-1.7 " + b"x" * 100,
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(hostile()))
def test_hostile_bytes_give_a_value_in_bounded_time(name: str) -> None:
    body = hostile()[name]
    start = time.process_time()
    for kind in ("text/html", "text/plain", ARTICLE_JSON):
        result = read(body, kind)
        if isinstance(result, Article):
            assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", result.body + result.title)
            assert len(result.body) < 1_000_000
    assert time.process_time() - start < 8


def test_other_media_types_are_refused() -> None:
    assert reason(b"%PDF-1.7", "application/pdf") == "not-html"
    assert reason(b"%PDF-1.7", "text/html") == "undecodable"
    assert reason(b"just words", "text/html") == "not-html"


def test_hints_fill_what_the_page_leaves_open() -> None:
    page = RawPage("a", "https://a.example/x", NOW, "text/html", html().encode(),
                   hint_published_at=datetime(2021, 12, 31, 9, tzinfo=UTC))  # fmt: skip
    told = to_article(page)
    assert isinstance(told, Article)
    assert told.published_at == page.hint_published_at
    dated = html(head='<meta property="article:published_time" content="2021-12-30T08:00:00Z">')
    told = to_article(replace(page, body=dated.encode()))
    assert isinstance(told, Article)
    assert told.published_at == datetime(2021, 12, 30, 8, tzinfo=UTC)


@pytest.mark.parametrize("headline", ["Security check at the border", "Page not found in Geneva"])
def test_a_dated_flash_is_read_whatever_its_headline_says(headline: str) -> None:
    dated = '<meta property="article:published_time" content="2022-01-01T08:00:00Z">'
    page = html(PARAGRAPHS[:2], dated).replace("Talks go on in Geneva", headline)
    assert article(page.encode()).title == headline


# dates and names


@pytest.mark.parametrize(
    ("text", "expected", "offset"),
    [
        ("2023-12-17T10:00:00.000Z", "2023-12-17T10:00:00+00:00", 0),
        ("2023-12-17T10:00:00+0530", "2023-12-17T04:30:00+00:00", 330),
        ("2023-12-17 10:00:00 -05:00", "2023-12-17T15:00:00+00:00", -300),
        ("Sun, 17 Dec 2023 10:00:00 GMT", "2023-12-17T10:00:00+00:00", 0),
        ("1702807200", "2023-12-17T10:00:00+00:00", 0),
        ("2023-12-17T10:00:00", "2023-12-17T00:00:00+00:00", None),
        ("December 17, 2023", "2023-12-17T00:00:00+00:00", None),
    ],
)
def test_moments(text: str, expected: str, offset: int | None) -> None:
    found = moment(text)
    assert found
    assert (found.at.isoformat(), found.offset_minutes) == (expected, offset)
    assert found.precision == ("day" if offset is None else "instant")


@pytest.mark.parametrize(
    "text",
    [
        "December 31, 2021 5:13 a.m.",
        "31 December 2021, at 17:13",
        "Friday, December 31, 2021 - 05.13 PM",
        "Dezember 31, 2021 5:13",
    ],
)
def test_a_clock_without_a_zone_leaves_the_day(text: str) -> None:
    found = moment_in_words(text)
    assert found
    assert (found.at.isoformat(), found.precision) == ("2021-12-31T00:00:00+00:00", "day")


ENGLISH = (
    "The ministers of both countries said that they had not agreed with this proposal, which was "
    "brought to them by an envoy from the capital, but that the door to talks would stay open. "
)
PIDGIN = "Di minister dem tok say dem no gree wit di mata wey di envoy carry come from di capital. "
DUTCH = "De ministers van beide landen zeiden dat zij het niet eens waren met dit voorstel. "


@pytest.mark.parametrize(
    ("text", "is_sure"),
    [
        (ENGLISH * 5, True),
        (ENGLISH, False),
        (PIDGIN * 9, False),
        (DUTCH * 9, False),
        ("The the of " * 60, False),
    ],
)
def test_only_a_long_english_text_is_told_without_the_model(text: str, is_sure: bool) -> None:
    assert language.is_surely_english(text) is is_sure
    assert language.language_of(text, ()) == language.most_like(text[:1500])


@pytest.mark.parametrize("text", ["", "soon", "2023-13-45", "1969-01-01", "2 hours ago", "5 a.m."])
def test_no_moments(text: str) -> None:
    assert moment_in_words(text) is None


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("By Ada Example and Ben Sample", ("Ada Example", "Ben Sample")),
        ("Ada Example, Chief Technology Officer", ("Ada Example",)),
        ("Von Dora Muster, EXW Wien", ("Dora Muster",)),
        ("View all posts by Ada Example", ("Ada Example",)),
        ("https://a.example/authors/ada", ()),
        ("(Image: Example Pictures)", ()),
        ("Example Wire", ("Example Wire",)),
    ],
)
def test_names(written: str, names: tuple[str, ...]) -> None:
    assert author_names([written]) == names


# boilerplate


def test_boilerplate_goes_by_whole_lines_only() -> None:
    listed = known_lines()
    assert listed.has("— Leave a Reply —")
    assert listed.has("12 Comments")
    assert not listed.has("Leave a reply to the ministry until Monday, the envoy said.")
    assert not listed.has("")


def test_analysts_lines_and_lines_too_broad(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    path.write_text("line,language,note\nDonate * today,en,\n", "utf-8")
    assert read_lines(path).has("Donate five dollars today!")
    path.write_text("line,language,note\n*,en,\n", "utf-8")
    with pytest.raises(ValueError, match="line 2"):
        read_lines(path)


def test_a_line_of_the_list_leaves_the_body() -> None:
    page = html((*PARAGRAPHS, "Story continues below")).encode()
    assert article(page).body.split("\n\n") == list(PARAGRAPHS)


# outlets


def module(name: str, **constants: object) -> ModuleType:
    made = ModuleType(f"flows.clean.outlets.{name}")
    for key, value in constants.items():
        setattr(made, key, value)
    return made


def test_an_outlets_selectors_answer_first() -> None:
    outlet = outlet_in(
        module("sample", HOSTS=("sample.example",), VALID_UNTIL=date(2027, 1, 1),
               BODY=".s p, .s h2",
               DROP=".ticker", TITLE="h2.head", BYLINE=".who", PUBLISHED="time")
    )  # fmt: skip
    page = (
        '<h2 class="head">A head</h2><span class="who">Ada Example</span>'
        '<time datetime="2022-01-01T05:00:00+01:00">x</time><div class="s"><p>One.</p>'
        '<p class="ticker">Tick</p><h2>Two</h2><p>Three <b>four</b>.</p></div>'
    )
    found = override(page, outlet)
    assert found.paragraphs == ("One.", "Two", "Three four.")
    assert (found.title, found.byline) == ("A head", "Ada Example")
    assert found.published == "2022-01-01T05:00:00+01:00"
    assert "Tick" not in found.html


def test_of_two_overrides_the_one_of_the_pages_day_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = (
        Outlet(name, ("sample.example",), until, {"TITLE": "h1"})
        for name, until in (("old", date(2021, 6, 30)), ("new", date(2030, 1, 1)))
    )
    monkeypatch.setattr("flows.clean.outlets.known_outlets", lambda: (new, old))
    assert outlet_for("https://www.sample.example/x", date(2021, 1, 1)) is old
    assert outlet_for("https://www.sample.example/x", date(2022, 1, 1)) is new
    assert outlet_for("https://www.sample.example/x", date(2031, 1, 1)) is None
    assert outlet_for("https://notsample.example/x", date(2022, 1, 1)) is None


def test_an_override_that_lacks_something_is_named() -> None:
    with pytest.raises(ValueError, match="broken needs HOSTS"):
        outlet_in(module("broken", HOSTS="sample.example"))
    assert all(outlet.hosts for outlet in known_outlets())


def test_an_override_reaches_the_article(monkeypatch: pytest.MonkeyPatch) -> None:
    outlet = Outlet("x", ("a.example",), date(2030, 1, 1), {"BODY": "article p", "BYLINE": "h1"})
    monkeypatch.setattr("flows.clean.outlets.known_outlets", lambda: (outlet,))
    told = article(
        html(PARAGRAPHS[:1]).replace("<h1>Talks go on in Geneva", "<h1>Ada Example").encode()
    )
    assert told.body == PARAGRAPHS[0]
    assert told.authors == ("Ada Example",)
