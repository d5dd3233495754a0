"""Contents in whole pieces, as a reader would mark them.

In come the spans that the tagger gave to one attribution, out come the same without ragged edges:
two pieces with a few words of nobody's between them become one, a piece that stops a word or two
before its sentence does goes on to the end. Never joins across a cue, a source or a line break.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from flows.extract.acts import SPEECH
from flows.extract.decoding import Attribution
from flows.extract.sources import DATELINE, title_like
from flows.text import Span, span_at

GAP = 10
"""Characters between two pieces that may be closed."""
REST, REST_OF_CLAUSE = 2, 3
"""Words between a piece and the end of its sentence, or of its clause, that may be added."""
CLAUSE_END = re.compile(r"[,;:](?=\s)|\s[\u2014\u2013]|\u2014")
OPENING = "\"'\u201c\u2018\u201e\u00ab("
STOPS = ",;:\u2014\u2013"
SHORT = 4
"""Words of a piece before the speaker that is no part of what was said."""
CAPITALS = re.compile(r"\.?(?: [A-Z][\w.'\u2019-]+){1,6} ")
OCCASION = re.compile(
    r"\b(?:In|At|During|After|Before|Following) an? [\w ]{3,40} (?:about|on|over) $"
)
DANGLING = re.compile(r"\s(?:and|but|or|by|that|which|who)(?= )")
READ_MORE = re.compile(r"\s(?:Read|See|Show) more\W*\Z", re.I)
LONGEST_MORE = 16
"""Characters at the end of a piece in which that is looked for."""
BESIDE = re.compile(r"\s(?:\w+\s){1,2}")
NAME_FIRST = re.compile(r"(?P<name>(?:[A-Z][\w.'\u2019-]+ ){1,3}[A-Z][\w'\u2019-]+),\s(?=\w)")


def mended(
    text: str, found: Sequence[Attribution], lines: Sequence[Span], quotes: Sequence[Span]
) -> list[Attribution]:
    """The attributions with whole pieces, whole cues and the name that belongs to a title."""
    taken = sorted(span for one in found for span in (*one.source, *one.cue, *one.content))
    result = []
    for one in found:
        content = _whole(text, _at_home(text, one, lines, quotes), taken, lines)
        mine = replace(one, cue=_whole_cue(text, one), content=content)
        result.append(_with_name(text, _whole_source(text, mine)))
    return result


def _at_home(
    text: str, one: Attribution, lines: Sequence[Span], quotes: Sequence[Span]
) -> Sequence[Span]:
    """The pieces without unquoted ones of earlier sentences, if one stands in the cue's own."""
    home = span_at(lines, one.cue[0][0])
    places = [span_at(lines, piece[0]) for piece in one.content]
    if home not in places:
        return one.content
    kept = []
    for piece, place in zip(one.content, places, strict=True):
        is_topic = _is_short_topic(text, piece, one)
        if _is_quoted(piece, quotes) or (place >= home and not is_topic):
            kept.append(piece)
    return kept or one.content


def _is_short_topic(text: str, piece: Span, one: Attribution) -> bool:
    """A few words before the speaker ("in a call about the conflict, he warned ...")."""
    start = min(span[0] for span in (*one.source, *one.cue))
    is_ahead = piece[1] <= start < one.content[-1][0]
    is_short = len(text[slice(*piece)].split()) <= SHORT
    return (
        is_ahead and is_short and OCCASION.search(text, max(0, piece[0] - 60), piece[0]) is not None
    )


def _is_quoted(piece: Span, quotes: Sequence[Span]) -> bool:
    quote = quotes[span_at(quotes, piece[0])] if quotes else (0, 0)
    return quote[0] <= piece[0] < quote[1]


def _whole_cue(text: str, one: Attribution) -> tuple[Span, ...]:
    """The cue with the verb beside it, where the tagger gave an adverb only ("also" claims)."""
    start, end = one.cue[0]
    if SPEECH.search(text[start:end]) or len(one.cue) > 1:
        return one.cue
    after = BESIDE.match(text, end, one.content[0][0])
    if after and after.end() == one.content[0][0] and SPEECH.search(after.group()):
        return ((start, after.end() - 1),)
    return one.cue


def _whole_source(text: str, one: Attribution) -> Attribution:
    """The source with the capitals that stand between it and its verb: "U.S." President Orr."""
    if not one.source or not CAPITALS.fullmatch(text, one.source[0][1], one.cue[0][0]):
        return one
    end = one.source[0][1] + len(text[one.source[0][1] : one.cue[0][0]].rstrip())
    return replace(one, source=((one.source[0][0], end),))


def _with_name(text: str, one: Attribution) -> Attribution:
    """Takes a name that the content begins with into a source that is its title."""
    (start, end), source = one.content[0], one.source[0] if one.source else None
    name = NAME_FIRST.match(text, start, end)
    if source is None or name is None or not title_like(text[slice(*source)]):
        return one
    if not 0 <= start - source[1] <= 2:
        return one
    rest = (start + len(name.group()), end)
    return replace(one, source=((source[0], name.end("name")),), content=(rest, *one.content[1:]))


def _whole(
    text: str, content: Sequence[Span], taken: Sequence[Span], lines: Sequence[Span]
) -> tuple[Span, ...]:
    pieces: list[Span] = []
    for start, end in content:
        if pieces and _can_join(text, pieces[-1][1], start, taken):
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    return tuple(_to_the_end(text, trimmed(text, piece), taken, lines) for piece in pieces)


def _can_join(text: str, end: int, start: int, taken: Sequence[Span]) -> bool:
    gap = text[end:start]
    is_plain = not re.search(r"[\n\"\u201c\u201d.!?;:]", gap)
    return 0 <= start - end <= GAP and is_plain and not _is_taken(end, start, taken)


def _to_the_end(text: str, piece: Span, taken: Sequence[Span], lines: Sequence[Span]) -> Span:
    """Goes on to the end of the clause where only a few words are left over."""
    start, end = piece
    line_end = lines[span_at(lines, max(start, end - 1))][1]
    clause = CLAUSE_END.search(text, end, line_end)
    stop = clause.start() if clause else line_end
    rest = text[end:stop]
    most = REST if clause is None else REST_OF_CLAUSE
    is_short = (
        0 < len(rest.split()) <= most
        and rest[:1] in " -\u2019'"
        and not re.search(r"[\"\u201c\u201d\n]", rest)
    )
    if not is_short or _is_taken(end, stop, taken):
        return piece
    return trimmed(text, (start, stop - (text[stop - 1] in ".!?")))


def _is_taken(start: int, end: int, taken: Sequence[Span]) -> bool:
    here = span_at(taken, max(start, end - 1))
    return any(b < end and start < e for b, e in taken[max(0, here - 8) : here + 2])


def trimmed(text: str, span: Span) -> Span:
    """The span without what stands loosely at its ends, unless nothing is left.

    White space, stray punctuation, the dateline of the paragraph, the "Read more" of a teaser, a
    conjunction or "by" with which the sentence goes on.
    """
    start, end = span
    is_first = start == 0 or text[start - 1] == "\n"
    if is_first and (dateline := DATELINE.match(text, start, end)):
        start = dateline.end()
    while start < end and (text[start].isspace() or text[start] in STOPS):
        start += 1
    end = _without_loose_end(text, start, end)
    while more := READ_MORE.search(text, max(start, end - LONGEST_MORE), end):
        end = _without_loose_end(text, start, more.start())
    dangling = text.rfind(" ", start, end)
    if dangling > start and DANGLING.match(text, dangling) and text[end : end + 1] == " ":
        return trimmed(text, (start, dangling))
    return (start, end) if start < end else span


def _without_loose_end(text: str, start: int, end: int) -> int:
    while end > start and (text[end - 1].isspace() or text[end - 1] in STOPS):
        end -= 1
    return end
