"""Who speaks, by name.

In comes the source of an attribution as the text writes it, out comes the name that the article
gives for it. Asked in this order, the first answer counts: nothing written; a pronoun; a paper that
somebody issued; people named in full; a surname; a title; a spokesperson of somebody; the words as
they stand (a state, an institution, "a senior official"). What cannot be resolved stays
"unresolved". Knows no politician by heart: aliases across articles are the judge's work.
"""

from __future__ import annotations

import re
from string import capwords

from flows.extract.names import POSSESSIVE, Cast, Mention
from flows.extract.places import states_in
from flows.extract.pronouns import Spoken, person_meant
from flows.extract.sources import (
    AND,
    ANTECEDENT,
    ARTICLE,
    EDGES,
    FIRST_PERSON,
    ISSUER,
    NOBODY,
    OWNER,
    OWNS,
    POWER,
    SOMEBODYS,
    TAIL,
    THING,
    UNRESOLVED,
    has_two_titles,
    is_pronoun,
    is_time,
    is_unnamed,
    names_nobody,
    plain,
    tidied,
    title_like,
)
from flows.extract.words import HEADS, PERSON_PRONOUNS, RELATIVES
from flows.text import Span, merged, span_at

GOING_ON = re.compile(r"\band (?:(?:this|last) (?:week|month|year) |today |yesterday |on \w+day )$")
"""What stands before a second verb of one subject: "He believes in talks and this week called"."""


class Speakers:
    """Resolves the sources of one article, asked in the order of the text."""

    def __init__(
        self, cast: Cast, lines: list[Span], quotes: list[Span], contents: list[Span]
    ) -> None:
        self.cast, self.lines, self.quotes = cast, lines, quotes
        self.said = merged(quotes + contents)
        self.spoken = Spoken()

    def name(self, source: Span | None) -> str:
        """The speaker's name for a source span, "unresolved" when there is nothing to go by."""
        if source is None:
            return UNRESOLVED
        words = self.cast.text[source[0] : source[1]]
        tail = TAIL.search(words)
        if tail:
            source = (source[0], source[0] + tail.start())
        written = tidied(self.cast.text[source[0] : source[1]])
        return self._resolved(written, source) or UNRESOLVED

    def is_author(self, source: Span) -> bool:
        """Whether the source is the writer speaking for himself: "we" outside quotation marks."""
        written = tidied(self.cast.text[slice(*source)])
        if not is_pronoun(written) or written.lower() not in FIRST_PERSON:
            return False
        quote = self.quotes[span_at(self.quotes, source[0])] if self.quotes else (0, 0)
        return not quote[0] <= source[0] < quote[1]

    def by_title(self, words: str) -> str:
        """Name of the person whom a title or a label means ("President Biden", "MS. PSAKI")."""
        tidy = capwords(words) if words.isupper() else words
        last = POSSESSIVE.sub("", tidy).split()[-1]
        if last.lower().strip(".") in HEADS:
            return self.cast.bearer_of(ARTICLE.sub("", tidy), len(self.cast.text))
        name = self.cast.name_of((last,), 0)
        return name if name != last else ""

    def name_before(self, cue: Span, text: str) -> str:
        """Who goes on speaking (", adding", ", and this week called for"), else "unresolved"."""
        before = text[max(0, cue[0] - 30) : cue[0]]
        goes_on = re.match(r"\w+ing\b", text[slice(*cue)]) or GOING_ON.search(before)
        return (self._heard_in_sentence(cue[0]) if goes_on else "") or UNRESOLVED

    def _heard_in_sentence(self, position: int) -> str:
        """Who spoke last, if in the sentence of this position, else ""."""
        last = max(self.spoken.people + self.spoken.bodies, default=(-1, ""))
        is_same = last[1] and span_at(self.lines, last[0]) == span_at(self.lines, position)
        return last[1] if is_same else ""

    def heard(self, position: int, name: str) -> None:
        """Remembers who spoke, for the pronouns that follow."""
        if name == UNRESOLVED:
            return
        is_person = name.split()[-1] in self.cast.surnames
        (self.spoken.people if is_person else self.spoken.bodies).append((position, name))

    def _resolved(self, written: str, source: Span) -> str:
        if not written or written.lower() in NOBODY:
            return ""
        if is_pronoun(written):
            return self._pronoun(written.lower(), source)
        if names_nobody(written):
            return ""
        if is_time(written):
            return self._heard_in_sentence(source[0])
        if written.isupper() and len(written) > 3 and not states_in(written):
            is_short_form = len(written) < 6 and self.cast.text[source[1] : source[1] + 1] != ":"
            return self.by_title(written) or (written if is_short_form else capwords(written))
        if THING.match(written):
            return self._issuer(source) or ARTICLE.sub("", written)
        if is_unnamed(written):
            return plain(written)
        return (
            self._people(source)
            or self._title(written, source)
            or self._power(written, source)
            or plain(written)
        )

    def _pronoun(self, pronoun: str, source: Span) -> str:
        if pronoun in RELATIVES:
            return self._antecedent(source)
        if pronoun in PERSON_PRONOUNS:
            position = source[0]
            return person_meant(pronoun, position, self.cast, self.lines, self.said, self.spoken)
        if pronoun in FIRST_PERSON:
            if self.is_author(source):
                return ""
            both = sorted(self.spoken.people + self.spoken.bodies)
            return both[-1][1] if both else ""
        groups = [one for one in self.spoken.people if " and " in one[1]] + self.spoken.bodies
        near = [name for start, name in sorted(groups) if self._is_near(start, source[0])]
        return near[-1] if near else ""

    def _is_near(self, start: int, position: int) -> bool:
        return span_at(self.lines, position) - span_at(self.lines, start) <= 4

    def _antecedent(self, source: Span) -> str:
        """The people or words right before "who"."""
        begin = self.lines[span_at(self.lines, source[0])][0]
        people = self.cast.between(begin, source[0])
        if people:
            return self.cast.name_of(people[-1].words, people[-1].start)
        before = self.cast.text[begin : source[0]].strip(EDGES)
        match = ANTECEDENT.search(before[-60:])
        if match is None or not (title_like(match.group()) or re.search(r"[A-Z]", match.group())):
            return ""
        return self.cast.bearer_of(match.group("title"), source[0]) or plain(match.group())

    def _issuer(self, source: Span) -> str:
        """Whoever issued the statement or letter that speaks."""
        start = self.lines[max(0, span_at(self.lines, source[0]) - 6)][0]
        found = list(ISSUER.finditer(self.cast.text, start, source[0]))
        if found:
            span = found[-1].span(1)
            return self._people(span) or plain(self.cast.text[slice(*span)])
        both = sorted(self.spoken.people + self.spoken.bodies)
        near = [name for place, name in both if self._is_near(place, source[0])]
        return near[-1] if near else ""

    def _people(self, source: Span) -> str:
        """Names of the people in a source; several when "and" joins them."""
        start, end = source
        inside = [m for m in self.cast.between(start, end) if m.end <= end + 2]
        inside = [m for m in inside if not self._is_owner(m, end)]
        if not inside:
            return self._people_after(source)
        text = self.cast.text[start:end]
        if len(inside) > 1 and AND.search(text):
            return _joined(self.cast, inside)
        if AND.search(text.split(",")[0]) and not has_two_titles(text[: inside[-1].start - start]):
            return plain(text)
        head = inside[0] if "," in text[: max(0, inside[-1].start - start)] else inside[-1]
        return self.cast.name_of(head.words, head.start)

    def _is_owner(self, mention: Mention, end: int) -> bool:
        """Whether the name only owns what speaks: "Cameron's office", "an aide to Cameron"."""
        text = self.cast.text
        after = text[mention.end : end]
        owns = OWNS.match(after) is not None
        return owns or bool(OWNER.search(text[max(0, mention.start - 60) : mention.start]))

    def _people_after(self, source: Span) -> str:
        """A name that follows its title: "the ministry's spokesman, Geng Shuang,"."""
        end = source[1]
        beside = re.compile(r",?\s+").match(self.cast.text, end)
        if beside is None or not title_like(self.cast.text[source[0] : end]):
            return ""
        near = [m for m in self.cast.between(end, end + 25) if m.start == beside.end()]
        if not near or len(near[0].words) < 2:
            return ""
        return self.cast.name_of(near[0].words, near[0].start)

    def _power(self, written: str, source: Span) -> str:
        """ "The government", "the administration": of whom the sentences before speak."""
        match = POWER.match(written)
        if match is None:
            return ""
        start = self.lines[max(0, span_at(self.lines, source[0]) - 4)][0]
        before = self.cast.text[start : source[0]]
        if match.group("power").lower() == "administration":
            names = re.findall(r"[A-Z][a-z]+ administration", self.cast.text[: source[0]])
            return names[-1] if names else ""
        states = [state for state in states_in(before) if state not in {"us", "un", "eu", "nato"}]
        return states[-1].title() if states else ""

    def _title(self, written: str, source: Span) -> str:
        title = POSSESSIVE.sub("", ARTICLE.sub("", TAIL.sub("", written)))
        if SOMEBODYS.match(written):
            return ""
        return self.cast.bearer_of(title, source[0])


def _joined(cast: Cast, mentions: list[Mention]) -> str:
    names = list(dict.fromkeys(cast.name_of(m.words, m.start) for m in mentions))
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
