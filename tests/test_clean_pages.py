"""Golden pages: each page of tests/pages gives exactly the JSON beside it.

`python -m tests.test_clean_pages` writes the JSON anew; the diff is the review.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.clean import to_article
from flows.records import Article, RawPage

PAGES = Path(__file__).parent / "pages"
NOW = datetime(2022, 4, 1, 3, tzinfo=UTC)
SHOWN = ("url", "title", "authors", "published_at", "published_precision",
         "published_offset_minutes", "language", "site_name", "dateline", "warnings")  # fmt: skip
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))


def reading(name: str) -> dict[str, Any]:
    body = (PAGES / f"{name}.html").read_bytes()
    url = f"https://www.gazette.example/world/{name}"
    result = to_article(RawPage("gazette", url, NOW, "text/html", body))
    if not isinstance(result, Article):
        return {"reason": result.reason, "detail": result.detail}
    told = asdict(result)
    return {name: told[name] for name in SHOWN} | {"body": result.body.split("\n\n")}


def as_json(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1, default=str) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_page_gives_its_golden_reading(name: str) -> None:
    assert as_json(reading(name)) == (PAGES / f"{name}.json").read_text("utf-8")


def test_every_refused_page_is_refused_and_no_other() -> None:
    assert {name for name in NAMES if "reason" in reading(name)} == {
        name for name in NAMES if name.startswith("refused_")
    }


if __name__ == "__main__":
    for each in NAMES:
        (PAGES / f"{each}.json").write_text(as_json(reading(each)), "utf-8")
