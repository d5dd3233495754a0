"""One article, one address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.address import canonical_url, is_web_address, readable_url, same_site

ONE = "https://gazette.example/world/ministers-vienna"


@pytest.mark.parametrize(
    "variant",
    [
        ONE,
        ONE + "/",
        "http://gazette.example/world/ministers-vienna",
        "HTTPS://WWW.Gazette.Example/world/ministers-vienna#comments",
        "http://m.gazette.example:80/world/ministers-vienna",
        "https://mobile.gazette.example/world/ministers-vienna?utm_source=x&utm_medium=y",
        "https://amp.gazette.example/world/ministers-vienna",
        "https://www.gazette.example/amp/world/ministers-vienna",
        "https://www.gazette.example/world/ministers-vienna/amp/",
        "https://www.gazette.example/world/ministers-vienna?outputType=amp",
        "https://www.gazette.example/world/ministers-vienna?print=1&fbclid=abc",
        "https://www.gazette.example/world/ministers-vienna/index.html",
        "https://www.gazette.example/world/./ministers-vienna",
        "https://www.google.com/amp/s/www.gazette.example/world/ministers-vienna",
        "https://www-gazette-example.cdn.ampproject.org/c/s/www.gazette.example/world/"
        "ministers-vienna",
        " https://gazette.example/world/ministers-vienna?at_medium=RSS&at_campaign=rss ",
    ],
)
def test_variants_of_one_article_share_their_address(variant: str) -> None:
    assert canonical_url(variant) == ONE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://gazette.example/a?id=1", "https://gazette.example/a?id=2"),
        ("https://gazette.example/article.php?cid=1", "https://gazette.example/article.php?cid=2"),
        ("https://gazette.example/world/a", "https://gazette.example/world/b"),
        ("https://gazette.example/World/a", "https://gazette.example/world/a"),
        ("https://de.gazette.example/a", "https://en.gazette.example/a"),
        ("https://gazette.example/?p=1", "https://gazette.example/?p=2"),
        ("https://gazette.example:8080/a", "https://gazette.example/a"),
        ("seed:000_a", "seed:001_b"),
    ],
)
def test_different_articles_keep_different_addresses(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


def test_order_of_parameters_does_not_matter() -> None:
    assert canonical_url("https://a.example/x?b=2&a=1") == canonical_url(
        "https://a.example/x?a=1&b=2"
    )


@pytest.mark.parametrize(
    "odd", ["seed:000_c8346fa2bc95f844", "", "http://[::1", "mailto:a@b.example"]
)
def test_what_is_no_web_address_passes_through(odd: str) -> None:
    assert canonical_url(odd) == odd
    assert readable_url(odd) == odd
    assert not is_web_address(odd)


def test_readable_address_keeps_host_and_slash() -> None:
    given_url = "https://www.gazette.example/world/a/?utm_source=x&id=7#top"
    assert readable_url(given_url) == "https://www.gazette.example/world/a/?id=7"


def test_same_site() -> None:
    assert same_site("https://www.a.example/x", "http://m.a.example/y")
    assert same_site("https://news.a.example/x", "https://a.example/")
    assert not same_site("https://a.example", "https://nota.example")


@given(st.text(max_size=80))
def test_any_text_is_taken_and_the_address_of_an_address_is_itself(tail: str) -> None:
    once = canonical_url("https://gazette.example/" + tail)
    assert canonical_url(once) == once
    canonical_url(tail)
    readable_url(tail)
