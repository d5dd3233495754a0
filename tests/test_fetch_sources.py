"""sources.csv and OPML: read exactly, refused with the line, given back unchanged."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.fetch.opml import added, from_opml, main, to_opml
from flows.fetch.sources import SourcesError, read_sources, write_sources
from flows.records import Source

SHIPPED = Path(__file__).parents[1] / "seeds" / "sources.csv"
HEAD = "source_id,name,kind,url,selector,is_official,delay_seconds,cap\n"


def test_the_shipped_sources_are_read_and_written_the_same(tmp_path: Path) -> None:
    sources = read_sources(SHIPPED)
    assert len(sources) >= 15
    assert sum(source.is_official for source in sources) >= 5
    assert {source.kind for source in sources} == {"feed", "sitemap", "listing"}
    write_sources(sources, tmp_path / "sources.csv")
    assert (tmp_path / "sources.csv").read_text("utf-8") == SHIPPED.read_text("utf-8")


def test_columns_that_are_left_out_have_their_defaults(tmp_path: Path) -> None:
    path = tmp_path / "sources.csv"
    path.write_text("\ufeffsource_id,name,kind,url\na,A,feed,https://example.org/feed\n", "utf-8")
    assert read_sources(path) == [Source("a", "A", "feed", "https://example.org/feed")]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("a b,A,feed,https://example.org/,,,,", "source_id 'a b'"),
        ("a,,feed,https://example.org/,,,,", "name is empty"),
        ("a,A,rss,https://example.org/,,,,", "kind 'rss' is none of feed, sitemap, listing"),
        ("a,A,feed,ftp://example.org/,,,,", "no http or https address"),
        ("a,A,feed,https://me:secret@example.org/,,,,", "no http or https address"),
        ("a,A,feed,https://example.org/,,maybe,,", "is_official 'maybe' is neither 1 nor 0"),
        ("a,A,feed,https://example.org/,,,-1,", "delay_seconds '-1' is not between 0 and 600"),
        ("a,A,feed,https://example.org/,,,nan,", "delay_seconds 'nan' is not between"),
        ("a,A,feed,https://example.org/,,,,many", "cap 'many' is no number"),
        ("a,A,feed,https://example.org/", "more or fewer cells"),
        ("a,A, B,feed,https://example.org/,,,,", "more or fewer cells"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, why: str) -> None:
    path = tmp_path / "sources.csv"
    path.write_text(f"{HEAD}fine,Fine,feed,https://example.org/feed,,,,\n{line}\n", "utf-8")
    with pytest.raises(SourcesError) as told:
        read_sources(path)
    assert str(told.value).startswith(f"{path}, line 3: ") and why in str(told.value)


def test_wrong_columns_and_ids_that_stand_there_twice(tmp_path: Path) -> None:
    path = tmp_path / "sources.csv"
    path.write_text("source_id,name,url,colour\n", "utf-8")
    with pytest.raises(SourcesError, match=r"column 'kind' is missing\n.*unknown column 'colour'"):
        read_sources(path)
    path.write_text(f"{HEAD}{'a,A,feed,https://example.org/feed,,,,{nl}' * 2}".format(nl="\n"))
    with pytest.raises(SourcesError, match="'a' stands there twice"):
        read_sources(path)


def test_opml_gives_the_same_sources_back() -> None:
    sources = read_sources(SHIPPED)
    assert from_opml(to_opml(sources)) == sources


def test_opml_of_a_feed_reader_becomes_sources() -> None:
    opml = """<opml version="1.1"><head/><body><outline text="Papers">
        <outline text="Café &amp; Zeit" xmlUrl="https://example.org/1" language="de-de"/>
        <outline text="Café &amp; Zeit" type="rss" xmlUrl="https://example.org/2"/>
        <outline text="Bad" type="rss" xmlUrl="javascript:alert(1)"/></outline></body></opml>"""
    first, second = from_opml(opml.encode())
    assert (first.source_id, first.name, first.language) == ("cafe-zeit", "Café & Zeit", "de")
    assert (second.source_id, second.kind) == ("cafe-zeit-2", "feed")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "no XML"),
        (b"<html/>", "not an OPML file"),
        (b"x" * 6_000_000, "larger than"),
        (b'<!DOCTYPE o [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><opml>&b;', "no XML"),
    ],
)
def test_what_is_no_opml_is_refused(body: bytes, why: str) -> None:
    with pytest.raises(SourcesError, match=why):
        from_opml(body)


def test_import_adds_what_is_not_there_yet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    have = [Source("a", "A", "feed", "https://www.example.org/feed")]
    more = [
        Source("b", "B", "feed", "http://example.org/feed/"),
        Source("a", "Other", "feed", "https://example.net/feed", delay_seconds=4.5),
    ]
    merged = added(have, more)
    assert [source.source_id for source in merged] == ["a", "a-2"]
    assert merged[1].delay_seconds == 4.5
    write_sources(have, tmp_path / "sources.csv")
    (tmp_path / "more.opml").write_bytes(to_opml(more))
    main(["import", str(tmp_path / "more.opml"), str(tmp_path / "sources.csv")])
    assert "1 sources added" in capsys.readouterr().out
    assert read_sources(tmp_path / "sources.csv") == merged
