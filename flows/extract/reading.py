"""An article read from beginning to end: attributions, completed, resolved, named.

In comes an article, out come its statements in order of the text. Every span counts code points
of `article.body` and `body[start_char:end_char] == quote`. Never judges topics or novelty, never
fails on odd text: what holds no statement gives none.
"""

from __future__ import annotations

import re
from dataclasses import replace

from flows.extract.acts import act_kind_of, attribution_of, kind_of
from flows.extract.attribution import attributions_in
from flows.extract.decoding import Attribution
from flows.extract.names import cast_of
from flows.extract.quotes import completed
from flows.extract.speakers import UNRESOLVED, Speakers
from flows.extract.transcripts import labelled, spoken_by
from flows.records import Article, Statement
from flows.text import Span, fold_spaces, paragraphs, quotations, sentences, span_at

LONGEST = 300_000
"""Characters of an article that are read; the rest is left alone (no news article is longer)."""
ACCORDING = re.compile(r"\baccording to\b|\bin the words of\b", re.I)


def read(article: Article) -> list[Statement]:
    """All statements of an article; see `statements_in`."""
    text = article.body[:LONGEST]
    if not text.strip():
        return []
    reader = _Reader(article.title, text)
    statements = [reader.statement(one) for one in reader.attributions()]
    return _relayed(statements)


class _Reader:
    """What is known of one article while its attributions become statements."""

    def __init__(self, title: str, text: str) -> None:
        self.text, self.orator = text, spoken_by(title, text)
        self.quotes, self.lines = quotations(text), sentences(text)
        self.blocks = paragraphs(text)
        self.speakers = Speakers(cast_of(text, title), self.lines, self.quotes)
        self.is_spoken = False

    def attributions(self) -> list[Attribution]:
        found = completed(self.text, attributions_in(self.text), self.quotes)
        spoken = labelled(self.text, found, bool(self.orator))
        self.is_spoken = spoken is not found
        return spoken

    def statement(self, one: Attribution) -> Statement:
        text = self.text
        source = one.source[0] if one.source else None
        name = self.speakers.name(source) if source or not self.orator else self._orator()
        content = tuple(_trimmed(text, span) for span in one.content)
        start, end = content[0]
        sentence = self.lines[span_at(self.lines, start)]
        cue = fold_spaces(" ".join(text[b:e] for b, e in one.cue))
        written = fold_spaces(text[source[0] : source[1]]) if source else ""
        self.speakers.heard(source[0] if source else start, name)
        kind = "direct" if self.is_spoken else kind_of(text, content, self.quotes)
        return Statement(
            speaker=name,
            kind=kind,
            act_kind=act_kind_of(cue),
            cue=cue,
            quote=text[start:end],
            start_char=start,
            end_char=end,
            source_spans=one.source,
            cue_spans=one.cue,
            content_spans=content,
            speaker_as_written=written,
            attribution=attribution_of(cue, text[slice(*sentence)], name, written),
            sentence_span=sentence,
            paragraph_span=self.blocks[span_at(self.blocks, start)],
            confidence=one.confidence,
        )

    def _orator(self) -> str:
        return self.speakers.by_title(self.orator) or self.orator


def _relayed(statements: list[Statement]) -> list[Statement]:
    """ "According to his spokeswoman, Biden warned ...": Biden's words, relayed by her."""
    result = list(statements)
    for number, inner in enumerate(result[1:], 1):
        outer = result[number - 1]
        is_near = outer.sentence_span == inner.sentence_span
        is_other = outer.speaker not in (inner.speaker, UNRESOLVED)
        if is_near and is_other and ACCORDING.search(outer.cue):
            result[number] = replace(inner, via=outer.speaker, attribution="relayed")
    return result


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and (text[start].isspace() or text[start] in ",;:"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:"):
        end -= 1
    return (start, end) if start < end else span
