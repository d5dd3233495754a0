"""What each room of a night is asked to do: the wiring of rooms and databases, without Prefect.

Every stage opens what it needs by path and closes it again, takes and gives plain data, and can be
called from a test. `nightly` makes tasks of them; `publishing` holds the stages after the check.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from flows import archive, identity, pool, validate, warehouse
from flows.address import canonical_url, outlet_of, readable_url
from flows.night import BATCH, Day, Gathered, Loaded, Plan, Reading
from flows.records import (
    ArchivedPage,
    Article,
    FetchFailure,
    Finding,
    Link,
    RawPage,
    Rejection,
    Statement,
    TalkMention,
)
from flows.settings import SHIPPED_SEEDS, SQL

if TYPE_CHECKING:
    from flows.clean.boilerplate import Boilerplate


class CriticalFindingError(RuntimeError):
    """A check found what must not be published; the message says what."""


def begin(plan: Plan) -> str:
    """Open the night in the database; nights that died are marked as crashed. Its run_id."""
    plan.vocabulary.mkdir(parents=True, exist_ok=True)
    for shipped in SHIPPED_SEEDS.glob("*.csv"):
        shutil.copyfile(plan.settings.seed_file(shipped.name), plan.vocabulary / shipped.name)
    with warehouse.open_warehouse(plan.working, plan.vocabulary, SQL) as db:
        warehouse.mark_stale_runs(db, plan.now)
        run_id = warehouse.start_run(db, plan.now)
        warehouse.adopt_unpublished(db, run_id)
        return run_id


def take_in(plan: Plan) -> Gathered:
    """Seeds and loaded files into the archive, each page before anything reads it."""
    from flows.fetch.files import each_page
    from flows.fetch.seeds import seed_pages

    articles = plan.settings.seeds / "articles"
    seeds = seed_pages(articles, plan.now) if articles.is_dir() else []
    pages: list[ArchivedPage] = []
    failures: list[FetchFailure] = []
    for item in chain(seeds, *(each_page(path, plan.now) for path in plan.loads)):
        if isinstance(item, RawPage):
            pages.append(archive.keep(item, plan.settings.archive))
        else:
            failures.append(item)
    return Gathered(tuple(pages), tuple(failures))


def fetch(plan: Plan) -> Gathered:
    """What the sources have new into the archive, and what is due to be looked at again."""
    from flows.fetch.options import FetchOptions, Validator
    from flows.fetch.sources import read_sources
    from flows.fetch.web import fetch_night

    if not plan.web:
        return Gathered()
    settings = plan.settings
    with plan.database() as db:
        known = {
            canonical_url(url): Validator(url, etag, date)
            for url, (etag, date) in warehouse.get_validators(db).items()
        }
        due = [Link(source, url) for source, url in warehouse.rechecks_due(db, plan.now)]
    pages: list[ArchivedPage] = []
    night = fetch_night(
        read_sources(settings.seed_file("sources.csv")),
        lambda page: pages.append(archive.keep(page, settings.archive)),
        plan.now,
        FetchOptions(contact=settings.contact, allow_private_hosts=settings.allow_private_hosts),
        known=known,
        due=due,
    )
    return Gathered(
        pages=tuple(pages),
        failures=night.failures,
        health=night.health,
        validators=tuple((url, v.etag, v.last_modified) for url, v in night.validators.items()),
        looked_at=tuple(link.url for link in due),
        requests=night.requests,
    )


def read(plan: Plan, pages: Sequence[ArchivedPage]) -> Reading:
    """Pages to articles, or to the reason why not; without what was learned of their outlets."""
    outlets = [outlet_of(page.url) for page in pages]
    with plan.database() as db:
        learned = warehouse.boilerplate_of(db, outlets)
    places = (plan.settings.archive, plan.vocabulary / "boilerplate_lines.csv")
    results = pool.over(
        _read_one,
        [
            (page, *places, learned.get(outlet, ()))
            for page, outlet in zip(pages, outlets, strict=True)
        ],
    )
    return Reading(
        articles=tuple(one for one in results if isinstance(one, Article)),
        refused=tuple(one for one in results if isinstance(one, Rejection)),
    )


def _read_one(job: tuple[ArchivedPage, Path, Path, tuple[str, ...]]) -> Article | Rejection:
    from flows.clean import to_article

    page, root, lines, learned = job
    article = to_article(archive.reopen(page, root), _boilerplate(lines).of_outlet(learned))
    if isinstance(article, Rejection):
        return article
    return replace(
        article, address=page.address, fetched_at=page.fetched_at, page_url=readable_url(page.url)
    )


def sort_out(plan: Plan, articles: Sequence[Article]) -> validate.Verdict:
    """The gate: which articles may pass, and why the others may not."""
    return validate.sort_out(articles, plan.now)


@cache
def _boilerplate(path: Path) -> Boilerplate:
    from flows.clean.boilerplate import read_lines

    return read_lines(path)


def load(
    plan: Plan, run_id: str, verdict: validate.Verdict, unreadable: Sequence[Rejection]
) -> Loaded:
    """Articles and refusals into the database; an article whose wording is known is unchanged."""
    with plan.database() as db:
        articles = warehouse.settle_addresses(db, verdict.accepted)
        new = set(warehouse.append_articles(db, run_id, articles))
        warehouse.append_quarantine(db, run_id, [*unreadable, *verdict.rejected])
    return Loaded.parted(
        [(identity.revision_id(one.url, one.title, one.body), one) for one in articles], new
    )


def unread(plan: Plan) -> list[tuple[str, Article]]:
    """The next revisions to extract from, at most BATCH, with their ids.

    They come from the database, not from this night's batches: a night that died after loading
    left some behind.
    """
    with plan.database() as db:
        return warehouse.unread(db, _hash(warehouse.terms_of_topics(db)), BATCH)


def extract(plan: Plan, run_id: str, revisions: Sequence[tuple[str, Article]]) -> int:
    """Who said what in each revision, and which meetings it tells of; how many statements.

    Revisions that hold none of the topics' terms are passed over.
    """
    from flows.extract import might_speak_of_topics

    with plan.database() as db:
        terms = warehouse.terms_of_topics(db)
    speaking = [(name, one) for name, one in revisions if might_speak_of_topics(one, terms)]
    found = pool.over(_extract_one, [article for _, article in speaking])
    ids = [name for name, _ in speaking]
    with plan.database() as db:
        warehouse.append_talks(db, run_id, list(zip(ids, (t for _, t in found), strict=True)))
        count = warehouse.append_statements(
            db, run_id, list(zip(ids, (s for s, _ in found), strict=True))
        )
        passed_over = [name for name, _ in revisions if name not in set(ids)]
        warehouse.mark_read(db, run_id, ids, passed_over, _hash(terms))
    return count


def _hash(terms: Sequence[str]) -> str:
    return sha256("\n".join(terms).encode()).hexdigest()[:16]


def _extract_one(article: Article) -> tuple[list[Statement], list[TalkMention]]:
    from flows.extract import statements_in
    from flows.extract.talks import talks_in

    return statements_in(article), talks_in(article)


def forget_readings(plan: Plan, revisions: Sequence[tuple[str, Article]]) -> None:
    """Have these revisions read again."""
    with plan.database() as db:
        warehouse.forget_readings(db, [name for name, _ in revisions])


def learn(plan: Plan, run_id: str) -> list[str]:
    """Learn the lines that outlets print again and again; what was learned, in words."""
    with plan.database() as db:
        count = warehouse.learn_boilerplate(db, run_id, plan.now)
    return [f"{count} lines learned as boilerplate"] if count else []


def judge(plan: Plan, run_id: str) -> dict[str, int]:
    """Topics, actors, claims and novelty, in SQL over all history; counts by name."""
    with plan.database() as db:
        return dict(warehouse.judge(db, run_id, plan.now))


def check(plan: Plan, run_id: str, gathered: Gathered, day: Day) -> list[Finding]:
    """What is wrong with the night as it stands; raises CriticalFindingError where it must end."""
    with plan.database() as db:
        found = warehouse.check(db, run_id)
        history = warehouse.usual_counts(db)
    counts = [
        {
            "source_id": one.source_id,
            "fetched": one.fetched,
            "accepted": one.accepted,
            "quarantined": one.quarantined,
            "usual_accepted": history.get(one.source_id),
        }
        for one in day.health(gathered)
        if not one.error
    ]
    if critical := [one for one in found if one.severity == "critical"]:
        raise CriticalFindingError("; ".join(f"{one.check}: {one.detail}" for one in critical))
    return [*found, *validate.check_counts(counts), *day.warnings]


def give_up(plan: Plan, run_id: str, error: BaseException) -> None:
    """Write into the database that this night failed, and of what."""
    with plan.database() as db:
        warehouse.finish_run(
            db, run_id, plan.now, "failed", detail=f"{type(error).__name__}: {error}"[:2000]
        )
