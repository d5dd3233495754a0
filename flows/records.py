"""What is handed from room to room: frozen records without behaviour that needs a library.

Times are aware datetimes in UTC unless a field says otherwise. Offsets count Python characters
(code points) into the text that the field names. Expected badness is a record too: a
`FetchFailure`, a `Rejection`, a `Finding`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Span = tuple[int, int]
"""Start and end, end exclusive: `text[start:end]`."""

ARTICLE_JSON = "application/vnd.demarche.article+json"
"""Media type of one line of JSONL whose text is already clean."""


@dataclass(frozen=True, slots=True)
class Source:
    """One line of seeds/sources.csv: a place where articles are found."""

    source_id: str
    name: str
    kind: Literal["feed", "sitemap", "listing"]
    url: str
    homepage: str = ""
    selector: str = ""
    language: str = ""
    country: str = ""
    is_official: bool = False
    is_wire: bool = False
    delay_seconds: float = 2.0
    window_days: int = 3
    cap: int = 50
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """An article that a feed, a sitemap or a listing page names; title and time are hints."""

    source_id: str
    url: str
    title: str = ""
    published_at: datetime | None = None
    found_in: str = ""


@dataclass(frozen=True, slots=True)
class RawPage:
    """Bytes as they came, before anything has read them.

    `url` is the address after redirects. `headers` are the response's, names in lower case.
    `hint_title` and `hint_published_at` are what the feed or sitemap said of the page.
    """

    source_id: str
    url: str
    fetched_at: datetime
    media_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    hint_title: str = ""
    hint_published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """Where the bytes of a page lie: `address` is their sha256, in hexadecimal."""

    address: str
    source_id: str
    url: str
    fetched_at: datetime
    media_type: str
    headers: tuple[tuple[str, str], ...] = ()
    hint_title: str = ""
    hint_published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FetchFailure:
    """A page, a feed or a line of a file that could not be had, and why.

    `reason` is one word for counting (unreachable, timed-out, forbidden-by-robots, private-address,
    too-large, http-503, bad-line, ...), `detail` a sentence for people.
    """

    source_id: str
    url: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """A page or article that a room refused.

    `room` is clean or validate; `reason` is one word or the expectation's name; `detail` holds the
    value that broke it, in words.
    """

    source_id: str
    url: str
    room: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Article:
    """What a page says.

    `url` is the canonical address. `body` is paragraphs parted by one blank line ("\\n\\n"), no
    other control characters. `published_at` is UTC; `published_offset_minutes` the offset that the
    page gave (None: it gave none); `published_precision` tells how far to trust it. `language` is
    ISO 639-1, or "" when unknown. `page_url` is the address that the page was fetched from.
    """

    url: str
    title: str
    body: str
    authors: tuple[str, ...] = ()
    byline: str = ""
    published_at: datetime | None = None
    published_precision: Literal["instant", "day", "unknown"] = "unknown"
    published_offset_minutes: int | None = None
    language: str = ""
    source_id: str = ""
    site_name: str = ""
    dateline: str = ""
    fetched_at: datetime | None = None
    address: str = ""
    warnings: tuple[str, ...] = ()
    page_url: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that an article says somebody said.

    `speaker` is the name as resolved inside the article ("Vladimir Putin"), or as written when it
    cannot be ("a senior official"), or "unresolved". `speaker_as_written` is the text's own words.
    `quote` equals `article.body[start_char:end_char]`, the content's first piece; `content_spans`
    holds all pieces, in order. `via` is who relays it, "" for nobody. `sentence_span` and
    `paragraph_span` surround the first piece. `attribution` is on-record, unnamed, relayed,
    hearsay, denial or declined. `confidence` is the extractor's own, 0 to 1.
    """

    speaker: str
    kind: Literal["direct", "indirect", "mixed"]
    act_kind: Literal["speech", "attitude"]
    cue: str
    quote: str
    start_char: int
    end_char: int
    source_spans: tuple[Span, ...] = ()
    cue_spans: tuple[Span, ...] = ()
    content_spans: tuple[Span, ...] = ()
    speaker_as_written: str = ""
    via: str = ""
    attribution: str = "on-record"
    sentence_span: Span = (0, 0)
    paragraph_span: Span = (0, 0)
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: critical stops publishing, warning goes into the digest."""

    severity: Literal["critical", "warning"]
    check: str
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """What one source gave in one night; `error` is "" when it answered."""

    source_id: str
    fetched: int = 0
    accepted: int = 0
    quarantined: int = 0
    failed: int = 0
    unchanged: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One report's rows, as the published database gives them.

    `name` is the file's name without .sql, `title` and `question` come from its first comments.
    """

    name: str
    title: str
    question: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Night:
    """One night, as the digest tells it.

    `started_at` is the night's clock: everything written tells the time by it, nothing by
    `finished_at`, so that a night replayed writes the same bytes. `counts` are rows per room, in
    the order of the rooms ("fetched", "accepted", "quarantined", "statements", "flagged", ...).
    `degraded` holds one sentence for each thing that a reader must know first; empty on a good
    night. `published` is the path of the published database, in words for the reader.
    """

    run_id: str
    day: date
    started_at: datetime
    finished_at: datetime | None = None
    counts: tuple[tuple[str, int], ...] = ()
    sources: tuple[SourceHealth, ...] = ()
    warnings: tuple[Finding, ...] = ()
    degraded: tuple[str, ...] = ()
    published: str = ""


@dataclass(frozen=True, slots=True)
class TalkMention:
    """A meeting, call or round of talks that an article tells of.

    `parties` are names as written, tidied and sorted; `place` "" when none is named. `starts_on`
    and `ends_on` are days, relative ones reckoned from the publication; None when none is told.
    `start_char` and `end_char` bound the sentence in `article.body`.
    """

    parties: tuple[str, ...]
    place: str
    starts_on: date | None
    ends_on: date | None
    format: Literal["phone", "video", "visit", "third-place", "multilateral", ""]
    status: Literal["proposed", "scheduled", "moved", "postponed", "cancelled", "held", "failed"]
    start_char: int
    end_char: int
