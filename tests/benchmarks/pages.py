"""How well and how fast pages are read, beside other readers of pages; prints, and fails nothing.

    python -m tests.benchmarks.pages [--limit N] [--set scrapinghub,aed]

Pages, gold and measure are those of ../shared/pages (score_pages.py); without them there is nothing
to do. All readers take each page in turn, in one process; `cost` is CPU relative to trafilatura's
default on the same pages. Peers that are not installed are left out; requirements-bench.in names
them.
"""

from __future__ import annotations

import argparse
import importlib.util
import logging
import statistics
import time
import warnings
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import ModuleType
from typing import Any

from flows.clean import to_article
from flows.records import Article, RawPage

SHARED = Path(__file__).resolve().parents[3] / "shared" / "pages"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
Answer = dict[str, Any]
Reader = Callable[[str, str], Answer]

WARM_UP = 10
"""Pages that every reader reads once before the clock runs, so that its models are loaded."""


def ours(html: str, url: str) -> Answer:
    """The project's own reader, from bytes to article."""
    page = RawPage("bench", url or "https://a.example/x", NOW, "text/html", html.encode())
    told = to_article(page)
    if not isinstance(told, Article):
        return {"text": "", "refused": told.reason}
    when: Any = told.published_at
    if when and told.published_precision == "day":
        when = when.date()
    elif when and told.published_offset_minutes is not None:
        when = when.astimezone(timezone(timedelta(minutes=told.published_offset_minutes)))
    return {"text": told.body, "title": told.title, "authors": told.authors, "published": when}


def trafilatura_reader(**options: bool) -> Reader:
    import trafilatura

    def read(html: str, url: str) -> Answer:
        found = trafilatura.bare_extraction(
            html, url=url, include_comments=False, with_metadata=True, **options
        )
        if found is None:
            return {"text": ""}
        told = found if isinstance(found, dict) else found.as_dict()
        authors = [name.strip() for name in (told["author"] or "").split(";")]
        return told | {"authors": authors, "published": told["date"]}

    return read


def resiliparse_reader() -> Reader:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    def read(html: str, _: str) -> Answer:
        tree = HTMLTree.parse(html)
        return {"text": extract_plain_text(tree, main_content=True), "title": tree.title}

    return read


def readability_reader() -> Reader:
    import lxml.html
    from readability import Document

    def read(html: str, url: str) -> Answer:
        document = Document(html, url=url)
        summary = lxml.html.fromstring(document.summary(html_partial=True))
        return {"text": "\n".join(summary.itertext()), "title": document.short_title()}

    return read


def newspaper_reader() -> Reader:
    import newspaper

    def read(html: str, url: str) -> Answer:
        article = newspaper.Article(url or "https://a.example/x", fetch_images=False)
        article.download(input_html=html)
        article.parse()
        return {"text": article.text, "title": article.title, "authors": article.authors,
                "published": article.publish_date}  # fmt: skip

    return read


MAKERS: dict[str, Callable[[], Reader]] = {
    "demarche": lambda: ours,
    "trafilatura": trafilatura_reader,
    "trafilatura precision": lambda: trafilatura_reader(favor_precision=True),
    "resiliparse": resiliparse_reader,
    "readability-lxml": readability_reader,
    "newspaper4k": newspaper_reader,
}


def readers() -> dict[str, Reader]:
    """Those that are installed."""
    found: dict[str, Reader] = {}
    for name, make in MAKERS.items():
        try:
            found[name] = make()
        except ImportError as error:
            print(f"{name} is left out: {error}")
    return found


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_pages", SHARED / "score_pages.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure(name: str, limit: int | None) -> None:
    """Read one set of pages with every reader and print a line for each."""
    score, taking = scorer(), readers()
    rows = list(score.load(name))[:limit]
    answers: dict[str, list[Answer]] = defaultdict(list)
    cpu: dict[str, float] = defaultdict(float)
    for number, row in enumerate([*rows[:WARM_UP], *rows]):
        html = row["_html"].decode("utf8", "replace")
        for reader, read in taking.items():
            start = time.process_time()
            try:
                answer = read(html, row.get("url") or "")
            except Exception as error:  # noqa: BLE001 - a peer's failure is a figure
                answer = {"text": "", "error": repr(error)}
            if number >= WARM_UP:
                cpu[reader] += time.process_time() - start
                answers[reader].append(answer)
    print(f"\n{name}, {len(rows)} pages\n{'':24}F1     P      R      title  day    authors cost")
    for reader, given in answers.items():
        pairs = list(zip(rows, given, strict=True))
        p, r, f1 = score.agg([score.score_body(row, told.get("text") or "") for row, told in pairs])
        shares = [titles(score, pairs), days(score, pairs), authors(score, pairs)]
        figures = [f1, p, r, *shares, cpu[reader] / cpu["trafilatura"]]
        print(f"{reader:24}" + " ".join("-     " if x is None else f"{x:.4f}" for x in figures))


Pairs = list[tuple[dict[str, Any], Answer]]


def titles(score: ModuleType, pairs: Pairs) -> float | None:
    return mean([score.title_match(row["title"], told.get("title"))[1]
                 for row, told in pairs if row.get("title")])  # fmt: skip


def days(score: ModuleType, pairs: Pairs) -> float | None:
    return mean([score.date_match(row["published"], told.get("published"))[1]
                 for row, told in pairs if row.get("published")])  # fmt: skip


def authors(score: ModuleType, pairs: Pairs) -> float | None:
    def names(given: Any) -> set[str]:
        return {score.name(str(one)) for one in given or ()} - {""}

    return mean([names(row["authors"]) == names(told.get("authors"))
                 for row, told in pairs if names(row.get("authors"))])  # fmt: skip


def mean(values: list[float]) -> float | None:
    return statistics.mean(values) if values else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--set", default="scrapinghub,aed")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    warnings.filterwarnings("ignore")
    if not SHARED.exists():
        print(f"nothing to measure: {SHARED} is not there")
        return
    for name in options.set.split(","):
        measure(name, options.limit)


if __name__ == "__main__":
    main()
