"""Seeds and loaded files: every article a page, every bad line a failure with its number."""

from __future__ import annotations

import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.fetch import files
from flows.fetch.files import each_page, file_pages
from flows.fetch.seeds import seed_pages
from flows.records import ARTICLE_JSON

NOW = datetime(2022, 1, 1, 12, tzinfo=UTC)
SEEDS = Path(__file__).parents[1] / "seeds" / "articles"


def jsonl(path: Path, *lines: object) -> Path:
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("\n".join(texts) + "\n", "utf-8")
    return path


def test_the_seeds_are_pages_under_their_names() -> None:
    pages = seed_pages(SEEDS, NOW)
    assert [page.url for page in pages] == [
        "seed:000_c8346fa2bc95f844",
        "seed:001_76b2146ede7f2cd7",
    ]
    assert {(page.source_id, page.media_type, page.fetched_at) for page in pages} == {
        ("seeds", "text/plain", NOW)
    }
    assert pages[1].body == (SEEDS / "001_76b2146ede7f2cd7.txt").read_bytes()


def test_a_missing_folder_of_seeds_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no folder of seed articles"):
        seed_pages(tmp_path / "missing", NOW)


def test_a_line_with_text_and_a_line_with_html(tmp_path: Path) -> None:
    text = {"url": "https://www.example.org/1", "text": "They talked.", "source": "Die Öffentliche"}
    page = {
        "url": "https://www.example.org/2",
        "html": "<p>Größe</p>",
        "title": "Size",
        "fetched_at": "2021-12-31T10:00:00+02:00",
        "published_at": "2021-12-30",
    }
    pages, failures = file_pages(jsonl(tmp_path / "a.jsonl", text, page), NOW)
    assert not failures
    assert (pages[0].media_type, pages[0].source_id) == (ARTICLE_JSON, "die-offentliche")
    assert json.loads(pages[0].body) == text
    assert (pages[1].media_type, pages[1].source_id) == ("text/html", "example.org")
    assert pages[1].body.decode() == "<p>Größe</p>"
    assert pages[1].fetched_at == datetime(2021, 12, 31, 8, tzinfo=UTC)
    assert pages[1].hint_published_at == datetime(2021, 12, 30, tzinfo=UTC)
    assert pages[1].hint_title == "Size"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("no json", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[1]", "not a JSON object"),
        ({"text": "x"}, "url is no"),
        ({"url": "file:///etc/passwd", "text": "x"}, "url is no"),
        ({"url": "https://user:pass@example.org/", "text": "x"}, "url is no"),
        ({"url": "https://example.org/"}, "neither text nor html"),
        ({"url": "https://example.org/", "text": " "}, "neither text nor html"),
        ({"url": "https://example.org/", "text": 7}, "text is not a string"),
        ({"url": "https://example.org/", "text": "x", "published_at": "soon"}, "published_at is"),
    ],
)
def test_a_bad_line_is_a_failure_with_its_number(tmp_path: Path, line: object, why: str) -> None:
    good = {"url": "https://example.org/1", "text": "x"}
    pages, failures = file_pages(jsonl(tmp_path / "a.jsonl", good, "", line, good), NOW)
    assert len(pages) == 2
    (failure,) = failures
    assert failure.reason == "bad-line"
    assert failure.detail.startswith("line 3 of a.jsonl: ") and why in failure.detail


def test_bytes_that_are_no_utf8_and_lines_that_are_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_LINE_BYTES", 1000)
    good = b'{"url": "https://example.org/1", "text": "x"}\n'
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + good + b"\xff\n" + b"x" * 5000 + b"\n" + good)
    pages, failures = file_pages(path, NOW)
    assert len(pages) == 2
    assert [failure.reason for failure in failures] == ["bad-line", "too-large"]
    assert ["line 2 " in failures[0].detail, "line 3 " in failures[1].detail] == [True, True]


def test_packed_lines_also_when_the_file_is_cut_off(tmp_path: Path) -> None:
    lines = b'{"url": "https://example.org/1", "text": "x"}\n' * 3000
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(lines))
    assert [len(found) for found in file_pages(path, NOW)] == [3000, 0]
    path.write_bytes(gzip.compress(lines)[:-20])
    pages, failures = file_pages(path, NOW)
    assert pages and [failure.reason for failure in failures] == ["unreadable"]


@pytest.mark.parametrize(
    ("head", "url", "source_id"),
    [
        (
            '<link rel="canonical" href="https://www.example.org/a">',
            "https://www.example.org/a",
            "example.org",
        ),
        (
            '<meta property="og:url" content="https://example.org/b">',
            "https://example.org/b",
            "example.org",
        ),
        ('<link rel="canonical" href="javascript:alert(1)">', "file:page.html", "loaded"),
        ("", "file:page.html", "loaded"),
    ],
)
def test_a_page_is_known_by_the_address_it_gives_itself(
    tmp_path: Path, head: str, url: str, source_id: str
) -> None:
    path = tmp_path / "page.html"
    path.write_text(f"<html><head>{head}</head><body><p>x</p></body></html>")
    ((page,), failures) = file_pages(path, NOW)
    assert not failures
    assert (page.url, page.source_id, page.body) == (url, source_id, path.read_bytes())


def warc(path: Path, *responses: tuple[str, str, bytes, dict[str, str]]) -> Path:
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=path.suffix == ".gz")
        for url, status, body, headers in responses:
            given = list(({"Content-Type": "text/html; charset=utf-8"} | headers).items())
            head = StatusAndHeaders(status, given, protocol="HTTP/1.1")
            date = {"WARC-Date": "2021-12-31T10:00:00Z"}
            writer.write_record(
                writer.create_warc_record(
                    url, "response", io.BytesIO(body), http_headers=head, warc_headers_dict=date
                )
            )
            writer.write_record(
                writer.create_warc_record(url, "metadata", io.BytesIO(b"via: nowhere"))
            )
    return path


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_responses_of_a_warc_are_pages_however_they_were_sent(tmp_path: Path, name: str) -> None:
    body = "<p>Größe</p>".encode()
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    bomb = gzip.compress(bytes(20_000_000))
    path = warc(
        tmp_path / name,
        ("https://www.example.org/1", "200 OK", body, {}),
        ("https://www.example.org/2", "200 OK", gzip.compress(body), {"Content-Encoding": "gzip"}),
        ("https://www.example.org/3", "200 OK", chunked, {"Transfer-Encoding": "chunked"}),
        ("https://www.example.org/4", "200 OK", body, {"Content-Encoding": "gzip"}),
        ("https://www.example.org/5", "200 OK", bomb, {"Content-Encoding": "gzip"}),
        ("https://www.example.org/6", "404 Not Found", body, {}),
        ("https://www.example.org/7", "301 Moved", b"", {}),
        ("https://www.example.org/8.png", "200 OK", b"\x89PNG", {"Content-Type": "image/png"}),
    )
    pages, failures = file_pages(path, NOW)
    assert [page.url[-2:] for page in pages] == ["/1", "/2", "/3", "/4"]
    assert {(page.body, page.source_id, page.media_type) for page in pages} == {
        (body, "example.org", "text/html")
    }
    assert pages[0].fetched_at == datetime(2021, 12, 31, 10, tzinfo=UTC)
    assert [(failure.url[-2:], failure.reason) for failure in failures] == [
        ("/5", "too-large"),
        ("/6", "http-404"),
    ]


def test_a_warc_that_is_cut_off_or_none_at_all(tmp_path: Path) -> None:
    body = b"<p>" + bytes(range(32, 127)) * 50
    path = warc(tmp_path / "a.warc", *[(f"https://x.org/{n}", "200 OK", body, {}) for n in "12"])
    path.write_bytes(path.read_bytes()[:-800])
    pages, failures = file_pages(path, NOW)
    assert [page.body for page in pages] == [body]
    assert [failure.reason for failure in failures] == ["bad-coding"]
    path.write_bytes(b"this is no archive")
    assert [failure.reason for failure in file_pages(path, NOW)[1]] == ["unreadable"]


def test_an_unknown_kind_of_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"its name ends in none of \.jsonl"):
        each_page(tmp_path / "a.pdf", NOW)
