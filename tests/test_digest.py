"""The digest's words: what is told, in which order, and that foreign text can do no harm."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from tempfile import TemporaryDirectory

import feedparser
import html5lib
import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.digest import Recipient, Sender, compose, write_night
from flows.digest.choose import TOPIC_CAP, choose
from flows.digest.freeze import freeze, thaw
from flows.digest.safe import at_sentence, cell, plain, web_address
from flows.digest.words import Clock, said
from flows.records import Finding, Report
from tests.digest_nights import (
    AGAIN,
    BIDEN,
    CHANGED,
    DEGRADED,
    EMPTY,
    LATE,
    NIGHT,
    PUTIN,
    TALKS,
    TAYLOR,
    article,
    calendar,
    empty_night,
    full_night,
    report,
)

SENDER = Sender("Démarche <digest@example.org>", "https://reports.example.org/r")
READER = Recipient("reader@example.org")


def texts(mail) -> tuple[str, str]:
    """The plain and the HTML body of a mail that has gone through bytes."""
    parsed = message_from_bytes(mail.as_bytes(), policy=policy.default)
    return tuple(parsed.get_body((kind,)).get_content() for kind in ("plain", "html"))


def test_a_night_is_told_in_its_order():
    text, html = texts(compose(full_night(), NIGHT, READER, SENDER))
    headings = [
        "new statements on sanctions",
        "new statements on talks",
        "Positions that changed",
        "Calendar of talks",
        "Late arrivals",
        "Said again",
        "Statements per day",
        "the night’s health",
    ]
    for body, before in ((text.lower().replace("\r", ""), "\n"), (html.lower(), ">")):
        places = [body.index(before + heading.lower()) for heading in headings]
        assert places == sorted(places)
    told = "Four new statements: Vladimir Putin and Joe Biden on sanctions, William Taylor and"
    assert told in " ".join(text.split())
    assert "one changed position: Olaf Scholz on sanctions; three changes" in " ".join(text.split())
    assert text.index("Vladimir Putin, President") < text.index("Joe Biden, President")


def test_quoted_and_reported_are_never_mixed_up():
    text, html = texts(compose(full_night(), NIGHT, READER, SENDER))
    for body in (text, html):
        assert "“You cannot bargain while the other side points a gun at you.”" in body
        assert "““" not in body
        assert "””" not in body
    assert said(PUTIN) == "New" + PUTIN.quote.removeprefix("new")
    assert said(replace(PUTIN, quote="that we wait")) == "We wait"
    assert said(replace(TAYLOR, quote="We wait.")) == "“We wait.”"
    assert said(replace(TAYLOR, quote="“We wait,”")) == "“We wait”"
    assert said(replace(TAYLOR, quote="„Wir warten“")) == "“Wir warten”"
    assert "Reported, partly quoted, relayed by Jen Psaki" in text


def test_each_statement_is_told_once_with_its_sources():
    text, _ = texts(compose(full_night(), NIGHT, READER, SENDER))
    assert text.count("Threatens to break relations (also on talks)") == 1
    assert "also reported by Harbour Post, Le Carnet and" in text
    assert "(4 outlets, 2 independent)" in text
    assert "Condition: if new sanctions are imposed" in text
    assert text.count("“Everything is on the table.”") == 1
    assert "Before (16 Dec 2021, 10:00 UTC): The pipeline is a private business matter" in text
    assert "moved; was 10 Jan 2022" in text
    assert "Sources disagree: North Wire says 9 to 10 January" in text


def test_the_evidence_shows_the_quote_marked():
    _, html = texts(compose(full_night(), NIGHT, READER, SENDER))
    assert re.search(
        r"Putin warned that <mark[^>]*>new sanctions could lead [^<]*</mark>, an", html
    )


def test_nothing_new_is_one_line_and_a_bad_night_is_told_first():
    empty, _ = texts(compose(empty_night(), EMPTY, READER, SENDER))
    assert "Nothing new tonight: no new statement" in empty
    assert "Late arrivals" not in empty
    bad, html = texts(compose(full_night(), DEGRADED, READER, SENDER))
    for body in (bad, html):
        notice = body.index("9 of 15 sources did not answer.")
        assert notice < body.lower().index("new statements on sanctions")


def test_talks_of_long_ago_are_no_news():
    old = replace(TALKS[1], talk_id="old", place="Yalta", starts_on=date(2021, 2, 4))
    text, _ = texts(compose([calendar([*TALKS, old])], NIGHT, READER, SENDER))
    assert "three changes in the calendar" in text.lower()
    assert "Brussels" in text
    assert "Yalta" not in text


def test_warnings_that_many_share_are_one_line():
    many = tuple(Finding("warning", "share", f"source-{n}", "all refused") for n in range(40))
    one = Finding("warning", "count", "other", "no pages")
    text, _ = texts(compose(full_night(), replace(NIGHT, warnings=(one, *many)), READER, SENDER))
    told = " ".join(text.split())
    assert "source-0, source-1, source-2, source-3, source-4 and 35 more: all refused" in told
    assert "- other: no pages" in told


def test_a_recipient_gets_what_he_asked_for():
    wishes = {
        Recipient(topics=frozenset({"talks"})): {"William Taylor", "White House"},
        Recipient(actors=frozenset({"joe-biden"})): {"Joe Biden"},
        Recipient(measures=frozenset({"swift-cut-off"})): {"Joe Biden"},
        Recipient(least_sources=2): {"Vladimir Putin"},
    }
    for wish, expected in wishes.items():
        digest = choose(full_night(), NIGHT, wish)
        told = {
            item.who for topic in digest.topics for actor in topic.actors for item in actor.items
        }
        assert expected <= told
        assert told - expected <= {"Vladimir Putin"}
    assert not choose(full_night(), NIGHT, Recipient(topics=frozenset({"sanctions"}))).talks


def test_times_are_told_in_the_recipients_zone_and_language():
    reader = replace(READER, time_zone="Europe/Berlin", language="de")
    text, _ = texts(compose(full_night(), NIGHT, reader, SENDER))
    assert "31.12.2021, 05:13 MEZ" in text
    assert "Samstag, 1. Januar 2022" in text
    assert Clock().when(datetime(2021, 12, 18, tzinfo=UTC)) == "18 Dec 2021"
    assert Clock().when(None) == "date unknown"


def test_a_crowded_night_is_capped_and_stays_below_what_mail_clients_cut():
    night = [report("new_statements_on_sanctions", [article(number) for number in range(200)])]
    text, html = texts(compose(night, NIGHT, READER, SENDER))
    assert text.count("Threatens to break relations") == TOPIC_CAP
    assert f"and {200 - TOPIC_CAP} more" in text
    assert len(html.encode()) < 100_000
    text, html = texts(compose(crowd(), NIGHT, READER, SENDER))
    assert text.count("Minister Number") > 20
    assert len(html.encode()) < 100_000
    ranks = [
        item.importance
        for t in choose(night, NIGHT, READER).topics
        for a in t.actors
        for item in a.items
    ]
    assert max(ranks) == ranks[0] == 16.0


def crowd() -> list[Report]:
    """More of everything than a mail can hold."""
    late = [replace(article(number), is_late=True) for number in range(300, 340)]
    talks = [replace(article(number), topic="talks") for number in range(100, 140)]
    return [
        *full_night(),
        report("late_arrivals", late),
        report("new_statements_on_x", [*map(article, range(40)), *talks]),
        report("changed_positions", [replace(CHANGED, statement_id=f"ch{n}") for n in range(20)]),
    ]


def test_a_night_of_late_arrivals_says_so():
    night = [report("late_arrivals", [LATE]), report("new_statements_on_talks", [])]
    text, _ = texts(compose(night, NIGHT, READER, SENDER))
    assert "Nothing new from the last seven days; one late arrival: Sergei Lavrov on" in text


def test_the_same_night_gives_the_same_bytes(tmp_path: Path):
    first = write_night(tmp_path / "a" / "2022-01-01", NIGHT, full_night())
    later = replace(NIGHT, finished_at=datetime(2030, 1, 1, tzinfo=UTC))
    second = write_night(tmp_path / "b" / "2022-01-01", later, full_night())
    assert len(first.everything) == len(second.everything) > 15
    for one, other in zip(first.everything, second.everything, strict=True):
        assert one.read_bytes() == other.read_bytes(), one
    mails = [compose(full_night(), NIGHT, READER, SENDER).as_bytes() for _ in range(2)]
    assert mails[0] == mails[1]


def test_the_mail_carries_what_robots_need():
    sender = replace(SENDER, unsubscribe_url="https://example.org/u?t={token}", secret="s")
    mail = compose(full_night(), NIGHT, READER, sender)
    again = compose(empty_night(), EMPTY, READER, sender)
    other = compose(full_night(), NIGHT, Recipient("second@example.org"), sender)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    https, mailto = mail["List-Unsubscribe"].split(", ")
    assert re.fullmatch(r"<https://example\.org/u\?t=[0-9a-f]{32}>", https)
    assert mailto.startswith("<mailto:digest@example.org?subject=unsubscribe%20")
    assert https != other["List-Unsubscribe"].split(", ")[0]
    assert mail["References"] == again["References"] != other["References"]
    assert len({one["Message-ID"] for one in (mail, again, other)}) == 3
    assert mail["Date"] == "Sat, 01 Jan 2022 02:00:00 +0000"
    assert mail["Content-Language"] == "en"
    assert "\x01" not in "".join(texts(mail))
    assert https.strip("<>") in texts(mail)[1]
    assert "List-Unsubscribe-Post" not in compose(full_night(), NIGHT, READER, SENDER)


def test_pictures_lie_in_the_mail_and_are_told_in_words():
    mail = compose(full_night(), NIGHT, READER, SENDER)
    html = texts(mail)[1]
    pictures = {part["Content-ID"].strip("<>"): part for part in mail.walk() if part["Content-ID"]}
    shown = re.findall(r'<img src="cid:([^"]+)"[^>]* alt="([^"]+)"', html)
    assert len(shown) == 7
    assert {name for name, _ in shown} == set(pictures)
    assert any(alt.startswith("Joe Biden: ten statements on eight days") for _, alt in shown)
    assert all(p.get_content().startswith(b"\x89PNG\r\n\x1a\n") for p in pictures.values())


HOSTILE = replace(
    PUTIN,
    actor_name='Eve\r\nBcc: all@example.org <img src=x onerror="alert(1)">',
    quote="</mark><script>alert(1)</script>\u202egnp.exe\x00\x1b[31m",
    sentence='=HYPERLINK("https://evil.example")</blockquote><script>alert(2)</script>',
    act_label="{{ 7*7 }}\n\nFrom: x",
    url="javascript:alert(1)",
    title="<b>bold</b>",
    source_name='"><svg onload=alert(1)>',
    first_reported_by="{token}\x01",
    also_reported_by=("\ud800<i>",),
)


def test_foreign_text_can_do_no_harm(tmp_path: Path):
    night = [
        report("new_statements_on_sanctions", [HOSTILE]),
        calendar([replace(TALKS[0], place="X\r\nBEGIN:VALARM\\;")]),
    ]
    mail = compose(night, NIGHT, READER, replace(SENDER, secret="s"))
    raw = mail.as_bytes()
    head = raw.split(b"\r\n\r\n", 1)[0]
    assert b"Bcc:" not in re.sub(rb"\r\n[ \t]", b" ", head).replace(b"Subject:", b"").split(b"\n")
    assert message_from_bytes(raw, policy=policy.default)["Bcc"] is None
    _, html = texts(mail)
    files = write_night(tmp_path / "2022-01-01", NIGHT, night)
    pages = [path.read_text("utf-8") for path in files.everything if path.suffix == ".html"]
    for page in [html, *pages]:
        tree = html5lib.parse(page, namespaceHTMLElements=False)
        assert {"svg", "i", "b"}.isdisjoint(one.tag for one in tree.iter())
        assert all(one.text.startswith('"use strict"') for one in tree.iter("script"))
        assert not [name for one in tree.iter() for name in one.attrib if name.startswith("on")]
        assert all(
            one.get("src").startswith(("data:image/png", "cid:")) for one in tree.iter("img")
        )
        assert not re.search(
            r'href="(?!https?:|mailto:|#|\.\./|[\w/.-]+(\.html|\.csv|\.ics|\.xml|\.txt)|data:,)',
            page,
        )
        assert not re.search("[\u202a-\u202e\x00-\x08\x1b]", page)
        assert "49" not in re.findall(r"(\d+)\s*From: x", page)


def test_cells_are_no_formulas():
    for text in ("=1+1", "+1", "-1", "@x", "\t=1", " =1", "＝1", "'=1", "|cmd", "%0A"):
        assert str(cell(text)).startswith("'"), text
    assert cell(-1.5) == -1.5
    assert cell(["a", "b"]) == "a; b"
    assert cell("a = b") == "a = b"
    assert cell(None) == ""


def test_a_report_opens_as_a_table(tmp_path: Path):
    files = write_night(tmp_path, NIGHT, full_night())
    path = next(path for path in files.everything if path.name == "new_statements_on_talks.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    assert [row["statement_id"] for row in rows][:2] == [TAYLOR.statement_id, "7d1f00a4"]
    assert rows[0]["published_at"] == "2021-12-31T04:13:00Z"
    assert rows[0]["also_reported_by"] == "North Wire"


def test_links_open_the_article_at_the_sentence():
    link = at_sentence(TAYLOR.url, "Not now, and - yes - a&b wait.")
    assert link == (
        "https://harbour-post.example/taylor?page=1&ref=a#top:~:text="
        "Not%20now%2C%20and%20%2D%20yes%20%2D%20a%26b%20wait"
    )
    spaceless = at_sentence("https://x.example/a", "会谈" * 300)
    assert len(spaceless) < 700
    assert spaceless.startswith("https://x.example/a#:~:text=%E4%BC%9A")
    for address in (
        "seed:001",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://u:p@x.example/",
    ):
        assert web_address(address) == ""
        assert at_sentence(address, "Some words.") == ""
    for address in (
        "http://[::1",
        "https://x.example/\r\nX: y",
        "//x.example",
        "https:///x",
        "ftp://x/",
    ):
        assert web_address(address) == ""


def test_text_is_shown_as_it_reads():
    assert plain("a\u202eb\u200bc\x00d\n\ne") == "abc d e"
    assert plain("\ud800") == "\ufffd"
    assert plain("a\U0001fffeb\ufdd0c") == "a b c"
    assert plain("x" * 9000).endswith("…")
    assert plain("Слово – 语 – عربي") == "Слово – 语 – عربي"


def test_calendars_accept_the_talks(tmp_path: Path):
    write_night(tmp_path, NIGHT, full_night())
    raw = (tmp_path / "talks.ics").read_bytes()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    events = {one.summary.value: one for one in vobject.readOne(raw.decode()).vevent_list}
    assert len(events) == 3
    geneva = events["Russia – United States: meeting in a third place"]
    assert geneva.dtstart.value == date(2022, 1, 9)
    assert geneva.dtend.value == date(2022, 1, 11)
    assert geneva.sequence.value == "2"
    assert geneva.location.value == "Geneva"
    assert "Sources disagree" in geneva.description.value
    assert events["Russia – Ukraine: talks"].status.value == "CANCELLED"
    moved = [calendar([replace(TALKS[0], starts_on=date(2022, 2, 1), ends_on=None, sequence=3)])]
    write_night(tmp_path, replace(NIGHT, started_at=NIGHT.started_at + timedelta(1)), moved)
    after = vobject.readOne((tmp_path / "talks.ics").read_text()).vevent
    assert (after.uid.value, after.sequence.value) == (geneva.uid.value, "3")
    assert after.dtend.value == date(2022, 2, 2)


def test_readers_accept_the_feed(tmp_path: Path):
    write_night(tmp_path, NIGHT, [*full_night(), report("new_statements_on_x", [HOSTILE])])
    feed = feedparser.parse((tmp_path / "feed.xml").read_bytes())
    assert not feed.bozo
    assert feed.version == "atom10"
    assert len(feed.entries) == len({entry.id for entry in feed.entries}) == 6
    first = feed.entries[0]
    assert first.title == "Vladimir Putin: threatens to break relations"
    assert first.link.startswith(
        "https://north-wire.example/2021/12/31/call-of-presidents#:~:text="
    )
    assert first.published_parsed[:5] == (2021, 12, 31, 4, 13)
    assert any("late" in [tag.term for tag in entry.tags] for entry in feed.entries)


def test_a_frozen_night_thaws_unchanged():
    night, reports = thaw(freeze(DEGRADED, full_night()))
    assert night == DEGRADED
    kept = [one for one in full_night() if one.name != "open_threats"]
    assert [one.name for one in reports] == [one.name for one in kept]
    for one, other in zip(reports, kept, strict=True):
        assert choose([one], night, READER) == choose([other], night, READER)


def test_a_report_with_fewer_or_other_columns_is_told():
    bare = replace(
        report("new_statements_on_talks", []), columns=("quote", "odd"), rows=(("Yes.", 1),)
    )
    text, _ = texts(compose([bare], NIGHT, READER, SENDER))
    assert "Yes." in text
    with pytest.raises(TypeError):
        wrong = replace(bare, columns=("published_at",), rows=(("yesterday",),))
        compose([wrong], NIGHT, READER, SENDER)


def test_every_night_is_listed(tmp_path: Path):
    for place in ("2022-01-01/earlier-1", "2022-01-01/earlier-2", "2022-01-01", "example"):
        write_night(tmp_path / place, DEGRADED, full_night())
    write_night(tmp_path / "2022-01-02", EMPTY, empty_night())
    page = (tmp_path / "index.html").read_text("utf-8")
    places = re.findall(r'href="([^"]+)/index.html"', page)
    assert places == ["2022-01-02", "2022-01-01", "2022-01-01/earlier-2", "2022-01-01/earlier-1"]
    assert "degraded" in page
    assert "Nothing new tonight" in page


def test_fixtures_cover_what_the_digest_tells():
    assert {PUTIN.kind, BIDEN.kind, TAYLOR.kind} == {"direct", "indirect", "mixed"}
    assert LATE.is_late
    assert CHANGED.novelty == "changed"
    assert AGAIN.novelty == "reiterated"


TEXTS = (
    *("statement_id", "actor_id", "actor_name", "actor_office", "actor_side", "via", "quote"),
    *("content", "sentence", "paragraph", "topic", "act_label", "measure", "condition", "url"),
    *("first_reported_by", "title", "source_name", "difference", "why"),
)
anything = st.text(
    st.characters(codec=None, exclude_categories=[])
    | st.sampled_from("<>&\"'\r\n\x00=;,:\\“”{}%#"),
    max_size=60,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.builds(dict, **dict.fromkeys(TEXTS, anything)), anything)
def test_no_text_whatever_breaks_a_file(texts_given: dict[str, str], place: str):
    item = replace(PUTIN, **texts_given, also_reported_by=(place,), previous_quote=place)
    talk = replace(TALKS[0], place=place, parties=(place, "x"), disagreement=place, sentence=place)
    night = replace(NIGHT, degraded=(place,), warnings=(Finding("warning", "x", place, place),))
    items = [item, replace(item, statement_id="other", novelty="changed")]
    reports = [report("new_statements_on_sanctions", items), calendar([talk])]
    mail = message_from_bytes(
        compose(reports, night, READER, SENDER).as_bytes(), policy=policy.default
    )
    assert mail["To"] == READER.address
    assert not mail.defects
    with TemporaryDirectory() as folder:
        for path in write_night(Path(folder), night, reports).everything:
            check_file(path)


def check_file(path: Path) -> None:
    """The file can be read by whoever reads such files, and holds no script but ours."""
    content = path.read_bytes()
    text = content.decode("utf-8")
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069]", text)
    match path.suffix:
        case ".html":
            parser = html5lib.HTMLParser(namespaceHTMLElements=False)
            tree = parser.parse(text)
            assert not parser.errors
            assert all(one.text.startswith('"use strict"') for one in tree.iter("script"))
        case ".xml":
            assert not feedparser.parse(content).bozo
        case ".ics":
            assert len(vobject.readOne(text).vevent_list) == 1
        case ".csv":
            rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
            assert len({len(row) for row in rows}) == 1
            assert not [one for row in rows for one in row if one[:1] in tuple("=+@")]
        case ".json":
            assert json.loads(text)["day"] == "2022-01-01"
