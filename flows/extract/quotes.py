"""Quotations that the tagger left out: whoever stands beside them said them.

In come the text and the attributions found, out come the attributions completed: a quotation over
several paragraphs is joined to its beginning, a quotation with a name and a verb of saying beside
it gets them, tweets and sentences after "an ultimatum:" go to whom they belong. Never overrules
the tagger where it has spoken.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from flows.extract.decoding import Attribution
from flows.text import Span, is_heading, span_at

SHORTEST = 25
LONGEST_TWEET = 600
SAID = (
    r"(?:said|says|told|tells|wrote|writes|tweeted|added|adds|noted|warned|declared|insisted"
    r"|continued|explained|stressed|argued|replied|announced|stated|went on)"
)
WHO = (
    r"(?P<who>(?:[A-Z][\w.'\u2019-]+ ?){1,4}|he|she|they|the (?:[\w'\u2019-]+ ){0,4}?[\w'\u2019-]+)"
)
AFTER = [
    re.compile(rf"[,.]?\s*{WHO}\s*(?:also |later |then |has |had )?(?P<said>{SAID})\b"),
    re.compile(rf"[,.]?\s*(?P<said>{SAID})\s+{WHO}(?=[,.;: ])"),
]
BEFORE = re.compile(
    rf"{WHO}\s*(?:also |later |then |has |had )?(?P<said>{SAID})\b[^.!?\n]{{0,40}}[,:]?\s*$"
)
TWEET = re.compile(
    r"(?<!\s)\s*[\u2014\u2013-]{1,3}\s*(?P<who>[^\W\d_][\w .'\u2019]{1,40}?) \((?P<said>@\w+)\)"
)
COLON = re.compile(
    r"(?P<said>(?:(?:made?|making|issued?|issuing|gave|given|delivered?)\s+)?"
    r"(?:an?|the|one|his|her|its|their)\s+(?:\w+\s+)?(?:ultimatum|warning|demand|condition|threat|message|promise))"
    r"(?:[^.:;\n]{0,40}):\s+(?P<text>[A-Z][^\n]{15,400}?[.!?])(?=\s|$)"
)

OUTRIGHT = re.compile(
    r"(?:^|[,;:]\s|\b(?:that|after|as|while|but|and)\s)"
    r"(?P<who>(?:[Tt]he\s)?[A-Z][\w.'\u2019-]*(?:\s(?:and|of|the|[A-Z][\w.'\u2019-]*|countries|states"
    r"|officials|leaders)){0,6})"
    r"(?:\s(?:has|have|had|on\s\w+day|also|again|repeatedly|later|then))*\s"
    r"(?P<said>threatened|vowed|warned|ruled out|called for|called on|demanded|urged|rejected"
    r"|condemned|announced|promised|insisted)\b(?:,\samong other things,)?\s"
    r"(?P<text>(?:that\s)?[^.;\u2014\u2013\n]{15,}?)(?=\.?$|\s[\u2014\u2013]|;)"
)
PASSIVE = re.compile(r"(?:has|have|had|is|are|was|were|being)\b.*\b\w+(?:ed|en|told|said)\b", re.S)
DIRECTLY_BEFORE = re.compile(
    r"(?P<who>\b(?!It\b|There\b|Th|What\b|Who\b|\w+day\b)"
    r"(?:(?:[A-Z][\w.'\u2019-]+ ){0,4}[A-Z][\w'\u2019-]+|he|she|they))\s$"
)
AGENT = re.compile(
    r"\sby (?P<who>(?:both|the|all|its|his|her|an?) [\w'\u2019 -]{3,40}?"
    r"|[A-Z][\w.'\u2019 -]{2,40}?)(?=[.,;]|$)"
)
SUBJECT = re.compile(
    r"((?:[A-Z][\w.'\u2019-]+ )*[A-Z][\w'\u2019-]+) (?:has|had|have|is|was|made|\w+ed)\b"
)


def completed(
    text: str, found: list[Attribution], quotes: list[Span], lines: list[Span]
) -> list[Attribution]:
    """Attributions with what rules add, in order of the text."""
    kept = [one for one in found if one.cue and not _is_shouted(text, one, lines)]
    kept = _with_tweets(text, kept)
    kept = _with_colons(text, kept)
    kept = [_with_agent(text, one, lines) for one in kept]
    kept = _continued(text, kept, quotes)
    kept += _beside(text, kept, quotes)
    kept = _with_outright(text, kept, lines)
    return sorted(kept, key=lambda one: (one.cue + one.content)[0])


def _is_shouted(text: str, one: Attribution, lines: list[Span]) -> bool:
    """Whether it stands in a headline in capitals: a link to another article."""
    line = lines[span_at(lines, one.content[0][0])]
    return text[slice(*line)].isupper() and is_heading(text, line)


def overlaps(span: Span, attributions: list[Attribution]) -> bool:
    """Whether a content, a cue or a source already uses part of the span."""
    return any(
        start < span[1] and span[0] < end for one in attributions for start, end in one.content
    )


def _beside(text: str, found: list[Attribution], quotes: list[Span]) -> list[Attribution]:
    added = []
    for start, end in quotes:
        if end - start < SHORTEST or overlaps((start, end), found):
            continue
        line_end = text.find("\n", end)
        tail_end = min(end + 70, line_end if line_end >= 0 else len(text))
        matches = [pattern.match(text, end, tail_end) for pattern in AFTER]
        matches.append(
            BEFORE.search(text, max(0, start - 90, text.rfind("\n", 0, start) + 1), start)
        )
        match = next((m for m in matches if m), None)
        if match:
            added.append(
                Attribution((match.span("who"),), (match.span("said"),), ((start, end),), 0.5)
            )
    return added


def _with_outright(text: str, found: list[Attribution], lines: list[Span]) -> list[Attribution]:
    """Threats, vows and demands, told in so many words, that nothing has claimed yet.

    Where the tagger has the verb but only something said further on, the words beside it count.
    """
    result = list(found)
    for start, end in lines:
        match = OUTRIGHT.search(text, start, end)
        if match is None or overlaps(match.span("text"), result):
            continue
        who, said, words = (match.span(name) for name in ("who", "said", "text"))
        mine = [n for n, one in enumerate(result) if one.cue[0][0] < said[1] <= one.cue[0][1]]
        if not mine:
            result.append(Attribution((who,), (said,), (words,), 0.4))
        elif result[mine[0]].content[0][0] >= words[1]:
            result[mine[0]] = replace(result[mine[0]], content=(words,))
    return result


def _continued(text: str, found: list[Attribution], quotes: list[Span]) -> list[Attribution]:
    """Joins a paragraph that opens with a quotation to the open quotation before it."""
    result = list(found)
    ends = {one.content[-1][1]: number for number, one in enumerate(result)}
    for before, after in pairwise(quotes):
        between = text[before[1] : after[0]]
        is_open = (
            text[before[1] - 1] not in '"\u201d\u00bb' and not between.strip() and "\n" in between
        )
        number = ends.get(before[1])
        if not is_open or number is None or overlaps(after, result):
            continue
        one = result[number]
        result[number] = replace(one, content=(*one.content, after))
        ends[after[1]] = number
    return result


def _with_tweets(text: str, found: list[Attribution]) -> list[Attribution]:
    """A tweet printed as "text — Name (@handle)" is that person's, whatever is quoted within."""
    tweets = []
    for match in TWEET.finditer(text):
        begin = max(text.rfind("\n", 0, match.start()) + 1, match.start() - LONGEST_TWEET)
        if match.start() - begin >= SHORTEST:
            who, said = match.span("who"), match.span("said")
            tweets.append(Attribution((who,), (said,), ((begin, match.start()),), 0.9))
    if not tweets:
        return found
    spans = sorted((one.content[0][0], one.cue[0][1]) for one in tweets)

    def is_inside(one: Attribution) -> bool:
        start, end = spans[span_at(spans, one.cue[0][0])]
        return start <= one.cue[0][0] < end

    return [one for one in found if not is_inside(one)] + tweets


def _with_colons(text: str, found: list[Attribution]) -> list[Attribution]:
    """ "... make an ultimatum: If ..." is said by the subject of the sentence, to its full stop."""
    result = list(found)
    for match in COLON.finditer(text):
        content, cue = match.span("text"), match.span("said")
        start = max(text.rfind("\n", 0, cue[0]), text.rfind(". ", 0, cue[0])) + 1
        near = [one for one in result if one.source and start <= one.cue[0][0] < content[1]]
        sources = [one.source for one in near if start <= one.source[0][0] < cue[0]]
        source = sources[-1] if sources else _subject(text, start, cue[0])
        if source and not any(text[b] in '"\u201c' for one in near for b, _ in one.content):
            result = [one for one in result if not overlaps(content, [one])]
            result.append(Attribution(source, (cue,), (content,), 0.7))
    return result


def _with_agent(text: str, one: Attribution, lines: list[Span]) -> Attribution:
    """A source that the tagger left out: the subject, or whom a passive names behind "by"."""
    if one.source:
        return one
    subject = DIRECTLY_BEFORE.search(text, max(0, one.cue[0][0] - 60), one.cue[0][0])
    if subject:
        return replace(one, source=(subject.span("who"),))
    if not PASSIVE.match(text, *one.cue[0]):
        return one
    begin, end = one.cue[0][1], lines[span_at(lines, one.cue[0][0])][1]
    match = AGENT.search(text, begin, end)
    if match is None:
        return one
    cut = match.start()
    content = tuple((b, min(e, cut)) if b < cut else (b, e) for b, e in one.content)
    return replace(one, source=(match.span("who"),), content=content)


def _subject(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The name nearest before a verb in text[start:end]."""
    matches = list(SUBJECT.finditer(text, start, end))
    return (matches[-1].span(1),) if matches else ()
