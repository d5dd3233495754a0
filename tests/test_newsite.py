"""The news site on loopback is what its own tables say of it, and fetching it gives every page."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

from flows.address import readable_url
from flows.fetch.options import FetchOptions, Validator
from flows.fetch.web import fetch_night
from flows.records import Link, RawPage
from tests.newsite import NewsSite, texts

OPTIONS = FetchOptions(allow_private_hosts=True, backoff_seconds=0.05)


def test_every_expected_statement_stands_in_the_article_of_its_night() -> None:
    bodies = {(text.outlet, text.path, text.night): "\n".join(text.paragraphs) for text in texts()}
    site = NewsSite()
    for site_night in (1, 2, 3):
        site._night = site_night
        for row in site.expected():
            assert row["words"] in bodies[row["outlet"], row["path"], site_night]


def test_three_nights_give_every_page_once_and_every_failure_with_its_reason() -> None:
    known: dict[str, Validator] = {}
    had: list[Link] = []
    new_pages = []
    with NewsSite() as site:
        for site.night in (1, 2, 3):
            pages: list[RawPage] = []
            night = fetch_night(
                site.sources(), pages.append, site.now, OPTIONS, known=known, due=had
            )
            seen_before = {link.url for link in had}
            fresh = [page for page in pages if readable_url(page.url) not in seen_before]
            new_pages.append(len(fresh))
            again = [page for page in pages if page not in fresh and page.source_id != "gazette"]
            assert len(again) == (1 if site.night == 2 else 0)
            refused = {(r["outlet"], r["path"], r["reason"]) for r in site.refused()}
            for failure in night.failures:
                path = urlsplit(failure.url).path
                assert (failure.source_id, path, failure.reason) in refused
            assert len(night.failures) == Counter(r["room"] for r in site.refused())["fetch"]
            known |= night.validators
            had = [Link(page.source_id, readable_url(page.url)) for page in fresh]
        assert not site.hosts["courier"].asked("/private/desk-notes")
        assert len(site.hosts["courier"].asked("/world/helsinki-door?utm_source=rss")) == 2
    assert new_pages == [13, 9, 10]
