"""TLS and HTTP/2, against a server that speaks both and shows a certificate made for the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import certifi
import pytest

from flows.records import Link
from tests.loopback import Loopback, Page
from tests.secure import Authority, SecureHost
from tests.test_fetch_web import ARTICLE, night, rss, source

PATHS = ("/1", "/2", "/3")


@pytest.fixture
def net() -> Iterator[Loopback]:
    with Loopback() as net:
        yield net


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """The only authority that the client trusts."""
    authority = Authority(tmp_path)
    monkeypatch.setattr(certifi, "where", lambda: str(authority.file))
    return authority


def outlet(net: Loopback, authority: Authority, *protocols: str) -> SecureHost:
    host = net.add(SecureHost(authority, protocols=protocols))
    host.pages |= dict.fromkeys(PATHS, ARTICLE) | {"/feed": rss(host, *PATHS)}
    return host


def test_a_night_speaks_http_2_over_one_connection(net: Loopback, authority: Authority) -> None:
    host = outlet(net, authority, "h2", "http/1.1")
    fetched, pages = night(source(host))
    assert [page.body for page in pages] == [ARTICLE.body] * 3
    assert fetched.failures == ()
    (connection,) = host.connections
    assert (connection.protocol, connection.requests) == ("h2", 5)
    assert fetched.requests == 5


def test_http_2_unpacks_redirects_and_asks_conditionally(
    net: Loopback, authority: Authority
) -> None:
    host = outlet(net, authority, "h2")
    host.pages["/1"] = Page(ARTICLE.body, coding="br")
    host.pages["/2"] = Page(status=301, headers={"Location": "/moved"})
    host.pages["/moved"] = Page(ARTICLE.body, coding="gzip")
    host.pages["/3"] = Page(ARTICLE.body, etag='"v1"')
    first, pages = night(source(host))
    assert first.failures == ()
    assert {page.url for page in pages} == {host.url(path) for path in ("/1", "/moved", "/3")}
    assert {page.body for page in pages} == {ARTICLE.body}
    due = [Link("courier", host.url("/3"))]
    second, pages = night(source(host), known=first.validators, due=due)
    assert pages == []
    assert (second.failures, second.health[0].unchanged) == ((), 1)
    assert [asked.status for asked in host.asked("/3")] == [200, 304]
    assert [connection.protocol for connection in host.connections] == ["h2", "h2"]


def test_a_host_without_http_2_is_asked_in_http_1(net: Loopback, authority: Authority) -> None:
    host = outlet(net, authority, "http/1.1")
    fetched, pages = night(source(host))
    assert (len(pages), fetched.failures) == (3, ())
    assert [connection.protocol for connection in host.connections] == ["http/1.1"]


def test_a_certificate_of_nobody_known_is_refused(
    net: Loopback, authority: Authority, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    host = outlet(net, Authority(tmp_path / "other"), "h2")
    fetched, pages = night(source(host))
    assert pages == []
    (health,) = fetched.health
    assert "certificate verify failed" in health.error
    assert host.log == []
