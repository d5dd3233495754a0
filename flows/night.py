"""What a night is asked to do, and what its rooms add up to.

Plain data, handed from stage to stage; a plan opens the database, everything else only counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Set
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from flows import warehouse
from flows.records import (
    ArchivedPage,
    Article,
    FetchFailure,
    Finding,
    Rejection,
    SourceHealth,
)
from flows.settings import SQL, Settings
from flows.validate import Verdict
from flows.warehouse import Warehouse

BATCH: Final = 500
"""Pages read and loaded at a time: what a night holds in memory."""


@dataclass(frozen=True)
class Plan:
    """What a night is asked to do: its clock, the files to load, whether to ask the web."""

    settings: Settings
    now: datetime
    loads: tuple[Path, ...] = ()
    web: bool = True
    is_in_shadow: bool = False

    @property
    def working(self) -> Path:
        """The file that is written: the private database, or its shadow."""
        return self.settings.shadow if self.is_in_shadow else self.settings.warehouse

    @property
    def vocabulary(self) -> Path:
        """The CSV files as this night uses them."""
        return self.settings.data / "vocabulary"

    def database(self) -> AbstractContextManager[Warehouse]:
        """The working file, for this night's one writer, once `begin` has made it ready."""
        return warehouse.reopen_warehouse(self.working, SQL)

    def in_shadow(self) -> Plan:
        """The same plan over the shadow of the database."""
        return replace(self, is_in_shadow=True)


@dataclass(frozen=True)
class Gathered:
    """What came in: pages in the archive, failures, and what to remember of the sources."""

    pages: tuple[ArchivedPage, ...] = ()
    failures: tuple[FetchFailure, ...] = ()
    health: tuple[SourceHealth, ...] = ()
    validators: tuple[tuple[str, str, str], ...] = ()
    looked_at: tuple[str, ...] = ()
    requests: int = 0

    def __add__(self, other: Gathered) -> Gathered:
        """Both together; only one of the two has asked the web."""
        return replace(
            other, pages=self.pages + other.pages, failures=self.failures + other.failures
        )

    def batches(self) -> Iterator[tuple[ArchivedPage, ...]]:
        """The pages, BATCH at a time, in their order."""
        for start in range(0, len(self.pages), BATCH):
            yield self.pages[start : start + BATCH]

    def words(self) -> list[str]:
        """For the operator: how much came, from how many, what is down."""
        down = [one.source_id for one in self.health if one.error]
        told = [f"{len(self.pages)} pages", f"{self.requests} requests"]
        if self.health:
            told.append(f"{len(self.health) - len(down)} of {len(self.health)} sources answered")
        return [*told, f"{len(self.failures)} failures"]


@dataclass(frozen=True)
class Reading:
    """What a batch of pages gave: articles, and pages that are none."""

    articles: tuple[Article, ...]
    refused: tuple[Rejection, ...]


@dataclass(frozen=True)
class Loaded:
    """What a batch of articles gave: revisions never seen before, and known ones, by their id."""

    fresh: tuple[tuple[str, Article], ...]
    known: tuple[tuple[str, Article], ...]

    @classmethod
    def parted(cls, revisions: Iterable[tuple[str, Article]], new: Set[str]) -> Loaded:
        """Of a revision that came twice, the second is known."""
        fresh: dict[str, Article] = {}
        known = []
        for name, article in revisions:
            if name in new and name not in fresh:
                fresh[name] = article
            else:
                known.append((name, article))
        return cls(tuple(fresh.items()), tuple(known))


@dataclass
class Day:
    """What the batches of a night add up to; the only record here that changes."""

    fetched: Counter[str] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)
    fresh: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    statements: int = 0
    warnings: list[Finding] = field(default_factory=list)

    def add(
        self,
        pages: Iterable[ArchivedPage],
        reading: Reading,
        verdict: Verdict,
        loaded: Loaded,
    ) -> None:
        """Count one batch."""
        self.fetched.update(page.source_id for page in pages)
        self.accepted.update(article.source_id for article in verdict.accepted)
        self.fresh.update(article.source_id for _, article in loaded.fresh)
        self.refused.update(one.source_id for one in (*reading.refused, *verdict.rejected))
        self.warnings += verdict.warnings

    def health(self, gathered: Gathered) -> list[SourceHealth]:
        """Each source's night: what the web said of it, and what became of its pages."""
        asked = {name: SourceHealth(name) for name in self.fetched}
        asked |= {one.source_id: one for one in gathered.health}
        return [
            replace(
                one,
                fetched=self.fetched[name],
                accepted=self.fresh[name],
                unchanged=one.unchanged + self.accepted[name] - self.fresh[name],
                quarantined=self.refused[name],
            )
            for name, one in sorted(asked.items())
        ]

    def counts(self, gathered: Gathered) -> dict[str, int]:
        """The night's row in `runs`: fetched = accepted + unchanged + quarantined."""
        return {
            "fetched": self.fetched.total(),
            "accepted": self.fresh.total(),
            "unchanged": self.accepted.total() - self.fresh.total(),
            "quarantined": self.refused.total(),
            "failed": len(gathered.failures),
            "statements": self.statements,
            "requests": gathered.requests,
        }

    def words(self) -> list[str]:
        """For the operator: what became of the pages."""
        known = self.accepted.total() - self.fresh.total()
        return [
            f"{self.fresh.total()} new articles",
            f"{known} known",
            f"{self.refused.total()} refused",
        ]
