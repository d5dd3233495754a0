"""An article read from beginning to end: attributions, completed, resolved, named.

In comes an article, out come its statements in order of the text. Every span counts code points
of `article.body` and `body[start_char:end_char] == quote`. Never judges topics or novelty, never
fails on odd text: what holds no statement gives none.
"""

from __future__ import annotations

from typing import Literal

from flows.extract.acts import ADDRESSED, act_kind_of, attribution_of, kind_of
from flows.extract.attribution import attributions_in
from flows.extract.decoding import Attribution
from flows.extract.names import cast_of
from flows.extract.pieces import mended
from flows.extract.propositions import told_apart
from flows.extract.quotes import PASSIVE, completed
from flows.extract.relays import in_active_voice, relay_of, unwrapped
from flows.extract.sources import UNRESOLVED
from flows.extract.speakers import Speakers
from flows.extract.transcripts import labelled, spoken_by
from flows.records import Article, Statement
from flows.text import fold_spaces, paragraphs, quotations, sentences, span_at

LONGEST = 100_000
"""Characters of an article that are read; the rest is left alone (no news article is longer)."""


def read(article: Article) -> list[Statement]:
    """All statements of an article; see `statements_in`."""
    text = article.body[:LONGEST]
    if not text.strip():
        return []
    reader = _Reader(article.title, text)
    return [reader.statement(one) for one in reader.attributions]


class _Reader:
    """What is known of one article while its attributions become statements."""

    def __init__(self, title: str, text: str) -> None:
        self.text, self.orator = text, spoken_by(title, text)
        self.quotes, self.lines = quotations(text), sentences(text)
        self.blocks = paragraphs(text)
        self.attributions = labelled(text, bool(self.orator))
        self.is_spoken = bool(self.attributions)
        if not self.is_spoken:
            self.attributions = self._tagged()
        contents = [span for one in self.attributions for span in one.content]
        cast = cast_of(text, self.orator or (title if self.is_spoken else ""))
        self.speakers = Speakers(cast, self.lines, self.quotes, contents)

    def _tagged(self) -> list[Attribution]:
        found = in_active_voice(self.text, attributions_in(self.text))
        found = completed(self.text, found, self.quotes, self.lines)
        found = unwrapped(self.text, mended(self.text, found, self.lines, self.quotes))
        return told_apart(self.text, found, self.quotes)

    def statement(self, one: Attribution) -> Statement:
        """The statement that an attribution is; called in order of the text."""
        text, source = self.text, one.source[0] if one.source else None
        start, end = one.content[0]
        sentence = self.lines[span_at(self.lines, start)]
        name = self._name(one)
        via = "" if self.is_spoken else self._via(one, name)
        cue = fold_spaces(" ".join(text[b:e] for b, e in one.cue))
        written = fold_spaces(text[source[0] : source[1]]) if source else ""
        self.speakers.heard(source[0] if source else start, name)
        is_printed = self.is_spoken or cue.startswith("@")
        kind = "direct" if is_printed else kind_of(text, one.content, self.quotes)
        relayed = attribution_of(self._led_up(one), text[slice(*sentence)], name, written)
        return Statement(
            speaker=name,
            kind=kind,
            act_kind=self._act_kind(one, name, cue, kind),
            cue=cue,
            quote=text[start:end],
            start_char=start,
            end_char=end,
            source_spans=one.source,
            cue_spans=one.cue,
            content_spans=one.content,
            speaker_as_written=written,
            via=via,
            attribution="relayed" if via and relayed == "on-record" else relayed,
            sentence_span=sentence,
            paragraph_span=self.blocks[span_at(self.blocks, start)],
            confidence=one.confidence,
        )

    def _led_up(self, one: Attribution) -> str:
        """The cue with the few words before it, where "did not" stands."""
        if not one.cue:
            return ""
        start, end = one.cue[0]
        return self.text[max(self.lines[span_at(self.lines, start)][0], start - 25) : end]

    def _name(self, one: Attribution) -> str:
        if self.orator and not one.source:
            return self.speakers.by_title(self.orator) or self.orator
        written = self.text[slice(*one.source[0])].lower() if one.source else ""
        if one.cue and ADDRESSED.match(self.text, one.cue[0][0]):
            return UNRESOLVED
        if written == "it" and PASSIVE.match(self.text, *one.cue[0]):
            return UNRESOLVED
        if one.source:
            return self.speakers.name(one.source[0])
        return self.speakers.name_before(one.cue[0], self.text) if one.cue else UNRESOLVED

    def _via(self, one: Attribution, name: str) -> str:
        relay = relay_of(self.text, one, self.lines)
        via = self.speakers.name(relay) if relay else ""
        return "" if via in (name, UNRESOLVED) else via

    def _act_kind(
        self, one: Attribution, name: str, cue: str, kind: str
    ) -> Literal["speech", "attitude"]:
        if self.is_spoken:
            return "speech"
        if one.source and self.speakers.is_author(one.source[0]):
            return "attitude"
        is_nobodys = name == UNRESOLVED and not PASSIVE.match(cue)
        if is_nobodys and kind == "indirect":
            return "attitude"
        return act_kind_of(cue, kind, self.text[slice(*one.content[0])])
